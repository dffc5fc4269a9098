"""A payer that is asked after another one."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, criterion, derived, line

FIRST = Cure("bill the first payer, and wait for its answer", "the biller")
SECOND = Cure("bill the second payer with the first one's answer, and wait for its own", "the biller")


@criterion()
def is_second():
    """Another payer is asked first."""
    return line.has_primary


def _of_last(name):
    """A fact of the payer that is asked just before this one: of two the second, else the first."""
    return (
        pl.when(line.has_secondary).then(getattr(line, f"secondary_{name}")).otherwise(getattr(line, f"primary_{name}"))
    )


@derived(LINE)
def last_payer():
    """The payer that is asked just before this one."""
    return _of_last("payer")


@derived(LINE)
def last_outcome():
    """What that payer answered."""
    return _of_last("outcome")


@derived(LINE)
def last_denied_for():
    """Why that payer denied the month."""
    return _of_last("denied_for")


@derived(LINE)
def last_remittance_date():
    """The date of that payer's remittance advice."""
    return _of_last("remittance_date")


@derived(LINE)
def last_crossed_over():
    """Whether that payer passed the claim on by itself."""
    return _of_last("crossed_over")
