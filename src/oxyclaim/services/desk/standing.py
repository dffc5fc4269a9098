"""How all lines stand, for who leads the office: money by state and owner, and how long papers have been missing.

Counted from lines as they were judged last; nothing is judged here.
"""

import json
from dataclasses import dataclass
from datetime import date

from oxyclaim.services.desk.kept import StateCount, SupplierDesk
from oxyclaim.services.desk.shelves import Judging
from oxyclaim.services.desk.states import PAPERS, STATES

AGES = ((30, "up to 30 days"), (60, "31 to 60 days"), (90, "61 to 90 days"), (180, "91 to 180 days"))
"""Days since the service date, and their words."""
OLDEST = "more than 180 days"


@dataclass(frozen=True)
class Aged:
    """Lines that wait for papers since so long after the service date, and their charges."""

    age: str
    lines: int
    charge_cents: int


@dataclass(frozen=True)
class Background:
    """How far the judging in the background is."""

    judging: Judging
    as_of: date
    rule_book: str

    @property
    def is_at_work(self) -> bool:
        """Whether it goes on."""
        return self.judging.ended is None


@dataclass(frozen=True)
class OfficeStanding:
    """``money``: lines by state and owner, in the order of the states; ``papers``: those that wait, by age."""

    money: tuple[StateCount, ...]
    papers: tuple[Aged, ...]


def office_standing(desk: SupplierDesk, as_of: date) -> OfficeStanding:
    """How all lines stand on a day."""
    counts = sorted(desk.state_counts(), key=lambda each: (STATES.index(each.state), each.owner))
    buckets = {words: [0, 0] for words in (*(words for _, words in AGES), OLDEST)}
    for day, lines, cents in desk.days_of(PAPERS):
        age = (as_of - day).days
        held = buckets[next((words for most, words in AGES if age <= most), OLDEST)]
        held[0] += lines
        held[1] += cents
    papers = tuple(Aged(words, lines, cents) for words, (lines, cents) in buckets.items())
    return OfficeStanding(tuple(counts), papers)


def background(desk: SupplierDesk) -> Background | None:
    """How far the judging is; None where there was none yet."""
    judging = desk.last_judging()
    if judging is None:
        return None
    asked = json.loads(judging.asked)
    return Background(judging, date.fromisoformat(asked["as_of"]), asked["rule_book"])
