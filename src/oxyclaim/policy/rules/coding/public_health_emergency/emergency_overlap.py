"""From 2023-04-01 to 2023-05-11 new rentals may also need CR and the narrative COVID-19."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coding.public_health_emergency.criteria import new_rental_with_group_modifier


@criterion(
    not_met="the service date {line.service_date} lies before the end of the emergency on {p.emergency_last_day}"
)
def outside_emergency_overlap():
    """The group modifiers were not yet in use, or the emergency was over."""
    return ~(p.group_modifiers_in_use & (line.service_date <= p.emergency_last_day))


@rule(
    "COD-120",
    stage=Stage.CODING,
    applies=new_rental_with_group_modifier,
    requires=outside_emergency_overlap,
    not_met=Effect.REVIEW,
    in_force=("2023-04-01", None),
    authority=("CGSMOD", "NMOD"),
    sentence="Whether CR and the narrative COVID-19 belong beside the group modifier rests on one contractor's page: "
    "{reasons}.",
    cure=Cure(
        "ask the contractor, and keep its answer; where it requires them, add CR to the modifiers and COVID-19 to the narrative",
        "the biller",
    ),
)
def emergency_overlap():
    """From 2023-04-01 to 2023-05-11 new rentals may also need CR and the narrative COVID-19."""
