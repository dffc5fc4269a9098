"""The visit is made, and paid for, in the first month of its six-month period."""

from oxyclaim.engine.words import Cure, Effect, Stage, rule
from oxyclaim.policy.rules.coverage.maintenance.equipment import is_visit_that_is_paid_for
from oxyclaim.policy.rules.coverage.maintenance.visit_dates import in_first_month_of_period


@rule(
    "COV-524",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=in_first_month_of_period,
    not_met=Effect.REVIEW,
    in_force=("2010-07-01", None),
    authority=("42CFR414.210", "A52514"),
    sentence="The regulation pays a visit made and billed in the first month of a six-month period; the policy article "
    "asks only for six months between visits: {reasons}.",
    if_unknown="Whether the visit lies in the first month of a six-month period is not known: {reasons}.",
    cure=Cure("make the visit in the first month of the next period, and date the line in it", "the supplier"),
    denial="CO-119, M86",
)
def first_month_of_period():
    """The visit is made, and paid for, in the first month of its six-month period.

    CMS has clarified the date of service of these visits; that text could not be read.
    """
