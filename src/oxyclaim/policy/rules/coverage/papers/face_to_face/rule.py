"""The face-to-face encounter (F2F)."""

import polars as pl

from oxyclaim.engine.grains import ORDER, ORDER_ENCOUNTER
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Fact,
    Stage,
    criterion,
    encounter,
    exists,
    known,
    line,
    open_question,
    order,
    p,
    rule,
)
from oxyclaim.policy.rules.coverage.papers.entry.criteria import entered_with_equipment
from oxyclaim.policy.rules.coverage.papers.order_before_delivery.rule import (
    LATE,
    has_order_before_delivery,
    in_hand_at_delivery,
    listed_for_order_before_delivery,
    perhaps_listed_for_order_before_delivery,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order_for_this_code, orders_this_code
from oxyclaim.policy.rules.ledger.replacement.criteria import identical_after_lifetime

NOTE = Cure("obtain the note of the visit", "the treating practitioner")


@criterion(
    ORDER_ENCOUNTER,
    not_met="visit {encounter.id} of {encounter.date} is not within {p.encounter_months} months before the order of "
    "{order.order_date}",
    unknown="visit {encounter.id}: its date, or the order's, is not documented",
    ask=NOTE,
)
def within_months_before_order():
    """On or before the order and not more than 6 months before it."""
    earliest = order.order_date.dt.offset_by(pl.lit("-") + p.encounter_months.cast(pl.String) + "mo")
    return (encounter.date <= order.order_date) & (encounter.date >= earliest)


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
    unknown="visit {encounter.id}: which practitioner saw the patient, or how, is not documented",
    cure=NOTE,
)
def with_any_practitioner():
    """A practitioner saw the patient, in person or by telehealth."""
    return encounter.with_practitioner.is_in(["ordering_practitioner", "other_practitioner"]) & known(encounter.mode)


@criterion(ORDER_ENCOUNTER)
def with_ordering_practitioner():
    """The practitioner who ordered saw the patient."""
    return (encounter.with_practitioner == "ordering_practitioner") & known(encounter.mode)


@criterion(ORDER_ENCOUNTER, met="visit {encounter.id} of {encounter.date}, before the order of {order.order_date}")
def counts_for_order():
    """A visit that counts for the order."""
    return (
        within_months_before_order
        & supports_order
        & open_question(
            "whether a visit with a practitioner other than the one who ordered counts",
            lenient=with_any_practitioner,
            strict=with_ordering_practitioner,
            authority="WOPDQA",
        )
    )


@criterion(ORDER)
def order_has_encounter():
    """A visit that counts was held before the order."""
    return exists(ORDER_ENCOUNTER, counts_for_order, none="no visit before the order of {order.order_date} is on file")


@criterion(ORDER)
def encounter_for_order_in_hand():
    """The order that was in hand at the delivery follows a visit that counts."""
    return order_has_encounter & in_hand_at_delivery


@criterion()
def has_encounter():
    """A visit that counts was held before the order that was in hand at the delivery."""
    return exists(
        ORDER, encounter_for_order_in_hand, among=orders_this_code, none="no order for {line.code} is on file"
    )


@criterion()
def listed_for_encounter():
    """Listed equipment that is not an identical replacement after its lifetime."""
    return listed_for_order_before_delivery & ~entered_with_equipment & ~identical_after_lifetime


@criterion()
def listed_with_order_in_hand():
    """Listed equipment; where no order was in hand at the delivery, that alone decides."""
    return listed_for_encounter & has_order_before_delivery


@criterion(unknown="the day of delivery is not known")
def encounter_enforced():
    """The contractors enforce the encounter for the day of delivery."""
    return Fact(p.encounter_enforced)


@criterion()
def perhaps_listed_for_encounter():
    """Equipment believed to be listed that is not an identical replacement, where the encounter is enforced."""
    listed = perhaps_listed_for_order_before_delivery & ~entered_with_equipment
    return listed & encounter_enforced & ~identical_after_lifetime


@criterion()
def perhaps_listed_with_order_in_hand():
    """Equipment believed to be listed, with an order in hand at the delivery."""
    return perhaps_listed_for_encounter & has_order_before_delivery


@rule(
    "PAP-120",
    stage=Stage.COVERAGE,
    applies=listed_with_order_in_hand,
    requires=has_encounter,
    not_met=Effect.NOT_COVERED,
    in_force=("2020-01-01", None),
    authority=("FR2026-00487", "WOPDQA", "VH2026", "A55426-F2F"),
    sentence="{line.code} delivered on {line.device_delivered} needs a face-to-face encounter before the order: {reasons}.",
    cure=LATE,
    asserts="coverage",
    denial="CO-50, N115",
)
def face_to_face():
    """Listed equipment needs a face-to-face encounter within the 6 months before the order.

    Not where an identical item (the same code) replaces one whose lifetime has ended.
    """


@rule(
    "PAP-121",
    stage=Stage.COVERAGE,
    applies=perhaps_listed_with_order_in_hand,
    requires=has_encounter,
    not_met=Effect.REVIEW,
    in_force=("2020-01-01", None),
    authority=("FR2026-00487", "OSS2026"),
    sentence="{line.code} is believed, not confirmed, to be on the list in force on {line.device_delivered}; if it is, it "
    "needs a face-to-face "
    "encounter before the order: {reasons}.",
    cure=LATE,
    asserts="coverage",
    denial="CO-50, N115",
)
def face_to_face_perhaps():
    """Equipment believed to be on the list: a visit that is known to be missing goes to a person."""


@criterion(ORDER)
def later_order_of_listed_item():
    """A complete order for the line, dated after its delivery and since the list holds it."""
    dated = (order.order_date >= p.encounter_list_day) & (order.order_date > line.device_delivered)
    listed = line.code.is_in(p.encounter_codes)
    return dated & listed & (order.order_date <= line.service_date)


@criterion(ORDER)
def new_order_for_listed_item():
    """A complete new order for listed equipment that was delivered before."""
    return complete_order_for_this_code & later_order_of_listed_item


@criterion(ORDER)
def new_order_without_encounter():
    """A new order for listed equipment that follows no visit."""
    return new_order_for_listed_item & ~order_has_encounter


@criterion()
def reordered_after_delivery():
    """Equipment delivered earlier was ordered anew since the list holds it."""
    return exists(ORDER, new_order_for_listed_item)


@criterion(
    not_met="a new order for {line.code}, delivered on {line.device_delivered}, follows no visit within "
    "{p.encounter_months} months before it",
    unknown="whether a visit was held within {p.encounter_months} months before the new order is not documented",
    ask=NOTE,
)
def new_orders_have_encounters():
    """Every new order for the line follows a visit that counts."""
    return ~exists(ORDER, new_order_without_encounter)


@rule(
    "PAP-122",
    stage=Stage.COVERAGE,
    applies=reordered_after_delivery,
    requires=new_orders_have_encounters,
    not_met=Effect.REVIEW,
    in_force=("2026-04-13", None),
    authority=("WOPDQA", "FR2026-00487", "OSS2026"),
    sentence="Each new order for a listed item wants a face-to-face encounter; whether that holds for equipment that the "
    "patient already had is not confirmed: {reasons}.",
    cure=NOTE,
    denial="CO-50, N115",
)
def new_order_encounter():
    """A new order, from 2026-04-13 on, for listed equipment that was delivered before."""
