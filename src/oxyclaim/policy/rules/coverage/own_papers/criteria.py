"""The papers that a payer requires, beside what qualifies the patient."""

import polars as pl

from oxyclaim.engine.grains import PAPER
from oxyclaim.engine.words import criterion, line, paper, wanted_paper

FORMS_OF_ORDER = ("standard_written_order", "prescription")


@criterion(PAPER)
def is_such_a_paper():
    """A paper of the kind wanted; a prescription may stand in a written order."""
    order = wanted_paper.kind.is_in(FORMS_OF_ORDER) & paper.kind.is_in(FORMS_OF_ORDER)
    return (paper.kind == wanted_paper.kind) | order


def reference() -> pl.Expr:
    """The day from which the age of a paper counts: of service, or of the rental."""
    return pl.when(wanted_paper.age_from == "service_date").then(line.service_date).otherwise(line.rental_start)


@criterion(PAPER)
def young_enough_paper():
    """No older than the payer allows, where it sets a limit."""
    days = (reference() - paper.date).dt.total_days()
    return wanted_paper.max_age_days.is_null() | (days <= wanted_paper.max_age_days)


@criterion(PAPER)
def states_what_is_wanted():
    """It states everything that the payer requires it to state."""
    missing = wanted_paper.states.list.set_difference(paper.states).list.len()
    return pl.when(wanted_paper.states.is_null()).then(pl.lit(True)).otherwise(missing == 0)


@criterion(PAPER)
def paper_on_file():
    """It is on file."""
    return paper.on_file
