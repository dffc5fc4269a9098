"""The answered lines of all files as one table, written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from oxyclaim.remittance.rows import ROWS
from oxyclaim.services.dollar_tables import write_frame
from oxyclaim.services.targets import writing
from oxyclaim.x12.core.schema import columns

LINES = columns({
    "file": pl.String, "payer_id": pl.String, "trace": pl.String, "paid_on": pl.Date,
    **{name: kind for name, kind in ROWS.items() if name not in ("set", "claim_segment")},
})  # fmt: skip
"""The columns of the table."""


class Table:
    """Gathers lines. A payment may go on over several pieces, so its head is kept until the next one begins."""

    def __init__(self) -> None:
        self.frames: list[pl.DataFrame] = []
        self._file = ""
        self._heads = pl.DataFrame()

    def add(self, file: str, payments: pl.DataFrame, rows: pl.DataFrame) -> None:
        """Take the lines of a piece, and the payments that begin in it."""
        heads = payments.select("set", "payer_id", "trace", "paid_on")
        self._heads = heads if file != self._file else pl.concat([self._heads.tail(1), heads])
        self._file = file
        found = rows.join(self._heads, on="set", how="left", maintain_order="left").with_columns(file=pl.lit(file))
        self.frames.append(found.select(list(LINES)))


@contextmanager
def table(target: Path) -> Iterator[Table]:
    """A table that takes the place of ``target`` when all went well. Raises BadInput where it cannot be written."""
    gathered = Table()
    yield gathered
    whole = pl.concat(gathered.frames) if gathered.frames else pl.DataFrame(schema=LINES)
    with writing(target) as part:
        write_frame(whole, part, target.suffix)
