"""The answer to an import: what became of every row, and what is still to be done, the most money first."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oxyclaim.services.answers import Head
from oxyclaim.services.problems import Problem

GapKind = Literal["set aside", "cannot read", "paper", "rule", "claim data", "changed by hand"]


@dataclass(frozen=True)
class RowCounts:
    """Rows below the headings: every one that was read is in a case, set aside and told, or blank.

    ``doubled``: of those in cases or set aside, rows that say only what another row of the patient says.
    """

    read: int
    in_cases: int
    set_aside: int
    blank: int
    doubled: int


@dataclass(frozen=True)
class RowTold:
    """A row that is in no case, and why. ``row``: its line in a CSV file, or its row in the sheet."""

    file: str
    row: int
    patient: str | None
    why: str


@dataclass(frozen=True)
class Gap:
    """Something to work on, by rank. ``money_cents``: the charges that wait for it; ``due``: the last day for the
    earliest of their claims; ``months``: how many months wait.

    ``case_id`` is empty for what concerns all cases; ``found`` is never patient data.
    """

    rank: int
    kind: GapKind
    case_id: str
    patient: str
    codes: str
    months: int
    money_cents: int
    due: date | None
    what: str
    to_do: str
    who: str
    rule: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""


@dataclass(frozen=True)
class Placed:
    """Where the cases went: how many are new, changed, the same as before, or were left because a person changed
    them there."""

    target: str
    new: int
    changed: int
    same: int
    older: int
    clash: int


@dataclass(frozen=True, kw_only=True)
class ImportAnswer(Head):
    """Rows, cases and gaps. ``ready``: cases of which a due month is billable as it stands; ``months``: due months by
    verdict. ``placed`` is None in a dry run. ``problems``: what is wrong with files so that they could not be used."""

    files: tuple[str, ...]
    rows: RowCounts
    patients: int
    cases: int
    patients_set_aside: int
    ready: int
    months: dict[str, int]
    rows_set_aside: tuple[RowTold, ...]
    gaps: tuple[Gap, ...]
    placed: Placed | None = None
    worklist: str | None = None

    @property
    def is_fine(self) -> bool:
        """Whether no row was set aside and nothing is to be worked on."""
        return not self.rows_set_aside and not self.gaps


def file_problem(path: object, message: str, code: str = "unreadable") -> Problem:
    """What is wrong with a whole file."""
    return Problem(code, message, str(path))
