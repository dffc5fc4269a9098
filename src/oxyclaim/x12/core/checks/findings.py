"""The columns of what a check finds in a claim file."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import polars as pl

FINDINGS: dict[str, Any] = {
    "segment": pl.Int64,  # number of the segment in the file, from 0; byte positions are looked up only for these
    "snip_level": pl.Int8,  # 1 to 5
    "rule": pl.String,  # what was broken, for example X12-SE01
    "severity": pl.String,  # error, warning
    "loop": pl.String,  # for example 2010AA; empty outside loops
    "element": pl.String,  # for example NM109 or SV101-2; the segment's id where the segment is meant
    "claim": pl.Int64,  # number of the claim in the file; null where no one claim is meant
    "line_number": pl.Int64,  # LX01; null where no line is meant
    "message": pl.String,  # what is wrong and what is expected, without any value that could be a patient's
}

TOLD: dict[str, Any] = {
    **FINDINGS,
    # Number of the segment that begins what an error rejects: a claim (CLM), a level (HL), an envelope (ST, GS, ISA).
    "rejects": pl.Int64,
}
"""Findings that know what they reject; null: nothing."""

ERROR, WARNING = "error", "warning"


@cache
def none_found() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=FINDINGS)


def together(several: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings of several checks, most of which have none. Columns: ``FINDINGS``."""
    found = [each for each in several if each.height]
    return pl.concat(found) if found else none_found()


def syntax_error(segment: int, loop: str, element: str, message: str) -> dict[str, Any]:
    """One finding of level 1 as a row, for what is found one by one."""
    return {
        "segment": segment, "snip_level": 1, "rule": f"X12-{element}", "severity": ERROR, "loop": loop,
        "element": element, "claim": None, "line_number": None, "message": message,
    }  # fmt: skip


def as_findings(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame. Columns: ``FINDINGS``."""
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")
