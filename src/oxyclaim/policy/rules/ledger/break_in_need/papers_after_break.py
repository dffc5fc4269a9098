"""An order or a test from before the break shows the earlier need, not the new one."""

from oxyclaim.engine.grains import ABSENCE, ABSENCE_ORDER, ABSENCE_TEST
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    absence,
    criterion,
    exists,
    line,
    order,
    rule,
    test,
)  # fmt: skip
from oxyclaim.policy.rules.ledger.break_in_need.papers import begins_after_break
from oxyclaim.policy.rules.ledger.break_in_need.shared import break_before_start

BREAK = "the break in need from {absence.first_day} to {absence.last_day}"


PAPERS = Cure(
    "obtain a new order and a new qualifying test, both dated after the first day of the break, and a dated statement of "
    "why the use stopped and that the earlier need had ended",
    "the treating practitioner; the supplier for the statement",
)


@criterion(ABSENCE_ORDER)
def ordered_after_break():
    """An order for the line's code, dated after the need had ended."""
    return order.items.list.contains(line.code) & (order.order_date > absence.first_day)


@criterion(ABSENCE_TEST)
def tested_after_break():
    """A test taken after the need had ended."""
    return test.date > absence.first_day


@criterion(ABSENCE)
def ordered_anew():
    """An order is of the new need."""
    return exists(ABSENCE_ORDER, ordered_after_break)


@criterion(ABSENCE)
def tested_anew():
    """A test is of the new need."""
    return exists(ABSENCE_TEST, tested_after_break)


@criterion(
    ABSENCE,
    met="no order for {line.code} is dated after the first day of "
    + BREAK
    + ", although new papers are said to be on file",
    unknown="whether an order for {line.code} is dated after the first day of " + BREAK + " is not documented",
    ask=PAPERS,
)
def break_without_order():
    """It opens the rental, and no order is dated after it began."""
    return break_before_start & ~ordered_anew


@criterion(
    ABSENCE,
    met="no test is dated after the first day of " + BREAK + ", although new papers are said to be on file",
    unknown="whether a test is dated after the first day of " + BREAK + " is not documented",
    ask=PAPERS,
)
def break_without_test():
    """It opens the rental, and no test is dated after it began."""
    return break_before_start & ~tested_anew


@criterion(ABSENCE)
def statement_of_another_time():
    """The statement of the break is dated before the break, or behind the day of the run."""
    wrong = (absence.statement_date <= absence.first_day) | (absence.statement_date > line.as_of)
    return wrong.fill_null(absence.statement_date.is_not_null())


@criterion(
    ABSENCE,
    met="the statement of " + BREAK + " is dated {absence.statement_date}, when nobody could write it",
    unknown="when the statement of " + BREAK + " was written is not known",
    ask=PAPERS,
)
def break_without_statement():
    """It opens the rental, and its statement cannot be of this break."""
    return break_before_start & statement_of_another_time


@criterion()
def new_order_after_break():
    """Every break that opens the rental is followed by an order."""
    return ~exists(ABSENCE, break_without_order)


@criterion()
def new_test_after_break():
    """Every break that opens the rental is followed by a test."""
    return ~exists(ABSENCE, break_without_test)


@criterion()
def statement_of_break():
    """The statement of every break that opens the rental can be of it."""
    return ~exists(ABSENCE, break_without_statement)


@criterion()
def papers_of_new_need():
    """A new order, a new test and a statement."""
    return new_order_after_break & new_test_after_break & statement_of_break


@rule(
    "LED-051",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=begins_after_break,
    requires=papers_of_new_need,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230, (d)(1)-(3)", "A52514, Break-in-service"),
    sentence="A new rental after a break in need requires a new order, new proof of the need and a statement of the break: "
    "{reasons}.",
    cure=PAPERS,
)
def papers_after_break():
    """An order or a test from before the break shows the earlier need, not the new one.

    That new papers are on file (``new_need_documented``) is a claim about them; their own dates decide.
    """
