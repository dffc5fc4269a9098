"""The modifier that tells the payer that the criteria are met."""

import polars as pl

from oxyclaim.engine.words import (
    Stage,
    criterion,
    first_of,
    line,
    output,
    p,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known


@criterion()
def rented_equipment():
    """Rented oxygen equipment."""
    return is_rental_equipment & not_sold


@output(Stage.CODING, rental_start_known, stands_on_waiver, asserts="coverage", place=2)
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
