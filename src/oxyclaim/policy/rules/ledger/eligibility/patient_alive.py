"""The patient is alive on the service date."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, open_question, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import death_looked_up, is_looked_up_first

DIED = "the patient died on {line.died_on}, before the service date {line.service_date}"


@criterion(not_met=DIED)
def died_not_before():
    """No death before the service date is entered."""
    return line.died_on.is_null() | (line.died_on >= line.service_date)


@criterion(not_met="the patient died on the service date {line.service_date}")
def did_not_die_on_the_day():
    """No death on the service date or before it is entered."""
    return line.died_on.is_null() | (line.died_on > line.service_date)


@criterion()
def alive():
    """No death before the service date; the day of the death itself is an open question."""
    return open_question(
        "whether the month that begins on the day of the death, {line.died_on}, is paid: the sources speak only of "
        "service dates after it",
        lenient=died_not_before,
        strict=did_not_die_on_the_day,
        authority="NDEN",
    )


@criterion()
def alive_on_service_date():
    """A death was looked up, and the patient was alive on the service date."""
    return alive & death_looked_up


@rule(
    "ELG-120",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=alive_on_service_date,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="NDEN",
    sentence="No month that begins after the patient's death is paid: {reasons}.",
    if_unknown="Whether the month began before a death is not known: {reasons}.",
    cure=Cure("stop the rental; refund what was paid for later months", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-13",
)
def patient_alive():
    """The patient is alive on the service date."""
