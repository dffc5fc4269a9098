"""The order and the encounter of equipment that was in the home before Medicare began."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, order, p, rule
from oxyclaim.policy.rules.coverage.papers.entry.criteria import entered_with_equipment
from oxyclaim.policy.rules.coverage.papers.face_to_face.criteria import order_has_encounter
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code, orders_this_code

PAPERS = Cure(
    "collect the order, and the note of a visit within the 6 months before it, both older than the first service date "
    "under Medicare; papers made under the earlier payer serve",
    "the treating practitioner",
)


@criterion()
def entered_since_the_list():
    """The first month under Medicare lies on or after the first day of the list, and the list names the code."""
    return (line.rental_start >= p.encounter_list_day) & line.code.is_in(p.encounter_codes)


@criterion()
def listed_entry():
    """Listed equipment with which the patient came to Medicare."""
    return entered_with_equipment & entered_since_the_list


@criterion(
    ORDER,
    not_met="order {order.id} of {order.order_date} is not dated before {line.rental_start}",
    unknown="order {order.id}: its date, or the first service date under Medicare, is not documented",
    ask=PAPERS,
)
def dated_before_entry():
    """Dated before the first service date under Medicare."""
    return order.order_date < line.rental_start


@criterion(ORDER)
def order_of_entry():
    """A complete order before the first service date under Medicare that follows an encounter."""
    return complete_order_for_this_code & dated_before_entry & order_has_encounter


@criterion(authority="A55426", ask=PAPERS)
def has_order_of_entry():
    """An encounter and a new order before the first service date under Medicare are on file."""
    return exists(ORDER, order_of_entry, among=orders_this_code, none="no order for {line.code} is on file")


@rule(
    "PAP-230",
    stage=Stage.COVERAGE,
    applies=listed_entry,
    requires=has_order_of_entry,
    not_met=Effect.HOLD,
    in_force=("2026-04-13", None),
    authority=("A55426", "NENT", "FR2026-00487"),
    sentence="Listed equipment that the patient brought from another payer needs an order, and a face-to-face encounter "
    "before it, from before the first service date under Medicare: {reasons}.",
    cure=PAPERS,
    asserts="coverage",
    denial="CO-50, N115",
)
def order_at_entry():
    """Listed equipment that was in the home when Medicare began, from 2026-04-13 on.

    The first claim under Medicare is a new initial claim with all current requirements. Papers that were made before
    the patient came to Medicare, also under a Medicare Advantage plan, may serve as the order, the order before
    delivery and the face-to-face encounter; the encounter lies at most 6 months before the order.
    """
