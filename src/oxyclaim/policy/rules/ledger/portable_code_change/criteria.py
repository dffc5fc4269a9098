"""Other equipment of the same kind within the 36 months: the count goes on, and an order must say so."""

import polars as pl

from oxyclaim.engine.grains import MONTH, ORDER
from oxyclaim.engine.words import Cure, criterion, exists, line, month, order, p
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import history_listed


def _modality(code):
    """gas, liquid, or neither, which of stationary equipment makes its oxygen from air."""
    gas = pl.when(code.is_in(p.gas_equipment_codes)).then(pl.lit("gas"))
    return (
        gas.when(code.is_in(p.liquid_equipment_codes))
        .then(pl.lit("liquid"))
        .when(code.is_not_null())
        .then(pl.lit("air"))
    )


@criterion(MONTH, met="{month.code} was paid for {month.service_date}")
def paid_under_another_code():
    """A paid month of this rental for other equipment: another portable code, or another stationary modality."""
    portable = (line.counted_kind == "portable") & (month.code != line.code)
    stationary = (line.counted_kind == "stationary") & (_modality(month.code) != _modality(line.code))
    paid = month.is_own_payers & month.is_paid & (portable | stationary)
    since_start = (month.service_date >= line.rental_start) & (month.service_date < line.service_date)
    return month.is_rental_of_kind & paid & since_start


@criterion()
def counts_as_portable():
    """Its paid months count as portable ones."""
    return line.counted_kind == "portable"


@criterion()
def changes_by_order():
    """The payer pays for other equipment on an order, stationary equipment too."""
    return p.exchange_by_order.fill_null(False)


@criterion()
def counts_as_stationary():
    """Its paid months count as stationary ones."""
    return (line.counted_kind == "stationary").fill_null(False)


@criterion()
def rented_on_from_history():
    """A rented unit whose earlier months the case lists: a portable one, or a stationary one where orders decide."""
    of_kind = counts_as_portable | (changes_by_order & counts_as_stationary)
    return of_kind & not_sold & history_listed


@criterion(
    not_met="earlier months of this rental were paid for other equipment",
    unknown="whether earlier months of this rental were paid for other equipment is not known",
    ask=Cure("complete the history with each month's code and answer", "the supplier's records"),
)
def same_code_of_kind():
    """No earlier month of this rental was paid for other equipment of the same kind."""
    return ~exists(MONTH, paid_under_another_code)


@criterion(ORDER)
def asks_for_this_code():
    """It asks for the line's own code."""
    return order.items.list.contains(line.code)


@criterion(ORDER)
def dated_within_rental():
    """Dated after the rental began, and by the service date."""
    return (order.order_date > line.rental_start) & (order.order_date <= line.service_date)


@criterion(ORDER)
def order_is_signed():
    """The practitioner signed it; whether it is complete is asked of every order by PAP-100."""
    return order.signed


@criterion(ORDER, met="order {order.id} of {order.order_date}")
def order_for_exchange():
    """A signed order for the line's code, later than the start of the rental."""
    return asks_for_this_code & dated_within_rental & order_is_signed
