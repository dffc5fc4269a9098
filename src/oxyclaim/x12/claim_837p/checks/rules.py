"""Rules of a check as a table: which rows of a frame break them, and what is said of those that do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import polars as pl

from oxyclaim.x12.claim_837p.loops import CODE, LOOPS, NO_LOOP, NUMBER
from oxyclaim.x12.core.checks.findings import ERROR, FINDINGS, none_found, together
from oxyclaim.x12.core.kinds import FEW, file_begins, index_of
from oxyclaim.x12.core.known import KnownGood

SHARED_LOOPS = frozenset({"2000B", "2010BA", "2010BB", "2000C", "2010CA"})
"""Loops of subscriber and patient before the claim, which several claims may share."""


LOOP_IDS = pl.Series([loop if loop != NO_LOOP else "" for loop in LOOPS], dtype=pl.String)
"""Ids of loops by number."""
LOOP_ID = pl.lit(LOOP_IDS).gather(pl.col("loop").cast(pl.Int64))
"""The id of a segment's loop."""


class Tables(NamedTuple):
    """What a check looks at. Segments stand in the order of the file."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    segments: pl.DataFrame


@dataclass(frozen=True)
class Rule:
    """One thing that must not be so in a row. Where it cannot be told (null) the rule is not broken."""

    id: str
    broken: pl.Expr
    loop: str | pl.Expr
    element: str | pl.Expr
    message: str | pl.Expr
    severity: str | pl.Expr = ERROR
    since: date | None = None
    """The rule is for transactions made (BHT04) from that day on: published examples of before are valid files."""
    at: str = ""
    """Id of the segment that is meant, in ``loop``; empty: the segment that the row names itself."""

    @cached_property
    def any_broken(self) -> pl.Expr:
        """Whether any row breaks it."""
        return self.broken.any().alias(self.id)


def findings_of(frame: pl.DataFrame, rules: Iterable[Rule], snip_level: int, tables: Tables) -> pl.DataFrame:
    """The findings of a frame with the columns ``segment`` and ``claim``, and ``line_number`` in a frame of lines.

    All rules are asked with one select, whether any row breaks them; the rest is done for those that are broken.
    """
    if frame.is_empty():
        return none_found()
    found = [_told(frame.filter(rule.broken), rule, snip_level, tables) for rule in broken_rules(frame, rules)]
    return pl.concat(found) if found else none_found()


class SegmentRules:
    """Rules of segments by their id, over their loop and elements alone.

    ``elements``: those that the rules of an id look at; ``only``: the one loop of an id that has rules.
    """

    def __init__(
        self,
        rules: Mapping[str, Sequence[Rule]],
        elements: Mapping[str, Sequence[str]],
        snip_level: int,
        only: Mapping[str, str] | None = None,
    ):
        self._only = only or {}
        self._rules, self._level = rules, snip_level
        self._elements = elements
        self._known = {identifier: KnownGood() for identifier in rules}

    def findings(self, tables: Tables, identifiers: Iterable[str] | None = None) -> pl.DataFrame:
        """Columns: ``FINDINGS``. ``identifiers``: the segments to ask, if not all that there are rules of."""
        segments = tables.segments
        found = []
        asked_of = list(self._rules) if identifiers is None else list(identifiers)
        for identifier, places in self._places(segments, asked_of).items():
            elements = self._elements[identifier]
            rows = segments.select("segment", "claim", "line", "loop", *elements)[places]
            asked = rows.select("loop", *elements)
            unknown = self._known[identifier].unknown(asked)
            if unknown is not None:
                if unknown.is_empty():
                    continue
                rows, asked = rows[unknown], asked[unknown]
            broken = broken_rules(rows, self._rules[identifier])
            if broken:
                found += [_told(rows.filter(rule.broken), rule, self._level, tables) for rule in broken]
            elif unknown is not None:
                self._known[identifier].learn(asked, [True] * asked.height)
        return together(found)

    def _places(self, segments: pl.DataFrame, identifiers: Sequence[str]) -> dict[str, pl.Series]:
        """The rows of the segments that have rules, by id; those of context apart."""
        if segments.height <= FEW:
            wanted = {CODE[identifier]: identifier for identifier in identifiers}
            loops = {identifier: NUMBER[loop] for identifier, loop in self._only.items()}
            by_id: dict[str, list[int]] = {}
            rows = zip(*(segments[name].to_list() for name in ("code", "loop", "context")), strict=True)
            for row, (code, loop, context) in enumerate(rows):
                identifier = wanted.get(code)
                if identifier is not None and not context and loops.get(identifier, loop) == loop:
                    by_id.setdefault(identifier, []).append(row)
            # In the order of the rules, as for many segments.
            return {each: pl.Series(by_id[each], dtype=pl.UInt32) for each in identifiers if each in by_id}
        own = ~segments["context"]
        there = set(segments["code"].unique().to_list())
        found = {}
        for identifier in identifiers:
            if CODE[identifier] in there:
                here = (segments["code"] == CODE[identifier]) & own
                if identifier in self._only:
                    here &= segments["loop"] == NUMBER[self._only[identifier]]
                found[identifier] = here.fill_null(False).arg_true()
        return found


def broken_rules(frame: pl.DataFrame, rules: Iterable[Rule]) -> list[Rule]:
    """The rules that any row breaks; the frame needs only the columns that they ask for."""
    if frame.is_empty():
        return []
    rules = list(rules)
    broken = frame.select([rule.any_broken for rule in rules]).row(0)
    return [rule for rule, any_row in zip(rules, broken, strict=True) if any_row]


def _told(rows: pl.DataFrame, rule: Rule, snip_level: int, tables: Tables) -> pl.DataFrame:
    if "created" not in rows.columns:
        rows = with_created(rows, tables)
    if rule.since is not None:
        rows = rows.filter((pl.col("created") >= rule.since).fill_null(True))
    if "line_number" not in rows.columns:
        rows = _with_line_number(rows, tables.lines)
    if rule.at:
        rows = _pointed(rows, rule, tables.segments)
    return rows.select(
        "segment",
        pl.lit(snip_level, pl.Int8).alias("snip_level"),
        pl.lit(rule.id).alias("rule"),
        _text(rule.severity).alias("severity"),
        _text(rule.loop).alias("loop"),
        _text(rule.element).alias("element"),
        "claim",
        "line_number",
        _text(rule.message).alias("message"),
    ).cast(FINDINGS)  # type: ignore[arg-type]


def with_created(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """With the day on which the transaction was made (BHT04): that of the claim, else of the first claim after."""
    claims = tables.claims
    before = claims["segment"].search_sorted(rows["segment"], side="right").cast(pl.Int64) - 1
    after = claims["segment"].search_sorted(rows["segment"], side="left").cast(pl.Int64)
    after = after.set(~_in_one_file(_at(claims["segment"], after), rows["segment"], tables.segments), None)
    nearest = before.zip_with(rows["claim"].is_not_null(), after)
    return rows.with_columns(created=_at(claims["created"], nearest))


def _with_line_number(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """With the number (LX01) of the service line, where the rows are segments of lines."""
    if "line" not in rows.columns:
        return rows.with_columns(pl.lit(None, pl.Int64).alias("line_number"))
    return rows.with_columns(line_number=looked_up(rows["line"], lines["segment"], lines["line_number"]))


def _pointed(rows: pl.DataFrame, rule: Rule, segments: pl.DataFrame) -> pl.DataFrame:
    """The rows with the number of the segment that is meant, where there is one."""
    loop = str(rule.loop)
    meant = (segments["code"] == CODE[rule.at]) & (segments["loop"] == NUMBER[loop])
    places = segments.select("segment", "claim", "line").filter(meant)
    if loop in SHARED_LOOPS:
        last_before = places["segment"].search_sorted(rows["segment"], side="right").cast(pl.Int64) - 1
        place = _at(places["segment"], last_before)
        place = place.set(~_in_one_file(place, rows["segment"], segments), None)
    elif loop.startswith("24"):
        places = places.drop_nulls("line")
        place = looked_up(rows["segment"], places["line"], places["segment"])
    else:
        places = places.drop_nulls("claim")
        place = looked_up(rows["claim"], places["claim"], places["segment"])
    return rows.with_columns(segment=place.fill_null(rows["segment"]))


def _in_one_file(these: pl.Series, those: pl.Series, segments: pl.DataFrame) -> pl.Series:
    """Whether two segments, by their numbers, stand in one file; a null does not."""
    begins = file_begins(segments)
    if len(begins) < 2:
        return these.is_not_null()
    numbers = segments["segment"].gather(begins)
    one, other = (numbers.search_sorted(each.fill_null(-1), side="right") for each in (these, those))
    return (one == other) & these.is_not_null()


def looked_up(keys: pl.Series, among: pl.Series, values: pl.Series) -> pl.Series:
    """For each key the value beside the first of ``among`` (ascending, without nulls) that is the same, or null."""
    return values.gather(index_of(keys, among))


def _at(values: pl.Series, index: pl.Series) -> pl.Series:
    return values.gather(index.set((index < 0) | (index >= len(values)), None))


def _text(value: str | pl.Expr) -> pl.Expr:
    return pl.lit(value) if isinstance(value, str) else value
