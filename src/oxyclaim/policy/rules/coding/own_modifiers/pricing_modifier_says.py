"""RR, NU, UE or MS tells the payer whether the item is rented, sold or serviced."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Kind, Stage, criterion, known, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion(
    met="{line.code} is billed as {line.acquisition}",
    unknown="whether {line.code} is rented or sold is not known",
)
def kind_of_billing_known():
    """The case says whether the item is rented, sold, filled or serviced."""
    return known(line.acquisition)


@rule(
    "PAY-420",
    roles=Role.OF_PAYER,
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=is_oxygen_item,
    requires=kind_of_billing_known,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The pricing modifier tells the payer how the item is billed: {reasons}.",
    asserts="rental",
)
def pricing_modifier_says():
    """RR, NU, UE or MS tells the payer whether the item is rented, sold or serviced."""
