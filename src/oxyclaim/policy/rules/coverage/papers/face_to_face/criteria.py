"""The face-to-face encounter (F2F)."""

import polars as pl

from oxyclaim.engine.grains import ORDER, ORDER_ENCOUNTER
from oxyclaim.engine.words import Cure, Helps, criterion, encounter, exists, known, order, p
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import ASK

NOTE = Cure("obtain the note of the visit", "the treating practitioner")
VISIT_FIRST = Cure(
    "it takes the visit, then a new order, then a new delivery; a visit after the order does not cure this delivery",
    "the treating practitioner and the supplier",
    Helps.NEVER,
)
OTHERS_NOTE = Cure(
    "obtain the other practitioner's note from the one who ordered, with a word that the visit was verified",
    "the treating practitioner",
)


@criterion(
    ORDER_ENCOUNTER,
    unknown="visit {encounter.id}: the date of the order, from which its months are counted back, is not documented",
    ask=ASK,
)
def before_a_dated_order():
    """The order has a date, from which the months are counted back."""
    return known(order.order_date)


@criterion(ORDER_ENCOUNTER, unknown="visit {encounter.id}: its date is not documented", ask=NOTE)
def visit_dated():
    """The visit has a date."""
    return known(encounter.date)


@criterion(ORDER_ENCOUNTER)
def dated_in_months_before_order():
    """Dated on or before the order and not more than 6 months before it."""
    earliest = order.order_date.dt.offset_by(pl.lit("-") + p.encounter_months.cast(pl.String) + "mo")
    return (encounter.date <= order.order_date) & (encounter.date >= earliest)


@criterion(
    ORDER_ENCOUNTER,
    not_met="visit {encounter.id} of {encounter.date} is not within {p.encounter_months} months before the order of "
    "{order.order_date}",
)
def within_months_before_order():
    """On or before the order and not more than 6 months before it; the order's own date comes first."""
    return before_a_dated_order & visit_dated & dated_in_months_before_order


@criterion(
    ORDER_ENCOUNTER,
    not_met="visit {encounter.id} of {encounter.date}: the note does not support the condition that oxygen treats",
    unknown="visit {encounter.id} of {encounter.date}: that the note supports the need for oxygen is not documented",
    ask=NOTE,
)
def supports_order():
    """The note evaluates and supports the condition that oxygen treats."""
    return encounter.supports_order


@criterion(
    ORDER_ENCOUNTER,
    unknown="visit {encounter.id}: how it was held (in person, or by telehealth) is not documented",
    ask=NOTE,
)
def in_person_or_telehealth():
    """The practitioner saw the patient in person or by telehealth."""
    return known(encounter.mode)


@criterion(
    ORDER_ENCOUNTER,
    unknown="visit {encounter.id}: which practitioner saw the patient is not documented",
    ask=NOTE,
)
def with_ordering_practitioner():
    """The practitioner who ordered saw the patient."""
    return encounter.with_practitioner == "ordering_practitioner"


@criterion(
    ORDER_ENCOUNTER,
    not_met="visit {encounter.id} was with another practitioner, and the one who ordered did not verify its date",
    unknown="visit {encounter.id} was with another practitioner; that the one who ordered verified that it lay within "
    "{p.encounter_months} months before the order is not documented (prescriber_verified)",
    ask=OTHERS_NOTE,
)
def verified_by_prescriber():
    """Who ordered has verified that another practitioner's visit lay within the months before the order."""
    return encounter.prescriber_verified


@criterion(
    ORDER_ENCOUNTER,
    not_met="visit {encounter.id} was with another practitioner, and the one who ordered does not hold its record",
    unknown="visit {encounter.id} was with another practitioner; that the one who ordered holds its record is not "
    "documented (prescriber_holds_record)",
    ask=OTHERS_NOTE,
)
def record_with_prescriber():
    """Who ordered holds the record of another practitioner's visit."""
    return encounter.prescriber_holds_record


@criterion(ORDER_ENCOUNTER)
def with_another_practitioner():
    """Another practitioner saw the patient, and the one who ordered verified the visit and holds its record."""
    return verified_by_prescriber & record_with_prescriber


@criterion(ORDER_ENCOUNTER, authority=("A55426", "PIM5"))
def with_a_practitioner_who_counts():
    """A visit with the practitioner who ordered, or one with another that the first has verified and holds."""
    return in_person_or_telehealth & (with_ordering_practitioner | with_another_practitioner)


@criterion(ORDER_ENCOUNTER, met="visit {encounter.id} of {encounter.date}, before the order of {order.order_date}")
def counts_for_order():
    """A visit that counts for the order. One visit may count for several orders."""
    return within_months_before_order & supports_order & with_a_practitioner_who_counts


@criterion(ORDER)
def order_has_encounter():
    """A visit that counts was held before the order."""
    return exists(ORDER_ENCOUNTER, counts_for_order, none="no visit before the order of {order.order_date} is on file")
