"""While the patient stays in a hospital or nursing facility, no rental month begins."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, line, open_question, rule
from oxyclaim.policy.rules.ledger.before_billing.criteria import LISTED, is_looked_up_first, stay_looked_up


@criterion(
    ABSENCE,
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is a stay over the service date is not known",
    ask=LISTED,
)
def stay_ends_later():
    """A stay that ends after the service date, or lasts; on the day of the discharge the patient is at home."""
    later = absence.last_day.is_null() | (absence.last_day > line.service_date)
    return absence.reason.is_in(["inpatient", "skilled_nursing"]) & later


@criterion(ABSENCE)
def admitted_earlier():
    """Admitted before the service date."""
    return absence.first_day < line.service_date


@criterion(ABSENCE)
def admitted_by_service_date():
    """Admitted on the service date or before."""
    return absence.first_day <= line.service_date


@criterion(ABSENCE)
def stay_has_begun():
    """Begun by the service date; whether the day of the admission belongs to it is an open question."""
    return open_question(
        "whether the patient counts as at home on the day of the admission, {absence.first_day}: the article pays the month "
        "if the patient is at home on the service date, and does not if that date falls within a stay",
        lenient=admitted_earlier,
        strict=admitted_by_service_date,
        authority="NSTAY",
    )


@criterion(
    ABSENCE,
    met="the patient was in a hospital or nursing facility from {absence.first_day} ({absence.reason}; discharge: "
    "{absence.last_day})",
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is a stay over the service date "
    "{line.service_date} is not known",
    ask=LISTED,
)
def stays_over_service_date():
    """A stay in a hospital or a nursing facility over the service date."""
    return stay_ends_later & stay_has_begun


@criterion()
def no_stay_over_service_date():
    """No stay is entered for the service date."""
    return ~exists(ABSENCE, stays_over_service_date)


@criterion()
def at_home_on_service_date():
    """A stay was looked up, and the patient was at home on the service date."""
    return no_stay_over_service_date & stay_looked_up


@rule(
    "ELG-140",
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=at_home_on_service_date,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("NSTAY", "IOM100-02, ch. 15 §110.6"),
    sentence="A month whose first day falls in a stay is not paid on that day: {reasons}.",
    if_unknown="Whether the patient was at home on the service date is not known: {reasons}.",
    cure=Cure(
        "do not bill this date; if the patient comes home within the month, bill the day of the discharge instead and tell "
        "the stay in the narrative: that day is the new anniversary",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
    denial="CO-97, M2",
)
def at_home():
    """The patient is at home on the service date, not in a hospital or a nursing facility.

    Whoever is at home on that day is paid for the whole month, even if a stay follows; so is the day of the discharge.
    A stay over the whole month leaves no day to bill.
    """


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
