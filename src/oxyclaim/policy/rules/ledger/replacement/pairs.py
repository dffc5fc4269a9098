"""Stationary and portable equipment of one patient: at the end of the lifetime both are replaced together."""

from oxyclaim.engine.grains import MONTH, OTHER_LINE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, other_line, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, opens_new_rental

DAYS_OF_A_MONTH = 31


@criterion(MONTH)
def month_of_other_unit():
    """A rental month of the other kind of equipment within a lifetime before the start."""
    other = month.kind_of_month.is_in(["stationary", "portable"]) & (month.kind_of_month != line.counted_kind)
    near = (month.service_date >= line.a_lifetime_before_start) & (month.service_date < line.rental_start)
    return (other & (month.kind == "rental") & near & month.is_own_payers & (month.outcome == "paid")).fill_null(False)


@criterion(MONTH)
def other_unit_begun_on_start():
    """A rental month of the other kind of equipment on the day on which this rental began."""
    other = month.kind_of_month.is_in(["stationary", "portable"]) & (month.kind_of_month != line.counted_kind)
    return (other & (month.kind == "rental") & (month.service_date == line.rental_start)).fill_null(False)


@criterion(OTHER_LINE)
def line_of_other_unit():
    """Another line rents the other kind of equipment, and that rental began before."""
    other = other_line.kind_of_code.is_in(["stationary", "portable"]) & (other_line.kind_of_code != line.counted_kind)
    return (other & (other_line.rental_start < line.rental_start)).fill_null(False)


@criterion(OTHER_LINE)
def other_unit_replaced_beside():
    """Another line replaces the other kind of equipment at the same time, within a month."""
    other = other_line.kind_of_code.is_in(["stationary", "portable"]) & (other_line.kind_of_code != line.counted_kind)
    days = (other_line.rental_start - line.rental_start).dt.total_days().abs()
    replaced = other_line.replaced_reason.is_not_null() | other_line.replaced_rental_start.is_not_null()
    return (other & replaced & (days < DAYS_OF_A_MONTH)).fill_null(False)


@criterion()
def has_other_unit():
    """The patient has, or had within a lifetime, equipment of the other kind."""
    return exists(MONTH, month_of_other_unit) | exists(OTHER_LINE, line_of_other_unit)


@criterion()
def replaced_beside_other_unit():
    """A replacement that opens new rental months, of a patient who has both kinds of equipment."""
    return is_replacement & opens_new_rental & has_other_unit


@criterion(not_met="the patient has both kinds of equipment, and only {line.code} is replaced ({line.replaced_reason})")
def both_replaced():
    """The other unit is replaced at the same time."""
    return exists(OTHER_LINE, other_unit_replaced_beside) | exists(MONTH, other_unit_begun_on_start)


@rule(
    "LED-033",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=replaced_beside_other_unit,
    requires=both_replaced,
    not_met=Effect.REVIEW,
    unknown=Effect.NONE,
    in_force=("2009-01-01", None),
    authority=("A52514, Reasonable useful lifetime", "A52514, Initial 36 months"),
    sentence="At the end of the lifetime both units are replaced together, and what the loss of one alone opens is not "
    "said: {reasons}.",
    cure=Cure(
        "replace the other unit too; or show that the patient no longer has or needs it; or ask the contractor what the loss "
        "of one unit opens while the lifetime of the stationary unit governs both",
        "the biller",
    ),
)
def both_units_replaced():
    """The lifetime of the stationary unit governs both, and a patient who elects new equipment gets both new.

    After a loss, theft or damage of one unit alone the article allows new rental months and ties the lifetime of a
    portable unit to that of the stationary one: which of the two holds is for a person.
    """
