"""A coded line of contents or a visit carries a coverage modifier; which one is that of the rental is inference."""

from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    criterion,
    line,
    p,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents_or_visit


@criterion()
def is_coded_line():
    """Somebody has put modifiers on the line."""
    return line.modifiers.is_not_null()


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
    not_met=Effect.HOLD,
    in_force=("2018-08-01", None),
    authority=("A52514", "N18", "NMOD"),
    sentence="A claim line of contents or a visit without a coverage or liability modifier is rejected: {reasons}.",
    cure=Cure("add the rental's coverage modifier", "the biller"),
    of_coding=True,
)
def coverage_modifier_missing_after_rental():
    """A coded line of contents or a visit carries a coverage modifier; which one is that of the rental is inference."""
