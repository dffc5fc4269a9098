"""A rental month is billed as one unit, and so is a visit."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents, is_oxygen_item


@criterion(not_met="{line.units} units are on the line")
def one_unit():
    """One unit a rental month or visit."""
    return line.units == p.units_per_month


@criterion()
def billed_one_by_one():
    """A rental month or a visit; how many months of contents may go together is asked elsewhere."""
    return is_oxygen_item & ~is_contents


@rule(
    "CLM-110",
    last_told=1,
    stage=Stage.SCRUB,
    applies=billed_one_by_one,
    requires=one_unit,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="NPAY",
    sentence="A rental month, or a visit, is one unit: {reasons}.",
    cure=Cure("enter one unit", "the biller"),
    denial="16, M53",
)
def one_unit_a_month():
    """A rental month is billed as one unit, and so is a visit."""
