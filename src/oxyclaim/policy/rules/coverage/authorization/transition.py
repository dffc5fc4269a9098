"""A course of treatment under way at the enrollment needs no authorization for some days; a person makes sure of
it.
"""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import has_authorization, in_transition, needed_by_file
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion()
def excused_by_transition():
    """An oxygen item that would need an authorization, were the course not under way at the enrollment."""
    return is_oxygen_item & needed_by_file & in_transition


@rule(
    "PAY-205",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=excused_by_transition,
    requires=has_authorization,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The course was under way when the patient came to this payer on {line.enrolled_on}, which excuses it from an "
    "authorization for {p.transition_days} days: make sure that the payer knows of it ({reasons}).",
    cure=Cure("tell the payer of the course under way, and keep its answer", "the biller"),
)
def transition():
    """A course of treatment under way at the enrollment needs no authorization for some days; a person makes sure of it.

    The law on Medicare Advantage is known to us at second hand, and a plan that does not know of the course denies it.
    """
