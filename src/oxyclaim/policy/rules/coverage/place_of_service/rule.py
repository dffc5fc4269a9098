"""Where the equipment is used."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion(
    not_met="place of service {line.place_of_service} is not a home",
    unknown="the place of service is not known",
    ask=Cure("enter where the patient uses the equipment", "the supplier's records"),
)
def used_in_home():
    """The place of service is one that counts as a home."""
    return line.place_of_service.is_in(p.home_places)


@rule(
    "COV-410",
    stage=Stage.COVERAGE,
    applies=is_oxygen_item,
    requires=used_in_home,
    not_met=Effect.EXCLUDED,
    in_force=("1989-06-01", None),
    authority="NPOS",
    sentence="Oxygen equipment is paid for in the home only: {reasons}.",
    cure=Cure("correct the place of service if it is wrong; otherwise file no claim", "the supplier"),
    denial="CO-5, M77",
)
def home_only():
    """Durable medical equipment is for use in the home; a hospital or skilled nursing facility is not one."""
