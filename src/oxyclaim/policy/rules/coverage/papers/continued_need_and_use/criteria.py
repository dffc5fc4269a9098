"""After the first month: the patient still needs the oxygen, and still uses it."""

import polars as pl

from oxyclaim.engine.words import criterion, follow_up, line, p
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents, is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


def timely(day):
    """A day within the months before the service date."""
    earliest = line.service_date.dt.offset_by(pl.lit("-") + p.follow_up_months.cast(pl.String) + "mo")
    return (day >= earliest) & (day <= line.service_date)


@criterion(unknown="the first service date of this rental (rental_start) is not known")
def after_first_month():
    """A later month than the first of the rental."""
    return line.service_date > line.rental_start


@criterion()
def rented_or_filled():
    """Rented equipment, or contents."""
    return (is_rental_equipment & not_sold) | is_contents


@criterion()
def later_month_of_equipment():
    """A later month of rented oxygen equipment, or of contents."""
    return rented_or_filled & after_first_month


def of_this_item():
    """The record speaks of the line's item: it names no item, or this code, or for contents the equipment they fill."""
    filled = follow_up.items.list.set_intersection(pl.concat_list(p.gas_equipment_codes, p.liquid_equipment_codes))
    contents = (line.equipment == "contents") & (filled.list.len() > 0)
    return follow_up.items.is_null() | follow_up.items.list.contains(line.code) | contents
