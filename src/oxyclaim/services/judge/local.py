"""A table of cases judged on this machine, by as many processes as are wanted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from oxyclaim.bulk.groups import whole_groups
from oxyclaim.bulk.processes import Processes
from oxyclaim.services.judge.output import Counts, parted
from oxyclaim.services.judge.pieces import ASIDE, Judged, Law, judged, members, packed
from oxyclaim.services.judge.tables import CaseTable, batches
from oxyclaim.services.judge.workers import Sheet, law_of

AT_ONCE = 4_000
"""Cases in a piece: more cost more memory and are no faster."""


def judge_here(
    tables: Sequence[CaseTable],
    law: Law,
    target: Path,
    set_aside: Path | None,
    processes: int,
    payers: Path | None,
    on_cases: Callable[[int], None],
) -> Counts:
    """Judge all cases; the lines go to ``target`` in the order of the cases. ``payers``: the folder with which other
    processes open the same rule book. Raises BadInput; then nothing is written."""
    together = _with_company(tables)
    order = [str(each.path) for each in tables] if together else None
    counts = Counts()
    pieces = _pieces(tables, together)
    with parted(target, law.lines, order) as lines, parted(set_aside, ASIDE, order) as aside:
        for size, piece in _each_judged(pieces, law, processes, payers):
            counts.add(piece)
            if lines is not None:
                lines.add(piece.lines)
            if aside is not None:
                aside.add(piece.aside)
            on_cases(size)
    return counts


def _with_company(tables: Sequence[CaseTable]) -> frozenset[str]:
    """The members of whom there are several cases."""
    seen: set[str] = set()
    several: set[str] = set()
    for table in tables:
        for batch in pl.scan_parquet(table.path, glob=False).select("coverage").collect_batches(chunk_size=50_000):
            for member in members(batch).drop_nulls():
                (several if member in seen else seen).add(member)
    return frozenset(several)


def _pieces(tables: Sequence[CaseTable], together: frozenset[str]) -> Iterator[pl.DataFrame]:
    """Cases in their order; those of members who have several come at the end, a member's in one piece."""
    held: list[pl.DataFrame] = []
    for table in tables:
        row = 1
        for batch in batches(table, AT_ONCE):
            rows = packed(batch, str(table.path), row)
            row += batch.height
            shared = rows["member"].is_in(list(together)).fill_null(False)
            held.append(rows.filter(shared))
            yield rows.filter(~shared)
    if held and (waiting := pl.concat(held)).height:
        by_member = waiting.sort("member", maintain_order=True)
        yield from whole_groups(by_member.iter_slices(AT_ONCE), "member", AT_ONCE)


def _each_judged(
    pieces: Iterable[pl.DataFrame], law: Law, processes: int, payers: Path | None
) -> Iterator[tuple[int, Judged]]:
    """What becomes of each piece, in their order, with its size."""
    if processes == 1:
        for piece in pieces:
            yield piece.height, judged(piece, law)
        return
    with Processes(processes, _begun, Sheet.of(law, payers)) as pool:
        yield from pool.answers(pieces)


def _begun(sheet: Sheet) -> Callable[[pl.DataFrame], tuple[int, Judged]]:
    """Begin in another process: what judges its pieces."""
    return partial(_done, law=law_of(sheet))


def _done(piece: pl.DataFrame, law: Law) -> tuple[int, Judged]:
    found = judged(piece, law)
    return piece.height, replace(found, lines=found.lines.rechunk())
