"""SNIP level 1: segments that stand outside a transaction set (ST to SE)."""

import polars as pl

from oxyclaim.x12.claim_837p.loops import IDS
from oxyclaim.x12.claim_837p.reader import ENVELOPES, Piece
from oxyclaim.x12.core.checks.findings import as_findings, none_found, syntax_error
from oxyclaim.x12.core.segment_ids import OF_OTHERS

_NO_CLAIM_IS_READ_HERE = "a claim stands outside a transaction set (ST to SE); a reader never comes to it"
_STRAY = "this segment stands outside a transaction set (ST to SE); only envelopes may"
_ENVELOPES = frozenset({*ENVELOPES, "TA1"})
_SHOWN = frozenset({*IDS, *OF_OTHERS})


def outside_findings(piece: Piece) -> pl.DataFrame:
    """Each claim outside, and the first of other segments in a row."""
    claims = piece.kinds.elements(piece.heads.claims.filter(piece.heads.transaction.is_null()), "segment")["segment"]
    rows = [syntax_error(segment, "", "CLM", _NO_CLAIM_IS_READ_HERE) | {"rule": "X12-OUTSIDE"} for segment in claims]
    rows += [
        # What is no segment's id may be a piece of a broken one, a name or a number: it is not shown.
        syntax_error(segment, "", identifier if identifier in _SHOWN else "", _STRAY) | {"rule": "X12-OUTSIDE"}
        for segment, identifier in _strays(piece)
        if identifier != "CLM"
    ]
    return as_findings(rows) if rows else none_found()


def _strays(piece: Piece) -> list[tuple[int, str]]:
    """The segments that follow an envelope that has just ended or has not begun a transaction set."""
    segments, kinds = piece.segments, piece.kinds
    found = []
    for loop, identifier in (("ST", "SE"), ("GS", "GE"), ("ISA", "IEA"), ("GS", "GS"), ("ISA", "ISA")):
        for row in kinds.rows(loop, identifier):
            if row + 1 < segments.height:
                number, name = segments["segment"][row + 1], segments["id"][row + 1]
                if name is not None and name not in _ENVELOPES:
                    found.append((number, name))
    return found
