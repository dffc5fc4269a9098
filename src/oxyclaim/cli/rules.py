"""``oxyclaim rules``."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.output import console, find, print_json, refuse
from oxyclaim.policy import load
from oxyclaim.policy.handbook import criteria_pages, rule_pages
from oxyclaim.policy.handbook.model import CriteriaPage, ParameterUse, Point, RulePage
from oxyclaim.policy.handbook.wording import (
    EVERY_LINE,
    assertion,
    helping,
    marked,
    outcomes_said,
    outline,
    said_lines,
    span,
    spoken_of,
    telling,
)

OK, BAD_INPUT = 0, 2
SHARED = "Those with … above have parts, readings and values of their own."


def show(id: str | None, as_json: bool, full: bool) -> int:
    """All rules as a table, or one rule's page. Returns the exit code.

    Criteria that rules share are unfolded on the page if it is wanted in ``full``; JSON holds each once.
    """
    catalogue = load()
    if id is None:
        pages = rule_pages(catalogue, with_cases=as_json)
        if as_json:
            print_json({"rules": pages, "criteria": criteria_pages(catalogue, pages)})
        else:
            console().print(_table(pages), f"{len(pages)} rules; `oxyclaim rules ID` shows one.")
        return OK
    known = [rule.id for rule in catalogue.rules]
    found = find(id, known)
    if found is None:
        refuse("rule", id.upper(), known, "rules", as_json)
        return BAD_INPUT
    pages = rule_pages(catalogue, found, full=full and not as_json)
    if as_json:
        print_json({"rules": pages, "criteria": criteria_pages(catalogue, pages)})
    else:
        out = console()
        for page in pages:
            out.print(*_page(page), sep="\n")
            if not full:
                out.print(*_shared(criteria_pages(catalogue, pages), found), sep="\n")
    return OK


def _table(pages: list[RulePage]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True)
    for head, ratio in (
        ("id", None),
        ("title", 5),
        ("stage: subject", 4),
        ("kind", 2),
        ("in force", None),
        ("grade", None),
    ):
        table.add_column(head, ratio=ratio, no_wrap=ratio is None)
    for page in pages:
        subject = f"{page.stage}: {page.subject}"
        row = (page.id, page.title, subject, page.kind, span(page.first, page.last), page.grade)
        table.add_row(*(Text(cell) for cell in row))
    return table


def _page(page: RulePage) -> Iterator[RenderableType]:
    yield Text(f"{page.id}  {page.title}", style="bold")
    yield Text(f"{page.stage}: {page.subject}. Kind: {page.kind}.")
    yield Text(f"In force {span(page.first, page.last)}, by {page.clock}. Grade of its sources: {page.grade}.")
    for paragraph in page.why:
        yield Text(f"\n{paragraph}")
    yield _head("Which lines")
    yield from _tree(page.applies) if page.applies else [_line(1, f"{EVERY_LINE}.")]
    yield _head("What it checks")
    yield from _tree(page.requires)
    yield _head("What becomes of the line")
    for when, effect, sentence in outcomes_said(page):
        yield _line(1, f"It {when}: {effect}." + (f" {sentence}" if sentence else ""))
    if page.cure:
        yield _line(1, f"What helps: {helping(page.cure)}.")
    yield _line(1, f"What it asserts on the claim: {assertion(page)}.")
    if page.denial:
        yield _line(1, f"Billed all the same, expect: {page.denial}.")
    if page.settles:
        yield _line(1, f"It settles the {page.settles}: where no such rule is in force, the line is for review.")
    if page.said:
        yield _head("What it says of each point")
        for said in page.said:
            yield _line(1, said.criterion)
            for when, text in said_lines(said):
                yield _line(2, f"{when}: {text}", "dim")
    if page.parameters:
        yield _head("What the payers set")
        for use in page.parameters:
            if not use.through:
                yield from _parameter(use)
        if through := [use.title for use in page.parameters if use.through]:
            yield _line(1, f"Through computed facts also: {'; '.join(through)}.")
    yield _head("What it reads")
    yield _line(1, f"From the case: {', '.join(page.facts) or 'nothing'}.")
    if page.results:
        yield _line(1, f"From earlier stages: {'; '.join(page.results)}.")
    yield _head("Sources")
    for source in page.sources:
        sections = f" ({'; '.join(source.sections)})" if source.sections else ""
        yield _line(1, f"{source.id}{sections}: {source.title}. {source.grade}; {source.address}")
    yield _head("Worked cases")
    told = telling(page.cases)
    for case in told:
        yield _line(1, f"{case.title} ({case.id}; basis: {case.basis})")
        for line in spoken_of(case):
            yield _line(2, f"line {line.number}, {line.code}: {line.outcome}; verdict expected: {line.expected}", "dim")
    if others := [case.id for case in page.cases if case not in told]:
        yield _line(1, f"Also {', '.join(others)}.")
    if not page.cases:
        yield _line(1, "None.")


def _shared(pages: list[CriteriaPage], id: str) -> Iterator[RenderableType]:
    """Where the criteria are that the page only names."""
    if pages:
        subjects = "; ".join(page.subject for page in pages)
        yield _head("Criteria that several rules use")
        yield _line(1, f"{SHARED} Each is unfolded by `oxyclaim rules {id} --full`, and in docs/rules/ ({subjects}).")


def _titled(point: Point) -> str:
    return f"{point.text} …" if point.home else point.text


def _parameter(use: ParameterUse) -> Iterator[Padding]:
    yield _line(1, f"{use.title} ({use.name})")
    for value in use.values:
        note = f", {value.note}" if value.note else ""
        cites = "; ".join(map(str, value.sources)) + marked(value.grade)
        when = f"{span(value.first, value.last)} by {use.clock}"
        yield _line(2, f"{value.payer}, {when}: {value.value} {use.unit}".rstrip() + f"{note} [{cites}]", "dim")


def _tree(point: Point) -> Iterator[Padding]:
    for depth, text in outline(point, _titled):
        yield _line(depth + 1, text)


def _head(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _line(depth: int, text: str, style: str = "none") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False)
