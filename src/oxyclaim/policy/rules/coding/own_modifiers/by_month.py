"""Modifiers that tell the month of the rental: KH, KI and KJ with payers that rent to own."""

import polars as pl

from oxyclaim.engine.words import Stage, line, output, p
from oxyclaim.policy.rules.coverage.rent_to_own.months import fewest_before, most_before

NONE = pl.lit([], dtype=pl.List(pl.String))


def _modifier(before: pl.Expr) -> pl.Expr:
    """The modifier of the month behind so many; the list's last one stands for all later months."""
    every = p.modifiers_by_month
    last = every.list.len().cast(pl.Int64) - 1
    return every.list.get(pl.when(before < last).then(before).when(before >= last).then(last), null_on_oob=True)


@output(Stage.CODING, serves="PAY-410", idle=NONE)
def modifiers_for_month():
    """The modifier of the rental month, as the payer's file lists them; none where it lists none, null while unknown."""
    first, last = _modifier(fewest_before()), _modifier(most_before())
    of_rental = pl.when(first == last).then(pl.concat_list(first))
    by_acquisition = pl.when(line.is_rented).then(of_rental).when(~line.is_rented).then(NONE)
    return pl.when(p.modifiers_by_month.is_null()).then(NONE).otherwise(by_acquisition)
