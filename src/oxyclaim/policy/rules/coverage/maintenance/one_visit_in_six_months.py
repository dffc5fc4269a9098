"""One visit is paid in six months, whether it was for stationary, portable or transfilling equipment."""

from oxyclaim.engine.words import Effect, Stage, rule
from oxyclaim.policy.rules.coverage.maintenance.criteria import no_other_visit_paid
from oxyclaim.policy.rules.coverage.maintenance.equipment import NO_VISIT, is_visit_that_is_paid_for


@rule(
    "COV-521",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=no_other_visit_paid,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("42CFR414.210", "A52514", "NMS"),
    sentence="One maintenance visit is paid in {p.visit_months} months, for all of the patient's equipment: {reasons}.",
    if_unknown="One maintenance visit is paid in {p.visit_months} months: {reasons}.",
    cure=NO_VISIT,
    denial="CO-119, M86",
)
def one_visit_in_six_months():
    """One visit is paid in six months, whether it was for stationary, portable or transfilling equipment.

    The one fee covers all equipment that is not gaseous or liquid.
    """
