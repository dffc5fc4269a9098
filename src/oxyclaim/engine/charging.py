"""Whether the patient may be charged for a line, and what: the first entry of the rule book that fits its verdict."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChargeEntry:
    """One answer and the lines to which it belongs; what is empty fits any.

    ``form``: the payer's way of making a patient liable. ``rules``: one of them decides the verdict. ``equipment``:
    what the line bills. ``notice``: how a formal denial stands (its status, or a modifier that it would carry).
    ``coded``: a modifier that somebody has put on the line. ``behind``: another payer was asked first.
    ``answer`` begins with yes, no or depends; ``also`` says what holds for things that the patient wants beside it.
    """

    id: str
    answer: str
    authority: tuple[str, ...]
    form: str = ""
    verdicts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    assignment: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    behind: bool = False
    also: str = ""
    also_authority: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ChargeBook:
    """The entries in their order. ``form`` and ``equipment``: the columns of a line's form of liability and of what it
    bills."""

    entries: tuple[ChargeEntry, ...] = ()
    form: str = ""
    equipment: str = ""


@dataclass(frozen=True)
class Line:
    """What of a line decides on a charge to the patient."""

    form: str
    verdict: str
    rules: Collection[str]
    equipment: str
    notice: Collection[str]
    assignment: str
    coded: Collection[str] = ()
    behind: bool = False


def entry_for(line: Line, entries: Sequence[ChargeEntry]) -> ChargeEntry | None:
    """The first entry that fits; None where the rule book has none for the line."""
    return next((entry for entry in entries if _fits(entry, line)), None)


def _fits(entry: ChargeEntry, line: Line) -> bool:
    return (
        (not entry.form or entry.form == line.form)
        and (not entry.verdicts or line.verdict in entry.verdicts)
        and (not entry.rules or bool(set(entry.rules) & set(line.rules)))
        and (not entry.equipment or line.equipment in entry.equipment)
        and (not entry.notice or bool(set(entry.notice) & set(line.notice)))
        and (not entry.assignment or line.assignment in entry.assignment)
        and (not entry.behind or line.behind)
        and (not entry.coded or bool(set(entry.coded) & set(line.coded)))
    )
