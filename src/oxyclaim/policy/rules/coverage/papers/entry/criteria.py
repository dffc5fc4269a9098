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
    not_met="statement {delivery.id} is not signed by the patient or a designee",
    unknown="statement {delivery.id}: the patient's signature is not documented",
    ask=STATEMENT,
)
def statement_signed():
    """The patient, or a designee, signed the statement that the supplier examined the equipment."""
    return delivery.signed & delivery.signed_by.is_in(["patient", "designee"])


@criterion(
    DELIVERY,
    not_met="the supplier has not attested that the equipment of {delivery.id} meets Medicare's requirements",
    unknown="delivery {delivery.id}: the supplier's attestation is not documented (supplier_attested)",
    ask=STATEMENT,
)
def supplier_attested():
    """The supplier attests that the equipment meets Medicare's requirements, also on its lifetime."""
    return delivery.supplier_attested


@criterion(DELIVERY, authority="NENT")
def proven_in_the_home():
    """In the home already, with the patient's statement and the supplier's attestation."""
    return was_in_the_home & statement_signed & supplier_attested


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
