"""Polars frames through Spark: the same types on both sides, a function of frames for each partition, files out."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

import polars as pl

from oxyclaim.bulk.report import remove_stale
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_TYPES = {
    pl.String: "string", pl.Int8: "tinyint", pl.Int32: "int", pl.Int64: "bigint", pl.Boolean: "boolean",
    pl.Date: "date", pl.Float64: "double", pl.Binary: "binary",
}  # fmt: skip

OfFrames = Callable[[Iterator[pl.DataFrame]], Iterable[pl.DataFrame]]
"""What is done to the frames of a partition, one after the other. It is sent to the workers."""


def spark_type(dtype: Any) -> str:
    """A type's name in Spark; words of a closed list are text there."""
    if isinstance(dtype, pl.List):
        return f"array<{spark_type(dtype.inner)}>"
    return "string" if isinstance(dtype, pl.Enum) else _TYPES[dtype.base_type()]


def mapped(frame: "DataFrame", function: OfFrames, layout: Mapping[str, Any]) -> "DataFrame":
    """Each partition's Arrow batches through a function of Polars frames. ``layout``: the columns that it gives."""
    schema = ", ".join(f"`{name}` {spark_type(dtype)}" for name, dtype in layout.items())
    return frame.mapInArrow(_InArrow(function, dict(layout)), schema)


class _InArrow:
    """The function as Spark calls it."""

    def __init__(self, function: OfFrames, layout: dict[str, Any]):
        self.function, self.layout = function, layout

    def __call__(self, batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        """Arrow in, Arrow out."""
        import pyarrow as pa  # noqa: PLC0415 (an extra)

        schema = pa.schema([(name, _arrow_type(dtype)) for name, dtype in self.layout.items()])
        for frame in self.function(_frame(batch) for batch in batches):
            yield from frame.select(list(self.layout)).to_arrow().cast(schema).to_batches()


def _frame(batch: "pa.RecordBatch") -> pl.DataFrame:
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    # Java gives a list that is empty throughout no buffer where Polars reads one; rows that are taken have it.
    whole = batch.take(pa.array(range(batch.num_rows), pa.int64()))
    frame = pl.from_arrow(whole)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _arrow_type(dtype: Any) -> "pa.DataType":
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    types = {
        "string": pa.string(), "tinyint": pa.int8(), "int": pa.int32(), "bigint": pa.int64(), "boolean": pa.bool_(),
        "date": pa.date32(), "double": pa.float64(), "binary": pa.binary(),
    }  # fmt: skip
    return pa.list_(_arrow_type(dtype.inner)) if isinstance(dtype, pl.List) else types[spark_type(dtype)]


def as_spark_path(path: Path) -> str:
    """A file's path as Spark takes it: whole, and with nothing in it that is a pattern."""
    return re.sub(r"([\\{}\[\]*?,])", r"\\\1", str(path.resolve()))


def as_path(uri: str) -> str:
    """The path of a file that Spark names by its URI."""
    return unquote(urlparse(uri).path)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside ``target`` that becomes it when all went well, else is removed. Only its owner can open it:
    it holds patients' data. Raises BadInput."""
    try:
        remove_stale(target)
        part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".parts"))
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise BadInput([Problem("cannot_write", message, str(target))], NOT_WRITTEN) from None
    try:
        yield part
        os.replace(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def refuse_folders(targets: Sequence[Path]) -> None:
    """Let only new folders be written. Raises BadInput with all problems."""
    problems = []
    for target in targets:
        if not target.parent.is_dir():
            problems.append(Problem("no_folder", f"the folder {target.parent} does not exist; make it first"))
        elif target.exists() or target.is_symlink():
            message = "is there already; Spark writes a new folder of Parquet files, so give a name that is free"
            problems.append(Problem("target_exists", message, str(target)))
    if problems:
        raise BadInput(problems, NOT_WRITTEN)
