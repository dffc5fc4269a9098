"""Everything that SNIP levels 1 to 5 find in a piece of a claim file, and which claims are set aside for it."""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.x12.checks.balancing import balancing_findings
from oxyclaim.x12.checks.code_sets import code_set_findings
from oxyclaim.x12.checks.elements import element_findings
from oxyclaim.x12.checks.findings import ERROR, FINDINGS, as_findings, none_found, syntax_error
from oxyclaim.x12.checks.hierarchy import hierarchy_findings
from oxyclaim.x12.checks.rules import LOOP_IDS
from oxyclaim.x12.checks.situations import situation_findings
from oxyclaim.x12.checks.structure import structure_findings
from oxyclaim.x12.guide import guide
from oxyclaim.x12.reading.kinds import index_of, last_before
from oxyclaim.x12.reading.loops import CODE, LOOPS, NUMBER, UNKNOWN
from oxyclaim.x12.reading.reader import Piece

_LEVELS = (NUMBER["2000A"], NUMBER["2010CA"])


@dataclass(frozen=True)
class Checked:
    """What was found in a piece (columns ``FINDINGS``) and the numbers of the claims that cannot be judged for it."""

    findings: pl.DataFrame
    set_aside: pl.Series


def checked(piece: Piece, as_of: date) -> Checked:
    """Check a piece by itself, without the envelopes, which ``EnvelopeCheck`` follows from piece to piece.

    A claim is set aside where the syntax of its own segments, or of the levels above it, is broken (an error of level
    1): nothing that would be read from it could be relied on.
    """
    book = guide()
    component, repetition = piece.delimiters.component.decode(), piece.delimiters.repetition.decode()
    segments = piece.segments.with_columns(book.definition_of(piece.segments, LOOPS, component))
    own = segments[piece.segments["context"].sum() :]
    syntax = pl.concat(
        [
            _trailing_separators(piece),
            _other_component_separator(piece),
            hierarchy_findings(segments, piece.last),
            structure_findings(segments, book, LOOPS),
            element_findings(own, book, component, repetition),
        ]
    )
    set_aside = _set_aside(piece, syntax)
    rest = [
        balancing_findings(piece.claims, piece.lines, segments),
        situation_findings(piece.claims, piece.lines, segments, as_of),
        code_set_findings(piece.claims, piece.lines, segments),
    ]
    findings = pl.concat([syntax, *rest])
    return Checked(_completed(findings, piece) if findings.height else findings, set_aside)


def _trailing_separators(piece: Piece) -> pl.DataFrame:
    """Segments that end with an empty element."""
    numbers = piece.text.ends_with_separator()
    if not numbers:
        return none_found()
    wanted = pl.Series([piece.text.first + number for number in numbers])
    found = piece.segments.filter(pl.col("segment").is_in(wanted.implode()) & ~pl.col("context"))
    message = "the segment ends with an element separator; empty elements at the end are left out"
    rows = found.select("segment", pl.col("id").fill_null("")).iter_rows()
    return as_findings([syntax_error(segment, "", name, message) for segment, name in rows])


_PLACE_WITH_ANOTHER_SIGN = re.compile(r"[0-9A-Za-z]{1,2}([^0-9A-Za-z\s])[0-9A-Za-z]\1[0-9A-Za-z]")
"""CLM05 as it looks where its components are parted by a sign that is not the one declared."""


def _other_component_separator(piece: Piece) -> pl.DataFrame:
    """Said once, at the first claim: without it, all that the sign makes wrong would have to be guessed from."""
    rows = piece.kinds.rows("2300", "CLM")
    if rows.is_empty():
        return none_found()
    segment, place = piece.kinds.elements(rows.head(1), "segment", "e05").row(0)
    match = _PLACE_WITH_ANOTHER_SIGN.fullmatch(place or "")
    if match is None or match[1] == piece.delimiters.component.decode():
        return none_found()
    declared = piece.delimiters.component.decode()
    message = f"components are parted by {match[1]} here, but ISA16 declares {declared}; one of the two is wrong"
    return as_findings([syntax_error(segment, "", "ISA16", message)])


def _set_aside(piece: Piece, syntax: pl.DataFrame) -> pl.Series:
    broken = syntax.filter((pl.col("snip_level") == 1) & (pl.col("severity") == ERROR))["segment"]
    if broken.is_empty():
        return pl.Series(dtype=pl.Int64)
    return _resting_on(piece, broken).unique().sort()


def _resting_on(piece: Piece, broken: pl.Series) -> pl.Series:
    """The claims that hold one of the segments, or stand below a level that holds one."""
    segments = piece.segments
    rows = segments["segment"].is_in(broken.to_list()).arg_true().cast(pl.Int64)
    within = segments["claim"].gather(rows)
    of_level = rows.filter(within.is_null() & segments["loop"].gather(rows).is_between(*_LEVELS))
    levels = last_before((segments["code"] == CODE["HL"]).fill_null(False).arg_true().cast(pl.Int64), of_level + 1)
    heads = piece.heads
    below = [piece.claims["claim"].filter(head.is_in(levels.to_list()).fill_null(False)) for head in heads.levels]
    return pl.concat([within.drop_nulls(), *below])


def _completed(findings: pl.DataFrame, piece: Piece) -> pl.DataFrame:
    """With the loop, claim and line of each segment where a check has left them out."""
    findings = findings.sort("segment", maintain_order=True)
    segments, lines = piece.segments, piece.lines
    row = index_of(findings["segment"], segments["segment"])
    loop, area = segments["loop"].gather(row), segments["area"].gather(row)
    line = segments["line"].gather(row)
    at_loop = LOOP_IDS.gather(area.zip_with(loop == UNKNOWN, loop).cast(pl.Int64)).fill_null("")
    return findings.with_columns(
        loop=at_loop.zip_with(findings["loop"] == "", findings["loop"]),
        claim=findings["claim"].fill_null(segments["claim"].gather(row)).fill_null(_first_below(piece, row)),
        line_number=findings["line_number"].fill_null(lines["line_number"].gather(index_of(line, lines["segment"]))),
    ).select(list(FINDINGS))


def _first_below(piece: Piece, rows: pl.Series) -> pl.Series:
    """The first claim of the subscriber or dependent whose level holds a row; null for rows elsewhere."""
    claims, heads = piece.heads.claims, piece.heads
    of_person = piece.segments["loop"].gather(rows).is_between(NUMBER["2000B"], NUMBER["2010CA"])
    following = claims.search_sorted(rows, side="right").cast(pl.Int64)
    following = following.set((following >= len(claims)) | ~of_person, None)
    # The level of the next claim must have begun before the row: a subscriber without a claim has none below.
    below = heads.subscriber.gather(following) <= rows
    return piece.claims["claim"].gather(following.set(~below.fill_null(False), None))
