"""A designee's relationship to the patient should be noted on the slip."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Kind, Stage, criterion, delivery, exists, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(DELIVERY, met="delivery {delivery.id} of {delivery.date} was signed by a designee")
def signed_by_unnamed_designee():
    """Signed by a designee whose relationship to the patient is not noted."""
    return ((delivery.signed_by == "designee") & ~delivery.relationship_noted.fill_null(False)).fill_null(False)


@criterion()
def designee_named():
    """No slip lacks the designee's relationship to the patient."""
    return ~exists(DELIVERY, signed_by_unnamed_designee)


@rule(
    "PAP-220",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=is_rental_equipment,
    requires=designee_named,
    in_force=("2015-10-01", None),
    authority="NPOD",
    sentence="A designee signed the delivery slip; the relationship to the patient should stand beside the signature.",
)
def designee_relationship():
    """A designee's relationship to the patient should be noted on the slip."""
