"""Many cases at once: verdicts and the state of every rule, without explanations."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from oxyclaim.case.tables import Tables
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Effect, Rule

LINES_AT_ONCE = 50_000
"""Lines evaluated together: more cost more memory and are no faster."""

STATE = pl.Enum(["not met", "met", "unknown", "open"])
"""What a rule is for a line. ``met``: also where it does not apply; ``open``: its two readings differ."""

VERDICT = pl.Enum([effect.verdict for effect in Effect])
"""The verdicts, from the weakest to the strongest."""


def verdicts(tables: Tables, catalogue: Catalogue, also: Sequence[str] = ()) -> pl.DataFrame:
    """The verdict of every line, as ``decide`` gives it, in the order of the tables.

    One row a line: ``case_id``, ``line_number``, ``code``, ``service_date``, ``verdict`` (an Enum), ``modifiers``
    (of a billable line) and for every rule a column of its id (an Enum, see ``STATE``). Only the documented view is
    read, so tables without the said view do. What a person has settled is not read: such a line stays ``review``.
    ``also`` names outputs or ledger columns to give beside them. Every frame must be sorted by ``case_view``, as
    ``tables`` makes them.
    """
    chunks = _chunks(_documented(tables.frames))
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        return pl.concat(threads.map(lambda frames: _judged(frames, catalogue, also), chunks))


def _documented(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    if not frames["line"]["said"].any():
        return frames
    return {kind: frame.filter(pl.col("case_view") % 2 == 0) for kind, frame in frames.items()}


def _chunks(frames: dict[str, pl.DataFrame]) -> Iterator[dict[str, pl.DataFrame]]:
    """Some cases at a time, all of a case together."""
    views = frames["line"]["case_view"]
    cuts = pl.concat([pl.Series([0]), views[LINES_AT_ONCE::LINES_AT_ONCE]]).unique().sort()
    bounds = {kind: [*frame["case_view"].search_sorted(cuts), frame.height] for kind, frame in frames.items()}
    for i in range(len(cuts)):
        yield {kind: frame[bounds[kind][i] : bounds[kind][i + 1]] for kind, frame in frames.items()}


def _judged(frames: dict[str, pl.DataFrame], catalogue: Catalogue, also: Sequence[str]) -> pl.DataFrame:
    lines = catalogue.evaluated(frames, How.BULK).lines
    billable = pl.col("effect") == int(Effect.NONE)
    return lines.select(
        *(pl.col(f"line.{name}").alias(name) for name in ("case_id", "line_number", "code", "service_date")),
        pl.col("effect").cast(pl.UInt8).cat.to(VERDICT).alias("verdict"),
        pl.when(billable).then(pl.col(catalogue.yielding(Yields.MODIFIERS))).alias("modifiers"),
        *also,
        *(_state(rule, lines.columns) for rule in catalogue.rules),
    )


def _state(rule: Rule, columns: list[str]) -> pl.Expr:
    ok, sok = f"ok.{rule.id}", f"sok.{rule.id}"
    if ok not in columns:  # no payer of these lines uses it
        return pl.lit("met", STATE).alias(rule.id)
    state = pl.col(ok).cast(pl.UInt8).fill_null(2)
    if sok in columns:
        state = pl.when(pl.col(ok).ne_missing(pl.col(sok))).then(pl.lit(3, pl.UInt8)).otherwise(state)
    return state.cat.to(STATE).alias(rule.id)
