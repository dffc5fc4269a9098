"""After the first month: the patient still needs the oxygen, and still uses it."""

import polars as pl

from oxyclaim.engine.grains import FOLLOW_UP, ORDER, VISIT
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    criterion,
    encounter,
    exists,
    follow_up,
    line,
    order,
    p,
    rule,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents, is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order_for_this_code, orders_this_code
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold

NEED = Cure("obtain a recent note or a renewed order", "the treating practitioner")
USE = Cure("ask the patient whether the oxygen is used, and note the answer with its date", "the supplier's records")


def _timely(day):
    earliest = line.service_date.dt.offset_by(pl.lit("-") + p.follow_up_months.cast(pl.String) + "mo")
    return (day >= earliest) & (day <= line.service_date)


@criterion(unknown="the first service date of this rental (rental_start) is not known")
def after_first_month():
    """A later month than the first of the rental."""
    return line.service_date > line.rental_start


@criterion()
def rented_or_filled():
    """Rented equipment, or contents."""
    return (is_rental_equipment & not_sold) | is_contents


@criterion()
def later_month_of_equipment():
    """A later month of rented oxygen equipment, or of contents."""
    return rented_or_filled & after_first_month


@criterion(ORDER)
def order_is_timely():
    """Dated within 12 months before the service date."""
    return _timely(order.order_date)


@criterion(ORDER, met="order {order.id} of {order.order_date}")
def recent_order():
    """A complete order for the line within 12 months before the service date."""
    return complete_order_for_this_code & order_is_timely


@criterion(VISIT, met="visit {encounter.id} of {encounter.date}")
def recent_visit():
    """A visit that supports the need, within 12 months before the service date."""
    return _timely(encounter.date) & encounter.supports_order


@criterion(
    FOLLOW_UP,
    met="record {follow_up.id} of {follow_up.date}",
    not_met="record {follow_up.id} of {follow_up.date} is not a practitioner's record of the need within "
    "{p.follow_up_months} months before {line.service_date}",
    unknown="record {follow_up.id}: its date, its source or what it shows is not documented",
    ask=NEED,
)
def recent_record_of_need():
    """A practitioner's record of the need; what a supplier states does not prove it."""
    return _timely(follow_up.date) & (follow_up.source == "medical_record") & follow_up.shows_need


@criterion(
    met="continued need is shown within {p.follow_up_months} months",
    not_met="neither a complete order, nor a visit, nor a practitioner's record of the need lies within "
    "{p.follow_up_months} months before {line.service_date}",
    unknown="no order, visit or practitioner's record within {p.follow_up_months} months before {line.service_date} is "
    "documented",
    ask=NEED,
)
def need_continues():
    """An order, a visit or a practitioner's record of the need, within 12 months before the service date."""
    return (
        exists(ORDER, recent_order, among=orders_this_code)
        | exists(FOLLOW_UP, recent_record_of_need)
        | exists(VISIT, recent_visit)
    )


@rule(
    "PAP-300",
    stage=Stage.COVERAGE,
    applies=later_month_of_equipment,
    requires=need_continues,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NCERT",
    sentence="Later months want proof that the patient still needs the oxygen: {reasons}.",
    cure=NEED,
    asserts="coverage",
    denial="CO-50, N115",
)
def continued_need():
    """Continued need: a recent order, or a practitioner's record, within 12 months before the service date.

    So do contents after the rental. A maintenance visit is not asked for it: what it wants is the visit itself.
    """


@criterion(
    FOLLOW_UP,
    met="record {follow_up.id} of {follow_up.date}",
    not_met="record {follow_up.id} of {follow_up.date} is not a practitioner's record, a refill record or the patient's word "
    "that shows the use within {p.follow_up_months} months before {line.service_date}",
    unknown="record {follow_up.id}: its date, its source or what it shows is not documented",
    ask=USE,
)
def recent_record_of_use():
    """A record of the use: the practitioner's, the supplier's refills, or the patient's own word."""
    sources = ["medical_record", "refill_record", "patient_confirmation"]
    return _timely(follow_up.date) & follow_up.shows_use & follow_up.source.is_in(sources)


@criterion(
    not_met="no record within {p.follow_up_months} months before {line.service_date} shows the use",
    unknown="no record of the use within {p.follow_up_months} months before {line.service_date} is documented",
    ask=USE,
)
def use_continues():
    """A record of the use within 12 months before the service date."""
    return exists(FOLLOW_UP, recent_record_of_use)


@rule(
    "PAP-310",
    stage=Stage.COVERAGE,
    applies=later_month_of_equipment,
    requires=use_continues,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NCERT",
    sentence="Later months want proof that the patient still uses the oxygen: {reasons}.",
    cure=USE,
    asserts="coverage",
    denial="CO-50, N115",
)
def continued_use():
    """Continued use: a practitioner's or a refill record, or the patient's word as the supplier noted it."""
