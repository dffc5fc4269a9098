"""The modifiers that a payer wants behind the others."""

import polars as pl

from oxyclaim.engine.grains import LINE, ORDER
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Kind,
    Stage,
    criterion,
    derived,
    exists,
    known,
    line,
    order,
    output,
    p,
    rule,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item, is_rental_equipment


@criterion(ORDER)
def flow_wants_payers_modifier():
    """An order for the line's code with a flow from which the payer wants a modifier."""
    dated = order.order_date <= line.service_date
    return order.items.list.contains(line.code) & dated & (order.rate >= p.modifiers_high_flow_from)


@criterion()
def flow_wants_modifier():
    """The prescribed flow is one from which the payer wants a modifier."""
    return exists(ORDER, flow_wants_payers_modifier)


NO_MODIFIERS = pl.lit([], dtype=pl.List(pl.String))


@output(Stage.CODING, flow_wants_modifier, serves="PAY-410", idle=NO_MODIFIERS)
def modifiers_for_flow(high):
    """The modifiers that the payer wants for the prescribed flow; none where it wants none, null while unknown."""
    by_flow = pl.when(high).then(p.modifiers_high_flow).when(~high).then(NO_MODIFIERS)
    return pl.when(p.modifiers_high_flow.is_null()).then(NO_MODIFIERS).otherwise(by_flow)


@derived(LINE)
def modifiers_left_open():
    """Whether the payer's file says nothing of the coverage modifier."""
    return p.coverage_modifier_by == "none"


@criterion(not_met="its file names none")
def modifiers_named():
    """The payer's file names a coverage modifier."""
    return ~line.modifiers_left_open


@rule(
    "PAY-400",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=is_rental_equipment,
    requires=modifiers_named,
    not_met=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Whether this payer wants a coverage modifier beside RR, NU or UE is not said, {reasons}: look in your contract.",
)
def modifiers_silent():
    """Where the payer's file names no coverage modifier, none is put on the line, and the biller is told."""


@criterion(
    unknown="which modifiers this payer wants hangs on what is not documented (the flow, how the line is billed, or "
    "whether the patient qualifies)",
    ask=Cure(
        "obtain the order with the flow, and say whether the equipment is rented or sold", "the supplier's records"
    ),
)
def own_modifiers_chosen():
    """All modifiers of the line are known."""
    return known(line.modifiers_to_bill)


@rule(
    "PAY-410",
    stage=Stage.CODING,
    applies=is_oxygen_item,
    requires=own_modifiers_chosen,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The modifiers cannot be chosen yet: {reasons}.",
)
def modifiers_known():
    """A line is billed only once every modifier that the payer wants of it is known."""
