"""The rules as people read them: all in a table, or one with everything that is worth knowing of it."""

from collections.abc import Iterator, Sequence

from oxyclaim.handbook.model import CriteriaPage, ParameterUse, Point, RulePage
from oxyclaim.handbook.wording import (
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
from oxyclaim.services.handbook import RulesAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, counted

SHARED = "Those with … above have parts, readings and values of their own."


def listing(answer: RulesAnswer) -> Document:
    """All rules, one a row."""
    rows = tuple(
        (page.id, page.title, f"{page.stage}: {page.subject}", page.kind, span(page.first, page.last), page.grade)
        for page in answer.rules
    )
    head = ("id", "title", "stage: subject", "kind", "in force", "grade")
    count = counted(len(rows), "rule")
    return Document((Grid(head, rows, (0, 5, 4, 3, 3, 0)), Text(f"{count}; `oxyclaim rules ID` shows one.")))


def view(answer: RulesAnswer, full: bool = False) -> Document:
    """One rule's page. ``full``: it holds the criteria that several rules use."""
    blocks: list[Block] = []
    for page in answer.rules:
        blocks += _page(page)
        if not full:
            blocks += _shared(answer.criteria, page.id)
    return Document(tuple(blocks))


def _page(page: RulePage) -> Iterator[Block]:
    yield Text(f"{page.id}  {page.title}", strong=True)
    yield Text(f"{page.stage}: {page.subject}. Kind: {page.kind}.")
    yield Text(f"In force {span(page.first, page.last)}, by {page.clock}. Grade of its sources: {page.grade}.")
    for paragraph in page.why:
        yield Text("")
        yield Text(paragraph)
    yield Text("")
    yield Section("Which lines", tuple(_tree(page.applies)) if page.applies else (Text(f"{EVERY_LINE}."),))
    yield Section("What it checks", tuple(_tree(page.requires)))
    yield Section("What becomes of the line", tuple(_outcomes(page)))
    if page.said:
        yield Section("What it says of each point", tuple(_said(page)))
    if page.parameters:
        yield Section("What the payers set", tuple(_parameters(page.parameters)))
    yield Section("What it reads", tuple(_reads(page)))
    yield Section("Sources", tuple(_sources(page)))
    if page.cases:
        yield Section("Worked cases", tuple(_cases(page)))


def _tree(point: Point) -> Iterator[Block]:
    for depth, text in outline(point, lambda each: f"{each.text} …" if each.home else each.text):
        yield Item("", text, level=depth)


def _outcomes(page: RulePage) -> Iterator[Block]:
    for when, effect, sentence in outcomes_said(page):
        yield Item(f"It {when}:", f"{effect}." + (f" {sentence}" if sentence else ""))
    if page.cure:
        yield Item("What helps:", f"{helping(page.cure)}.")
    yield Item("What it asserts on the claim:", f"{assertion(page)}.")
    if page.denial:
        yield Item("Billed all the same, expect:", f"{page.denial}.")
    if page.settles:
        yield Text(f"It settles the {page.settles}: where no such rule is in force, the line is for review.")


def _said(page: RulePage) -> Iterator[Block]:
    for said in page.said:
        yield Item("", said.criterion)
        for when, text in said_lines(said):
            yield Item(f"{when}:", text, "quiet", level=1)


def _parameters(uses: Sequence[ParameterUse]) -> Iterator[Block]:
    for use in uses:
        if not use.through:
            yield Item("", f"{use.title} ({use.name})")
            for value in use.values:
                note = f", {value.note}" if value.note else ""
                cites = "; ".join(map(str, value.sources)) + marked(value.grade)
                when = f"{span(value.first, value.last)} by {use.clock}"
                told = f"{value.value} {use.unit}".rstrip()
                yield Item("", f"{value.payer}, {when}: {told}{note} [{cites}]", "quiet", level=1)
    if through := [use.title for use in uses if use.through]:
        yield Item("Through computed facts also:", f"{'; '.join(through)}.")


def _reads(page: RulePage) -> Iterator[Block]:
    yield Item("From the case:", f"{', '.join(page.facts) or 'nothing'}.")
    if page.results:
        yield Item("From earlier stages:", f"{'; '.join(page.results)}.")


def _sources(page: RulePage) -> Iterator[Block]:
    for source in page.sources:
        sections = f" ({'; '.join(source.sections)})" if source.sections else ""
        yield Item("", f"{source.id}{sections}: {source.title}. {source.grade}; {source.address}")


def _cases(page: RulePage) -> Iterator[Block]:
    told = telling(page.cases)
    for case in told:
        yield Item("", f"{case.title} ({case.id}; basis: {case.basis})")
        for line in spoken_of(case):
            said = f"{line.code}: {line.outcome}; verdict expected: {line.expected}"
            yield Item("", f"line {line.number}, {said}", "quiet", level=1)
    if others := [case.id for case in page.cases if case not in told]:
        yield Item("Also", f"{', '.join(others)}.")


def _shared(pages: Sequence[CriteriaPage], id: str) -> Iterator[Block]:
    """Where the criteria are that the page only names."""
    if pages:
        subjects = "; ".join(page.subject for page in pages)
        where = f"Each is unfolded by `oxyclaim rules {id} --full`, and in docs/rules/ ({subjects})."
        yield Section("Criteria that several rules use", (Text(f"{SHARED} {where}"),))
