"""The running count of a ledger: finer rows counted in their order, begun anew where something opens a new count.

What is not known gives a lower and an upper count. Rows and boundaries (an opening, or the line's own start) are put
in one order; between boundaries lie segments of rows. The segments of all lines are folded one after the other, so
that the work grows with the rows and with the most boundaries that a line has, which are few.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from oxyclaim.engine.words import Ledger, Pending, column_of

ROW = "row.line"
COUNTED, OPENING, START = 0, 1, 2
"""What an event is. Of one day rows come first, and the line's start, which is entered on the day before, last."""


def running(
    ledger: Ledger,
    lines: pl.DataFrame,
    counted: pl.DataFrame,
    opening: pl.DataFrame,
    pending: Sequence[pl.DataFrame] = (),
) -> pl.DataFrame:
    """The columns of ``Ledger.COLUMNS`` for every line, in the order of ``lines``.

    ``lines`` holds row.line and the columns that ``ledger`` names; ``counted`` and ``opening`` are the frames of its
    finer grains, ``pending`` those of the ledger's pending rows, with their criteria.
    """
    given = lines.select(
        ROW,
        pl.col(ledger.start).alias("start"),
        pl.col(ledger.until).alias("until"),
        pl.col(ledger.limit).cast(pl.Int64).alias("limit"),
        pl.col(column_of(ledger.anew)).alias("anew"),
    )
    rows = pl.concat([_rows(ledger, counted), *map(_pending, ledger.pending, pending)])
    state = given.with_columns(undated=_undated(given, rows), unlisted=_unlisted(given, counted), **_at_first())
    state = state.join(_last_opening(ledger, given, opening), on=ROW, how="left", maintain_order="left")
    openings = [*_openings(ledger, given, opening), *_gaps(ledger, rows, opening)]
    if not rows.height and not openings:  # nothing to count
        return _outputs(ledger, _unknown_where_unlisted(state).with_columns(**_NOTHING_FOUND))
    events = _in_order(rows, pl.concat([_starts(given), *openings]))
    state = _folded(state, events)
    found = _last_and_limit(state, events.filter(pl.col("kind") == COUNTED))
    return _outputs(ledger, state.join(found, on=ROW, how="left", maintain_order="left"))


_NOTHING_FOUND = {
    "last_day": pl.lit(None, pl.Date), "last_label": pl.lit(None, pl.String),
    "limit_day": pl.lit(None, pl.Date), "limit_label": pl.lit(None, pl.String),
}  # fmt: skip


def _outputs(ledger: Ledger, state: pl.DataFrame) -> pl.DataFrame:
    return state.select(pl.col(what).alias(ledger.column(what)) for what in Ledger.COLUMNS)


def _listed(frame: pl.DataFrame, criterion: pl.Expr) -> pl.DataFrame:
    """The listed rows that meet a criterion or may do so."""
    return frame.filter(pl.col("present").is_not_null() & ~pl.col("unlisted") & criterion.fill_null(True))


def _unlisted(given: pl.DataFrame, frame: pl.DataFrame) -> pl.Expr:
    """Which lines have an unlisted row instead of a list."""
    if not frame["unlisted"].any():
        return pl.lit(False)
    lines = frame.filter(pl.col("unlisted").fill_null(False))[ROW].unique()
    return pl.col(ROW).is_in(lines.implode())


def _undated(given: pl.DataFrame, rows: pl.DataFrame) -> pl.Series | pl.Expr:
    """How many rows of each line have no day."""
    if not rows["day"].null_count():
        return pl.lit(0, pl.Int64)
    counts = rows.filter(pl.col("day").is_null()).group_by(ROW).len()
    return given.join(counts, on=ROW, how="left", maintain_order="left")["len"].fill_null(0).cast(pl.Int64)


def _rows(ledger: Ledger, counted: pl.DataFrame) -> pl.DataFrame:
    """The rows that count or may count, as events."""
    counts = pl.col(column_of(ledger.counts))
    return _listed(counted, counts).select(
        ROW,
        pl.col(ledger.day).alias("day"),
        pl.lit(COUNTED, pl.Int8).alias("kind"),
        counts.is_not_null().alias("sure"),
        pl.col(ledger.label).alias("label"),
    )


