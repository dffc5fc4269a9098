"""Equipment that came to Medicare from another payer: what proves that the patient has it."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Cure, criterion, delivery, exists, line

STATEMENT = Cure(
    "obtain the patient's signed and dated statement that the supplier examined the equipment, and attest that it meets "
    "Medicare's requirements, also on its lifetime",
    "the supplier",
)


@criterion(DELIVERY)
def was_in_the_home():
    """The equipment was in the home already when the patient came to Medicare."""
    return delivery.method.eq_missing("already_in_home")


@criterion(
    DELIVERY,
    authority=("A55426", "NENT"),
    not_met="the supplier has not attested that the equipment of {delivery.id} meets Medicare's requirements",
    unknown="delivery {delivery.id}: the supplier's attestation is not documented (supplier_attested)",
    ask=STATEMENT,
)
def attested_if_in_the_home():
    """The supplier attests that equipment which was in the home meets Medicare's requirements, also on its lifetime."""
    return delivery.method.ne_missing("already_in_home") | delivery.supplier_attested


@criterion(DELIVERY)
def lists_this_code():
    """The delivery holds the line's code."""
    return delivery.items.list.contains(line.code)


@criterion(DELIVERY)
def equipment_in_the_home():
    """The line's equipment was in the home already."""
    return was_in_the_home & lists_this_code


@criterion()
def entered_with_equipment():
    """The patient came to Medicare with this equipment from another payer."""
    return exists(DELIVERY, equipment_in_the_home)
