"""Oximeters and replacement probes give the practitioner information for managing the treatment: not covered."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_in_the_family, is_monitoring


@criterion(not_met="{line.code} is a monitoring device or a part of one")
def not_monitoring():
    """Not an oximeter, nor a probe for one."""
    return is_in_the_family & ~is_monitoring


@rule(
    "COV-545",
    stage=Stage.COVERAGE,
    applies=is_in_the_family,
    requires=not_monitoring,
    not_met=Effect.EXCLUDED,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="Oximeters and their probes monitor the patient and are not covered: {reasons}.",
    cure=Cure("file no claim; GY if the patient wants a formal denial", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="PR-96",
)
def monitoring_devices():
    """Oximeters and replacement probes give the practitioner information for managing the treatment: not covered."""
