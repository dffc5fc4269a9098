"""What is found of a file as a file, whatever kind of file it is."""

import polars as pl

from oxyclaim.bulk.report import REPORT

FOUND = {"claim": pl.Int64, **{name: dtype for name, dtype in REPORT.items() if name != "file"}}
"""Columns of a part's findings: those of a report, with the number of the claim in place of the file."""
