"""Maintenance visits of payers other than Medicare."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_maintenance
from oxyclaim.policy.rules.coverage.maintenance.criteria import no_other_visit_paid
from oxyclaim.policy.rules.coverage.maintenance.equipment import NO_VISIT


@criterion()
def interval_of_visits_set():
    """The payer pays visits after the rent, one in a number of months."""
    return p.visit_months.is_not_null() & p.after_rent_billable.list.contains("maintenance").fill_null(False)


@criterion()
def visit_with_interval():
    """A maintenance visit, to a payer that pays one in a number of months."""
    return is_maintenance & interval_of_visits_set


@rule(
    "PAY-316",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=visit_with_interval,
    requires=no_other_visit_paid,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays one maintenance visit in {p.visit_months} months: {reasons}.",
    cure=NO_VISIT,
)
def own_visits():
    """A payer that pays maintenance visits after the rent pays one in the months that its file names."""
