"""The papers of a denied line's case in the store: which are on file and which are missing, by its checklist."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from oxyclaim.case.canonical import UnsoundCase, case_of
from oxyclaim.case.models import Case
from oxyclaim.engine.standing import Standing
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.checklist.entries import Checklist, Entry
from oxyclaim.services.denials.answer import Evidence, Task, WorkLine
from oxyclaim.services.denials.grouping import evidence_of
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Store

WANTS_PAPERS = ("denied", "reduced", "recouped")
"""Papers are of use where what was denied has been judged."""


def with_papers(
    tasks: Sequence[Task], judged: pl.DataFrame, store: Store, book: RuleBook, as_of: date
) -> tuple[Task, ...]:
    """The tasks with the papers that their lines want; of no other case a checklist is made. ``judged``: ``JUDGED``."""
    lines = [line for task in tasks for line in task.lines if line.kind in WANTS_PAPERS]
    if not lines:
        return tuple(tasks)
    wanted = judged.filter(pl.col("claim_id").is_in({line.claim_id for line in lines}))
    places = {
        (row["claim_id"], row["line_id"]): (row["case_id"], row["line_number"])
        for row in wanted.reverse().iter_rows(named=True)
    }
    papers = Papers(store, set(wanted["case_id"]), book, as_of)

    def told(line: WorkLine) -> WorkLine:
        place = places.get((line.claim_id, line.line_id or ""))
        return replace(line, evidence=papers.of(*place)) if place and line.kind in WANTS_PAPERS else line

    found = (replace(task, lines=tuple(map(told, task.lines))) for task in tasks)
    return tuple(replace(task, evidence=evidence_of(task.lines)) for task in found)


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
