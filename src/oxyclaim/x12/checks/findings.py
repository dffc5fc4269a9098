"""The columns of what a check finds in a claim file."""

import polars as pl

FINDINGS = {
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

ERROR, WARNING = "error", "warning"


def none_found() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=FINDINGS)
