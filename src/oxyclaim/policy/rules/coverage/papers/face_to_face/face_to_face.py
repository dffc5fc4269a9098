"""Listed equipment needs a face-to-face encounter within the 6 months before the order."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Effect, Fact, Stage, criterion, exists, p, rule
from oxyclaim.policy.rules.coverage.papers.entry.criteria import entered_with_equipment
from oxyclaim.policy.rules.coverage.papers.face_to_face.criteria import VISIT_FIRST, order_has_encounter
from oxyclaim.policy.rules.coverage.papers.order_before_delivery.rule import (
    has_order_before_delivery,
    in_hand_at_delivery,
    listed_for_order_before_delivery,
    perhaps_listed_for_order_before_delivery,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import orders_this_code
from oxyclaim.policy.rules.ledger.replacement.criteria import identical_after_lifetime


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
    authority=("FR2026-00487", "WOPDQA", "VH2026", "A55426", "PIM5"),
    sentence="{line.code} delivered on {line.device_delivered} needs a face-to-face encounter before the order: {reasons}.",
    cure=VISIT_FIRST,
    asserts="coverage",
    denial="CO-50, N115",
)
def face_to_face():
    """Listed equipment needs a face-to-face encounter within the 6 months before the order.

    One visit may serve several orders written within those months. A visit with another practitioner counts where the
    one who ordered has verified it and holds its record. No new visit is asked for where an identical item (the same
    code) replaces one whose lifetime has ended; the order is.
    """


@rule(
    "PAP-121",
    stage=Stage.COVERAGE,
    applies=perhaps_listed_with_order_in_hand,
    requires=has_encounter,
    not_met=Effect.REVIEW,
    in_force=("2020-01-01", None),
    authority=("FR2026-00487", "FR2026-JUL"),
    sentence="{line.code} is believed, not confirmed, to be on the list in force on {line.device_delivered}; if it is, it "
    "needs a face-to-face "
    "encounter before the order: {reasons}.",
    cure=VISIT_FIRST,
    asserts="coverage",
    denial="CO-50, N115",
)
def face_to_face_perhaps():
    """Equipment believed to be on the list: a visit that is known to be missing goes to a person."""
