"""The written order prior to delivery (WOPD)."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Fact,
    Helps,
    Stage,
    criterion,
    exists,
    line,
    open_question,
    order,
    p,
    rule,
)
from oxyclaim.policy.rules.coverage.papers.entry.criteria import entered_with_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code, orders_this_code

LATE = Cure(
    "an order that comes after the delivery does not cure it: it takes a new order and then a new delivery, or an "
    "unrelated supplier that holds the order before it delivers",
    "the treating practitioner and the supplier",
    Helps.NEVER,
)


@criterion(ORDER)
def received_before_delivery():
    """Received on an earlier day than the delivery."""
    return order.received_date < line.device_delivered


@criterion(ORDER)
def received_by_delivery():
    """Received no later than the day of delivery."""
    return order.received_date <= line.device_delivered


@criterion(ORDER)
def dated_by_delivery():
    """Dated no later than the day of delivery."""
    return order.order_date <= line.device_delivered


@criterion(
    ORDER,
    not_met="order {order.id} of {order.order_date} was received {order.received_date}, the delivery was on "
    "{line.device_delivered}",
    unknown="order {order.id}: the day it was received, or the day of delivery, is not documented",
    ask=Cure("show when the complete order was received (fax or intake stamp)", "the supplier's records"),
)
def there_before_delivery():
    """Dated and received before the delivery; received on the same day is open."""
    return dated_by_delivery & open_question(
        "whether an order received on the day of delivery was there before it ({line.device_delivered})",
        lenient=received_by_delivery,
        strict=received_before_delivery,
        authority="L33797, General",
    )


@criterion(ORDER, met="order {order.id} received {order.received_date}, before the delivery on {line.device_delivered}")
def in_hand_at_delivery():
    """A complete order for the line, there before the delivery."""
    return complete_order_for_this_code & there_before_delivery


@criterion()
def has_order_before_delivery():
    """A complete order for the line was in hand before the delivery."""
    return exists(ORDER, in_hand_at_delivery, among=orders_this_code, none="no order for {line.code} is on file")


@criterion(unknown="the day of delivery is not known")
def listed_for_order_before_delivery():
    """The code is on the list for its day of delivery."""
    return Fact(line.code.is_in(p.order_before_delivery_codes))


@criterion(unknown="the day of delivery is not known")
def perhaps_listed_for_order_before_delivery():
    """The code is believed to be on the list for its day of delivery."""
    return Fact(line.code.is_in(p.order_before_delivery_codes_inferred))


@criterion()
def listed_and_delivered_here():
    """Listed equipment that was not in the home when the patient came from another payer."""
    return listed_for_order_before_delivery & ~entered_with_equipment


@criterion()
def perhaps_listed_and_delivered_here():
    """Equipment believed to be listed that was not in the home when the patient came from another payer."""
    return perhaps_listed_for_order_before_delivery & ~entered_with_equipment


@rule(
    "PAP-110",
    stage=Stage.COVERAGE,
    applies=listed_and_delivered_here,
    requires=has_order_before_delivery,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("L33797, General", "A52514", "ACA6407", "FR2026-00487", "VH2026", "PIM5"),
    sentence="{line.code} delivered on {line.device_delivered} needs a complete written order before delivery: {reasons}.",
    cure=LATE,
    asserts="coverage",
    denial="CO-50, N115",
)
def order_before_delivery():
    """Listed equipment needs the complete written order before it is delivered.

    From deliveries of 2026-04-13 on the national list holds oxygen equipment, E1392 too; from 2026-10-28 on also K0738.
    CMS's own table was not readable, so the codes rest on what others tell of it. An order that comes after the delivery
    never cures it; an unrelated supplier that holds the order before it delivers can be paid.
    """


@rule(
    "PAP-111",
    stage=Stage.COVERAGE,
    applies=perhaps_listed_and_delivered_here,
    requires=has_order_before_delivery,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("ACA6407", "FR2026-00487", "FR2026-JUL"),
    sentence="{line.code} is believed, not confirmed, to be on the list in force on {line.device_delivered}; if it is, it "
    "needs a complete "
    "written order before delivery: {reasons}.",
    cure=LATE,
    asserts="coverage",
    denial="CO-50, N115",
)
def order_before_delivery_perhaps():
    """Equipment believed to be on the list: an order that is known to be late goes to a person."""
