"""By age: ages at which a prescription is enough, and ages that the payer's text leaves open."""

import polars as pl

from oxyclaim.engine.grains import AGE_BAND, LINE, ORDER
from oxyclaim.engine.words import Cure, Facts, age_band, criterion, derived, exists, line, p
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import orders_this_code, signed_by_practitioner
from oxyclaim.policy.rules.coverage.unknown import nobody_has_said, nobody_has_said_of_order

AGE = Cure("enter the date of birth", "the supplier's records")
ORDERED = Cure("obtain the signed order", "the treating practitioner")


@derived(LINE)
def age_years():
    """Age in whole years on the service date."""
    years = line.service_date.dt.year() - line.birth_date.dt.year()
    day = line.service_date.dt.month() * 100 + line.service_date.dt.day().cast(pl.Int32)
    birthday = line.birth_date.dt.month() * 100 + line.birth_date.dt.day().cast(pl.Int32)
    return years - (day < birthday).cast(pl.Int32)


def of_age(entry: Facts) -> pl.Expr:
    """The patient is of the entry's ages; unknown without a date of birth, if it names some."""
    old_enough = entry.from_age.is_null() | (line.age_years >= entry.from_age)
    young_enough = entry.to_age.is_null() | (line.age_years <= entry.to_age)
    return old_enough & young_enough


@criterion(AGE_BAND, unknown="the patient's age is not known (date of birth)", ask=AGE)
def in_band():
    """The patient's age is in the band."""
    return of_age(age_band)


@criterion(AGE_BAND)
def by_prescription_alone():
    """In this band a prescription is enough."""
    return age_band.rule == "prescription_alone"


@criterion(AGE_BAND)
def left_to_payer():
    """For this band the payer's text leaves it open."""
    return age_band.rule == "needs_review"


@criterion(AGE_BAND)
def prescription_band():
    """The patient is of an age at which a prescription is enough."""
    return by_prescription_alone & in_band


@criterion(AGE_BAND)
def open_band():
    """The patient is of an age for which the payer's text leaves it open."""
    return left_to_payer & in_band


@criterion()
def no_bands():
    """The payer makes no difference by age."""
    return p.age_bands.is_null()


@criterion(met="the patient is {line.age_years} years old, and at that age this payer asks for a prescription alone")
def young_enough():
    """The patient is of an age at which a prescription is enough."""
    return ~no_bands & exists(AGE_BAND, prescription_band)


@criterion()
def age_left_open():
    """The patient is of an age for which the payer's text leaves it open."""
    return ~no_bands & exists(AGE_BAND, open_band)


@criterion(
    ORDER, unknown="the practitioner's signature on order {order.id} of {order.order_date} is missing", ask=ORDERED
)
def signature_there():
    """The practitioner signed it; where he or she has not, the signature can still come."""
    return signed_by_practitioner | nobody_has_said_of_order


@criterion(ORDER, met="order {order.id} of {order.order_date}")
def signed_order():
    """A signed order for the line's code."""
    return orders_this_code & signature_there


@criterion(unknown="no order for {line.code} is on file", ask=ORDERED)
def order_there():
    """An order for the line's code is on file; where none is, it can still come."""
    return exists(ORDER, orders_this_code) | nobody_has_said


@criterion(ask=ORDERED)
def has_signed_order():
    """A signed order for the line's code is on file."""
    return exists(ORDER, signed_order, among=orders_this_code) | nobody_has_said


@criterion()
def qualifies_by_prescription():
    """A prescription is enough at the patient's age, and it is there."""
    return young_enough & order_there & has_signed_order
