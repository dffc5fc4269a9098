"""A paper is given to a patient: its label stands in the case from then on, and facts can point to its pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.facts import Record, facts_of
from oxyclaim.services.desk.intake.kinds import kinds_of
from oxyclaim.services.desk.intake.places import Facts
from oxyclaim.services.desk.kept import Document, PageRow, SupplierDesk
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

LABELS = {
    "standard_written_order": "ORDER", "progress_note": "NOTE", "proof_of_delivery": "POD", "test_report": "TEST",
}  # fmt: skip
"""How labels of papers begin, by kind; others by the kind itself."""


@dataclass(frozen=True)
class PageTold:
    """A page of a document, and the facts that point to it."""

    document: Document
    page: PageRow
    pages: int
    records: tuple[Record, ...]


def kinds() -> Sequence[str]:
    """Kinds of papers, in the case file's words."""
    return kinds_of("documents")["kind"].words


def page_of(desk: SupplierDesk, document_id: str, number: int) -> PageTold:
    """A page and the facts that point to it. Raises KeyError."""
    document, pages = desk.document(document_id)
    page = next((each for each in pages if each.page == number), None)
    if page is None:
        raise KeyError(document_id)
    records: tuple[Record, ...] = ()
    if document.case_id and document.label:
        facts = facts_of(case_of(desk.head(document.case_id).text))
        papers = (paper for paper in facts.papers if paper.document.id == document.label)
        records = tuple(record for paper in papers for record in paper.records if record.page in (None, number))
    return PageTold(document, page, len(pages), records)


def give(
    desk: SupplierDesk, document_id: str, case_id: str, kind: str, dated: str, book: RuleBook, change: Change
) -> str:
    """Give a document to a patient; its label in the case. Raises BadInput, and KeyError for an unknown document."""
    document, _ = desk.document(document_id)
    if document.case_id is not None:
        raise BadInput([Problem("given_already", "this paper is a patient's already")])
    head = desk.head(case_id)
    facts: Facts = json.loads(head.text)
    label = _label(facts, kind)
    entry = {"id": label, "kind": kind, "date": dated, "on_file": True}
    facts.setdefault("documents", []).append({key: value for key, value in entry.items() if value not in ("", None)})
    case = cases_of([facts], book).whole()[0]
    desk.store.save(case, head.version, change)
    desk.give_document(document_id, case_id, label, kind, date.fromisoformat(dated) if dated else None)
    return label


def _label(facts: Facts, kind: str) -> str:
    taken = {each["id"] for each in facts.get("documents") or []}
    begins = LABELS.get(kind, kind.upper().replace("_", "-")[:30])
    return next(label for number in range(1, 1000) if (label := f"{begins}-{number}") not in taken)
