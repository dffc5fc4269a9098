"""A modifier of a high flow without the flow and the test that it stands for is paid too much."""

import polars as pl

from oxyclaim.engine.words import Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_stationary
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded
from oxyclaim.policy.rules.scrub.coded_modifiers.flow import PAID_BACK


@criterion()
def flow_modifier_known():
    """Whether a flow modifier belongs on the line is known."""
    return line.flow_modifier.is_not_null()


@criterion()
def coded_high():
    """A modifier of a high flow is on the line."""
    high = pl.concat_list(p.flow_modifiers_with_portable, p.flow_modifiers_without_portable)
    return (line.modifiers.list.set_intersection(high).list.len() > 0).fill_null(False)


@criterion()
def coded_high_where_flow_is_known():
    """A modifier of a high flow is on an equipment line of which it is known whether one belongs there."""
    return is_coded & (is_stationary | is_portable) & coded_high & flow_modifier_known


@criterion(
    not_met="the line is coded {line.modifiers}; the order's flow at rest, its test, or the code itself does not support that"
)
def high_flow_called_for():
    """The order and the test call for a modifier that pays as much: alone only where no portable unit is prescribed."""
    alone, paired = p.flow_modifiers_without_portable, p.flow_modifiers_with_portable
    coded_alone = line.modifiers.list.set_intersection(alone).list.len() > 0
    called_alone = alone.list.contains(line.flow_modifier)
    return called_alone | (~coded_alone & paired.list.contains(line.flow_modifier))


@rule(
    "SCR-235",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=coded_high_where_flow_is_known,
    requires=high_flow_called_for,
    in_force=("2018-04-01", None),
    authority=("QMOD", "L33797, Liter flow greater than 4 LPM", "42CFR414.226"),
    sentence="It would be paid at a higher allowance than is due: {reasons}.",
    cure=PAID_BACK,
    denial="CO-150, N115",
)
def high_flow_not_borne_out():
    """A modifier of a high flow without the flow and the test that it stands for is paid too much.

    So is QG or QR where portable equipment is prescribed: QF or QB then pays the standard stationary allowance, and the
    addition on the portable line.
    """
