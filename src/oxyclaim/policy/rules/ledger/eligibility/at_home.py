"""The patient is at home on the service date, not in a hospital or a nursing facility."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, line, open_question, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import LISTED, is_looked_up_in_life, stay_looked_up


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
    undo=Cure(
        "bill {absence.last_day}, the day of the discharge, instead, and tell the stay in the narrative: that day is the new "
        "anniversary",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
)
def home_within_the_month():
    """Discharged before the next month begins."""
    return (absence.last_day < line.service_date.dt.offset_by("1mo")).fill_null(False)


@criterion(
    ABSENCE,
    met="the patient was in a hospital or nursing facility from {absence.first_day} ({absence.reason}; discharge: "
    "{absence.last_day})",
    undo=Cure(
        "no day of this month is left to bill; the next month begins on {absence.last_day}, the day of the discharge",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
)
def home_after_the_month():
    """Discharged when the next month has begun."""
    return (absence.last_day >= line.service_date.dt.offset_by("1mo")).fill_null(False)


@criterion(
    ABSENCE,
    met="the patient has been in a hospital or nursing facility since {absence.first_day} ({absence.reason}; no discharge is "
    "entered)",
    undo=Cure(
        "once the patient is home, enter the day of the discharge (absence: last_day), bill that day instead, and tell the "
        "stay in the narrative: that day is the new anniversary",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
)
def not_home_yet():
    """No day of discharge is entered."""
    return absence.last_day.is_null()


@criterion(ABSENCE)
def discharge_told():
    """When the patient came home: what is told of a stay, never what decides."""
    return home_within_the_month | home_after_the_month | not_home_yet


@criterion(
    ABSENCE,
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is a stay over the service date "
    "{line.service_date} is not known",
    ask=LISTED,
)
def stays_over_service_date():
    """A stay in a hospital or a nursing facility over the service date."""
    return stay_ends_later & stay_has_begun & discharge_told


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
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
    requires=at_home_on_service_date,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("NSTAY", "IOM100-02, ch. 15 §110.6"),
    sentence="A month whose first day falls in a stay is not paid on that day: {reasons}.",
    if_unknown="Whether the patient was at home on the service date is not known: {reasons}.",
    cure=Cure("do not bill this date", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-97, M2",
)
def at_home():
    """The patient is at home on the service date, not in a hospital or a nursing facility.

    Whoever is at home on that day is paid for the whole month, even if a stay follows; so is the day of the discharge.
    A stay over the whole month leaves no day to bill.
    """
