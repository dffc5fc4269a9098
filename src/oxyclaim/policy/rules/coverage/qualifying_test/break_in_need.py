"""A test from before a break in need shows the earlier need, not the one behind the break."""

import polars as pl

from oxyclaim.engine.grains import TEST, TEST_ABSENCE
from oxyclaim.engine.words import Cure, Helps, absence, criterion, exists, line, p, test


@criterion(TEST_ABSENCE)
def break_behind_the_test():
    """After the test the need ended for more than 60 days, and was back by the start of the rental."""
    days = (absence.last_day - absence.first_day).dt.total_days() + 1
    long = pl.when(p.break_days.is_not_null()).then(days > p.break_days).otherwise(pl.lit(False))
    # A break without its last day still lasts, and the rental has not begun behind it.
    over = pl.when(absence.last_day.is_null()).then(pl.lit(False)).otherwise(absence.last_day < line.rental_start)
    # A replacement goes on from a need that has been shown.
    return (
        (absence.reason == "no_need") & over & long & (test.date <= absence.first_day) & line.replaced_reason.is_null()
    )


@criterion(
    TEST,
    authority="42CFR414.230, (d)(2)",
    not_met="test {test.id} of {test.date}: taken before a break in need, so that it does not show the new need",
    unknown="test {test.id} of {test.date}: whether the need ended after it and came back is not known",
    ask=Cure("say of each absence why it was and how long it lasted", "the supplier's records"),
    cure=Cure("have a qualified provider test the patient again", "the treating practitioner", Helps.LATER),
)
def not_before_break_in_need():
    """No break in need of more than 60 days lies between the test and the start of the rental."""
    return ~exists(TEST_ABSENCE, break_behind_the_test)
