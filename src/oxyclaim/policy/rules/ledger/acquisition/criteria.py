"""Whether the equipment is rented or sold."""

import polars as pl

from oxyclaim.engine.words import Cure, criterion, line, p


@criterion(
    not_met="{line.code} is billed as a sale",
    unknown="whether {line.code} is rented or sold is not known: acquisition is left out, or says rental "
    "where NU or UE stands on the line",
    ask=Cure("say in the case whether the equipment is rented or sold", "the supplier's records"),
)
def not_sold():
    """The equipment is rented: neither entered nor coded as a sale, nor a code that means one; nor contents, nor a visit."""
    coded_sale = (line.modifiers.list.set_intersection(p.sale_modifiers).list.len() > 0).fill_null(False)
    # A line entered as a rental and coded as a sale contradicts itself: which of the two is not known.
    entered = pl.when((line.acquisition == "rental") & coded_sale).then(None).otherwise(line.acquisition == "rental")
    coded_only = pl.when(line.acquisition.is_null() & coded_sale).then(pl.lit(False)).otherwise(entered)
    return coded_only & ~line.equipment.is_in(["purchase only", "contents", "maintenance"])
