"""A rental that began under the waiver of the public health emergency."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, clinical, criterion, exists, line, order, p
from oxyclaim.policy.rules.coverage.papers.written_order.rule import orders_this_code


@criterion(ORDER)
def dated_in_the_emergency():
    """Dated within the emergency."""
    return (order.order_date >= p.emergency_first_day) & (order.order_date <= p.emergency_last_day)


@criterion(ORDER)
def dated_earlier():
    """Dated before the emergency."""
    return order.order_date < p.emergency_first_day


@criterion(ORDER)
def ordered_in_emergency():
    """The order asks for the line's code and is dated within the emergency."""
    return orders_this_code & dated_in_the_emergency


@criterion(ORDER)
def ordered_before_emergency():
    """The order asks for the line's code and is dated before the emergency."""
    return orders_this_code & dated_earlier


@criterion()
def begun_in_emergency():
    """The rental began while the clinical criteria were not enforced."""
    return (line.rental_start >= p.emergency_first_day) & (line.rental_start <= p.emergency_last_day)


@criterion()
def first_ordered_in_emergency():
    """The first order for the equipment is dated within the emergency."""
    return exists(ORDER, ordered_in_emergency, among=orders_this_code) & ~exists(ORDER, ordered_before_emergency)


@criterion(authority=("PHE", "NMOD"))
def started_under_waiver():
    """Ordered and begun in the public health emergency, while the clinical criteria were not enforced."""
    return begun_in_emergency & first_ordered_in_emergency


@criterion(
    authority=("PHE", "N20"),
    documents="need_shown_in_emergency",
    met="the rental was ordered and begun in the public health emergency, and the record shows the need",
    not_met="the record shows no need for oxygen, which a start in the public health emergency wanted too",
    unknown="the rental was begun in the public health emergency; that the record shows the need is not documented",
    ask=Cure("obtain the record that shows why the patient needed oxygen", "the treating practitioner"),
)
def need_shown():
    """The record shows why the patient needed oxygen."""
    return clinical.need_shown_in_emergency


@criterion()
def stands_on_waiver():
    """Started under the waiver, with the need shown in the record."""
    return started_under_waiver & need_shown
