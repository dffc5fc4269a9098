"""The modifiers that a payer requires behind the others."""

import polars as pl

from oxyclaim.engine.grains import LINE, ORDER
from oxyclaim.engine.words import Stage, criterion, derived, exists, line, order, output, p


@criterion(ORDER)
def flow_wants_payers_modifier():
    """An order for the line's code with a flow from which the payer requires a modifier."""
    dated = order.order_date <= line.service_date
    return order.items.list.contains(line.code) & dated & (order.rate >= p.modifiers_high_flow_from)


@criterion()
def flow_wants_modifier():
    """The prescribed flow is one from which the payer requires a modifier."""
    return exists(ORDER, flow_wants_payers_modifier)


NO_MODIFIERS = pl.lit([], dtype=pl.List(pl.String))


@output(Stage.CODING, flow_wants_modifier, serves="PAY-410", idle=NO_MODIFIERS)
def modifiers_for_flow(high):
    """The modifiers that the payer requires for the prescribed flow; none where it requires none, null while unknown."""
    by_flow = pl.when(high).then(p.modifiers_high_flow).when(~high).then(NO_MODIFIERS)
    return pl.when(p.modifiers_high_flow.is_null()).then(NO_MODIFIERS).otherwise(by_flow)


@derived(LINE)
def modifiers_left_open():
    """Whether the payer's file says nothing of the coverage modifier."""
    return p.coverage_modifier_by == "none"
