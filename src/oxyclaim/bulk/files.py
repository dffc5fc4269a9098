"""Files of claims of any kind as parts, and where some of their lines stand."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from oxyclaim.bulk import claim_files, table_files
from oxyclaim.bulk.claim_files import LOOP_OF_LINE, SEGMENT_OF_LINE
from oxyclaim.bulk.claim_tables import Refused, open_table
from oxyclaim.bulk.costs import OF_CLAIM, about_claims
from oxyclaim.bulk.history import Piece
from oxyclaim.bulk.inputs import Kind, kind_of
from oxyclaim.bulk.parts import Part
from oxyclaim.bulk.small_files import AT_ONCE, SMALL, Outcome, outcomes
from oxyclaim.x12.claim_837p.checks.levels import NOTHING_BEYOND, Beyond
from oxyclaim.x12.claim_837p.reader import Piece as X12Piece
from oxyclaim.x12.claim_837p.reader import UnreadableFile, read
from oxyclaim.x12.claim_837p.tables import line_places


def parts(
    path: Path,
    as_of: date,
    told_already: Callable[[pl.Series], int] = lambda claims: 0,
    beyond: Beyond = NOTHING_BEYOND,
) -> Iterator[Part]:
    """The parts of a file, checked. Raises ``Refused`` or ``UnreadableFile`` where it is no file of claims.

    ``told_already``: how many cents of some claims of earlier parts are at risk for something else. ``beyond``: what
    is asked of 837P files beyond the guide.
    """
    if kind_of(path) is Kind.X12:
        return claim_files.parts(path, as_of, told_already=told_already, beyond=beyond)
    return table_files.parts(path)


def in_turn(
    files: Sequence[Path],
    as_of: date,
    told_already: Callable[[int, pl.Series], int] = lambda number, claims: 0,
    beyond: Beyond = NOTHING_BEYOND,
) -> Iterator[tuple[int, Iterator[Part]]]:
    """The parts of each file, with its number and in order; small 837P files that follow each other are read together.

    To be taken before the next file's. What is wrong with a file is raised as its parts are taken, see ``parts``.
    ``told_already`` is given the number of the file too.
    """
    for some in _runs(files):
        if len(some) > 1:
            read = outcomes([data for _, data in some], as_of, beyond)
            yield from ((number, _again(outcome)) for (number, _), outcome in zip(some, read, strict=True))
        else:
            number = some[0][0]
            yield number, _one(files[number], as_of, partial(told_already, number), beyond)


def _runs(files: Sequence[Path]) -> Iterator[list[tuple[int, bytes]]]:
    """Numbers of files that are read together, with what is in them; of one that is read alone nothing was read."""
    run: list[tuple[int, bytes]] = []
    for number, path in enumerate(files):
        data = _small(path)
        if run and (data is None or sum(len(each) for _, each in run) + len(data) > AT_ONCE):
            yield run
            run = []
        if data is None:
            yield [(number, b"")]
        else:
            run.append((number, data))
    if run:
        yield run


def _small(path: Path) -> bytes | None:
    """What is in a small 837P file; None for any other. What cannot be read is told in its turn."""
    try:
        if path.is_file() and path.stat().st_size <= SMALL and kind_of(path) is Kind.X12:
            return path.read_bytes()
    except (OSError, Refused):
        return None
    return None


def _one(path: Path, as_of: date, told_already: Callable[[pl.Series], int], beyond: Beyond) -> Iterator[Part]:
    yield from parts(path, as_of, told_already, beyond)


def _again(outcome: Outcome) -> Iterator[Part]:
    yield from outcome.parts
    if outcome.unreadable is not None:
        raise outcome.unreadable


def pieces(path: Path) -> Iterator[Piece]:
    """The claims and lines of a file, not checked. Raises as ``parts`` does."""
    return read(path) if kind_of(path) is Kind.X12 else open_table(path).pieces()


def places(path: Path, wanted: pl.DataFrame) -> pl.DataFrame:
    """Where lines stand, read from the file once more: for findings that show only when every claim has been seen.

    ``wanted``: ``claim`` and ``position``. Columns: these, ``OF_CLAIM``, ``claim_id``, ``line_number``,
    ``byte_position``, ``loop``, ``segment``.
    """
    key = ["claim", "position"]
    found = []
    for piece in pieces(path):
        in_x12 = isinstance(piece, X12Piece)
        lines = line_places(piece.kinds) if isinstance(piece, X12Piece) else _of_table(piece)
        rows = lines.join(wanted, on=key, how="semi")
        if rows.height:
            at = rows["segment"]
            found.append(
                rows.join(
                    piece.claims.select("claim", *about_claims()), on="claim", how="left", maintain_order="left"
                ).select(
                    *key,
                    *OF_CLAIM,
                    "claim_id",
                    "line_number",
                    byte_position=piece.positions(at) if isinstance(piece, X12Piece) else at,
                    loop=pl.lit(LOOP_OF_LINE if in_x12 else ""),
                    segment=pl.lit(SEGMENT_OF_LINE if in_x12 else ""),
                )
            )
    return pl.concat(found)


def _of_table(piece: Piece) -> pl.DataFrame:
    return piece.lines.join(piece.claims.select("claim", "claim_id"), on="claim", how="left", maintain_order="left")


__all__ = ["Refused", "UnreadableFile", "in_turn", "parts", "pieces", "places"]
