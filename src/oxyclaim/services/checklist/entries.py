"""What a checklist says: plain values, ready for JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oxyclaim.engine.standing import Standing
from oxyclaim.engine.verdict import Source
from oxyclaim.services.check import Verdict

Shows = Literal["yes", "no", "reported", "not shown", "not told apart"]
"""Whether a paper shows something; the last where the papers are not told apart."""
SuppliedBy = Literal["practitioner", "tester", "facility", "patient", "supplier", "payer"]


@dataclass(frozen=True)
class Shown:
    """Something that a paper must show, and whether it does."""

    words: str
    state: Shows


@dataclass(frozen=True)
class Remedy:
    """What can be done, who does it, and from when it helps."""

    action: str
    who: str
    helps: str


@dataclass(frozen=True)
class Entry:
    """One item as it stands for some lines.

    ``about`` names the dated records in question, ``lacks`` what is wrong, ``where`` the papers on file.

    ``by`` says until when it is wanted and what a later one is worth; ``due`` is the same in a word or a date.

    ``only_if`` is given where it is not known whether any line wants it. ``request`` is given where the
    practitioner's office may be asked: never for what would have to be made to look older than it is. ``keys``: the
    paths of the case (JSON Pointers) that nobody has entered and that it is about.
    """

    item: str
    title: str
    standing: Standing
    lines: tuple[int, ...]
    codes: tuple[str, ...]
    supplied_by: SuppliedBy
    about: tuple[str, ...]
    lacks: tuple[str, ...]
    shows: tuple[Shown, ...]
    where: tuple[Source, ...]
    rules: tuple[str, ...]
    authorities: tuple[str, ...]
    grade: str
    due: str
    by: str
    remedies: tuple[Remedy, ...]
    only_if: str | None
    request: str | None
    keys: tuple[str, ...]


@dataclass(frozen=True)
class NotNeeded:
    """An item that no line wants, and why."""

    item: str
    title: str
    why: str


@dataclass(frozen=True)
class Other:
    """A finding that decides a line and that no paper of the checklist settles."""

    line: int
    rule: str
    effect: str
    sentence: str


@dataclass(frozen=True)
class ListedLine:
    """A line of the case and its verdict. ``keep_until``: its papers are kept until then."""

    line: int
    code: str
    service_date: date
    verdict: Verdict
    claim_by: date | None
    keep_until: date | None


@dataclass(frozen=True)
class Checklist:
    """Everything that a case's file must hold, in the order in which it is chased.

    ``complete``: everything that is wanted is on file, and nothing else stands against a line.
    """

    case_id: str
    lines: tuple[ListedLine, ...]
    entries: tuple[Entry, ...]
    not_needed: tuple[NotNeeded, ...]
    others: tuple[Other, ...]
    keep_until: date | None
    keep_authorities: tuple[str, ...]
    complete: bool

    def count(self, *words: Standing) -> int:
        """How many entries stand so."""
        return sum(entry.standing in words for entry in self.entries)
