"""The papers of a denied line's case in the store: which are on file and which are missing, by its checklist."""

from collections.abc import Collection
from datetime import date

from oxyclaim.case.canonical import UnsoundCase, case_of
from oxyclaim.case.models import Case
from oxyclaim.engine.standing import Standing
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.checklist.entries import Checklist, Entry
from oxyclaim.services.denials.answer import Evidence
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Store


class Papers:
    """The checklists of some cases as they stand in a store."""

    def __init__(self, store: Store, case_ids: Collection[str], book: RuleBook, as_of: date):
        cases = [] if not case_ids else _cases(store, sorted(case_ids), book)
        found = checklist(ChecklistRequest(cases, as_of), book).cases if cases else ()
        self._by_case: dict[str, Checklist] = {each.case_id: each for each in found}

    def of(self, case_id: str | None, line_number: int | None) -> Evidence | None:
        """What a line of a case has and lacks; None where the store does not have the case, or not the line any
        more."""
        known = self._by_case.get(case_id or "")
        if known is None or all(line.line != line_number for line in known.lines):
            return None
        own = [entry for entry in known.entries if line_number in entry.lines]
        return Evidence(
            tuple(_on_file(entry) for entry in own if entry.standing is Standing.ON_FILE),
            tuple(_missing(entry) for entry in own if entry.standing is not Standing.ON_FILE),
        )


def _cases(store: Store, case_ids: list[str], book: RuleBook) -> list[Case]:
    found = []
    for version in store.latest(case_ids):
        try:
            case = case_of(version.text)
        except UnsoundCase:
            continue
        if case.coverage.payer in book.payers:
            found.append(case)
    return found


def _on_file(entry: Entry) -> str:
    where = ", ".join(
        source.document if source.page is None else f"{source.document} page {source.page}" for source in entry.where
    )
    return f"{entry.title} ({where})" if where else entry.title


def _missing(entry: Entry) -> str:
    lacks = "; ".join(entry.lacks)
    return f"{entry.title} ({entry.standing.value}{': ' + lacks if lacks else ''})"
