"""Rental months of one run: those of the files count together, and with those of the history."""

from collections.abc import Iterator

import polars as pl

from oxyclaim.bulk.history import History
from oxyclaim.bulk.keys import KeyTable
from oxyclaim.bulk.rental_starts import LONGEST_MONTH
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.catalogue import Catalogue

_RUN = ["beneficiary", "kind", "run"]
_OF_KIND = ["beneficiary", "kind"]


def beyond_paid_months(keys: KeyTable, history: History | None, catalogue: Catalogue) -> Iterator[pl.DataFrame]:
    """Lines of the files that are the 37th month of a run or a later one: more than Medicare pays.

    Columns: those of ``KeyTable``, ``number`` (the how-manieth month), ``begun`` (the first one's day), ``earlier``
    (how many of them the history shows) and ``limit`` (how many are paid). A month counts once however often it is
    billed. A gap that may hide a break in need, or a month that is coded as the first of a replacement, begins
    another run. Where the history shows already that all months are paid, the rule book tells it of the line itself
    and it is not told here.
    """
    limit = _largest(catalogue, "rental_months_paid")
    gap = _largest(catalogue, "break_days") + LONGEST_MONTH + 1
    if not limit:
        return
    for lines in keys.rent():
        found = _beyond(lines, None if history is None else history.rent_of(lines["beneficiary"].unique()), limit, gap)
        if not found.is_empty():
            yield found


def _largest(catalogue: Catalogue, name: str) -> int:
    return max((value.value or 0 for value in catalogue.values[part_b_payer(catalogue)].get(name, ())), default=0)


def _beyond(lines: pl.DataFrame, months: pl.DataFrame | None, limit: int, gap: int) -> pl.DataFrame:
    own = lines.select(*_OF_KIND, "day", "anew", paid=pl.lit(None, pl.Boolean), earlier=pl.lit(False))
    every = own if months is None else pl.concat([own, months.with_columns(earlier=pl.lit(True))])
    days = every.group_by(*_OF_KIND, "day").agg(
        pl.col("anew").any(), pl.col("paid").fill_null(False).any(), pl.col("earlier").any()
    )  # fmt: skip
    days = days.sort(*_OF_KIND, "day")
    away = (pl.col("day") - pl.col("day").shift(1)).dt.total_days().over(_OF_KIND)
    days = days.with_columns(run=((away > gap).fill_null(False) | pl.col("anew")).cum_sum().over(_OF_KIND))
    days = days.with_columns(
        number=pl.int_range(1, pl.len() + 1).over(_RUN),
        begun=pl.col("day").first().over(_RUN),
        earlier=pl.col("earlier").sum().over(_RUN),
        paid=(pl.col("paid").cum_sum() - pl.col("paid")).over(_RUN),
    )
    late = days.filter((pl.col("number") > limit) & (pl.col("paid") < limit))
    told = late.select(*_OF_KIND, "day", "number", "begun", "earlier", limit=pl.lit(limit))
    return lines.join(told, on=[*_OF_KIND, "day"], maintain_order="left")
