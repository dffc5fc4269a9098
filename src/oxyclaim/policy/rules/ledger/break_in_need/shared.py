"""A rental that begins again within the lifetime of the equipment."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import absence, criterion, exists, line
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.break_in_need.criteria import break_opens_new_rental
from oxyclaim.policy.rules.ledger.rental_months.criteria import had_earlier_rental, rental_ledger
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


@criterion()
def begins_again():
    """A rental that begins although an earlier one was paid, and replaces no equipment."""
    return not_sold & had_earlier_rental & ~is_replacement


@criterion(ABSENCE)
def ends_before_start():
    """The break ends before the rental begins."""
    return absence.last_day < line.rental_start


@criterion(ABSENCE)
def break_before_start():
    """A break before the start of the rental that opens a new one."""
    return break_opens_new_rental & ends_before_start


@criterion(
    not_met="no break since the last month paid ended it",
    unknown="whether a break since the last month paid opens a new rental is not known",
)
def opened_since_last_month():
    """Behind the last month paid before the start lies a break that opens a new rental."""
    return rental_ledger.opened


@criterion()
def break_in_need():
    """A break in need, since the last month paid, that opens a new rental."""
    return exists(ABSENCE, break_before_start, none="no break is recorded") & opened_since_last_month
