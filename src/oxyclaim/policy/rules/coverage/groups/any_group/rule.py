"""Some coverage group is met, and which one."""

from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    criterion,
    first_of,
    output,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable, is_oxygen_item
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import in_group_2, in_group_2_awake
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3
from oxyclaim.policy.rules.coverage.groups.group_4.criteria import helped_by_group_4


@criterion()
def in_awake_group_for_portable():
    """Of portable equipment, the group that its own tests show: at rest or during exercise, never in sleep."""
    return is_for_portable & (in_group_1_awake | in_group_2_awake)


@criterion()
def in_any_group():
    """Group I, II or III; what shows the group of portable equipment is told first."""
    return in_awake_group_for_portable | in_group_1 | in_group_2 | in_group_3


@criterion()
def only_in_group_3():
    """Group III, and neither Group I nor Group II."""
    return in_group_3 & ~in_group_1 & ~in_group_2


@criterion()
def group_met_or_waived():
    """A group is met; a rental begun under the waiver of the public health emergency stands without one."""
    return in_any_group | stands_on_waiver | helped_by_group_4


@rule(
    "COV-100",
    stage=Stage.COVERAGE,
    applies=is_oxygen_item,
    requires=group_met_or_waived,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("L33797, Initial coverage", "NCD240.2, B-D"),
    sentence="No coverage group is shown: {reasons}.",
    cure=Cure(
        "a new qualifying test, ordered and evaluated by the practitioner, helps from its date on",
        "the treating practitioner",
        Helps.LATER,
    ),
    asserts="coverage",
    settles="coverage criteria",
    denial="CO-50, N115",
)
def coverage_group():
    """Home oxygen is covered when the patient meets Group I, II or III.

    The groups are tried in their order, and the first that is met names the modifier. An earlier group
    that is still unknown holds the line, since the modifier tells the payer which group is met. Contents and
    maintenance visits follow the equipment that they are for.
    """


@output(
    Stage.COVERAGE,
    is_for_portable,
    in_group_1,
    in_group_1_awake,
    in_group_2,
    in_group_2_awake,
    in_group_3,
    yields=Yields.GROUP,
)
def group(portable, group_1, group_1_awake, group_2, group_2_awake, group_3):
    """The coverage group of the line: I, II, III, none, or null while unknown."""
    awake = first_of((group_1_awake, "I"), (group_2_awake, "II"), (group_3, "III"), otherwise="none")
    any_state = first_of((group_1, "I"), (group_2, "II"), (group_3, "III"), otherwise="none")
    return first_of((portable, awake), otherwise=any_state)
