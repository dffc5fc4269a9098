"""Proof of delivery (POD)."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Cure, criterion, delivery, exists, line
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
    echoes="delivered_by_service_date",
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
