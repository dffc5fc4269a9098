"""Files of claims of any kind as what is read of them, in order, and where some of their lines stand."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import polars as pl

from oxyclaim.bulk import table_files
from oxyclaim.bulk.claim_files import stretches
from oxyclaim.bulk.claim_tables import Refused, open_table
from oxyclaim.bulk.history import Piece
from oxyclaim.bulk.inputs import Kind, kind_of
from oxyclaim.bulk.places import places_in
from oxyclaim.bulk.small_files import AT_ONCE, SMALL
from oxyclaim.bulk.stages import OfFile, OfTable, SmallFiles, Source
from oxyclaim.x12.claim_837p.reader import UnreadableFile, read
from oxyclaim.x12.core.pieces import PIECE


def sources(path: Path, number: int, at_once: int = PIECE) -> Iterator[OfFile | OfTable]:
    """What is read of a file. Raises ``Refused`` or ``UnreadableFile`` where it is no file of claims; ``OSError``.

    What raises comes behind what was found before it. ``at_once``: bytes of an 837P file that are read at once.
    """
    if kind_of(path) is Kind.X12:
        for stretch, data in stretches(path, at_once):
            yield OfFile(number, path, stretch, data)
    else:
        for part in table_files.parts(path):
            yield OfTable(number, part)


def runs(files: Sequence[Path], alone: Container[Path] = ()) -> Iterator[int | SmallFiles]:
    """The numbers of the files, in order; small 837P files that follow each other as one run, but those ``alone``."""
    run: list[tuple[int, Path]] = []
    size = 0
    for number, path in enumerate(files):
        own = None if path in alone else _small(path)
        if run and (own is None or size + own > AT_ONCE):
            yield _run(run)
            run, size = [], 0
        if own is None:
            yield number
        else:
            run.append((number, path))
            size += own
    if run:
        yield _run(run)


def _run(run: list[tuple[int, Path]]) -> int | SmallFiles:
    return SmallFiles(tuple(run)) if len(run) > 1 else run[0][0]


def _small(path: Path) -> int | None:
    """The size of a small 837P file; None for any other. What cannot be read is told in its turn."""
    try:
        if path.is_file() and (size := path.stat().st_size) <= SMALL and kind_of(path) is Kind.X12:
            return size
    except (OSError, Refused):
        return None
    return None


def pieces(path: Path) -> Iterator[Piece]:
    """The claims and lines of a file, not checked. Raises as ``parts`` does."""
    return read(path) if kind_of(path) is Kind.X12 else open_table(path).pieces()


def places(path: Path, wanted: pl.DataFrame) -> pl.DataFrame:
    """Where lines stand, read from the file once more: for findings that show only when every claim has been seen.

    ``wanted``: ``claim`` and ``position``. Columns: see ``places_in``.
    """
    return pl.concat([places_in(piece, wanted) for piece in pieces(path)])


__all__ = ["Refused", "Source", "UnreadableFile", "pieces", "places", "runs", "sources"]
