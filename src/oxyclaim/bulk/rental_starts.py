"""Where the rental of a claim line began, as far as the history of earlier claims tells."""

from datetime import date

import polars as pl

from oxyclaim.bulk.family import Family

LONGEST_MONTH = 31
"""Days of a rental month at most."""


_KEY = ["claim", "position"]


def rental_starts(
    lines: pl.DataFrame,
    months: pl.DataFrame,
    family: Family,
    history_from: date | None,
    *,
    paid_months: int,
    break_days: int,
) -> pl.DataFrame:
    """The rental start of lines that rent stationary or portable equipment. Columns: ``claim``, ``position``,
    ``rental_start``.

    ``months``: the months billed before (see ``History.months_for``); those known to be denied begin nothing. The start
    is the first month without a long gap up to the line's own, or the line's own day. A gap longer than a rental month
    and ``break_days`` may hide a break in need that ended the rental. The start is known only where the history (its
    first day is ``history_from``) reaches back behind it by more than such a gap, or where the months that it shows
    already are more than ``paid_months``.
    """
    schema = {"claim": pl.Int64, "position": pl.Int64, "rental_start": pl.Date}
    if history_from is None:
        return pl.DataFrame(schema=schema)
    rented = family.lines(lines.select("claim", "position", "code", "modifiers", "service_from"))
    rented = rented.filter(pl.col("kind").is_in(["stationary", "portable"]) & pl.col("service_from").is_not_null())
    own = rented.select(*_KEY, "kind", day="service_from", last="service_from")
    stands = (pl.col("month.kind") == "rental") & (pl.col("month.outcome") != "denied").fill_null(True)
    longest_gap = break_days + LONGEST_MONTH + 1
    billed = months.filter(stands).select(
        "claim", code="month.code", service_from="month.service_date", modifiers=pl.lit([], pl.List(pl.String))
    )
    earlier = family.lines(billed).select("claim", "kind", day="service_from")
    before = rented.select(*_KEY, "kind", last="service_from").join(earlier, on=["claim", "kind"])
    days = pl.concat([own, before.filter(pl.col("day") < pl.col("last")).select(own.columns)])
    days = days.unique([*_KEY, "day"]).sort(*_KEY, "day", descending=[False, False, True])
    gap = (pl.col("day").shift(1) - pl.col("day")).dt.total_days().over(_KEY)
    broken = (gap > longest_gap).fill_null(False).cum_sum().over(_KEY)
    runs = days.filter(broken == 0).group_by(_KEY, maintain_order=True).agg(
        start=pl.col("day").min(), months=pl.col("day").n_unique()
    )  # fmt: skip
    reaches_back = pl.col("start") > pl.lit(history_from) + pl.duration(days=longest_gap)
    used_up = pl.col("months") > paid_months
    return runs.select(*_KEY, rental_start=pl.when(reaches_back | used_up).then("start")).drop_nulls()
