"""A change such as E0431 to E1392 inside the 36 months opens no new rental; the count goes on."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, order, rule
from oxyclaim.policy.rules.ledger.portable_code_change.criteria import (
    changes_by_order,
    order_for_exchange,
    rented_on_from_history,
    same_code_of_kind,
)

SHOW_ORDER = Cure(
    "show the practitioner's order for the other equipment, which says why the first is no longer medically necessary, or "
    "the patient's choice with an ABN",
    "the treating practitioner",
)


@criterion(
    ORDER,
    not_met="order {order.id} does not say why the first equipment is no longer medically necessary",
)
def does_not_lack_reason():
    """It says why the first equipment no longer fits; what is not entered is not held against it."""
    return order.states_reason_for_change.fill_null(True)


@criterion(ORDER)
def good_order_for_exchange():
    """Such an order that does not lack its reason."""
    return order_for_exchange & does_not_lack_reason


@criterion(
    met="the practitioner ordered the other equipment",
    not_met="no complete order for {line.code}, later than the start of the rental on {line.rental_start}, is on file that "
    "says why the first equipment is no longer medically necessary",
    unknown="whether the practitioner ordered the other equipment is not documented",
    ask=SHOW_ORDER,
)
def exchange_ordered():
    """The practitioner ordered the other equipment within the rental."""
    return exists(ORDER, good_order_for_exchange)


@criterion()
def same_code_of_kind_or_ordered():
    """The same code as before, or another one that the practitioner ordered."""
    return same_code_of_kind | (changes_by_order & exchange_ordered)


@rule(
    "LED-060",
    stage=Stage.LEDGER,
    applies=rented_on_from_history,
    requires=same_code_of_kind_or_ordered,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("42CFR414.226", "A52514", "42CFR414.230, (f)", "NPAY"),
    sentence="The count goes on when equipment is exchanged; other equipment is paid for on the practitioner's order, or as "
    "the patient's choice with an ABN: {reasons}.",
    if_unknown="Whether the exchange of the equipment is paid for is not known: {reasons}.",
    cure=SHOW_ORDER,
    denial="CO-119, M86",
)
def change_of_equipment():
    """A change such as E0431 to E1392 inside the 36 months opens no new rental; the count goes on.

    Other equipment requires the practitioner's order, which says why the first is no longer medically necessary where
    that is its ground; or the patient's choice with an ABN; or the same or equivalent equipment, which has the same code;
    or the contractor's word. Listed equipment requires its order before the delivery and the visit, as on a first rental.
    """
