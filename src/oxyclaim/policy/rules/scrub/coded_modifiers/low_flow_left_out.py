"""Below 1 liter per minute a stationary line without QE or QA is paid too much. The front end cannot see it."""

from oxyclaim.engine.words import Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_stationary
from oxyclaim.policy.rules.scrub.coded_modifiers.flow import PAID_BACK


@criterion()
def known_low():
    """The order is known to call for the modifier of a low flow."""
    # What is not known is not foretold: COD-200 holds such a line.
    called = line.flow_modifier.eq_missing(p.modifier_low) | line.flow_modifier.eq_missing(p.modifier_low_averaged)
    return called & line.flow_modifier.is_not_null()


@criterion()
def low_flow_called_for():
    """A coded stationary line for which the order is known to call for the modifier of a low flow."""
    return is_coded_stationary & known_low


@criterion(not_met="the order calls for {line.flow_modifier}, and the line is coded {line.modifiers}")
def coded_low():
    """A modifier of a low flow is on the line."""
    return line.modifiers.list.set_intersection(p.flow_modifiers_low).list.len() > 0


@rule(
    "SCR-230",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=low_flow_called_for,
    requires=coded_low,
    in_force=("2018-04-01", None),
    authority=("QMOD", "A52514, Coding guidelines", "42CFR414.226"),
    sentence="It would be paid in full, while half is due below {p.low_flow_below_lpm} liter per minute: {reasons}.",
    cure=PAID_BACK,
    denial="CO-150, N115",
)
def low_flow_left_out():
    """Below 1 liter per minute a stationary line without QE or QA is paid too much. The front end cannot see it."""
