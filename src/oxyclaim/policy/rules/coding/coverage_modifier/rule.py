"""The modifier that tells the payer that the criteria are met."""

import polars as pl

from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    first_of,
    line,
    output,
    p,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.rule import rental_start_known


@criterion()
def rented_equipment():
    """Rented oxygen equipment."""
    return is_rental_equipment & not_sold


@criterion()
def group_named():
    """A coverage group, and with it a modifier, could be named."""
    return line.coverage_modifier != ""


@criterion()
def coverage_modifier_chosen():
    """A coverage modifier is chosen: the group and the start of the rental are known."""
    return rental_start_known & group_named


@output(Stage.CODING, rental_start_known)
def coverage_modifier(start_known):
    """KX, or N1, N2, N3 by the group; empty where no group is met, null while unknown."""
    by_group = (
        pl.when(line.group == "I")
        .then(p.modifier_group_1)
        .when(line.group == "II")
        .then(p.modifier_group_2)
        .when(line.group == "III")
        .then(p.modifier_group_3)
        .when(line.group == "none")
        .then(pl.lit(""))
    )
    met = pl.when(line.group != "none").then(p.modifier_criteria_met).when(line.group == "none").then(pl.lit(""))
    chosen = pl.when(p.group_modifiers_in_use).then(by_group).when(~p.group_modifiers_in_use).then(met)
    return first_of((start_known, chosen), otherwise="")


@rule(
    "COD-100",
    stage=Stage.CODING,
    applies=rented_equipment,
    requires=coverage_modifier_chosen,
    not_met=Effect.NONE,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD", "CGSMOD"),
    sentence="The coverage modifier cannot be chosen: {reasons}.",
    settles="coverage modifier",
    denial="CO-4",
)
def coverage_modifier_rule():
    """Every oxygen line carries one coverage modifier.

    KX for service dates from 2018-08-01 to 2023-03-31; from 2023-04-01 N1, N2 or N3 by the group. On a
    rental begun before 2023-04-01 the payer also takes KX. None is chosen while the group or the start
    of the rental is unknown.
    """
