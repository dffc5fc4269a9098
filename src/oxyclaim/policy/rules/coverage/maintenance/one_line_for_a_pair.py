"""A visit to a stationary and a portable unit is one line, with the stationary unit's code."""

from oxyclaim.engine.grains import MONTH, OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, other_line, p, rule
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import stationary_rental_month
from oxyclaim.policy.rules.coverage.maintenance.equipment import is_visit_that_is_paid_for
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion(MONTH)
def stationary_with_maintenance():
    """A concentrator or transfilling equipment."""
    return month.code.is_in(p.maintenance_codes)


@criterion(MONTH)
def stationary_month_with_maintenance():
    """A rental month of stationary equipment whose visits are paid."""
    return stationary_rental_month & stationary_with_maintenance


@criterion(OTHER_LINE)
def other_is_stationary_with_maintenance():
    """The other line is for stationary equipment whose visits are paid."""
    return other_line.counted_kind.eq_missing("stationary") & other_line.code.is_in(p.maintenance_codes)


@criterion(
    met="a stationary unit whose visits are paid was rented too",
    unknown="whether a stationary unit was rented too, whose code a visit to both would carry, is not known",
    ask=HISTORY,
)
def stationary_visit_too():
    """The patient also has a stationary unit whose visits are paid."""
    return exists(OTHER_LINE, other_is_stationary_with_maintenance) | exists(MONTH, stationary_month_with_maintenance)


@criterion()
def visit_to_portable():
    """The visit is billed for portable equipment."""
    return line.counted_kind.eq_missing("portable")


@criterion(OTHER_LINE)
def other_visit_of_same_rank():
    """The other line is a visit of the same day and kind."""
    alike = (other_line.counted_kind == line.counted_kind) & (other_line.service_date == line.service_date)
    return (other_line.equipment == "maintenance") & alike


@criterion(not_met="another line bills a visit of the same day and kind")
def only_visit_of_period():
    """No other line bills a visit of the same day to the same kind of equipment."""
    return ~exists(OTHER_LINE, other_visit_of_same_rank)


@criterion(not_met="the patient also has a stationary unit whose visits are paid")
def code_of_the_pair():
    """The visit carries the stationary unit's code, or there is none whose visits are paid."""
    return ~visit_to_portable | ~stationary_visit_too


@criterion()
def one_line_for_the_visit():
    """One line for the visit, with the code of the stationary unit of a pair."""
    return only_visit_of_period & code_of_the_pair


@rule(
    "COV-523",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=one_line_for_the_visit,
    not_met=Effect.REVIEW,
    in_force=("2010-07-01", None),
    authority=("42CFR414.210", "HC2009", "MS-PAIR"),
    sentence="One fee is paid for a visit to a pair, and no text says with which code; its measure is a stationary "
    "concentrator, so the stationary unit's is the safe one: {reasons}.",
    if_unknown="One line is billed for a visit, with the stationary unit's code if there is one: {reasons}.",
    cure=Cure("bill one line, with the stationary unit's code", "the biller"),
    denial="CO-119, M86",
)
def one_line_for_a_pair():
    """A visit to a stationary and a portable unit is one line, with the stationary unit's code."""
