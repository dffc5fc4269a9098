"""The papers of a new rental after a break in need: a new order, a new test, a statement of the break."""

import polars as pl

from oxyclaim.engine.words import (
    Stage,
    criterion,
    line,
    output,
    p,
)  # fmt: skip
from oxyclaim.policy.rules.ledger.break_in_need.shared import begins_again, break_in_need
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.replacement.shared import first_month


@criterion()
def begins_after_break():
    """A rental that begins anew after a break in need."""
    return begins_again & break_in_need


@criterion()
def first_month_after_break():
    """The first month of a rental that begins anew after a break in need."""
    return begins_after_break & first_month


@output(Stage.LEDGER, first_month_after_break)
def break_narrative(first):
    """What the first claim after a break in need tells of it; empty otherwise."""
    told = pl.format("{} {} TO {}", p.narrative_break, rental_ledger.opening_from, rental_ledger.opening_until)
    own = line.narrative.str.contains("(?i)break").fill_null(False)
    wanted = first.fill_null(False) & (p.narrative_break != "").fill_null(False) & ~own
    return pl.when(wanted).then(told.fill_null("")).otherwise(pl.lit(""))
