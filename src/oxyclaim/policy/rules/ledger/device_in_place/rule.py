"""Whether the patient had the equipment on the service date."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule


@criterion(
    not_met="it was delivered on {line.device_delivered}, after the service date {line.service_date}",
    unknown="the day on which the equipment was first delivered is not known",
)
def delivered_by_service_date():
    """The equipment was delivered on or before the service date."""
    return line.device_delivered <= line.service_date


@criterion(not_met="it was picked up on {line.device_picked_up}, on or before the service date {line.service_date}")
def not_picked_up():
    """The equipment had not been picked up by the service date."""
    return (line.device_picked_up > line.service_date).fill_null(line.device_picked_up.is_null())


@criterion()
def with_the_patient():
    """Delivered, and not picked up again."""
    return delivered_by_service_date & not_picked_up


@rule(
    "LED-020",
    stage=Stage.LEDGER,
    requires=with_the_patient,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPOD", "NPAY"),
    sentence="The patient must have the equipment on the service date {line.service_date}: {reasons}.",
    cure=Cure("check the delivery and pick-up tickets and correct the service date", "the supplier's records"),
)
def device_in_place():
    """The patient has the equipment on the service date.

    A rental month runs from the day the equipment was furnished. No pick-up date means that none took
    place: the supplier's own tickets would show one.
    """
