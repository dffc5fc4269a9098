"""Portable equipment for a patient without hypoxemia (Group III)."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3
from oxyclaim.policy.rules.coverage.portable.sleep_only_test.rule import qualified_awake


@criterion()
def portable_and_in_group_3():
    """Portable equipment of a Group III patient."""
    return is_portable & in_group_3 & ~started_under_waiver


@rule(
    "COV-220",
    stage=Stage.COVERAGE,
    applies=portable_and_in_group_3,
    requires=qualified_awake,
    not_met=Effect.REVIEW,
    in_force=("2021-09-27", None),
    authority=("L33797, Portable oxygen systems", "NCD240.2, D"),
    sentence="Whether portable oxygen is covered in Group III is open: the LCD's clause names Groups I and II only, the "
    "NCD lets the contractor allow it.",
    cure=Cure(
        "ask the contractor whether it allows portable oxygen in Group III, and keep its answer",
        "the biller",
    ),
    denial="CO-50, N115",
)
def portable_without_hypoxemia():
    """Portable equipment in Group III is for the contractor to allow."""
