"""Oxygen at home will improve the patient's condition."""

from oxyclaim.engine.words import Cure, Effect, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion()
def equipment_by_its_criteria():
    """Oxygen equipment whose clinical criteria are enforced."""
    return is_rental_equipment & ~started_under_waiver


@criterion(
    documents="home_oxygen_will_improve_condition",
    not_met="the record says that oxygen at home will not improve the condition",
    unknown="whether oxygen at home will improve the condition is not documented",
    ask=Cure("obtain the note that tells what oxygen at home is expected to improve", "the treating practitioner"),
)
def oxygen_will_improve():
    """Oxygen at home will improve the patient's condition."""
    return clinical.home_oxygen_will_improve_condition


@rule(
    "COV-110",
    stage=Stage.COVERAGE,
    applies=equipment_by_its_criteria,
    requires=oxygen_will_improve,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("L33797, Initial coverage", "NCD240.2, B"),
    sentence="Oxygen at home must be able to improve the patient's condition: {reasons}.",
    denial="CO-50, N115",
)
def improvement():
    """Oxygen at home is covered where it will improve the patient's condition.

    The practitioner who evaluates a qualifying test and orders oxygen is taken to expect that, unless the
    record speaks of it.
    """
