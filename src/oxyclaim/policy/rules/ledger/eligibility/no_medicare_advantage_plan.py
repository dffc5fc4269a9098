"""No Medicare Advantage plan covers the patient on the service date."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import (
    LISTED,
    is_looked_up_in_life,
    medicare_advantage_looked_up,
    over_service_date,
)


@criterion(
    ABSENCE,
    met="the patient is enrolled in a Medicare Advantage plan from {absence.first_day}",
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is an enrollment in a Medicare Advantage "
    "plan over the service date is not known",
    ask=LISTED,
)
def plan_over_service_date():
    """An enrollment in a Medicare Advantage plan over the service date."""
    return (absence.reason == "medicare_advantage") & over_service_date()


@criterion()
def no_plan_over_service_date():
    """No Medicare Advantage plan is entered for the service date."""
    return ~exists(ABSENCE, plan_over_service_date)


@criterion()
def in_original_medicare():
    """Medicare Advantage was looked up, and no plan takes Medicare's place on the service date."""
    return no_plan_over_service_date & medicare_advantage_looked_up


@rule(
    "ELG-110",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
    requires=in_original_medicare,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="42USC1395w-21, (i)(1)-(2)",
    sentence="A Medicare Advantage plan pays in place of Medicare: {reasons}.",
    if_unknown="Whether a Medicare Advantage plan pays in place of Medicare is not known: {reasons}.",
    cure=Cure("bill the plan, not Medicare", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-24",
)
def no_medicare_advantage_plan():
    """No Medicare Advantage plan covers the patient on the service date.

    What Medicare pays the plan stands in the place of what it would pay for the services, and nobody but the plan
    is paid.
    """
