"""The running count of a ledger: finer rows counted in their order, begun anew where something opens a new count.

What is unknown gives a lower and an upper count. Between two boundaries (an opening, or the line's own start) lie
segments of counted rows; the segments of all lines are folded one after the other, so that the work grows with the
rows and with the most boundaries that a line has, which are few.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from oxyclaim.engine.words import Ledger, column_of

OPENING, START = "opening", "start"
ROW = "row.line"


@dataclass(frozen=True)
class _Parts:
    """``rows``: counted or perhaps counted rows (row.line, day, sure, label); ``undated``: how many have no day, by
    line; ``bounds``: boundaries (row.line, day, order, kind, sure); ``unlisted``: the lines whose rows are not listed.
    """

    rows: pl.DataFrame
    undated: pl.DataFrame
    bounds: pl.DataFrame
    unlisted: pl.DataFrame


def running(ledger: Ledger, lines: pl.DataFrame, counted: pl.DataFrame, opening: pl.DataFrame) -> pl.DataFrame:
    """The columns of ``Ledger.COLUMNS`` for every line, in the order of ``lines``.

    ``lines`` holds row.line and the columns that ``ledger`` names; ``counted`` and ``opening`` are the frames of its
    finer grains, with their criteria.
    """
    given = lines.select(
        ROW,
        pl.col(ledger.start).alias("start"),
        pl.col(ledger.until).alias("until"),
        pl.col(ledger.limit).alias("limit"),
        pl.col(column_of(ledger.anew)).alias("anew"),
    )
    parts = _parts(ledger, given, counted, opening)
    rows, segments, bounds = _in_segments(parts)
    folded = _folded(given, parts, segments, bounds)
    found = _days(folded, rows)
    return folded.join(found, on=ROW, how="left", maintain_order="left").select(
        pl.col(what).alias(ledger.column(what)) for what in Ledger.COLUMNS
    )


def _parts(ledger: Ledger, given: pl.DataFrame, counted: pl.DataFrame, opening: pl.DataFrame) -> _Parts:
    counts, opens = pl.col(column_of(ledger.counts)), pl.col(column_of(ledger.opens))
    listed = pl.col("present").is_not_null() & ~pl.col("unlisted")
    perhaps = counted.filter(listed & counts.fill_null(True)).select(
        ROW, pl.col(ledger.day).alias("day"), counts.is_not_null().alias("sure"), pl.col(ledger.label).alias("label")
    )
    rows = (
        perhaps.filter(pl.col("day").is_not_null())
        .group_by(ROW, "day")
        .agg(pl.col("sure").any(), pl.when(pl.col("label").n_unique() == 1).then(pl.col("label").first()))
    )
    undated = perhaps.filter(pl.col("day").is_null()).group_by(ROW).agg(pl.len().cast(pl.Int64).alias("undated"))
    unlisted = counted.filter(pl.col("unlisted") & pl.col("present")).select(ROW, pl.lit(True).alias("unlisted"))
    openings = opening.filter(listed & opens.fill_null(True)).select(
        ROW,
        pl.coalesce(pl.col(ledger.opens_on), pl.col(ledger.opens_from)).alias("day"),
        opens.fill_null(False).alias("sure"),
    )
    nowhere = openings.filter(pl.col("day").is_null()).select(ROW).join(given, on=ROW)
    anywhere = [nowhere.select(ROW, pl.col(day), pl.lit(False).alias("sure")) for day in ("start", "until")]
    gaps = _gaps(ledger, rows, opening)
    bounds = pl.concat(
        [
            _bounds(openings.filter(pl.col("day").is_not_null()), 1, OPENING),
            # An opening whose day is not known may lie before the start or after it.
            _bounds(anywhere[0].select(ROW, pl.col("start").dt.offset_by("-1d").alias("day"), "sure"), 1, OPENING),
            _bounds(anywhere[1].select(ROW, pl.col("until").alias("day"), "sure"), 1, OPENING),
            _bounds(gaps, 1, OPENING),
            _bounds(given.select(ROW, pl.col("start").dt.offset_by("-1d").alias("day"), pl.col("anew").alias("sure")),
                    2, START),
        ]
    )  # fmt: skip
    return _Parts(rows, undated, bounds.filter(pl.col("day").is_not_null()), unlisted)


def _bounds(frame: pl.DataFrame, order: int, kind: str) -> pl.DataFrame:
    return frame.select(ROW, "day", pl.lit(order).alias("order"), pl.lit(kind).alias("kind"), "sure")


def _gaps(ledger: Ledger, rows: pl.DataFrame, opening: pl.DataFrame) -> pl.DataFrame:
    """Where nobody has listed what opens a count, a long gap between counted rows may hide an opening."""
    unlisted = opening.filter(pl.col("unlisted") & pl.col("present")).select(ROW).unique()
    sure = rows.filter("sure").join(unlisted, on=ROW, how="semi").sort(ROW, "day")
    later = pl.col("day").shift(-1).over(ROW)
    return sure.filter((later - pl.col("day")).dt.total_days() > ledger.gap_days).select(
        ROW, "day", pl.lit(False).alias("sure")
    )


def _in_segments(parts: _Parts) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows with their segment, the segments with their counts, the boundaries with the segment that they end.

    Rows of a boundary's own day come before it.
    """
    counted = parts.rows.select(ROW, "day", pl.lit(0).alias("order"), pl.lit("row").alias("kind"), "sure", "label")
    bounds = parts.bounds.with_columns(label=pl.lit(None, pl.String))
    events = pl.concat([counted, bounds]).sort(ROW, "day", "order")
    is_bound = pl.col("kind") != "row"
    events = events.with_columns(segment=is_bound.cast(pl.Int32).cum_sum().over(ROW) - is_bound.cast(pl.Int32))
    rows = events.filter(~is_bound)
    segments = rows.group_by(ROW, "segment").agg(
        pl.col("sure").sum().cast(pl.Int64).alias("n_sure"), pl.len().cast(pl.Int64).alias("n_all")
    )
    return rows, segments, events.filter(is_bound).select(ROW, "segment", "kind", pl.col("sure").alias("b_sure"))


