"""The order for stationary equipment in force, and the flow that it prescribes."""

import polars as pl

from oxyclaim.engine.grains import ORDER, OTHER_ORDER, RIVAL_ORDER
from oxyclaim.engine.words import Cure, criterion, derived, exists, line, of_other, order, other_order, p, rival_order
from oxyclaim.policy.rules.coverage.equipment.rule import beside_stationary, is_stationary
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order


@criterion()
def no_stationary_line():
    """No stationary unit is billed for this month."""
    return ~(is_stationary | beside_stationary)


FLOW = Cure("obtain the order with the flow at rest, by day and by night", "the treating practitioner")


NIGHT_ONLY = ~order.used_during.list.contains("rest") & order.used_during.list.contains("sleep")
DAY_ONLY = ~order.used_during.list.contains("sleep")
SINGLE_RATE = pl.coalesce(
    order.flow_lpm, pl.when(NIGHT_ONLY).then(order.night_flow_lpm), pl.when(DAY_ONLY).then(order.day_flow_lpm)
)


def _number(value: pl.Expr) -> pl.Expr:
    return value.round(3).cast(pl.String).str.strip_suffix(".0")


@derived(ORDER)
def rate():
    """The rate that decides: the one for day and night or the only time of use, else the mean of day and night."""
    return pl.coalesce(SINGLE_RATE, ((order.day_flow_lpm + order.night_flow_lpm) / 2).round(3))


@derived(ORDER)
def rate_told():
    """The rate that decides, with the time for which it is ordered."""
    day, night = order.day_flow_lpm, order.night_flow_lpm
    return (
        pl.when(order.flow_lpm.is_not_null())
        .then(pl.format("{} liters per minute at rest", _number(order.flow_lpm)))
        .when(NIGHT_ONLY & night.is_not_null())
        .then(pl.format("{} liters per minute at night", _number(night)))
        .when(DAY_ONLY & day.is_not_null())
        .then(pl.format("{} liters per minute by day", _number(day)))
        .when(day == night)
        .then(pl.format("{} liters per minute by day and by night", _number(day)))
        .otherwise(
            pl.format(
                "{} liters per minute by day and {} by night, {} on average",
                _number(day), _number(night), _number(order.rate),
            )
        )
    )  # fmt: skip


@derived(ORDER)
def rates_differ():
    """Whether day and night rates are both ordered and differ."""
    single = pl.when(SINGLE_RATE.is_not_null()).then(pl.lit(False))
    return pl.coalesce(single, order.day_flow_lpm != order.night_flow_lpm)


@derived(ORDER)
def highest_rate():
    """The highest rate ordered at rest or at night; where one of two is not given, that of the other."""
    day, night = order.day_flow_lpm, order.night_flow_lpm
    return pl.coalesce(order.flow_lpm, pl.when(day > night).then(day).otherwise(night), day)


@derived(ORDER)
def lowest_rate():
    """The lowest rate ordered at rest or at night; where one of two is not given, that of the other."""
    day, night = order.day_flow_lpm, order.night_flow_lpm
    return pl.coalesce(order.flow_lpm, pl.when(day < night).then(day).otherwise(night), day)


@criterion(ORDER)
def orders_stationary():
    """The order asks for stationary equipment."""
    return order.items.list.set_intersection(p.stationary_codes).list.len() > 0


@criterion(OTHER_ORDER)
def other_is_later():
    """The other order asks for stationary equipment too, is later, and dated by the service date."""
    return (
        (other_order.items.list.set_intersection(p.stationary_codes).list.len() > 0)
        & (other_order.order_date > order.order_date)
        & (other_order.order_date <= line.service_date)
    )


@criterion(OTHER_ORDER)
def replaced_by_other():
    """The other order is later and complete."""
    return other_is_later & of_other(complete_order)


@criterion(ORDER)
def dated_by_service():
    """Dated on or before the service date."""
    return order.order_date <= line.service_date


@criterion(OTHER_ORDER)
def other_order_is_earlier():
    """The other order asks for stationary equipment too, and is earlier."""
    for_stationary = other_order.items.list.set_intersection(p.stationary_codes).list.len() > 0
    return for_stationary & (other_order.order_date < order.order_date)


@criterion(OTHER_ORDER)
def preceded_by_other():
    """The other order is earlier and complete."""
    return other_order_is_earlier & of_other(complete_order)


@criterion(ORDER)
def latest_by_service():
    """Dated by the service date, and no later one of that time takes its place."""
    return dated_by_service & ~exists(OTHER_ORDER, replaced_by_other)


@criterion(ORDER)
def first_and_late():
    """Written after the service date where none was written before: the first order gives the flow (PAP-105)."""
    return ~dated_by_service & ~exists(OTHER_ORDER, preceded_by_other)


@criterion(ORDER)
def stationary_order_in_force():
    """The order for stationary equipment that holds on the service date, or the first one written after it."""
    return orders_stationary & complete_order & (latest_by_service | first_and_late)


@criterion(
    ORDER,
    met="order {order.id}: {order.rate_told}",
    unknown="order {order.id}: the flow at rest, by day and by night, is not documented",
    ask=FLOW,
)
def rate_above_4():
    """More than 4 liters per minute."""
    return order.rate > p.high_flow_above_lpm


@criterion(
    ORDER,
    met="order {order.id}: {order.rate_told}",
    unknown="order {order.id}: the flow at rest, by day and by night, is not documented",
    ask=FLOW,
)
def rate_below_1():
    """Less than 1 liter per minute."""
    return order.rate < p.low_flow_below_lpm


@criterion(ORDER)
def two_rates():
    """Day and night rates differ."""
    return order.rates_differ


@criterion(ORDER)
def asks_for_portable():
    """The order asks for portable equipment."""
    return order.items.list.set_intersection(p.portable_codes).list.len() > 0


@criterion()
def has_stationary_order():
    """A complete order for stationary equipment is in force."""
    return exists(ORDER, stationary_order_in_force)


@criterion(RIVAL_ORDER)
def rival_flow_differs():
    """The other order gives another flow."""
    return (rival_order.rate != order.rate) | (rival_order.rates_differ != order.rates_differ)


@criterion(RIVAL_ORDER)
def rival_order_differs():
    """Another order in force gives another flow."""
    return of_other(stationary_order_in_force) & rival_flow_differs


@criterion(ORDER)
def contradicted_order():
    """An order in force that another one in force contradicts."""
    return stationary_order_in_force & exists(RIVAL_ORDER, rival_order_differs)


@criterion()
def orders_contradict():
    """Two orders of the same day in force give different flows."""
    return exists(ORDER, contradicted_order)


@criterion(
    not_met="no complete order for stationary equipment is in force on {line.service_date}, or two of the same day give "
    "different flows",
    unknown="which order for stationary equipment is in force on {line.service_date} is not documented",
    ask=FLOW,
)
def one_flow_ordered():
    """Stationary equipment in this month has one order in force, with one flow."""
    return no_stationary_line | (has_stationary_order & ~orders_contradict)
