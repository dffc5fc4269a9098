"""A maintenance payment requires a visit: nothing is billed for a period without one."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.coverage.maintenance.equipment import is_visit_that_is_paid_for
from oxyclaim.policy.rules.coverage.maintenance.visit_dates import visit_months_after


@criterion(
    met="the patient was visited on {line.visit_date}",
    not_met="the visit of {line.visit_date} does not lie within the {p.visit_months} months up to {line.service_date}",
    unknown="the day of the visit is not given (visit_date)",
    ask=Cure("enter the day of the visit from the technician's report", "the supplier's records"),
)
def visit_made():
    """The patient was visited on the service date, or within the six months before it."""
    return (line.visit_date <= line.service_date) & (line.service_date < visit_months_after(line.visit_date))


@rule(
    "COV-522",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=visit_made,
    not_met=Effect.HOLD,
    in_force=("2010-07-01", None),
    authority=("NMS", "HME2010"),
    sentence="A maintenance visit is billed only after it was made: {reasons}.",
    cure=Cure("make the visit, and date the line on its day or later", "the supplier"),
    asserts="rental",
)
def visit_was_made():
    """A maintenance payment requires a visit: nothing is billed for a period without one."""
