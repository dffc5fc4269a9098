"""EY never stands beside KX, N1, N2 or N3. No text of the payer was read on it, so the answer cannot be told."""

from oxyclaim.engine.words import Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, has, is_coded


@criterion(not_met="{p.modifier_no_order} says that no order was received, and it is coded {line.modifiers}")
def no_order_or_criteria_met():
    """Not both that no order was received, and that the criteria are met."""
    no_order = line.modifiers.list.contains(p.modifier_no_order)
    return ~(no_order & has(p.assertion_modifiers))


@rule(
    "SCR-200",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=no_order_or_criteria_met,
    in_force=("2018-08-01", None),
    authority=("GNOTES", "DENIAL-GK"),
    sentence="The line contradicts itself; that it is rejected is not confirmed: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def no_order_excludes_criteria_met():
    """EY never stands beside KX, N1, N2 or N3. No text of the payer was read on it, so the answer cannot be told."""
