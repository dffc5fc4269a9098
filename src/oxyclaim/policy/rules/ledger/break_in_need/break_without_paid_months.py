"""A month that was billed inside a break in need says that the use went on."""

from oxyclaim.engine.grains import ABSENCE, ABSENCE_MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    absence_month,
    criterion,
    exists,
    line,
    month,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.break_in_need.contradictions import BREAK, inside
from oxyclaim.policy.rules.ledger.break_in_need.criteria import break_opens_new_rental

WHICH = Cure(
    "find out which of the two is right: correct the days of the break, or look into the months that were paid while "
    "nothing was needed",
    "the supplier's records",
)


@criterion(
    ABSENCE_MONTH,
    met="{month.code} of {month.service_date} ({month.outcome}) lies inside " + BREAK,
    unknown="whether the month of {month.service_date} was billed inside " + BREAK + " is not known",
)
def month_inside_break():
    """A month of the line's kind of equipment, not denied, that begins inside the break."""
    alike = (absence_month.kind_of_equipment == line.counted_kind) & (month.kind == "rental")
    return alike & inside(month.service_date) & (month.outcome != "denied")


@criterion(ABSENCE)
def opens_and_is_contradicted():
    """It opens a new rental, and months of the same equipment were billed inside it."""
    return break_opens_new_rental & exists(ABSENCE_MONTH, month_inside_break)


@criterion()
def nothing_paid_inside_break():
    """No month of this equipment was billed inside a break that opens a new rental."""
    return ~exists(ABSENCE, opens_and_is_contradicted)


@rule(
    "LED-052",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=nothing_paid_inside_break,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230, (c)-(d)", "A52514, Break-in-service"),
    sentence="Two facts disagree, and no new rental opens on them: {reasons}.",
    if_unknown="Whether months were billed inside a break that is to open a new rental is not known: {reasons}.",
    cure=WHICH,
)
def break_without_paid_months():
    """A month that was billed inside a break in need says that the use went on."""
