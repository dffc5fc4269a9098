"""Whether the equipment is rented or sold."""

import polars as pl

from oxyclaim.engine.words import Cure, Stage, criterion, line, output, p


@criterion(
    not_met="{line.code} is billed as a sale",
    unknown="whether {line.code} is rented or sold is not known: acquisition is left out",
    ask=Cure("say in the case whether the equipment is rented or sold", "the supplier's records"),
)
def not_sold():
    """The equipment is rented: neither entered nor coded as a sale, nor a code that means one; nor contents, nor a visit.

    Modifiers tell it only where the case does not; where it does, they are held against it.
    """
    coded_sale = (line.modifiers.list.set_intersection(p.sale_modifiers).list.len() > 0).fill_null(False)
    entered = line.acquisition == "rental"
    coded_only = pl.when(line.acquisition.is_null() & coded_sale).then(pl.lit(False)).otherwise(entered)
    return coded_only & ~line.equipment.is_in(["purchase only", "contents", "maintenance"])


@criterion(
    met="the equipment has been the patient's own since {line.device_patient_owns_since}",
    not_met="the supplier owns the equipment",
)
def patients_own():
    """The equipment is the patient's own: bought, brought along, or its title has passed."""
    return (line.device_patient_owns_since <= line.service_date).fill_null(False)


@output(Stage.LEDGER, not_sold)
def is_rented(rented):
    """Whether the line is rented; null while that is not known."""
    return rented
