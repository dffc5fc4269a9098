"""Above 4 liters per minute the stationary and the portable line of a month carry QF, or both QB."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Kind, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coding.flow_modifier.same_month import (
    other_is_portable_of_the_month,
    other_is_stationary_of_the_month,
)
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, is_coded


@criterion(OTHER_LINE)
def other_is_coded():
    """Somebody has put modifiers on the other line."""
    return other_line.modifiers.is_not_null()


@criterion(OTHER_LINE)
def other_pairs_with_it():
    """The other line is of the kind that shares a flow modifier with this one."""
    return other_line.equipment == line.pairs_with


@criterion(OTHER_LINE)
def other_is_the_pair():
    """The other line is the other kind of unit of the same month."""
    return (other_is_portable_of_the_month | other_is_stationary_of_the_month) & other_pairs_with_it


@criterion(OTHER_LINE)
def other_carries_the_same():
    """The other line carries the same modifier of both units, or neither carries one."""
    return other_line.coded_for_both_units == line.coded_for_both_units


@criterion(OTHER_LINE)
def other_is_coded_pair():
    """The other line is the other kind of unit of the same month, and coded."""
    return other_is_the_pair & other_is_coded


@criterion(OTHER_LINE)
def other_agrees():
    """The other line is such a pair and carries the same."""
    return other_is_coded_pair & other_carries_the_same


@criterion()
def coded_beside_its_pair():
    """A coded line beside a coded line of the other unit of its month."""
    return is_coded & exists(OTHER_LINE, other_is_coded_pair)


@criterion(not_met="it is coded {line.modifiers}, and the other unit of the month is coded otherwise")
def pair_agrees():
    """The stationary and the portable line carry the same of these modifiers."""
    return exists(OTHER_LINE, other_agrees)


@rule(
    "SCR-145",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=coded_beside_its_pair,
    requires=pair_agrees,
    in_force=("2018-04-01", None),
    authority=("A52514, Coding guidelines", "QMOD", "CR9848"),
    sentence="Returned as unprocessable: both lines of the month must carry the same flow modifier, QF or QB: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def pair_carries_one_modifier():
    """Above 4 liters per minute the stationary and the portable line of a month carry QF, or both QB."""
