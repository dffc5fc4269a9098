"""Contents are billed for a month that they were delivered for before it began."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, delivery, exists, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents
from oxyclaim.policy.rules.coverage.papers.proof_of_delivery.criteria import delivers_this_code

SLIP = Cure("enter the delivery that covers the month, with its slip", "the supplier's records")


@criterion(DELIVERY)
def delivered_by_the_day():
    """The delivery was on or before the day with which the contents are billed."""
    return delivery.date <= line.service_date


@criterion()
def contents_with_a_delivery():
    """Contents of which the case names a delivery."""
    return is_contents & exists(DELIVERY, delivers_this_code)


@criterion(
    not_met="every delivery of {line.code} that the case names is later than {line.service_date}",
    unknown="when {line.code} was delivered is not documented",
    ask=SLIP,
)
def delivered_before():
    """Some of the contents were delivered on or before the day with which they are billed."""
    return exists(DELIVERY, delivered_by_the_day, among=delivers_this_code)


@rule(
    "COV-507",
    stage=Stage.COVERAGE,
    applies=contents_with_a_delivery,
    requires=delivered_before,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="A52514, Billing information",
    sentence="Contents for a month must have been delivered before it begins: {reasons}.",
    cure=SLIP,
    denial="CO-50, N115",
)
def delivered_before_the_month():
    """Contents are dated on the anniversary; a month's supply must have been delivered by then, and its slip is kept."""
