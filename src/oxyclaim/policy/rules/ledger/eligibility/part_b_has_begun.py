"""The patient is enrolled in Part B on the service date."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import is_looked_up_in_life, part_b_looked_up


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
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
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
