"""An order whose length of need has run out."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, order, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.papers.continued_need_and_use.criteria import later_month_of_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code

RENEWAL = Cure("obtain a new standard written order", "the treating practitioner", Helps.LATER)
BEGINS = pl.when(order.order_date > line.rental_start).then(order.order_date).otherwise(line.rental_start)
LAST_DAY = BEGINS + pl.duration(days=order.length_of_need_days)


@criterion(ORDER)
def ordered_for_a_time():
    """The order asks for the line's code and names a length of need."""
    names_code = order.items.list.contains(line.code)
    return (names_code & order.length_of_need_days.is_not_null()).fill_null(False)


@criterion()
def group_1_on_an_order_for_a_time():
    """A later month in Group I, of equipment that an order limits to a length of need."""
    group_1 = (in_group_1 & ~is_for_portable) | in_group_1_awake
    return later_month_of_equipment & group_1 & exists(ORDER, ordered_for_a_time)


@criterion(ORDER)
def days_still_run():
    """Written by the service date, and without a length of need or still inside it."""
    runs = order.length_of_need_days.is_null() | (line.service_date <= LAST_DAY)
    return (order.order_date <= line.service_date) & runs


@criterion(ORDER)
def running_order():
    """A complete order for the line that still runs."""
    return complete_order_for_this_code & days_still_run


@criterion(
    not_met="the length of need on every order for {line.code} ran out before {line.service_date}",
    unknown="whether a complete order for {line.code} still runs on {line.service_date} is not documented",
    ask=Cure("obtain the complete order that renews it", "the treating practitioner"),
)
def has_running_order():
    """A complete order for the line still runs."""
    return exists(ORDER, running_order)


@rule(
    "PAP-320",
    roles=Role.LENGTH_OF_NEED,
    stage=Stage.COVERAGE,
    applies=group_1_on_an_order_for_a_time,
    requires=has_running_order,
    not_met=Effect.REVIEW,
    in_force=("2023-01-01", None),
    authority="NFAQ",
    sentence="A new order is expected when the length of need ordered has run out: {reasons}.",
    cure=RENEWAL,
    denial="CO-50, N115",
)
def length_of_need():
    """Group I has no renewal date of its own, but an order may end.

    The payer expects a new order then. The text that says from when the months without one are lost
    could not be read, so a person decides. The days are counted from the order or from the start of the
    rental, whichever is later. Groups II and III have a renewal of their own.
    """
