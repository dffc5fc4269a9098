"""Before 2018-08-01 oxygen lines carried no coverage modifier; the CMN told the payer the values."""

from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    line,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.coverage_modifier.criteria import rented_equipment
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known


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
