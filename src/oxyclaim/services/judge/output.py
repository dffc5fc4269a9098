"""Where judged lines and cases set aside go: files that appear whole or not at all, and what is counted on the way."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.bulk.report import remove_stale
from oxyclaim.services.judge.pieces import ASIDE, WHERE, Judged
from oxyclaim.services.targets import writing

MOST_TOLD = 20
"""Reasons that an answer tells; the file of what was set aside has all."""


@dataclass
class Counts:
    """What became of the cases so far. ``told``: the first reasons, by file and row, for which some were set aside."""

    cases: int = 0
    set_aside: int = 0
    lines: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    told: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ASIDE))

    def add(self, piece: Judged) -> None:
        """Count a piece."""
        self.cases += _cases(piece.lines)
        self.set_aside += _cases(piece.aside)
        self.lines += piece.lines.height
        if piece.lines.height:
            self.verdicts.update(dict(piece.lines["verdict"].cast(pl.String).value_counts().iter_rows()))
        if piece.aside.height:
            told = pl.concat([self.told, piece.aside]).sort(list(WHERE), maintain_order=True)
            self.told = told.head(MOST_TOLD)


def _cases(frame: pl.DataFrame) -> int:
    return frame.select(pl.struct(list(WHERE)).n_unique()).item() if frame.height else 0


class Parts:
    """A table of any size: its rows stand in files of their own until all are there."""

    def __init__(self, folder: Path, layout: Mapping[str, Any]):
        self._folder, self._count = folder, 0
        self._empty = pl.DataFrame(schema=dict(layout))

    def add(self, rows: pl.DataFrame) -> None:
        """Take some rows."""
        if rows.height:
            rows.write_parquet(self._folder / f"{self._count:08d}.parquet")
            self._count += 1

    def join(self, target: Path, order: Sequence[str] | None) -> None:
        """All rows as one file. ``order``: the files of the rows, by which and their rows they are sorted; None: the
        rows came in their order."""
        if not self._count:
            self._empty.write_parquet(target)
            return
        rows = pl.scan_parquet(sorted(self._folder.glob("*.parquet")), glob=False)
        if order is not None:
            by = [pl.col("file").cast(pl.Enum(order)), "row"]
            rows = rows.sort(by, maintain_order=True)
        rows.sink_parquet(target)


@contextmanager
def parted(target: Path | None, layout: Mapping[str, Any], order: Sequence[str] | None) -> Iterator[Parts | None]:
    """Parts that become ``target`` when all went well, else nothing; None where no file is wanted. Raises BadInput."""
    if target is None:
        yield None
        return
    remove_stale(target)
    with (
        writing(target) as file,
        tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.", suffix=".parts") as folder,
    ):
        parts = Parts(Path(folder), layout)
        yield parts
        parts.join(file, order)
