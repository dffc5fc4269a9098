"""Every oxygen line carries one coverage modifier."""

from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    line,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.coverage_modifier.criteria import rented_equipment
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents_or_visit, is_for_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import in_group_2, in_group_2_awake
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known


@criterion()
def group_named():
    """A coverage group, and with it a modifier, could be named."""
    return line.coverage_modifier != ""


@criterion()
def first_groups_decided():
    """Groups I and II, as they count for this equipment, are shown or ruled out: the first that is met is named."""
    awake = in_group_1_awake | (~in_group_1_awake & (in_group_2_awake | ~in_group_2_awake))
    any_state = in_group_1 | (~in_group_1 & (in_group_2 | ~in_group_2))
    return (is_for_portable & awake) | (~is_for_portable & any_state)


@criterion()
def coverage_modifier_chosen():
    """A coverage modifier is chosen: the group and the start of the rental are known."""
    return rental_start_known & group_named & first_groups_decided


@rule(
    "COD-100",
    stage=Stage.CODING,
    applies=rented_equipment,
    requires=coverage_modifier_chosen,
    not_met=Effect.NONE,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD", "CGSMOD"),
    sentence="The coverage modifier, which names the first group that is met, cannot be chosen: {reasons}.",
    settles="coverage modifier",
    denial="CO-4, N519",
)
def coverage_modifier_rule():
    """Every oxygen line carries one coverage modifier.

    KX for service dates from 2018-08-01 to 2023-03-31; from 2023-04-01 N1, N2 or N3 by the group. On a
    rental begun before 2023-04-01 the payer also takes KX. None is chosen while the group or the start
    of the rental is unknown.
    """


@rule(
    "COD-102",
    stage=Stage.CODING,
    applies=is_contents_or_visit,
    requires=coverage_modifier_chosen,
    not_met=Effect.NONE,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD", "NMOD-AFTER"),
    sentence="The coverage modifier, which is that of the rental, cannot be chosen: {reasons}.",
    denial="CO-4, N519",
)
def coverage_modifier_after_rental():
    """Contents and maintenance visits carry the coverage modifier of the rental.

    The joint articles say so of KX; of N1, N2 and N3 it is our inference.
    """
