"""Requests as Markdown: a document for the payer, which names the member."""

from collections.abc import Iterable, Iterator
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.cli.authorization_document import Block, Checks, Document, Grid, Pairs, Text, document_of, line_in_short
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.authorization import CaseRequests


def markdown(found: Iterable[tuple[Case, CaseRequests]], catalogue: Catalogue, as_of: date) -> str:
    """All requests, each with its sections."""
    parts = [line for case, each in found for line in _case(case, each, as_of)]
    return "\n".join([*parts, f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", ""])


def _case(case: Case, found: CaseRequests, as_of: date) -> Iterator[str]:
    yield f"## Case {found.case_id}: {found.plan or found.payer_name}\n"
    for line in found.lines:
        yield f"- line {line.line}, {line.code}, {line.service_date}: {line_in_short(line)}"
    for missing in found.missing:
        yield f"- **missing**: {missing.what} (from {missing.who})"
    yield ""
    for request in found.requests:
        yield from _document(document_of(case, found, request, as_of, with_member=True))


def _document(document: Document) -> Iterator[str]:
    yield f"### {document.title}\n\n**{document.state}**\n"
    for section in document.sections:
        yield f"#### {section.title}\n"
        for block in section.blocks:
            yield from _drawn(block)
            yield ""


def _drawn(block: Block) -> Iterator[str]:
    match block:
        case Pairs(rows=rows):
            yield "| | |\n|---|---|"
            yield from (_row(row) for row in rows)
        case Grid(head=head, rows=rows):
            yield f"{_row(head)}\n|{'---|' * len(head)}"
            yield from (_row(row) for row in rows)
        case Checks(rows=checks):
            for check in checks:
                box = "x" if check.standing == Standing.ON_FILE else " "
                details = f" ({'; '.join(check.details)})" if check.details else ""
                yield f"- [{box}] {check.words}: **{check.standing}**{details}"
        case Text(text=text, strong=strong):
            yield f"**{text}**" if strong else text


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
