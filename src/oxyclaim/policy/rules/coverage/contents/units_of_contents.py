"""One unit of contents a month, whatever was delivered; several months at once are for a person."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents


@criterion(not_met="{line.units} units are on the line", unknown="the number of units is not given")
def one_unit_of_contents():
    """One unit: contents for one month."""
    return line.units == p.units_per_month


BILL_ONE = Cure("bill one unit for each month on its own day", "the biller")


@rule(
    "COV-503",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=one_unit_of_contents,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="NPAY",
    sentence="Contents are a flat monthly amount, one unit a month: {reasons}.",
    if_unknown="Contents are billed in units of one month: {reasons}.",
    cure=BILL_ONE,
    denial="CO-151, N115",
)
def units_of_contents():
    """One unit of contents a month, whatever was delivered; several months at once are for a person."""


@rule(
    "COV-506",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=one_unit_of_contents,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="At most one unit of stationary and one of portable contents is billable a month, whatever was delivered: "
    "{reasons}.",
    if_unknown="Contents are billed in units of one month: {reasons}.",
    cure=BILL_ONE,
    denial="CO-151, N115",
)
def one_unit_a_month():
    """One unit of contents a month. Up to three months may be delivered at once; each month is billed by itself."""
