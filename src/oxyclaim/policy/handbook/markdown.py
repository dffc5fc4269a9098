"""The handbook as Markdown: a page for each rule, their index, and the register of sources."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from oxyclaim.policy.handbook.model import Point, RegisterEntry, RulePage
from oxyclaim.policy.handbook.wording import (
    EVERY_LINE,
    STAGES,
    assertion,
    citing,
    helping,
    marked,
    outcomes_said,
    outline,
    said_lines,
    span,
)

MADE = "Made from the rule book by `make docs`; do not edit."


def rule_page(page: RulePage) -> str:
    """One rule."""
    return _text(
        f"# {page.id}: {_safe(page.title)}\n",
        f"{STAGES[page.stage].partition(':')[0]}, {_safe(page.subject)}. Kind: {page.kind}. "
        f"In force {span(page.first, page.last)} (by {page.clock}). Grade of its sources: {page.grade}.\n",
        *(f"{_safe(paragraph)}\n" for paragraph in page.why),
        "## Which lines\n",
        *(_tree(page.applies) if page.applies else [f"{EVERY_LINE}."]),
        "\n## What it checks\n",
        *_tree(page.requires),
        "\n## What becomes of the line\n",
        *_table(("when it", "the line", "what is said"), outcomes_said(page)),
        *_also(page),
        *_said(page),
        *_parameters(page),
        "\n## What it reads\n",
        f"From the case: {_safe(', '.join(page.facts) or 'nothing')}.",
        *([f"\nFrom earlier stages: {_safe('; '.join(page.results))}."] if page.results else []),
        "\n## Sources\n",
        *_sources(page),
        "\n## Worked cases\n",
        *_cases(page),
        f"\n{MADE}",
    )


def rule_index(pages: Sequence[RulePage]) -> str:
    """All rules by stage and subject."""
    parts = ["# The rules\n", f"Each rule has a page of its own; `oxyclaim rules` shows the same. {MADE}"]
    for stage, of_stage in groupby(sorted(pages, key=lambda page: list(STAGES).index(page.stage)), lambda p: p.stage):
        rows = [
            (page.subject, f"[{page.id}]({page.id}.md)", page.title, page.kind, span(page.first, page.last), page.grade)
            for page in of_stage
        ]
        parts.append(f"\n## {STAGES[stage]}\n")
        parts += _table(("subject", "rule", "title", "kind", "in force", "grade"), rows)
    return _text(*parts)


def register_page(entries: Iterable[RegisterEntry]) -> str:
    """Every source and what rests on it."""
    parts = [
        "# The sources\n",
        "Every rule, criterion, payer's value and statement on a code names its source here. *Primary*: the "
        "authority's own text was read. *Secondary*: somebody else's account, or a step of inference. *Unconfirmed*: "
        f"neither; it can raise a review and nothing stronger. `oxyclaim authorities` shows the same. {MADE}",
    ]
    for entry in entries:
        source = entry.source
        parts += [
            f"\n## {source.id}\n",
            f"{_safe(source.title)}. {_safe(source.issuer)}.\n",
            f"- Address: {_address(source.address)}",
            f"- In effect: {span(source.first, source.last)}. Read {source.read.isoformat()}. Grade: {source.grade}.",
            *([f"- Sections cited: {_safe('; '.join(source.sections))}"] if source.sections else []),
            *(f"- Cited by {kind}: {_safe(names)}" for kind, names in citing(entry.cited_by)),
        ]
    return _text(*parts)


def _tree(point: Point) -> Iterator[str]:
    for depth, text in outline(point):
        yield f"{'  ' * depth}- {_safe(text)}"


def _also(page: RulePage) -> Iterator[str]:
    yield ""
    if page.cure:
        yield f"- What helps: {_safe(helping(page.cure))}."
    yield f"- What it asserts on the claim: {assertion(page)}."
    if page.denial:
        yield f"- Billed all the same, expect: {page.denial}."
    if page.settles:
        yield f"- It settles the {page.settles}: where no such rule is in force, the line is for review."


def _said(page: RulePage) -> Iterator[str]:
    rows = [(said.criterion, when, text) for said in page.said for when, text in said_lines(said)]
    if rows:
        yield "\n## What it says of each point\n"
        yield from _table(("point", "when", "what is said"), rows)


def _parameters(page: RulePage) -> Iterator[str]:
    if page.parameters:
        yield "\n## What the payers set\n"
        rows = [
            (
                f"{use.title} (`{use.name}`)",
                value.payer,
                f"{span(value.first, value.last)} by {use.clock}",
                f"{value.value} {use.unit}".strip() + (f" ({value.note})" if value.note else ""),
                "; ".join(map(str, value.sources)) + marked(value.grade),
            )
            for use in page.parameters
            for value in use.values
        ]
        yield from _table(("what", "payer", "when", "value", "source"), rows)


def _sources(page: RulePage) -> Iterator[str]:
    for source in page.sources:
        sections = f" ({'; '.join(source.sections)})" if source.sections else ""
        link = f"[{source.id}](../authorities.md#{_anchor(source.id)})"
        yield f"- {link}{_safe(sections)}: {_safe(source.title)} ({source.grade})."


def _cases(page: RulePage) -> Iterator[str]:
    if not page.cases:
        yield "None."
        return
    rows = [
        (case.title, f"{line.number}: {line.code}", line.outcome, line.expected, f"{case.basis} (`{case.id}`)")
        for case in page.cases
        for line in case.lines
    ]
    yield from _table(("case", "line", "this rule", "verdict expected", "basis"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(_safe(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _safe(text: str) -> str:
    """Text whose angle brackets are not taken for HTML."""
    return text.replace("<", "\\<").replace(">", "\\>")


def _anchor(heading: str) -> str:
    """The anchor of a heading as GitHub makes it."""
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def _address(address: str) -> str:
    return f"<{address}>" if address.startswith("https://") else address


def _text(*parts: str) -> str:
    return "\n".join(parts) + "\n"
