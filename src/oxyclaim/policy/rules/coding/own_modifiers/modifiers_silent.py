"""Where the payer's file names no coverage modifier, none is put on the line, and the biller is told."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Kind, Stage, criterion, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(not_met="its file names none")
def modifiers_named():
    """The payer's file names a coverage modifier."""
    return ~line.modifiers_left_open


@rule(
    "PAY-400",
    roles=Role.OF_PAYER,
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=is_rental_equipment,
    requires=modifiers_named,
    not_met=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Whether this payer requires a coverage modifier beside RR, NU or UE is not said, {reasons}: look in your contract.",
)
def modifiers_silent():
    """Where the payer's file names no coverage modifier, none is put on the line, and the biller is told."""
