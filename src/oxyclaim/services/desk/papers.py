"""The checklist of one patient: what is on file, what is missing, who has it."""

from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.standing import Standing
from oxyclaim.services.checklist import Checklist, ChecklistRequest, Entry, checklist
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Papers:
    """``chased``: what is still wanted, in the order in which it is chased; ``on_file``: what is here."""

    listed: Checklist
    chased: tuple[Entry, ...]
    on_file: tuple[Entry, ...]


def papers(case: Case, book: RuleBook, as_of: date) -> Papers | None:
    """The papers of a case; None where the rule book does not know its payer."""
    if case.coverage.payer not in book.payers:
        return None
    (listed,) = checklist(ChecklistRequest([case], as_of), book).cases
    chased = tuple(each for each in listed.entries if each.standing is not Standing.ON_FILE)
    return Papers(listed, chased, tuple(each for each in listed.entries if each.standing is Standing.ON_FILE))
