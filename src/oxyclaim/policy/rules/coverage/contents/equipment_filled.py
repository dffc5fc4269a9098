"""Which gaseous or liquid equipment contents fill: by another line, the months billed before, or a later order."""

import polars as pl

from oxyclaim.engine.grains import MONTH, ORDER, ORDER_MONTH, OTHER_LINE
from oxyclaim.engine.words import (
    Cure,
    criterion,
    derived,
    exists,
    line,
    month,
    open_question,
    order,
    order_month,
    other_line,
    p,
)
from oxyclaim.policy.rules.coverage.contents.stationary_rental import stationary_ledger
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, kind_of

LATER_ORDER = Cure(
    "obtain the order that changed the equipment to gaseous or liquid, if there is one", "the treating practitioner"
)


def are_contents_of(system):
    """The line's contents are for this equipment: gas for gas, liquid for liquid."""
    gas = system.is_in(p.gas_equipment_codes) & line.code.is_in(p.gas_contents_codes)
    liquid = system.is_in(p.liquid_equipment_codes) & line.code.is_in(p.liquid_contents_codes)
    return gas | liquid


@criterion(
    authority=("A52514", "CMS2009", "IOM100-04, ch. 20 §30.6.3"),
    not_met="the stationary equipment of the last paid month was {ledger.stationary.last_label}, which is no gaseous or "
    "liquid equipment whose contents are {line.code}",
)
def contents_of_last_equipment():
    """The stationary equipment of the last paid month is gaseous or liquid, and these are its contents."""
    return are_contents_of(stationary_ledger.last_label)


@criterion(OTHER_LINE)
def other_is_its_portable_unit():
    """The other line is the portable equipment to which these contents belong."""
    return (other_line.kind_of_code == "portable") & are_contents_of(other_line.code)


@criterion(OTHER_LINE)
def other_is_portable_unit():
    """The other line is portable equipment."""
    return other_line.kind_of_code.eq_missing("portable")


@criterion()
def portable_unit_on_other_line():
    """Another line is portable equipment, which then tells what the patient has."""
    return exists(OTHER_LINE, other_is_portable_unit)


@criterion()
def portable_unit_of_last_month():
    """The portable equipment last paid is the one to which these contents belong."""
    return are_contents_of(rental_ledger.last_label)


@criterion(
    authority="A52514",
    not_met="no gaseous or liquid portable equipment is on file to which {line.code} belongs",
    unknown="which portable equipment the patient has is not known",
    ask=HISTORY,
)
def its_portable_unit():
    """The patient has the gaseous or liquid portable equipment to which these contents belong."""
    by_line = exists(OTHER_LINE, other_is_its_portable_unit)
    return by_line | (~portable_unit_on_other_line & portable_unit_of_last_month)


def _filled_by_line():
    """The gaseous or liquid equipment that the line's contents fill, of the line's own kind."""
    gas = line.code.is_in(p.gas_contents_codes)
    kind = pl.when(line.counted_kind == "portable").then(p.portable_codes).otherwise(p.stationary_codes)
    filled = pl.when(gas).then(p.gas_equipment_codes).otherwise(p.liquid_equipment_codes)
    return filled.list.set_intersection(kind)


@derived(ORDER_MONTH)
def kind_rented():
    """stationary or portable; empty for other codes."""
    return pl.when(month.code.is_not_null()).then(kind_of(month.code).fill_null(""))


@criterion(ORDER_MONTH)
def stationary_month_after_order():
    """A rental month of stationary equipment, not denied, that began on the day of the order or later."""
    rented = (order_month.kind_rented == "stationary") & (month.kind == "rental") & (month.outcome != "denied")
    return rented & (month.service_date >= order.order_date) & (month.service_date <= line.service_date)


@criterion(ORDER)
def dated_between_start_and_contents():
    """Dated after the rental began, and by the service date."""
    return (order.order_date > line.rental_start) & (order.order_date <= line.service_date)


@criterion(ORDER)
def dated_after_last_month():
    """Dated after the last rental month of stationary equipment began, and by the service date."""
    return dated_between_start_and_contents & ~exists(ORDER_MONTH, stationary_month_after_order)


@criterion(ORDER)
def asks_for_filled_equipment():
    """It asks for gaseous or liquid equipment that these contents fill."""
    return order.items.list.set_intersection(_filled_by_line()).list.len() > 0


@criterion(ORDER)
def asks_for_contents():
    """It asks for the contents themselves."""
    return order.items.list.contains(line.code)


@criterion(ORDER, met="order {order.id} of {order.order_date} changed the equipment")
def later_order_for_equipment():
    """A complete order, later than the last paid month, for the equipment that these contents fill."""
    return asks_for_filled_equipment & dated_after_last_month & complete_order


@criterion(ORDER, met="order {order.id} of {order.order_date} asks for {line.code}")
def later_order_for_contents():
    """A complete order, later than the last paid month, for the contents alone."""
    return asks_for_contents & dated_after_last_month & complete_order


@criterion()
def equipment_ordered_later():
    """The practitioner ordered the equipment later."""
    return exists(ORDER, later_order_for_equipment)


@criterion()
def equipment_or_contents_ordered_later():
    """The practitioner ordered the equipment, or its contents, later."""
    return equipment_ordered_later | exists(ORDER, later_order_for_contents)


@criterion(
    authority="A52514",
    met="the practitioner changed the equipment to gaseous or liquid later",
    not_met="no complete order of a later day changes the equipment to gaseous or liquid",
    unknown="whether an order of a later day changed the equipment to gaseous or liquid is not documented",
    ask=LATER_ORDER,
)
def changed_by_later_order():
    """After the last paid month the practitioner ordered gaseous or liquid equipment that these contents fill."""
    return open_question(
        "whether an order that asks for contents and names no equipment shows that the equipment was changed",
        lenient=equipment_or_contents_ordered_later,
        strict=equipment_ordered_later,
        authority="A52514",
    )


@criterion(MONTH, met="{month.code} was billed for {month.service_date}")
def stationary_month_lately():
    """A rental month of stationary equipment, not denied, that began in the three months up to the service date."""
    near = (month.service_date > line.service_date.dt.offset_by("-3mo")) & (month.service_date <= line.service_date)
    return (month.kind_of_month == "stationary") & (month.kind == "rental") & (month.outcome != "denied") & near


@criterion(MONTH)
def stationary_month_long_ago():
    """A rental month of stationary equipment within a lifetime, long past: whether it is still there is not known."""
    past = (month.service_date >= line.a_lifetime_before_service) & (month.service_date <= line.service_date)
    there = (month.kind_of_month == "stationary") & (month.kind == "rental") & past
    return there & pl.lit(None, pl.Boolean)


@criterion(OTHER_LINE)
def other_is_for_stationary():
    """The other line is stationary equipment, its contents or a visit to it."""
    return other_line.counted_kind.eq_missing("stationary")


@criterion(
    met="a stationary unit is rented too",
    unknown="whether the patient has a stationary unit too is not known",
    ask=HISTORY,
)
def stationary_unit_too():
    """The patient has a stationary unit too: by another line, or by a month billed before."""
    rented = exists(MONTH, stationary_month_lately) | exists(MONTH, stationary_month_long_ago)
    return exists(OTHER_LINE, other_is_for_stationary) | rented
