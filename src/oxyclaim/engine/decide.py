"""Cases in, verdicts out: tables, evaluation, and for each line the verdict with its explanation."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.explaining.verdict import line_verdict
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.verdict import LineVerdict

SHOWN = 2_000
"""Cases explained together: explanations are made row by row and would otherwise hold every frame as rows."""


def decide(
    cases: Sequence[Case], catalogue: Catalogue, as_of: date | Sequence[date] | None = None
) -> Iterator[LineVerdict]:
    """The verdict of every line of every case, in order, explained.

    ``as_of`` is the day of the run (today), or one for each case.
    """
    for start in range(0, len(cases), SHOWN):
        of_chunk = as_of[start : start + SHOWN] if isinstance(as_of, Sequence) else as_of
        chunk = tables(cases[start : start + SHOWN], catalogue.presumptions, of_chunk)
        found = explained(chunk, Rows(run(chunk, catalogue)), catalogue)
        for key in sorted(found):
            yield found[key]


def decide_under(
    cases: Sequence[Case], payers: Sequence[str], catalogue: Catalogue, as_of: date | None = None
) -> list[LineVerdict]:
    """The verdict of every line under each of these payers: what if the patient had that one.

    One evaluation over the rows of every line and payer; the verdicts are in the order of lines, then of payers.
    """
    under = [case.under(payer) for case in cases for payer in payers]
    verdicts = list(decide(under, catalogue, as_of))
    found: list[LineVerdict] = []
    start = 0
    for case in cases:
        lines = len(case.items)
        of_case = verdicts[start : start + lines * len(payers)]
        found += [of_case[payer * lines + line] for line in range(lines) for payer in range(len(payers))]
        start += lines * len(payers)
    return found


def run(chunk: Tables, catalogue: Catalogue) -> Evaluation:
    """Evaluate tables for explanations: in both views, with every criterion."""
    return catalogue.evaluated(chunk.frames, How.EXPLAINED)


def explained(chunk: Tables, rows: Rows, catalogue: Catalogue) -> dict[tuple[int, int], LineVerdict]:
    """A verdict for each line of the documented view, by its case's view and its own position."""
    said = {(row["case_view"] - 1, row["record"]): row for row in rows.lines.values() if row["said"]}
    lenient = _lenient(chunk, catalogue)
    ready = catalogue.ready_for(row["line.payer"] for row in rows.lines.values())
    found = {}
    for row in rows.lines.values():
        if not row["said"]:
            key = (row["case_view"], row["record"])
            case = chunk.cases[row["case_view"] // 2]
            found[key] = line_verdict(Line(case, rows, row, said[key], lenient.get(key, row), catalogue, ready))
    return found


def _lenient(chunk: Tables, catalogue: Catalogue) -> dict[tuple[int, int], Row]:
    """The lines of cases in which a person has settled something, with every open question read leniently."""
    views = [2 * position for position, case in enumerate(chunk.cases) if case.settlements]
    if not views:
        return {}
    frames = {name: frame.filter(pl.col("case_view").is_in(views)) for name, frame in chunk.frames.items()}
    lines = catalogue.evaluated(frames, How.LENIENT).lines
    return {(row["case_view"], row["record"]): row for row in lines.iter_rows(named=True)}
