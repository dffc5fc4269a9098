"""The day of delivery that the case gives is that of a proof of delivery."""

from oxyclaim.engine.grains import DELIVERY
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, delivery, exists, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.proof_of_delivery.criteria import (
    SLIP,
    delivers_this_code,
    has_proof_of_delivery,
)


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
