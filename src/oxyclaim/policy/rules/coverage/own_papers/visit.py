"""A visit before the order, for payers that ask for one within some months."""

import polars as pl

from oxyclaim.engine.grains import ORDER, ORDER_ENCOUNTER
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, encounter, exists, known, order, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import orders_this_code

NOTE = Cure("obtain the note of the visit", "the treating practitioner")


@criterion(
    ORDER_ENCOUNTER,
    met="visit {encounter.id} of {encounter.date}, before the order of {order.order_date}",
    not_met="visit {encounter.id} of {encounter.date} is not within {p.encounter_months} months before the order of "
    "{order.order_date}",
    unknown="visit {encounter.id}: its date, the practitioner, or the order's date is not documented",
    ask=NOTE,
)
def visit_before_order():
    """A visit with a practitioner on the day of the order, or within the payer's months before it."""
    earliest = order.order_date.dt.offset_by(pl.lit("-") + p.encounter_months.cast(pl.String) + "mo")
    in_time = (encounter.date <= order.order_date) & (encounter.date >= earliest)
    return in_time & known(encounter.with_practitioner)


@criterion(ORDER)
def order_after_visit():
    """The order follows such a visit."""
    return exists(
        ORDER_ENCOUNTER, visit_before_order, none="no visit before the order of {order.order_date} is on file"
    )


@criterion()
def has_visit_before_order():
    """An order for the line's code follows such a visit."""
    return exists(ORDER, order_after_visit, among=orders_this_code, none="no order for {line.code} is on file")


@criterion()
def months_of_visit_set():
    """The payer sets the months."""
    return p.encounter_months.is_not_null()


@criterion()
def visit_before_order_wanted():
    """Oxygen equipment of a payer that asks for a visit within some months before the order."""
    return is_rental_equipment & months_of_visit_set


@rule(
    "PAY-132",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=visit_before_order_wanted,
    requires=has_visit_before_order,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires a visit within {p.encounter_months} months before the order: {reasons}.",
    cure=NOTE,
)
def own_visit():
    """A payer that sets the months between the visit and the order gets an order that follows a visit."""
