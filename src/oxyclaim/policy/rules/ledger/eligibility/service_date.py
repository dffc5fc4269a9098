"""Nothing is billed before its day."""

from oxyclaim.engine.grains import CHECK
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, check, criterion, exists, line, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import is_looked_up_first


@criterion(not_met="the service date {line.service_date} lies after {line.as_of}, the day of this run")
def service_date_has_come():
    """The service date is not after the day of the run."""
    return line.service_date <= line.as_of


@criterion(CHECK, met="a look-up is dated {check.date}, after {line.as_of}, the day of this run")
def look_up_lies_ahead():
    """A look-up dated after the day of the run; one without a date counts for nothing anyway."""
    return (check.date > line.as_of).fill_null(False)


@criterion()
def no_look_up_lies_ahead():
    """No look-up is dated after the day of the run."""
    return ~exists(CHECK, look_up_lies_ahead)


@criterion()
def nothing_lies_ahead():
    """Neither the service date nor a look-up lies after the day of the run."""
    return service_date_has_come & no_look_up_lies_ahead


@rule(
    "ELG-190",
    roles=(Role.LOOK_UP, Role.ITS_DAY),
    stage=Stage.LEDGER,
    applies=is_looked_up_first,
    requires=nothing_lies_ahead,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority=("NPAY", "NPOD"),
    sentence="A month is billed on its first day at the earliest: {reasons}.",
    cure=Cure("wait for the day, then look everything up and bill", "the biller"),
)
def not_before_its_day():
    """The service date has come, and so have the look-ups."""
