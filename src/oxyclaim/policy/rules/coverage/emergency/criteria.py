"""A rental that began under the waiver of the public health emergency."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, clinical, criterion, exists, line, open_question, order, p
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import orders_this_code
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


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


@criterion()
def oxygen_begun_in_emergency():
    """The first oxygen of this coverage came in the emergency, whatever equipment has replaced since."""
    return (line.initial_date >= p.emergency_first_day) & (line.initial_date <= p.emergency_last_day)


@criterion()
def replaces_waiver_rental():
    """Equipment that replaces, after the emergency, a rental begun in it and not ordered before."""
    begun = oxygen_begun_in_emergency & ~begun_in_emergency
    return is_replacement & begun & ~exists(ORDER, ordered_before_emergency)


@criterion()
def waiver_carries_replacement():
    """Whether the waiver goes on with the equipment that replaces a waiver rental is open."""
    return open_question(
        "whether the waiver of the public health emergency carries the equipment that replaces, from {line.rental_start} on, "
        "a rental begun under it: the contractors' article names such a replacement as the exception that keeps KX, and a "
        "trade page asks for a new order, continued use, RA, CR and the narrative COVID-19 but no new test; the policy in "
        "force asks every new rental for a qualifying test",
        lenient=replaces_waiver_rental,
        strict=nothing,
        authority=("NMOD", "NIKO-PHE", "L33797, Initial coverage"),
    )


@criterion(authority=("PHE", "NMOD"))
def started_under_waiver():
    """Ordered and begun in the public health emergency, while the clinical criteria were not enforced.

    Equipment that replaces such a rental may stand on the waiver too.
    """
    return (begun_in_emergency & first_ordered_in_emergency) | waiver_carries_replacement


@criterion(
    authority=("PHE", "N20"),
    documents="need_shown_in_emergency",
    met="the rental was ordered and begun in the public health emergency, and the record shows the need",
    not_met="the record shows no need for oxygen, which a start in the public health emergency required too",
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
