"""Maintenance visits are paid for concentrators and transfilling equipment only."""

from oxyclaim.engine.words import Effect, Stage, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_maintenance
from oxyclaim.policy.rules.coverage.maintenance.equipment import NO_VISIT, maintenance_is_paid_for


@rule(
    "COV-510",
    stage=Stage.COVERAGE,
    applies=is_maintenance,
    requires=maintenance_is_paid_for,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("A52514", "42CFR414.210", "NMS"),
    sentence="Maintenance visits are not paid for this equipment: {reasons}.",
    cure=NO_VISIT,
    denial="N180",
)
def maintained_equipment():
    """Maintenance visits are paid for concentrators and transfilling equipment only."""
