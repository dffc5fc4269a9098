"""Who furnishes contents and visits after the paid rental months."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents_or_visit


def _paid_rental_month_of(supplier):
    past = (month.service_date >= line.a_lifetime_before_service) & (month.service_date <= line.service_date)
    return (month.kind == "rental") & month.is_paid & past & (month.supplier == supplier)


@criterion(MONTH)
def own_paid_rental_month():
    """A rental month within a lifetime that was paid to this supplier."""
    return _paid_rental_month_of("own")


@criterion(MONTH, met="{month.code} of {month.service_date} was paid to another supplier")
def others_paid_rental_month():
    """A rental month within a lifetime that was paid to another supplier."""
    return _paid_rental_month_of("other")


@criterion(not_met="the rental months were paid to another supplier")
def own_rental_months():
    """This supplier was paid for rental months, or no other one was."""
    return exists(MONTH, own_paid_rental_month) | ~exists(MONTH, others_paid_rental_month)


@rule(
    "COV-551",
    stage=Stage.COVERAGE,
    applies=is_contents_or_visit,
    requires=own_rental_months,
    not_met=Effect.REVIEW,
    unknown=Effect.NONE,
    in_force=("2009-01-01", None),
    authority=("A52514", "42CFR414.226"),
    sentence="The supplier of month {p.rental_months_paid} must go on furnishing equipment, contents and visits, or arrange "
    "for them with another one; no text says who of the two is paid: {reasons}.",
    cure=Cure("show the arrangement with that supplier, or that the patient moved out of its area", "the supplier"),
)
def supplier_of_last_month():
    """The supplier of month 36 furnishes contents and visits to the end of the lifetime."""
