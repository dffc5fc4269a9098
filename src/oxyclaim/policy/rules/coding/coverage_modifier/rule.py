"""The modifier that tells the payer that the criteria are met."""

import polars as pl

from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    criterion,
    first_of,
    line,
    output,
    p,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import (
    is_contents_or_visit,
    is_for_portable,
    is_rental_equipment,
)
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import in_group_2, in_group_2_awake
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known


@criterion()
def rented_equipment():
    """Rented oxygen equipment."""
    return is_rental_equipment & not_sold


@criterion()
def group_named():
    """A coverage group, and with it a modifier, could be named."""
    return line.coverage_modifier != ""


@criterion()
def is_coded_line():
    """Somebody has put modifiers on the line."""
    return line.modifiers.is_not_null()


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


@output(Stage.CODING, rental_start_known, stands_on_waiver)
def coverage_modifier(start_known, on_waiver):
    """KX, or N1, N2, N3 by the group; KX on the emergency waiver; empty where no group is met, null while unknown."""
    without_group = first_of((on_waiver, p.modifier_criteria_met), otherwise="")
    by_group = (
        pl.when(line.group == "I")
        .then(p.modifier_group_1)
        .when(line.group == "II")
        .then(p.modifier_group_2)
        .when(line.group == "III")
        .then(p.modifier_group_3)
        .when(line.group == "none")
        .then(without_group)
    )
    met = (
        pl.when(line.group != "none")
        .then(p.modifier_criteria_met)
        .when(line.group == "none")
        .then(without_group)
    )  # fmt: skip
    chosen = pl.when(p.group_modifiers_in_use).then(by_group).when(~p.group_modifiers_in_use).then(met)
    by_groups = first_of((start_known, chosen), otherwise="")
    by_own_criteria = first_of((line.qualifies_with_payer, p.modifier_criteria_met), otherwise="")
    return (
        pl.when(p.coverage_modifier_by == "none")
        .then(pl.lit(""))
        .when(p.coverage_modifier_by == "own_criteria")
        .then(by_own_criteria)
        .otherwise(by_groups)
    )


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


@criterion()
def coded_after_rental():
    """Contents or a visit with modifiers that somebody has put on the line."""
    return is_contents_or_visit & is_coded_line


@criterion(not_met="it is coded {line.modifiers}")
def coded_with_coverage_modifier():
    """A coverage or liability modifier is on the line."""
    return line.modifiers.list.set_intersection(p.coverage_modifiers).list.len() > 0


@rule(
    "COD-103",
    stage=Stage.CODING,
    applies=coded_after_rental,
    requires=coded_with_coverage_modifier,
    not_met=Effect.REVIEW,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD", "NMOD-AFTER"),
    sentence="Contents and visits are believed to carry the coverage modifier of the rental, and none is on the line: "
    "{reasons}.",
    cure=Cure("add the rental's coverage modifier", "the biller"),
)
def coverage_modifier_missing_after_rental():
    """A coded line of contents or a visit without a coverage modifier goes to a person."""


@criterion()
def group_known():
    """Whether the documents show a coverage group is known."""
    return line.group != ""


@criterion()
def group_and_start_known():
    """The group and the start of the rental are known."""
    return rental_start_known & group_known


@rule(
    "COD-101",
    stage=Stage.CODING,
    applies=rented_equipment,
    requires=group_and_start_known,
    not_met=Effect.NONE,
    in_force=("2015-10-01", "2018-07-31"),
    authority="N18",
    sentence="Whether a coverage modifier belongs on the line is not known: {reasons}.",
    settles="coverage modifier",
)
def no_coverage_modifier_yet():
    """Before 2018-08-01 oxygen lines carried no coverage modifier; the CMN told the payer the values."""
