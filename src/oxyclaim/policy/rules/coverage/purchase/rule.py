"""Oxygen equipment that is sold."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@rule(
    "COV-400",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=not_sold,
    not_met=Effect.EXCLUDED,
    in_force=("1989-06-01", None),
    authority=("IOM100-04, ch. 20 §30.6.2", "NPUR"),
    sentence="Medicare pays for no oxygen equipment bought since 1989-06-01: {reasons}.",
    cure=Cure("file no claim; GY if the patient wants a formal denial", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="PR-96",
)
def no_purchase():
    """Oxygen equipment bought on or after 1989-06-01 is not paid for; it can only be rented."""
