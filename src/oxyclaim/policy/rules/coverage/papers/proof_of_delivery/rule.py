"""Proof of delivery (POD)."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Cure, Effect, Kind, Stage, criterion, delivery, exists, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.entry.criteria import attested_if_in_the_home

SLIP = Cure("find the signed delivery slip or the shipper's confirmation", "the supplier's records")


@criterion(DELIVERY, unknown="delivery {delivery.id}: what was delivered is not documented", ask=SLIP)
def delivers_this_code():
    """The delivery holds the line's code."""
    return delivery.items.list.contains(line.code)


@criterion(
    DELIVERY,
    not_met="the slip of delivery {delivery.id} lacks the patient's name, the address, the item, the quantity or the date, or "
    "the shipment's tracking does not tie to the invoice",
    unknown="delivery {delivery.id}: that the slip is complete is not documented",
    ask=SLIP,
)
def complete_slip():
    """The slip holds all that it must; of a shipment, the tracking ties to the invoice.

    Equipment that was in the home has no slip, but the patient's statement.
    """
    return delivery.method.eq_missing("already_in_home") | delivery.complete


@criterion(
    DELIVERY,
    not_met="the slip (or statement) of delivery {delivery.id} is not signed by anybody who may sign for the patient",
    unknown="delivery {delivery.id}: the signature on the slip (or statement), or who gave it, is not documented",
    ask=SLIP,
)
def signed_slip():
    """Signed by the patient, a designee or, at a nursing facility, its staff; a shipment needs no signature."""
    shipped = delivery.method == "shipped"
    to_facility = delivery.method == "nursing_facility"
    proper = delivery.signed_by.is_in(["patient", "designee"]) | (
        to_facility & (delivery.signed_by == "facility_staff")
    )
    return shipped | (delivery.signed & proper)


@criterion(
    DELIVERY,
    met="proof of delivery {delivery.id} of {delivery.date}",
    not_met="delivery {delivery.id} is of {delivery.date}, after the service date {line.service_date}",
    unknown="delivery {delivery.id}: its date is not documented",
    ask=SLIP,
)
def delivered_in_time():
    """On or before the service date."""
    shipped_in_time = (delivery.method == "shipped") & (delivery.ship_date <= line.service_date)
    return (delivery.date <= line.service_date) | shipped_in_time.fill_null(False)


@criterion(DELIVERY, ask=SLIP)
def proven_delivery():
    """On or before the service date, with a complete slip, signed unless it was shipped.

    Equipment that was in the home already has the patient's statement and the supplier's attestation in place of a slip.
    """
    return delivered_in_time & signed_slip & complete_slip & attested_if_in_the_home


@criterion(ask=SLIP)
def has_proof_of_delivery():
    """A proof of delivery for the line is on file."""
    return exists(DELIVERY, proven_delivery, among=delivers_this_code, none="no delivery of {line.code} is on file")


@rule(
    "PAP-200",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=has_proof_of_delivery,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("NPOD", "L33797, General", "NENT"),
    sentence="A proof of delivery must be on file: {reasons}.",
    cure=SLIP,
    asserts="coverage",
    denial="CO-50, N115",
)
def proof_of_delivery():
    """The supplier keeps a signed, complete proof of delivery; without it the line is denied on review.

    A patient who comes to Medicare with the equipment signs and dates a statement that the supplier examined it, and
    the supplier attests that it meets Medicare's requirements, also on its lifetime.
    """


@criterion(
    DELIVERY,
    not_met="the case says {line.device_delivered}, the slip of {delivery.id} says {delivery.date}",
    unknown="delivery {delivery.id}: its date or method, or the line's own day of delivery (device: delivered), is not "
    "documented",
    ask=Cure("find the slip or the shipper's confirmation, and enter the day of delivery", "the supplier's records"),
)
def slip_of_that_day():
    """A slip of the day on which the equipment is said to have been delivered.

    A shipment may take longer, and a statement on equipment that was in the home is later than its delivery.
    """
    shipped = (delivery.method == "shipped") & (delivery.date <= line.device_delivered)
    in_home = (delivery.method == "already_in_home") & (delivery.date >= line.device_delivered)
    return (delivery.date == line.device_delivered) | shipped | in_home


@criterion()
def equipment_with_proof():
    """Oxygen equipment with a proof of delivery."""
    return is_rental_equipment & has_proof_of_delivery


@criterion(ask=SLIP)
def delivery_day_proven():
    """A slip proves the day of delivery that the case gives."""
    return exists(DELIVERY, slip_of_that_day, among=delivers_this_code, none="no delivery of {line.code} is on file")


@rule(
    "PAP-210",
    stage=Stage.COVERAGE,
    applies=equipment_with_proof,
    requires=delivery_day_proven,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NPOD",
    sentence="The day of delivery, on which the rules for orders hang, must be that of a proof of delivery: {reasons}.",
    cure=Cure("correct the day of delivery, or find the slip of that day", "the supplier's records"),
    denial="CO-50, N115",
)
def delivery_day():
    """The day of delivery that the case gives is that of a proof of delivery."""


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
