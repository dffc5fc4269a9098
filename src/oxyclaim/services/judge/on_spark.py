"""A table of cases judged by Spark: rows are packed, brought together by member, and judged a piece at a time."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from oxyclaim.bulk.groups import whole_groups
from oxyclaim.services.judge.output import Counts
from oxyclaim.services.judge.pieces import ASIDE, PACKED, Judged, Law, judged, packed
from oxyclaim.services.judge.tables import CaseTable
from oxyclaim.services.judge.workers import Sheet, law_of
from oxyclaim.services.spark.frames import as_path, as_spark_path, mapped, new_folder
from oxyclaim.services.spark.session import AT_ONCE, spark_session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_A_TASK = 20_000
"""Cases of one task: some half a minute's work."""
_FILE, _ROW = "_oxyclaim_file", "_oxyclaim_row"
_SET_ASIDE = {"set_aside": pl.Boolean}
_ASIDE_PART = "set_aside=true"


def judge_on_spark(
    tables: Sequence[CaseTable], law: Law, target: Path, set_aside: Path | None, master: str | None, payers: Path | None
) -> Counts:
    """Judge all cases; the lines go to the new folder ``target``, in no order. ``payers``: the folder with which the
    workers open the same rule book; they must find it in the same place. Raises BadInput, OtherRuleBook, SparkFailed;
    then nothing is written."""
    layout = _SET_ASIDE | law.lines | ASIDE
    tasks = -(-sum(each.rows for each in tables) // _A_TASK)
    with ExitStack() as stack:
        lines = stack.enter_context(new_folder(target))
        aside = stack.enter_context(new_folder(set_aside)) if set_aside else None
        spark = stack.enter_context(spark_session(master))
        done = mapped(_by_member(spark, tables, tasks), Judging(Sheet.of(law, payers)), layout)
        both = lines / "both"
        done.write.partitionBy(*_SET_ASIDE).parquet(str(both.resolve()))
        return _parted(both, lines, aside, law)


def _by_member(spark: "SparkSession", tables: Sequence[CaseTable], tasks: int) -> "DataFrame":
    """All cases, packed; a member's cases follow each other in one partition."""
    from pyspark.sql import functions as sql  # noqa: PLC0415 (an extra)

    alike: dict[str, list[CaseTable]] = {}
    for table in tables:
        alike.setdefault(repr(table.columns), []).append(table)
    names = {str(table.path.resolve()): str(table.path) for table in tables}
    some = []
    for group in alike.values():
        read = spark.read.parquet(*(as_spark_path(each.path) for each in group))
        where = (sql.col("_metadata.file_path").alias(_FILE), sql.col("_metadata.row_index").alias(_ROW))
        some.append(mapped(read.select("*", *where), Packing(names), PACKED))
    whole = reduce(lambda one, other: one.union(other), some)
    key = sql.coalesce(sql.col("member"), sql.concat_ws(" ", sql.lit(""), "file", "row"))
    keyed = whole.withColumn("key", key)
    tasks = max(tasks, spark.sparkContext.defaultParallelism)
    return keyed.repartition(tasks, "key").sortWithinPartitions("key", "file", "row")


class Packing:
    """Rows of tables made ready to be moved. ``names``: by which a file is told, by its path."""

    def __init__(self, names: dict[str, str]):
        self.names = names

    def __call__(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Of each Arrow batch."""
        for frame in frames:
            cases, where = frame.drop(_FILE, _ROW), frame.select(_FILE, _ROW)
            names = {uri: self.names[as_path(uri)] for uri in where[_FILE].unique()}
            yield packed(cases, "", 1).with_columns(
                file=where[_FILE].replace_strict(names, return_dtype=pl.String), row=where[_ROW].cast(pl.Int64) + 1
            )


class Judging:
    """Packed cases to judged lines and cases set aside; the rule book is opened once by a worker."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet

    def __call__(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Of a partition."""
        law = law_of(self.sheet)
        for piece in whole_groups(frames, "key", AT_ONCE):
            found = judged(piece, law)
            yield pl.concat(
                [found.lines.with_columns(set_aside=pl.lit(False)), found.aside.with_columns(set_aside=pl.lit(True))],
                how="diagonal",
            )


def _parted(both: Path, lines: Path, aside: Path | None, law: Law) -> Counts:
    """What Spark wrote, counted, each half in files of its own."""
    counts = Counts()
    parts = sorted(both.rglob("*.parquet"))
    for number, part in enumerate(parts):
        rows = pl.read_parquet(part, glob=False, hive_partitioning=False)
        is_aside = part.parent.name == _ASIDE_PART
        layout = ASIDE if is_aside else law.lines
        rows = rows.select(pl.col(name).cast(dtype) for name, dtype in layout.items())
        counts.add(Judged(rows.clear(), rows) if is_aside else Judged(rows, rows.clear()))
        folder = aside if is_aside else lines
        if folder is not None:
            rows.write_parquet(folder / f"part-{number:05d}.parquet")
        part.unlink()
    shutil.rmtree(both)
    for folder, layout in ((lines, law.lines), (aside, ASIDE)):
        if folder is not None and not any(folder.iterdir()):
            pl.DataFrame(schema=layout).write_parquet(folder / "part-00000.parquet")
    return counts
