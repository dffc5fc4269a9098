"""Whether the patient had the equipment on the service date."""

import polars as pl

from oxyclaim.engine.grains import DELIVERY, TEST
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, delivery, exists, line, rule, test


@criterion(
    not_met="it was delivered on {line.device_delivered}, after the service date {line.service_date}",
    unknown="the day on which the equipment was first delivered is not known (device: delivered)",
    ask=Cure("look up the first delivery of this device and enter its day", "the supplier's records"),
)
def delivered_by_service_date():
    """The equipment was delivered on or before the service date."""
    return line.device_delivered <= line.service_date


@criterion(DELIVERY, met="shipment {delivery.id} left on {delivery.ship_date}")
def shipped_by_service_date():
    """A shipment of the line's code left on or before the service date."""
    shipped = (delivery.method == "shipped") & delivery.items.list.contains(line.code)
    return (shipped & (delivery.ship_date <= line.service_date)).fill_null(False)


@criterion()
def furnished_by_service_date():
    """Delivered on or before the service date, or shipped, whose day may be the service date."""
    return delivered_by_service_date | exists(DELIVERY, shipped_by_service_date)


@criterion(not_met="it was picked up on {line.device_picked_up}, on or before the service date {line.service_date}")
def not_picked_up():
    """The equipment had not been picked up by the service date."""
    return (line.device_picked_up > line.service_date).fill_null(line.device_picked_up.is_null())


@criterion(TEST)
def stay_over_service_date():
    """The test belongs to a hospital stay that had begun by the service date and ends after it."""
    began = pl.coalesce(test.admission_date, test.date) <= line.service_date
    return (test.inpatient & began & (test.discharge_date > line.service_date)).fill_null(False)


@criterion(
    authority="NSTAY",
    not_met="a test on file belongs to a hospital stay that ends after the service date {line.service_date}",
    cure=Cure("date the line on the day of the discharge, with a narrative; never bill before it", "the supplier"),
)
def out_of_hospital():
    """No test shows a hospital stay over the service date."""
    return ~exists(TEST, stay_over_service_date)


@criterion()
def with_the_patient():
    """Delivered, not picked up again, and no hospital stay over the service date."""
    return furnished_by_service_date & not_picked_up & out_of_hospital


@criterion()
def is_equipment():
    """Not contents or accessories, which are no equipment of their own."""
    return ~line.equipment.is_in(["contents", "accessory"])


@rule(
    "LED-020",
    stage=Stage.LEDGER,
    applies=is_equipment,
    requires=with_the_patient,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPOD", "NPAY", "POD-SHIP", "NSTAY"),
    sentence="The patient must have the equipment on the service date {line.service_date}: {reasons}.",
    cure=Cure(
        "check the delivery and pick-up tickets and correct the wrong date; if the dates are right, do not bill the month",
        "the supplier's records",
    ),
)
def device_in_place():
    """The patient has the equipment on the service date.

    A rental month runs from the day the equipment was furnished. No pick-up date means that none took
    place: the supplier's own tickets would show one. Equipment brought to a hospital before the discharge is
    billed from the day of the discharge.
    """
