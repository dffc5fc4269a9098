"""QF or QB on a portable line requires its stationary line in the same claim."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Effect, Stage, criterion, exists, of_other, rule
from oxyclaim.policy.rules.coding.flow_modifier.allowance import higher_allowance
from oxyclaim.policy.rules.coding.flow_modifier.pairs import stands_on_its_own
from oxyclaim.policy.rules.coding.flow_modifier.same_month import (
    beside_stationary_of_the_month,
    other_is_stationary_of_the_month,
    stationary_billed_before,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


@criterion(OTHER_LINE)
def other_stationary_stands():
    """The other line is a stationary unit of this month that can be billed."""
    return other_is_stationary_of_the_month & of_other(stands_on_its_own)


@criterion()
def portable_at_higher_allowance():
    """Portable equipment beside a stationary unit at the higher allowance."""
    return is_portable & beside_stationary_of_the_month & higher_allowance


@criterion(not_met="the stationary line of this month cannot be billed", unknown="whether the stationary line of this "
           "month can be billed is not known")  # fmt: skip
def stationary_is_billed():
    """The stationary line of this month can be billed, or has been on its own anniversary."""
    return exists(OTHER_LINE, other_stationary_stands) | stationary_billed_before


@rule(
    "COD-240",
    stage=Stage.CODING,
    applies=portable_at_higher_allowance,
    requires=stationary_is_billed,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="CR9848",
    sentence="QF and QB stand on a stationary and a portable line of the same month: {reasons}.",
)
def stationary_line_beside():
    """QF or QB on a portable line requires its stationary line in the same claim."""
