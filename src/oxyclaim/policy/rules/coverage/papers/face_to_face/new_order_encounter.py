"""A new order, from 2026-04-13 on, for listed equipment that was delivered before."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Effect, Stage, criterion, exists, line, order, p, rule
from oxyclaim.policy.rules.coverage.papers.face_to_face.criteria import NOTE, order_has_encounter
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code


@criterion(ORDER)
def later_order_of_listed_item():
    """An order of the rental, dated after its delivery and since the list holds it.

    An order from before the rental began is one of those with which the patient came from another payer.
    """
    of_rental = (order.order_date > line.device_delivered) & (order.order_date >= line.rental_start)
    dated = (order.order_date >= p.encounter_list_day) & of_rental
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
    unknown="whether there is a new order since the delivery and, if so, a visit within {p.encounter_months} months "
    "before it, is not documented",
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
    authority=("WOPDQA", "A55426", "FR2026-00487", "OSS2026"),
    sentence="Each new order for a listed item requires a face-to-face encounter; whether that holds for equipment that the "
    "patient already had is not confirmed: {reasons}.",
    cure=NOTE,
    denial="CO-50, N115",
)
def new_order_encounter():
    """A new order, from 2026-04-13 on, for listed equipment that was delivered before."""