def _pending(source: Pending, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that may come to be counted, as events; one without a day says nothing."""
    counts = pl.col(column_of(source.counts))
    return (
        _listed(frame, counts)
        .filter(pl.col(source.day).is_not_null())
        .select(
            ROW,
            pl.col(source.day).alias("day"),
            pl.lit(COUNTED, pl.Int8).alias("kind"),
            pl.lit(False).alias("sure"),
            pl.col(source.label).alias("label"),
        )
    )


def _bounds(frame: pl.DataFrame, kind: int, day: pl.Expr, sure: pl.Expr) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String).alias("label")
    return frame.select(ROW, day.alias("day"), pl.lit(kind, pl.Int8).alias("kind"), sure.alias("sure"), nothing)


def _day_before(day: str) -> pl.Expr:
    return pl.col(day).dt.offset_by("-1d")


def _starts(given: pl.DataFrame) -> pl.DataFrame:
    return _bounds(given, START, _day_before("start"), pl.col("anew"))


def _openings(ledger: Ledger, given: pl.DataFrame, opening: pl.DataFrame) -> list[pl.DataFrame]:
    """Openings that are known or may be. One whose day is not known may lie before the start or after it."""
    opens = pl.col(column_of(ledger.opens))
    rows = _listed(opening, opens)
    if not rows.height:
        return []
    day = pl.coalesce(pl.col(ledger.opens_on), pl.col(ledger.opens_from))
    dated = _bounds(rows, OPENING, day, opens.fill_null(False))
    if not dated["day"].null_count():
        return [dated]
    lines = given.join(dated.filter(pl.col("day").is_null()), on=ROW, how="semi")
    never_sure = pl.lit(False)
    return [
        dated,
        _bounds(lines, OPENING, _day_before("start"), never_sure),
        _bounds(lines, OPENING, _day_before("until"), never_sure),
    ]


def _last_opening(ledger: Ledger, given: pl.DataFrame, opening: pl.DataFrame) -> pl.DataFrame:
    """The days of each line's last opening before its start, known or not known to be one."""
    rows = _listed(opening, pl.col(column_of(ledger.opens))).select(
        ROW, opening_from=pl.col(ledger.opens_from), opening_until=pl.col(ledger.opens_on)
    )
    before = rows.join(given.select(ROW, "start"), on=ROW).filter(pl.col("opening_until") < pl.col("start"))
    return before.sort(ROW, "opening_until").group_by(ROW).agg(pl.col("opening_from", "opening_until").last())


def _gaps(ledger: Ledger, rows: pl.DataFrame, opening: pl.DataFrame) -> list[pl.DataFrame]:
    """Where nobody has listed what opens a count, a long gap between counted rows may hide an opening."""
    if not opening["unlisted"].any():
        return []
    unlisted = opening.filter(pl.col("unlisted").fill_null(False)).select(ROW).unique()
    sure = rows.filter("sure").join(unlisted, on=ROW, how="semi").sort(ROW, "day")
    gap = (pl.col("day").shift(-1).over(ROW) - pl.col("day")).dt.total_days()
    return [_bounds(sure.filter(gap > ledger.gap_days), OPENING, pl.col("day"), pl.lit(False))]


def _in_order(rows: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    """Rows and boundaries with a day, by line and day; rows of one day are one. ``segment``: how many boundaries of the
    line lie before. ``key`` orders them: 17 bits of days, 3 of kinds, the line above.
    """
    days = (pl.col("day") - date(1900, 1, 1)).dt.total_days()
    key = pl.col(ROW).cast(pl.Int64) * 2**20 + days * 2**3 + pl.col("kind")
    events = pl.concat([rows, bounds])
    if events["day"].null_count():
        events = events.filter(pl.col("day").is_not_null())
    events = events.with_columns(key=key).sort("key")
    if (events["key"][1:] == events["key"][:-1]).any():
        events = _one_a_day(events)
    bound = (pl.col("kind") != COUNTED).cast(pl.Int32)
    return events.with_columns(segment=bound.cum_sum().over(ROW) - bound)


def _one_a_day(events: pl.DataFrame) -> pl.DataFrame:
    rows = events.filter(pl.col("kind") == COUNTED).group_by("key", ROW, "day", "kind")
    label = pl.when(pl.col("label").n_unique() == 1).then(pl.col("label").first())
    once = rows.agg(pl.col("sure").any(), label).select(events.columns)
    return pl.concat([once, events.filter(pl.col("kind") != COUNTED)]).sort("key")


def _at_first() -> dict[str, pl.Expr]:
    """The state of a line before its first event.

    ``base`` is the segment with which the count began, null where that is not known. ``before_*`` is the count before
    the openings behind the last row; ``since_*`` counts from the start.
    """
    numbers = ("least", "most", "base", "earlier_least", "earlier_most", "since_least", "since_most", "before_least",
               "before_most")  # fmt: skip
    truths = ("opened_surely", "opened_perhaps", "opened", "reopened", "started")
    return {name: pl.lit(0, pl.Int64) for name in numbers} | {name: pl.lit(False) for name in truths}


def _folded(state: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Each line's count after its last segment."""
    of_segment = events.group_by(ROW, "segment").agg(
        n_sure=((pl.col("kind") == COUNTED) & pl.col("sure")).sum().cast(pl.Int64),
        n_all=(pl.col("kind") == COUNTED).sum().cast(pl.Int64),
        end=pl.col("kind").filter(pl.col("kind") != COUNTED).first(),
        end_sure=pl.col("sure").filter(pl.col("kind") != COUNTED).first(),
    )
    own = state.columns
    segments = of_segment.partition_by("segment", as_dict=True, include_key=False)
    for number in range(1 + max((int(key[0]) for key in segments), default=-1)):
        if (segment := segments.get((number,))) is not None:
            state = state[own].join(segment, on=ROW, how="left", maintain_order="left")
            state = _counted(state)
            if segment["end"].count():  # else no boundary ends it
                state = _bounded(state, number)
    return _unknown_where_unlisted(state)


def _unknown_where_unlisted(state: pl.DataFrame) -> pl.DataFrame:
    """Without a list nobody knows the most that may have been counted."""
    unknown = pl.col("unlisted")
    return state.with_columns(
        most=pl.when(~unknown).then(pl.col("most") + pl.col("undated")),
        earlier_most=pl.when(~unknown).then(pl.col("earlier_most") + pl.col("undated")),
        reopened=pl.when(~unknown | ~pl.col("reopened")).then(pl.col("reopened")),
    )


def _counted(state: pl.DataFrame) -> pl.DataFrame:
    """The state with a segment's rows counted."""
    sure, every = pl.col("n_sure").fill_null(0), pl.col("n_all").fill_null(0)
    some, started = every > 0, pl.col("started")
    return state.with_columns(
        least=pl.col("least") + sure,
        most=pl.col("most") + every,
        since_least=pl.when(started).then(pl.col("since_least") + sure).otherwise(0),
        since_most=pl.when(started).then(pl.col("since_most") + every).otherwise(0),
        opened_surely=pl.col("opened_surely") & ~some,
        opened_perhaps=pl.col("opened_perhaps") & (sure == 0),
        before_least=pl.when(some).then(pl.col("least") + sure).otherwise(pl.col("before_least")),
        before_most=pl.when(some).then(pl.col("most") + every).otherwise(pl.col("before_most")),
    )


def _bounded(state: pl.DataFrame, number: int) -> pl.DataFrame:
    """The state behind the boundary that ends a segment, if one does."""
    opening, start = (pl.col("end") == OPENING).fill_null(False), (pl.col("end") == START).fill_null(False)
    sure = pl.col("end_sure")
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
    opened = pl.when("opened_surely").then(True).when("opened_perhaps").then(None).otherwise(False)
    return state.with_columns(
        earlier_least=pl.when(start).then(pl.col("before_least")).otherwise(pl.col("earlier_least")),
        earlier_most=pl.when(start).then(pl.col("before_most")).otherwise(pl.col("earlier_most")),
        opened=pl.when(start).then(opened).otherwise(pl.col("opened")),
        started=pl.col("started") | start,
        opened_surely=pl.col("opened_surely") | (opening & sure),
        opened_perhaps=pl.col("opened_perhaps") | opening,
        reopened=pl.col("reopened") | again,
        least=pl.when(anew.is_null() | anew).then(0).otherwise(pl.col("least")),
        most=pl.when(anew).then(0).otherwise(pl.col("most")),
        base=pl.when(anew.is_null()).then(None).when(anew).then(number + 1).otherwise(pl.col("base")),
    )


def _last_and_limit(state: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Day and label of the last row of the count, and of the one with which the limit was reached, if that is certain.

    ``rows`` are in order.
    """
    certain = state.filter(pl.col("least") == pl.col("most")).select(ROW, "base", "limit")
    mine = rows.join(certain, on=ROW, maintain_order="left").filter(pl.col("segment") >= pl.col("base"))
    nth = pl.col("limit").first() - 1
    return mine.group_by(ROW).agg(
        pl.col("day").last().alias("last_day"),
        pl.col("label").last().alias("last_label"),
        pl.col("day").get(nth, null_on_oob=True).alias("limit_day"),
        pl.col("label").get(nth, null_on_oob=True).alias("limit_label"),
    )
