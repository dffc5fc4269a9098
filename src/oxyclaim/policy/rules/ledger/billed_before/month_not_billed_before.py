"""A rental month runs to the day before the same date of the next month, and is paid to one supplier."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.billed_before.criteria import billed_monthly_with_history, like_the_line
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY
from oxyclaim.policy.rules.ledger.replacement.criteria import for_an_incident, is_replacement
from oxyclaim.policy.rules.ledger.replacement.shared import first_month


@criterion(MONTH, met="{month.code} of {month.service_date} ({month.outcome}; supplier: {month.supplier})")
def billed_for_these_days():
    """Its rental month and the line's have a day in common: it begins less than a month before it or behind it."""
    near = (month.service_date > line.month_before_begins) & (month.service_date < line.month_after_begins)
    return like_the_line() & near


@criterion(MONTH)
def begun_by_this_supplier():
    """This supplier's month, begun before the line's."""
    return (month.service_date < line.service_date) & (month.supplier == "own")


@criterion(MONTH)
def billed_beside_the_lost_unit():
    """It has days in common with the line's month and is not the month in which this supplier's unit was lost."""
    return billed_for_these_days & ~begun_by_this_supplier


@criterion()
def first_month_after_an_incident():
    """The first month of a rental that takes the place of lost, stolen or irreparably damaged equipment."""
    return is_replacement & for_an_incident & first_month


@criterion()
def begins_with_the_replacement():
    """Only this supplier's month of the lost equipment runs beside the first month of what replaces it."""
    return first_month_after_an_incident & ~exists(MONTH, billed_beside_the_lost_unit)


@criterion(
    unknown="a month billed before does not say what it was, for which day, by whom or with which answer", ask=HISTORY
)
def month_is_free():
    """No month billed before has days in common with the line's month, but that of equipment lost in it."""
    return ~exists(MONTH, billed_for_these_days) | begins_with_the_replacement


@criterion()
def is_a_visit():
    """A maintenance visit, which has a rhythm of its own."""
    return line.equipment == "maintenance"


@criterion()
def rented_or_filled_with_history():
    """A rental month or a month of contents, whose earlier months the case lists."""
    return billed_monthly_with_history & ~is_a_visit


@rule(
    "LED-071",
    roles=Role.OTHER_SUPPLIER,
    stage=Stage.LEDGER,
    applies=rented_or_filled_with_history,
    requires=month_is_free,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="Medicare pays one unit of a kind a month, and the days from {line.service_date} on are billed already: "
    "{reasons}.",
    if_unknown="Whether the days from {line.service_date} on are billed already is not known: {reasons}.",
    cure=Cure(
        "if the service date is wrong, correct it; where another supplier billed the month, find out whose unit was in the home, "
        "with its pick-up ticket",
        "the supplier's records",
    ),
    denial="CO-151, M3, M25",
)
def month_not_billed_before():
    """A rental month runs to the day before the same date of the next month, and is paid to one supplier.

    Equipment that is lost, stolen or irreparably damaged is replaced at once: the new rental begins with the delivery,
    also within the month for which this supplier was paid for the unit that is gone.
    """
