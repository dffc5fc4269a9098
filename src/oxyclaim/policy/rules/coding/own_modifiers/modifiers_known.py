"""A line is billed only once every modifier that the payer requires of it is known."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, known, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion(
    unknown="which modifiers this payer requires depends on what is not documented (the flow, how the line is billed, or "
    "whether the patient qualifies)",
    ask=Cure(
        "obtain the order with the flow, and say whether the equipment is rented or sold", "the supplier's records"
    ),
)
def own_modifiers_chosen():
    """All modifiers of the line are known."""
    return known(line.modifiers_to_bill)


@rule(
    "PAY-410",
    roles=Role.OF_PAYER,
    stage=Stage.CODING,
    applies=is_oxygen_item,
    requires=own_modifiers_chosen,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The modifiers cannot be chosen yet: {reasons}.",
)
def modifiers_known():
    """A line is billed only once every modifier that the payer requires of it is known."""
