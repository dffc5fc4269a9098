"""Part B has not ended by the service date. That it was looked up is asked by ELG-100."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import is_looked_up_in_life


@criterion(not_met="Part B ended on {line.part_b_until}, before the service date {line.service_date}")
def part_b_not_ended():
    """No earlier end of Part B is entered."""
    return line.part_b_until.is_null() | (line.part_b_until >= line.service_date)


@rule(
    "ELG-105",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
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
