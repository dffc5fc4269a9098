"""Everything that SNIP levels 1 to 5 find in a piece of a claim file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.x12.claim_837p.checks.balancing import balancing_findings
from oxyclaim.x12.claim_837p.checks.code_sets import code_set_findings
from oxyclaim.x12.claim_837p.checks.hierarchy import hierarchy_findings
from oxyclaim.x12.claim_837p.checks.outside import outside_findings
from oxyclaim.x12.claim_837p.checks.rules import LOOP_IDS
from oxyclaim.x12.claim_837p.checks.situations import situation_findings
from oxyclaim.x12.claim_837p.checks.structure import structure_findings
from oxyclaim.x12.claim_837p.guide import guide
from oxyclaim.x12.claim_837p.loops import LOOPS, NUMBER, UNKNOWN
from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.elements import element_findings
from oxyclaim.x12.core.checks.findings import TOLD, as_findings, none_found, syntax_error, together
from oxyclaim.x12.core.kinds import index_of, last_before


@dataclass(frozen=True)
class Beyond:
    """What is asked of a piece beyond the guide, by payers and code lists (``FINDINGS``).

    ``replaced``: rules of the guide's checks that something of it stands in for.
    """

    several: Sequence[Callable[[Piece], pl.DataFrame]] = ()
    replaced: frozenset[str] = frozenset()


NOTHING_BEYOND = Beyond()


def checked(piece: Piece, as_of: date, beyond: Beyond = NOTHING_BEYOND) -> pl.DataFrame:
    """Check a piece by itself, without the envelopes, which ``EnvelopeCheck`` follows from piece to piece.

    Columns: ``TOLD``.
    """
    book = guide()
    component, repetition = piece.delimiters.component.decode(), piece.delimiters.repetition.decode()
    segments = piece.segments.with_columns(book.definition_of(piece.segments, LOOPS, component))
    own = segments[piece.segments["context"].sum() :]
    claims, lines = _in_transactions(piece)
    findings = together(
        [
            _trailing_separators(piece),
            _other_component_separator(piece),
            outside_findings(piece),
            hierarchy_findings(segments, piece.number_before, piece.last),
            structure_findings(segments, book, LOOPS),
            element_findings(own, book, component, repetition),
            balancing_findings(claims, lines, segments),
            situation_findings(claims, lines, segments, as_of),
            code_set_findings(claims, lines, segments),
            *(ask(piece) for ask in beyond.several),
        ]
    )
    if beyond.replaced:
        findings = findings.filter(~pl.col("rule").is_in(beyond.replaced))
    return _completed(findings, piece) if findings.height else pl.DataFrame(schema=TOLD)


def _in_transactions(piece: Piece) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims and lines without those outside a transaction set, of which nothing else can be said."""
    outside = piece.heads.transaction.is_null()
    if not outside.any():
        return piece.claims, piece.lines
    claims = piece.claims.filter(~outside)
    return claims, piece.lines.filter(piece.lines["claim"].is_in(claims["claim"].implode()))


def _trailing_separators(piece: Piece) -> pl.DataFrame:
    """Segments that end with an empty element."""
    numbers = piece.text.ends_with_separator()
    if not numbers:
        return none_found()
    wanted = pl.Series([piece.text.first + number for number in numbers])
    found = piece.segments.filter(pl.col("segment").is_in(wanted.implode()) & ~pl.col("context"))
    message = "the segment ends with an element separator; empty elements at the end are left out"
    rows = found.select("segment", "id", "code").iter_rows()
    return as_findings(
        [
            syntax_error(segment, "", "" if code is None else name, message) | {"rule": "X12-SEPARATOR"}
            for segment, name, code in rows
        ]
    )


_PLACE_WITH_ANOTHER_SIGN = re.compile(r"[0-9A-Za-z]{1,2}([^0-9A-Za-z\s])[0-9A-Za-z]\1[0-9A-Za-z]")
"""CLM05 as it looks where its components are parted by a sign that is not the one declared."""


def _other_component_separator(piece: Piece) -> pl.DataFrame:
    """Said once, at the first claim: without it, all that the sign makes wrong would have to be guessed from."""
    rows = piece.kinds.rows("2300", "CLM")
    declared = piece.delimiters.component.decode()
    found = []
    for segment, place in piece.kinds.elements(piece.kinds.first_of_files(rows), "segment", "e05").iter_rows():
        match = _PLACE_WITH_ANOTHER_SIGN.fullmatch(place or "")
        if match is not None and match[1] != declared:
            message = (
                f"components are parted by {match[1]} here, but ISA16 declares {declared}; one of the two is wrong"
            )
            found.append(syntax_error(segment, "", "ISA16", message))
    return as_findings(found) if found else none_found()


def _completed(findings: pl.DataFrame, piece: Piece) -> pl.DataFrame:
    """With the loop, claim and line of each segment where a check has left them out, and with what errors reject."""
    findings = findings.sort("segment", maintain_order=True)
    segments, lines = piece.segments, piece.lines
    row = index_of(findings["segment"], segments["segment"])
    loop, area = segments["loop"].gather(row), segments["area"].gather(row)
    line = segments["line"].gather(row)
    at_loop = LOOP_IDS.gather(area.zip_with(loop == UNKNOWN, loop).cast(pl.Int64)).fill_null("")
    claim = findings["claim"].fill_null(segments["claim"].gather(row))
    rejects = piece.claims["segment"].gather(index_of(claim, piece.claims["claim"]))
    return findings.with_columns(
        loop=at_loop.zip_with(findings["loop"] == "", findings["loop"]),
        claim=claim.fill_null(_first_below(piece, row)),
        rejects=rejects.fill_null(_begun(piece, row, area)),
        line_number=findings["line_number"].fill_null(lines["line_number"].gather(index_of(line, lines["segment"]))),
    ).select(list(TOLD))


_HEADS = {
    **{NUMBER[loop]: ("HL", loop) for loop in ("2000A", "2000B", "2000C")},
    **{NUMBER[loop]: (loop, loop) for loop in ("ST", "GS", "ISA")},
}
"""By area: id and loop of the segment that begins it."""


def _begun(piece: Piece, rows: pl.Series, areas: pl.Series) -> pl.Series:
    """The number of the segment that begins the level or envelope in which each row stands."""
    begun = pl.repeat(None, len(rows), dtype=pl.Int64, eager=True)
    for area in areas.drop_nulls().unique():
        if area in _HEADS:
            identifier, loop = _HEADS[area]
            heads = piece.kinds.in_same_file(last_before(piece.kinds.rows(loop, identifier), rows + 1), rows)
            begun = begun.zip_with((areas != area).fill_null(True), piece.segments["segment"].gather(heads))
    return begun


def _first_below(piece: Piece, rows: pl.Series) -> pl.Series:
    """The first claim of the subscriber or dependent whose level holds a row; null for rows elsewhere."""
    claims, heads = piece.heads.claims, piece.heads
    of_person = piece.segments["loop"].gather(rows).is_between(NUMBER["2000B"], NUMBER["2010CA"])
    following = claims.search_sorted(rows, side="right").cast(pl.Int64)
    following = following.set((following >= len(claims)) | ~of_person, None)
    # The level of the next claim must have begun before the row: a subscriber without a claim has none below.
    below = heads.subscriber.gather(following) <= rows
    return piece.claims["claim"].gather(following.set(~below.fill_null(False), None))
