"""Continued need: a recent order, or a practitioner's record, within 12 months before the service date."""

from oxyclaim.engine.grains import FOLLOW_UP, ORDER, VISIT
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, encounter, exists, follow_up, order, rule
from oxyclaim.policy.rules.coverage.papers.continued_need_and_use.criteria import (
    later_month_of_equipment,
    of_this_item,
    timely,
)
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code, orders_this_code

NEED = Cure("find a note, visit or order of that time; one made now helps later months", "the treating practitioner")


@criterion(ORDER)
def order_is_timely():
    """Dated within 12 months before the service date."""
    return timely(order.order_date)


@criterion(ORDER, met="order {order.id} of {order.order_date}")
def recent_order():
    """A complete order for the line within 12 months before the service date."""
    return complete_order_for_this_code & order_is_timely


@criterion(VISIT, met="visit {encounter.id} of {encounter.date}")
def recent_visit():
    """A visit that supports the need, within 12 months before the service date."""
    return timely(encounter.date) & encounter.supports_order


@criterion(
    FOLLOW_UP,
    met="record {follow_up.id} of {follow_up.date}",
    not_met="record {follow_up.id} of {follow_up.date} is not a practitioner's record of the need of {line.code} "
    "within {p.follow_up_months} months before {line.service_date}",
    unknown="record {follow_up.id}: its date, its source or what it shows is not documented",
    ask=NEED,
)
def recent_record_of_need():
    """A practitioner's record of the need; what a supplier states does not prove it."""
    of_practitioner = (follow_up.source == "medical_record") & follow_up.shows_need
    return timely(follow_up.date) & of_practitioner & of_this_item()


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
    roles=Role.CONTINUED_NEED,
    stage=Stage.COVERAGE,
    applies=later_month_of_equipment,
    requires=need_continues,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NCERT",
    sentence="Later months require proof that the patient still needs the oxygen: {reasons}.",
    cure=NEED,
    asserts="coverage",
    denial="CO-50, N115",
)
def continued_need():
    """Continued need: a recent order, or a practitioner's record, within 12 months before the service date.

    So do contents after the rental. A maintenance visit is not asked for it: what it requires is the visit itself.
    """
