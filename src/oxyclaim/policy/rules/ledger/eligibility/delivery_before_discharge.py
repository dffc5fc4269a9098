"""Equipment is brought to a patient in a facility, for fitting or training, up to two days before the discharge."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, line, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import LISTED, is_equipment_to_rent

TO_THE_WARD = Cure(
    "find out to which day the discharge was expected when the equipment was brought, and when the patient took it home",
    "the supplier's records",
)


DAYS_BEFORE_DISCHARGE = 2


@criterion(ABSENCE)
def delivered_in_the_stay():
    """The equipment was delivered in a stay, before the day of the discharge."""
    later = absence.last_day.is_null() | (absence.last_day > line.device_delivered)
    inside = (absence.first_day <= line.device_delivered) & later
    return absence.reason.is_in(["inpatient", "skilled_nursing"]) & inside


@criterion()
def first_month_after_delivery():
    """The first month of equipment to rent, billed on a later day than that of its delivery."""
    return (line.service_date == line.rental_start) & (line.service_date > line.device_delivered)


@criterion()
def brought_to_a_stay():
    """The first month of equipment that was delivered to a patient in a hospital or a nursing facility."""
    return is_equipment_to_rent & first_month_after_delivery & exists(ABSENCE, delivered_in_the_stay)


@criterion(
    ABSENCE,
    not_met="the stay ended on {absence.last_day}, and the service date is {line.service_date}",
    unknown="the day of the discharge is not known",
    ask=LISTED,
)
def billed_on_the_discharge():
    """The service date is the day of the discharge."""
    return absence.last_day == line.service_date


@criterion(
    ABSENCE,
    not_met="it was brought on {line.device_delivered}, more than 2 days before the discharge on {absence.last_day}",
    unknown="the day of the delivery or of the discharge is not known",
    ask=LISTED,
)
def brought_two_days_before():
    """Delivered at most two days before the discharge."""
    return line.device_delivered >= absence.last_day.dt.offset_by(f"-{DAYS_BEFORE_DISCHARGE}d")


@criterion(ABSENCE)
def brought_for_the_discharge():
    """Delivered at most two days before the discharge, and billed on its day."""
    return billed_on_the_discharge & brought_two_days_before


@criterion()
def brought_in_time():
    """The delivery to the ward lies at most two days before the discharge."""
    return exists(ABSENCE, brought_for_the_discharge, among=delivered_in_the_stay)


@rule(
    "ELG-147",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=brought_to_a_stay,
    requires=brought_in_time,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("A55426", "NSTAY"),
    sentence="Equipment may be brought to a patient in a facility up to 2 days before the expected discharge, and is billed "
    "on the day of the discharge: {reasons}.",
    cure=TO_THE_WARD,
    denial="CO-97, M2",
)
def delivery_before_discharge():
    """Equipment is brought to a patient in a facility, for fitting or training, up to two days before the discharge.

    The service date is the day of the discharge. What follows from an earlier delivery no text says of the month that
    begins at home; the days count to the expected discharge, which may have been put off. So a person decides.
    """
