"""The order and the encounter of equipment that was in the home before Medicare began."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, open_question, order, p, rule
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.papers.entry.criteria import entered_with_equipment
from oxyclaim.policy.rules.coverage.papers.face_to_face.rule import order_has_encounter
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order_for_this_code, orders_this_code

PAPERS = Cure(
    "collect a face-to-face encounter and a new order that are dated before the first service date under Medicare",
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


@criterion(ask=PAPERS)
def has_order_of_entry():
    """An encounter and a new order before the first service date under Medicare are on file."""
    return exists(ORDER, order_of_entry, among=orders_this_code, none="no order for {line.code} is on file")


@criterion()
def papers_of_entry():
    """What stands in the place of an order before delivery, which is impossible here, is open."""
    return open_question(
        "whether an encounter and an order before the first service date under Medicare ({line.rental_start}) are "
        "enough for equipment that was delivered under another payer",
        lenient=has_order_of_entry,
        strict=nothing,
        authority="FR2026-00487",
    )


@rule(
    "PAP-230",
    stage=Stage.COVERAGE,
    applies=listed_entry,
    requires=papers_of_entry,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("2026-04-13", None),
    authority=("NENT", "FR2026-00487", "ENTRY-WOPD"),
    sentence="An order before delivery is impossible for equipment that the patient brought from another payer, and no text "
    "says what takes its place: {reasons}.",
    cure=PAPERS,
    asserts="coverage",
    denial="CO-50, N115",
)
def order_at_entry():
    """Listed equipment that was in the home when Medicare began, from 2026-04-13 on.

    The first claim under Medicare is a new initial claim with all current requirements. An order before the delivery
    cannot be had; an encounter and a new order before the first service date are the nearest to it.
    """
