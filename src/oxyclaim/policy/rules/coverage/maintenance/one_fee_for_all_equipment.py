"""Of two lines for visits in six months one is paid: the earlier, or of one day the stationary unit's."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coverage.maintenance.equipment import is_visit_that_is_paid_for


def _near():
    return (other_line.service_date > line.last_period_left_behind) & (other_line.service_date < line.next_period)


@criterion(OTHER_LINE)
def other_visit_goes_before():
    """The other line is a visit of the same six months that has the payment: an earlier one, or the stationary unit's."""
    same_day = other_line.service_date == line.service_date
    pair = other_line.counted_kind.eq_missing("stationary") & line.counted_kind.eq_missing("portable")
    return (
        (other_line.equipment == "maintenance")
        & _near()
        & ((other_line.service_date < line.service_date) | (same_day & pair))
    )


@criterion(not_met="another line bills the visit of the same {p.visit_months} months")
def first_visit_of_claim():
    """No other line bills a visit of the same six months that has the payment."""
    return ~exists(OTHER_LINE, other_visit_goes_before)


@rule(
    "COV-526",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=first_visit_of_claim,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("42CFR414.210", "A52514"),
    sentence="One fee in {p.visit_months} months covers all equipment that is not gaseous or liquid: {reasons}.",
    cure=Cure("take out the second line", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-119, M86",
)
def one_fee_for_all_equipment():
    """Of two lines for visits in six months one is paid: the earlier, or of one day the stationary unit's."""
