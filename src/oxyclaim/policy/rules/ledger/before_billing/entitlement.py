"""Medicare pays for the living, enrolled in Part B, and for nobody whose plan takes its place."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, line, open_question, rule
from oxyclaim.policy.rules.ledger.before_billing.criteria import (
    LISTED,
    death_looked_up,
    is_looked_up_first,
    medicare_advantage_looked_up,
    over_service_date,
    part_b_looked_up,
)


@criterion(not_met="Part B began on {line.part_b_from}, after the service date {line.service_date}")
def part_b_had_begun():
    """No later beginning of Part B is entered."""
    return line.part_b_from.is_null() | (line.part_b_from <= line.service_date)


@criterion()
def part_b_begun_by_service_date():
    """Part B was looked up, and had begun by the service date."""
    return part_b_had_begun & part_b_looked_up


@rule(
    "ELG-100",
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=part_b_begun_by_service_date,
    not_met=Effect.EXCLUDED,
    in_force=("2006-01-01", None),
    authority="NELIG",
    sentence="Medicare pays for equipment at home only while the patient is enrolled in Part B: {reasons}.",
    if_unknown="Whether Part B is in force is not known: {reasons}.",
    cure=Cure("do not bill Medicare for this month", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="26",
)
def part_b_has_begun():
    """The patient is enrolled in Part B on the service date.

    Part B is elective; durable medical equipment, oxygen too, belongs to it. What is furnished before it begins is
    outside the benefit.
    """


@criterion(not_met="Part B ended on {line.part_b_until}, before the service date {line.service_date}")
def part_b_not_ended():
    """No earlier end of Part B is entered."""
    return line.part_b_until.is_null() | (line.part_b_until >= line.service_date)


@rule(
    "ELG-105",
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=part_b_not_ended,
    not_met=Effect.EXCLUDED,
    in_force=("2006-01-01", None),
    authority="NELIG",
    sentence="Medicare pays for equipment at home only while the patient is enrolled in Part B: {reasons}.",
    if_unknown="Whether Part B is in force is not known: {reasons}.",
    cure=Cure("do not bill Medicare after the end of Part B", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="27",
)
def part_b_still_in_force():
    """Part B has not ended by the service date. That it was looked up is asked by ELG-100."""


@criterion(
    ABSENCE,
    met="the patient is enrolled in a Medicare Advantage plan from {absence.first_day}",
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is an enrolment in a Medicare Advantage "
    "plan over the service date is not known",
    ask=LISTED,
)
def plan_over_service_date():
    """An enrolment in a Medicare Advantage plan over the service date."""
    return (absence.reason == "medicare_advantage") & over_service_date()


@criterion()
def no_plan_over_service_date():
    """No Medicare Advantage plan is entered for the service date."""
    return ~exists(ABSENCE, plan_over_service_date)


@criterion()
def in_original_medicare():
    """Medicare Advantage was looked up, and no plan takes Medicare's place on the service date."""
    return no_plan_over_service_date & medicare_advantage_looked_up


@rule(
    "ELG-110",
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=in_original_medicare,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="42USC1395w-21, (i)(1)-(2)",
    sentence="A Medicare Advantage plan pays in place of Medicare: {reasons}.",
    if_unknown="Whether a Medicare Advantage plan pays in place of Medicare is not known: {reasons}.",
    cure=Cure("bill the plan, not Medicare", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-24",
)
def no_medicare_advantage_plan():
    """No Medicare Advantage plan covers the patient on the service date.

    What Medicare pays the plan stands in the place of what it would pay for the services, and nobody but the plan
    is paid.
    """


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
