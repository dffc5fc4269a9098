"""Rows that are kept by beneficiary: in memory while they are few, in temporary files when they are many."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import polars as pl

BUCKETS = 64
"""Parts into which many rows are divided; all rows of a beneficiary stand in the same."""


class Buckets:
    """Frames of one schema with a column ``beneficiary`` (a hash), given back whole or bucket by bucket.

    ``spill_rows``: rows that are held in memory; from there on they are written to files in a temporary folder, made
    in ``folder`` or where the system keeps such, which is removed at the end, also when an exception ends the run.
    """

    def __init__(self, schema: pl.Schema, spill_rows: int, folder: Path | None = None, buckets: int = BUCKETS):
        self.schema, self.rows, self.count = schema, 0, buckets
        self._spill_rows, self._folder = max(spill_rows, 1), folder
        self._held: list[pl.DataFrame] = []
        self._rows_held, self._parts = 0, 0
        self._files: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Forget the rows and remove the files."""
        self._held, self._rows_held, self.rows = [], 0, 0
        if self._files is not None:
            self._files.cleanup()
            self._files = None

    @property
    def spilled(self) -> bool:
        """Whether rows stand in files."""
        return self._files is not None

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""
        if frame.is_empty():
            return
        self._held.append(frame)
        self._rows_held += frame.height
        self.rows += frame.height
        if self._rows_held >= self._spill_rows:
            self.spill()

    def numbers(self) -> range:
        """The numbers of the buckets: one while all rows are in memory."""
        return range(self.count if self.spilled else 1)

    def bucket_of(self, beneficiary: pl.Expr) -> pl.Expr:
        """The number of the bucket of a beneficiary."""
        return (beneficiary % self.count if self.spilled else beneficiary * 0).cast(pl.UInt32)

    def bucket(self, number: int) -> pl.DataFrame:
        """The rows of one bucket, in the order in which they were added."""
        if self._files is None:
            return pl.concat(self._held) if self._held else self.schema.to_frame()
        if self._held:  # the last rows go to the files too, so that each is read where it belongs
            self.spill()
        parts = sorted(Path(self._files.name).glob(f"{number}-*.parquet"))
        return pl.concat([pl.read_parquet(part) for part in parts]) if parts else self.schema.to_frame()

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows, bucket by bucket."""
        for number in self.numbers():
            yield self.bucket(number)

    def spill(self) -> None:
        """Write what is held to files."""
        if self._files is None:
            self._files = TemporaryDirectory(prefix="oxyclaim-", dir=self._folder)
        if not self._held:
            return
        number = pl.col("beneficiary") % self.count
        parts = pl.concat(self._held).with_columns(number.alias("_bucket")).partition_by("_bucket", as_dict=True)
        for (bucket,), part in parts.items():
            path = Path(self._files.name, f"{bucket}-{self._parts:06}.parquet")
            part.drop("_bucket").write_parquet(path, compression="lz4", statistics=False)
        self._held, self._rows_held = [], 0
        self._parts += 1
