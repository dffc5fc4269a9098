"""A payer of last resort is billed after every other payer; the biller is told to make sure of that."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Kind, Stage, criterion, line, p, rule


@criterion()
def pays_last():
    """The payer pays after every other one."""
    return p.last_resort.fill_null(False)


@criterion(not_met="the case names no payer that was asked first")
def some_first_payer():
    """The case names a payer that was asked first."""
    return line.has_primary


@rule(
    "PAY-530",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    kind=Kind.NOTE,
    applies=pays_last,
    requires=some_first_payer,
    not_met=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays after every other one: make sure that the patient has no other coverage ({reasons}).",
)
def last_resort():
    """A payer of last resort is billed after every other payer; the biller is told to make sure of that."""
