"""A break in the need for oxygen ends the need for both units; that for one alone has a reason of its own."""

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


@criterion(
    ABSENCE_MONTH,
    met="{month.code} of {month.service_date} ({month.outcome}) lies inside " + BREAK,
    unknown="whether the month of {month.service_date} was billed inside " + BREAK + " is not known",
)
def other_oxygen_inside_break():
    """A month of the patient's other oxygen, not denied, that begins inside the break."""
    alike = (absence_month.kind_of_equipment == line.counted_kind) & (month.kind == "rental")
    return ~alike & inside(month.service_date) & (month.outcome != "denied")


@criterion(ABSENCE)
def opens_beside_other_oxygen():
    """It opens a new rental, and other oxygen equipment or contents were billed inside it."""
    return break_opens_new_rental & exists(ABSENCE_MONTH, other_oxygen_inside_break)


@criterion()
def no_other_oxygen_inside_break():
    """No other oxygen was billed inside a break that opens a new rental."""
    return ~exists(ABSENCE, opens_beside_other_oxygen)


@rule(
    "LED-053",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=no_other_oxygen_inside_break,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230, (c)-(d)", "A52514, Break-in-service"),
    sentence="The oxygen went on by other equipment while the need is said to have ended: {reasons}.",
    if_unknown="Whether other oxygen was billed inside a break that is to open a new rental is not known: {reasons}.",
    cure=Cure(
        "find in the record why the need for this equipment alone ended (a patient who no longer moved about at home, for "
        "a portable unit), or correct the days of the break",
        "the treating practitioner",
    ),
)
def break_beside_other_oxygen():
    """A break in the need for oxygen ends the need for both units; that for one alone has a reason of its own."""
