"""A portable unit on an order that limits oxygen to sleep contradicts itself."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, order, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


@criterion(
    ORDER,
    met="order {order.id} is for use during sleep only",
)
def ordered_for_sleep_only():
    """The order asks for the line's code and says that oxygen is used during sleep only."""
    asleep = order.used_during.list.contains("sleep")
    awake = order.used_during.list.set_intersection(["rest", "exercise"]).list.len() > 0
    return (order.items.list.contains(line.code) & asleep & ~awake).fill_null(False)


@criterion(not_met="an order for {line.code} says that oxygen is used during sleep only")
def ordered_for_use_awake():
    """No order for the portable unit limits the oxygen to sleep."""
    return ~exists(ORDER, ordered_for_sleep_only)


@rule(
    "COV-245",
    stage=Stage.COVERAGE,
    applies=is_portable,
    requires=ordered_for_use_awake,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("L33797, Portable oxygen systems", "L33797, Group I"),
    sentence="Portable oxygen is for a patient who moves about; an order for sleep alone speaks against it: {reasons}.",
    cure=Cure("ask the practitioner what the portable unit is for", "the treating practitioner"),
    denial="CO-50, N115",
)
def ordered_for_sleep():
    """A portable unit on an order that limits oxygen to sleep contradicts itself."""
