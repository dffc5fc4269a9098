"""Some coverage group is met, and which one."""

from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    criterion,
    first_of,
    line,
    open_question,
    output,
    p,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_rental_equipment
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import in_group_2, in_group_2_awake
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3


@criterion()
def in_any_group():
    """Group I, II or III."""
    return in_group_1 | in_group_2 | in_group_3


@criterion()
def begun_in_emergency():
    """The rental began while the clinical criteria were not enforced."""
    return (line.rental_start >= p.emergency_first_day) & (line.rental_start <= p.emergency_last_day)


@criterion()
def group_met_or_waived():
    """A group is met; a rental begun in the public health emergency may stand without one."""
    return open_question(
        "whether the waiver of the public health emergency still covers a rental begun on {line.rental_start} "
        "that meets no group (KX with CR)",
        lenient=in_any_group | begun_in_emergency,
        strict=in_any_group,
        authority=("NMOD", "PHE"),
    )


@rule(
    "COV-100",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=group_met_or_waived,
    not_met=Effect.NOT_COVERED,
    in_force=("2023-01-01", None),
    authority=("L33797, Initial coverage", "NCD240.2, B-D"),
    sentence="No coverage group is shown: {reasons}.",
    cure=Cure(
        "do not bill; a new qualifying test, ordered and evaluated by the practitioner, helps from its date on",
        "the treating practitioner",
        Helps.LATER,
    ),
    asserts="coverage",
    settles="coverage criteria",
    denial="CO-50",
)
def coverage_group():
    """Home oxygen is covered when the patient meets Group I, II or III.

    The groups are tried in their order, and the first that is met names the modifier. An earlier group
    that is still unknown holds the line, since the modifier tells the payer which group is met.
    """


@output(Stage.COVERAGE, is_portable, in_group_1, in_group_1_awake, in_group_2, in_group_2_awake, in_group_3)
def group(portable, group_1, group_1_awake, group_2, group_2_awake, group_3):
    """The coverage group of the line: I, II, III, none, or null while unknown."""
    awake = first_of((group_1_awake, "I"), (group_2_awake, "II"), (group_3, "III"), otherwise="none")
    any_state = first_of((group_1, "I"), (group_2, "II"), (group_3, "III"), otherwise="none")
    return first_of((portable, awake), otherwise=any_state)
