"""RR is a rental month, NU and UE a sale, MS a maintenance visit: the modifiers say what the case says."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def says_what_is_billed():
    """The case says what is billed, and somebody has put modifiers on the line."""
    return line.acquisition.is_not_null() & line.modifiers.is_not_null()


@criterion(not_met="the case says {line.acquisition}, and the line is coded {line.modifiers}")
def coded_as_the_case_says():
    """Only a sale is coded as a sale, only a visit as a visit, and a sale not as a rental."""
    pricing = line.modifiers.list.set_intersection(p.pricing_modifiers)
    sale = pricing.list.set_intersection(p.sale_modifiers).list.len() > 0
    visit = pricing.list.contains(p.modifier_maintenance)
    rental = pricing.list.set_difference(pl.concat_list(p.sale_modifiers, p.modifier_maintenance)).list.len() > 0
    return (
        (~sale | (line.acquisition == "purchase"))
        & (~visit | (line.acquisition == "maintenance"))
        & (~rental | (line.acquisition != "purchase"))
    )


@rule(
    "COD-165",
    stage=Stage.CODING,
    applies=says_what_is_billed,
    requires=coded_as_the_case_says,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NMODS", "NPUR"),
    sentence="Case and modifiers say different things of what is billed: {reasons}.",
    cure=Cure("correct the modifiers, or what the case says is billed", "the biller"),
    of_coding=True,
)
def coded_as_billed():
    """RR is a rental month, NU and UE a sale, MS a maintenance visit: the modifiers say what the case says.

    The line is judged as what the case says; the modifiers never make it something else.
    """
