"""The claim that moves the anniversary to the day of a discharge tells why in its narrative."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, line, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import LISTED, is_looked_up_first


@criterion(
    ABSENCE,
    met="the stay that began on {absence.first_day} ended on the service date {line.service_date}",
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is a stay that ended on the service date is not "
    "known",
    ask=LISTED,
)
def stay_ended_on_service_date():
    """A stay of more than a day that ended on the service date."""
    ended = (absence.last_day == line.service_date) & (absence.first_day < line.service_date)
    return absence.reason.is_in(["inpatient", "skilled_nursing"]) & ended


@criterion()
def another_day_of_the_month():
    """A later month, on another day of the month than that on which the rental began."""
    return (line.service_date > line.rental_start) & (line.service_date.dt.day() != line.rental_start.dt.day())


@criterion()
def moved_to_the_discharge():
    """A month of oxygen that is billed on the day of a discharge instead of the anniversary."""
    return is_looked_up_first & another_day_of_the_month & exists(ABSENCE, stay_ended_on_service_date)


@criterion(not_met="the line has no narrative")
def stay_told():
    """A narrative stands on the line."""
    return line.narrative.is_not_null()


@rule(
    "ELG-145",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=moved_to_the_discharge,
    requires=stay_told,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="NSTAY",
    sentence="A month moved to the day of the discharge tells the stay in its narrative: {reasons}.",
    cure=Cure("write the stay and its days into the narrative", "the biller"),
)
def stay_narrative():
    """The claim that moves the anniversary to the day of a discharge tells why in its narrative.

    From then on the months are dated on that day.
    """
