"""No other payer is primary on the service date."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import (
    LISTED,
    asked_after_another,
    earlier_payers_have_answered,
    is_looked_up_in_life,
    over_service_date,
    primary_payer_looked_up,
)


@criterion(
    ABSENCE,
    met="another payer is primary from {absence.first_day}",
    unknown="whether the absence from {absence.first_day} ({absence.reason}) means that another payer is primary on the "
    "service date is not known",
    ask=LISTED,
)
def other_payer_over_service_date():
    """Another payer is primary on the service date."""
    return (absence.reason == "other_payer") & over_service_date()


@criterion()
def no_other_payer_over_service_date():
    """No other primary payer is entered for the service date."""
    return ~exists(ABSENCE, other_payer_over_service_date)


@criterion()
def medicare_is_primary():
    """Another primary payer was looked up, and there is none on the service date."""
    return no_other_payer_over_service_date & primary_payer_looked_up


@criterion()
def medicare_is_primary_or_asked_in_turn():
    """Medicare comes first, or the payer before it was asked first and has answered."""
    return (asked_after_another & earlier_payers_have_answered) | (~asked_after_another & medicare_is_primary)


@rule(
    "ELG-150",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
    requires=medicare_is_primary_or_asked_in_turn,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="42USC1395y, (b)(2)",
    sentence="Medicare does not pay first where another payer does: {reasons}.",
    if_unknown="Whether another payer comes first is not known: {reasons}.",
    cure=Cure("bill the other payer first; Medicare requires its answer with the claim", "the biller"),
    denial="CO-22",
)
def no_other_primary_payer():
    """No other payer is primary on the service date, or the one that is has answered.

    A group health plan from current employment, workers' compensation, liability or no-fault insurance may come first.
    Where one does and has answered, the claim goes to Medicare as a secondary one, with that answer. A payer that the
    case names as the first one comes first whatever was looked up.
    """
