"""What the payer says to coded flow modifiers: to a pair that differs, and to a line that would be paid too much."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, derived, line, p

PAID_BACK = Cure(
    "correct the modifier before billing; what has been paid above what is due is reported and given back",
    "the biller",
)


@derived(LINE)
def coded_for_both_units():
    """The coded modifiers that both units of a month carry, as one text; null where the line is not coded."""
    return line.modifiers.list.set_intersection(p.flow_modifiers_with_portable).list.sort().list.join(" ")


@derived(LINE)
def pairs_with():
    """The kind of equipment that shares a flow modifier with the line's; empty for other items."""
    return (
        pl.when(line.equipment == "stationary")
        .then(pl.lit("portable"))
        .when(line.equipment == "portable")
        .then(pl.lit("stationary"))
        .otherwise(pl.lit(""))
    )
