"""Many cases judged together without explanations, which is what most laws compare and costs a tenth.

``tests/engine/test_bulk.py`` holds that these are the verdicts that ``decide`` gives.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine import bulk
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide


class Line(NamedTuple):
    """What is said of a line; ``modifiers`` of a billable one."""

    case_id: str
    line_number: int
    code: str
    verdict: str
    modifiers: tuple[str, ...] | None
    group: str | None

    @property
    def is_billable(self) -> bool:
        return self.verdict == "billable"


def judged(
    cases: Sequence[Case], catalogue: Catalogue, as_of: date | Sequence[date] | None = None
) -> dict[tuple[str, int], Line]:
    """What is said of each line, by case id and line number, in the order of the cases; the ids differ."""
    laid_down = tables(cases, catalogue.presumptions, as_of, [DOCUMENTED])
    frame = bulk.verdicts(laid_down, catalogue, ("line.group",))
    rows = frame.select("case_id", "line_number", "code", "verdict", "modifiers", "line.group").iter_rows()
    found = {
        (id, number): Line(id, number, code, verdict, None if modifiers is None else tuple(modifiers), group)
        for id, number, code, verdict, modifiers, group in rows
    }
    settled = [position for position, case in enumerate(cases) if case.settlements]  # what ``bulk`` does not read
    days = [as_of[position] for position in settled] if isinstance(as_of, Sequence) else as_of
    for each in decide([cases[position] for position in settled], catalogue, days):
        found[each.case_id, each.line_number] = Line(
            each.case_id, each.line_number, each.code, each.verdict, each.modifiers, each.group
        )
    assert len(found) == sum(len(case.items) for case in cases), "two cases have one id"
    return found
