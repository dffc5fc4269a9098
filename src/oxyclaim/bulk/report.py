"""What a scrub writes: one row a finding, to a CSV or Parquet file that appears whole or not at all."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

import polars as pl

from oxyclaim.claims.placement import placed

REPORT = {
    "file": pl.String,  # path as it was given or found
    "snip_level": pl.Int8,  # 1 to 7; null where the file could not be read at all
    "rule": pl.String,  # for example X12-SE01, or the id of a rule of the rule book
    "severity": pl.String,  # error, warning
    "claim_id": pl.String,  # CLM01; empty where no one claim is meant
    "line_number": pl.Int64,  # LX01; empty where no line is meant
    "loop": pl.String,  # for example 2010AA; empty for tables and outside loops
    "segment": pl.String,  # for example NM1
    "byte_position": pl.Int64,  # where the segment begins in the file, from 0; of a table the row, from 1
    "message": pl.String,
    "forecast": pl.String,  # rejected, denied; empty where neither is foreseen
    "group_code": pl.String,
    "carc": pl.String,
    "rarc": pl.String,
    "amount_at_risk_cents": pl.Int64,  # once a line or claim: the sum of the column counts nothing twice
    "amount_basis": pl.String,  # allowed, charge; empty where nothing is at risk
}
"""One row a finding."""

SUFFIXES = (".csv", ".parquet")

_STALE = 24 * 3600
"""Seconds after which a half-written report is nobody's any more."""


class Report(Protocol):
    """Takes findings as they come."""

    def add(self, findings: pl.DataFrame) -> None:
        """Take some rows. Columns: ``REPORT``."""


class Unwritten:
    """Where no findings file was asked for."""

    def add(self, findings: pl.DataFrame) -> None:
        """Nothing is kept."""


@contextmanager
def report(target: Path | None) -> Iterator[Report]:
    """A report that takes the place of ``target`` when all went well; otherwise what stood there stays as it was.

    Raises ``OSError`` where it cannot be written.
    """
    with ExitStack() as stack:
        if target is None:
            yield Unwritten()
            return
        remove_stale(target)
        part = stack.enter_context(placed(target))
        if target.suffix.lower() == ".parquet":
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.", suffix=".parts")
            )
            parquet = _Parquet(Path(folder))
            yield parquet
            parquet.join(part)
        else:
            yield _Csv(stack.enter_context(part.open("wb")))


def remove_stale(target: Path) -> None:
    """Remove what runs for the same target left behind that were killed: it holds patients' data."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.\w{{8}}\.parts?")
    for path in target.parent.iterdir():
        if ours.fullmatch(path.name) and path.stat().st_mtime < time.time() - _STALE:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


class _Csv:
    def __init__(self, out: IO[bytes]):
        self._out = out
        pl.DataFrame(schema=REPORT).write_csv(out)

    def add(self, findings: pl.DataFrame) -> None:
        """Write the rows at once."""
        findings.write_csv(self._out, include_header=False)


class _Parquet:
    """A Parquet file is written in one go: until then the rows stand in files of their own beside it."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._parts = 0
        self.add(pl.DataFrame(schema=REPORT))

    def add(self, findings: pl.DataFrame) -> None:
        """Write the rows to a file of their own."""
        findings.write_parquet(self._folder / f"{self._parts:08d}.parquet")
        self._parts += 1

    def join(self, target: Path) -> None:
        """All rows as one file, without holding them in memory."""
        parts = sorted(self._folder.glob("*.parquet"))
        pl.scan_parquet(parts, glob=False).sink_parquet(target)
