"""How soon one rental month may follow another, and from whom."""

import polars as pl

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import derived, month, p


@derived(MONTH)
def earliest_next():
    """The first day on which the payer takes the next month."""
    return month.service_date + pl.duration(days=p.days_between_bills)