_FRESH: dict[str, Any] = {
    "least": 0, "most": 0, "base": 0, "earlier_least": 0, "earlier_most": 0, "since_least": 0, "since_most": 0,
    "opened_surely": False, "opened_perhaps": False, "opened": False, "reopened": False, "started": False,
    "before_least": 0, "before_most": 0,
}  # fmt: skip


def _folded(given: pl.DataFrame, parts: _Parts, segments: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    """Each line's count after its last segment.

    ``base`` is the segment with which the count began, null where that is not known. ``before_*`` is the count before
    the openings behind the last row; ``since_*`` counts from the start.
    """
    state = given.join(parts.undated, on=ROW, how="left", maintain_order="left").join(
        parts.unlisted, on=ROW, how="left", maintain_order="left"
    )
    state = state.with_columns(
        pl.col("undated").fill_null(0),
        pl.col("unlisted").fill_null(False),
        *(pl.lit(value, pl.Int64 if isinstance(value, int) and not isinstance(value, bool) else None).alias(name)
          for name, value in _FRESH.items()),
    )  # fmt: skip
    last: int = bounds["segment"].max() or 0 if bounds.height else 0  # type: ignore[assignment]
    for number in range(last + 2):
        mine = segments.filter(pl.col("segment") == number).drop("segment")
        end = bounds.filter(pl.col("segment") == number).drop("segment")
        state = state.join(mine, on=ROW, how="left", maintain_order="left")
        state = state.join(end, on=ROW, how="left", maintain_order="left")
        state = _bounded(_counted(state), number).drop("n_sure", "n_all", "kind", "b_sure")
    unknown = pl.col("unlisted")
    return state.with_columns(
        pl.when(~unknown).then(pl.col("most") + pl.col("undated")).alias("most"),
        pl.when(~unknown).then(pl.col("earlier_most") + pl.col("undated")).alias("earlier_most"),
        pl.when(~unknown | ~pl.col("reopened")).then(pl.col("reopened")).alias("reopened"),
    )


def _counted(state: pl.DataFrame) -> pl.DataFrame:
    """The state with a segment's rows counted."""
    sure, every = pl.col("n_sure").fill_null(0), pl.col("n_all").fill_null(0)
    state = state.with_columns(
        least=pl.col("least") + sure,
        most=pl.col("most") + every,
        since_least=pl.when("started").then(pl.col("since_least") + sure).otherwise(0),
        since_most=pl.when("started").then(pl.col("since_most") + every).otherwise(0),
        opened_surely=pl.col("opened_surely") & (every == 0),
        opened_perhaps=pl.col("opened_perhaps") & (sure == 0),
    )
    return state.with_columns(
        before_least=pl.when(every > 0).then(pl.col("least")).otherwise(pl.col("before_least")),
        before_most=pl.when(every > 0).then(pl.col("most")).otherwise(pl.col("before_most")),
    )


def _bounded(state: pl.DataFrame, number: int) -> pl.DataFrame:
    """The state behind the boundary that ends a segment, if one does."""
    opening, start = pl.col("kind") == OPENING, pl.col("kind") == START
    sure = pl.col("b_sure")
    reached = pl.col("least") >= pl.col("limit")
    short = pl.col("most") + pl.col("undated") < pl.col("limit")
    # An opening behind the limit changes nothing; where either is not known, the count may or may not begin anew.
    anew = (
        pl.when(opening & reached)
        .then(False)
        .when(opening & short & sure)
        .then(True)
        .when(start)
        .then(sure)
        .when(opening)
        .then(None)
        .otherwise(False)
    )
    counted_since = (pl.col("since_most") + pl.col("undated") > 0) | pl.col("unlisted")
    again = (
        pl.when(opening & pl.col("started") & counted_since & ~reached)
        .then(pl.when(short & sure & (pl.col("since_least") > 0)).then(True))
        .otherwise(False)
    )
    next_segment = pl.lit(number + 1, pl.Int64)
    return state.with_columns(
        earlier_least=pl.when(start).then(pl.col("before_least")).otherwise(pl.col("earlier_least")),
        earlier_most=pl.when(start).then(pl.col("before_most")).otherwise(pl.col("earlier_most")),
        opened=pl.when(start & pl.col("opened_surely"))
        .then(True)
        .when(start & pl.col("opened_perhaps"))
        .then(None)
        .otherwise(pl.col("opened")),
        started=pl.col("started") | start.fill_null(False),
        opened_surely=pl.col("opened_surely") | (opening & sure).fill_null(False),
        opened_perhaps=pl.col("opened_perhaps") | opening.fill_null(False),
        reopened=pl.col("reopened") | again,
        least=pl.when(anew.is_null() | anew).then(0).otherwise(pl.col("least")),
        most=pl.when(anew).then(0).otherwise(pl.col("most")),
        base=pl.when(anew.is_null()).then(None).when(anew).then(next_segment).otherwise(pl.col("base")),
    )


def _days(folded: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The day of the last counted row, what it is called, and the day of the one with which the limit was reached.

    Only where the count is certain.
    """
    certain = folded.filter((pl.col("least") == pl.col("most")) & pl.col("base").is_not_null()).select(
        ROW, "base", "limit"
    )
    of_count = rows.join(certain, on=ROW).filter(pl.col("segment") >= pl.col("base")).sort(ROW, "day")
    position = pl.int_range(1, pl.len() + 1)
    return of_count.group_by(ROW).agg(
        pl.col("day").last().alias("last_day"),
        pl.col("label").last().alias("last_label"),
        pl.col("day").filter(position == pl.col("limit")).first().alias("limit_day"),
        pl.col("label").filter(position == pl.col("limit")).first().alias("limit_label"),
    )
