"""The handbook as Markdown: a page for each rule, the criteria they share, their index, the register of sources."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from oxyclaim.handbook.model import (
    CaseLine,
    CriteriaPage,
    ParameterUse,
    Point,
    RegisterEntry,
    RulePage,
    Said,
    SharedCriterion,
    Source,
)
from oxyclaim.handbook.pages import named
from oxyclaim.handbook.wording import (
    EVERY_LINE,
    STAGES,
    assertion,
    citing,
    help_given,
    helping,
    marked,
    outcomes_said,
    outline,
    span,
    spoken_of,
    telling,
)

VALUE_HEADS = ("payer", "when", "value", "source")
ELSEWHERE = "What the linked criteria read, say and rest on stands on their own pages."
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
        *_said("\n## What it says of each point\n", page.said),
        *_parameters(page.parameters),
        "\n## What it reads\n",
        f"From the case: {_safe(', '.join(page.facts) or 'nothing')}.",
        *([f"\nFrom earlier stages: {_safe('; '.join(page.results))}."] if page.results else []),
        *([f"\n{ELSEWHERE}"] if _refers(page) else []),
        "\n## Sources\n",
        *_sources(page.sources),
        "\n## Worked cases\n",
        *_cases(page),
        f"\n{MADE}",
    )


def criteria_page(page: CriteriaPage) -> str:
    """The shared criteria of one subject."""
    return _text(
        f"# Shared criteria: {_safe(page.subject)}\n",
        "Criteria that several rules use; the pages of those rules lead here.",
        *(line for criterion in page.criteria for line in _criterion(criterion, page.home)),
        *_parameters(page.parameters),
        "\n## What they read\n",
        f"From the case: {_safe(', '.join(page.facts) or 'nothing')}.",
        "\n## Sources\n",
        *_sources(page.sources),
        f"\n{MADE}",
    )


def values_page(parameters: Sequence[ParameterUse]) -> str:
    """The values that rules read through computed facts."""
    parts = [
        "# What the payers set, for many rules at once\n",
        f"Values behind computed facts, such as the kind of equipment that a code is. {MADE}",
    ]
    for use in parameters:
        parts += [
            f'\n## <a id="{use.name}"></a>{_safe(use.title)} (`{use.name}`)\n',
            *_table(VALUE_HEADS, _values(use)),
        ]
    return _text(*parts)


def rule_index(pages: Sequence[RulePage], shared: Sequence[CriteriaPage]) -> str:
    """All rules by stage and subject, and the pages of the criteria that they share."""
    parts = ["# The rules\n", f"Each rule has a page of its own; `oxyclaim rules` shows the same. {MADE}"]
    for stage, of_stage in groupby(sorted(pages, key=lambda page: list(STAGES).index(page.stage)), lambda p: p.stage):
        rows = [
            (page.subject, f"[{page.id}]({page.id}.md)", page.title, page.kind, span(page.first, page.last), page.grade)
            for page in of_stage
        ]
        parts.append(f"\n## {STAGES[stage]}\n")
        parts += _table(("subject", "rule", "title", "kind", "in force", "grade"), rows)
    parts.append("\n## Criteria that several rules use\n")
    parts += [f"- [{_safe(each.subject)}](criteria-{each.home}.md)" for each in shared]
    parts.append("- [What the payers set, for many rules at once](values.md)")
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


def _tree(point: Point, here: str = "") -> Iterator[str]:
    """The tree on a page of rules or, where it is the home ``here``, of criteria."""

    def linked(part: Point) -> str:
        page = "" if part.home == here else f"criteria-{part.home}.md"
        return f"[{part.text}]({page}#{part.name})" if part.home else part.text

    for depth, text in outline(point, linked):
        yield f"{'  ' * depth}- {_safe(text)}"


def _refers(page: RulePage) -> bool:
    return any(True for root in (page.applies, page.requires) if root for _ in named(root))


def _criterion(shared: SharedCriterion, home: str) -> Iterator[str]:
    yield f'\n## <a id="{shared.name}"></a>{_safe(shared.point.text)}\n'
    yield from _tree(shared.point, home)
    yield f"\nUsed by {', '.join(shared.used_by)}."
    yield from _said("", shared.said)


def _also(page: RulePage) -> Iterator[str]:
    yield ""
    if page.cure:
        yield f"- What helps: {_safe(helping(page.cure))}."
    yield f"- What it asserts on the claim: {assertion(page)}."
    if page.denial:
        yield f"- Billed all the same, expect: {page.denial}."
    if page.settles:
        yield f"- It settles the {page.settles}: where no such rule is in force, the line is for review."


def _said(head: str, all_said: Sequence[Said]) -> Iterator[str]:
    if all_said:
        rows = [(said.criterion, said.met, said.not_met, said.unknown, help_given(said)) for said in all_said]
        yield head
        yield from _table(("point", "met", "not met", "unknown", "to fix"), rows)


def _parameters(parameters: Sequence[ParameterUse]) -> Iterator[str]:
    if parameters:
        yield "\n## What the payers set\n"
    rows = [
        ("" if place else f"{use.title} (`{use.name}`)", *row)
        for use in parameters
        if not use.through
        for place, row in enumerate(_values(use))
    ]
    if rows:
        yield from _table(("what", *VALUE_HEADS), rows)
    if through := [f"`{use.name}`" for use in parameters if use.through]:
        yield ("\n" if rows else "") + f"Through computed facts also [values](values.md) of {', '.join(through)}."


def _values(use: ParameterUse) -> list[tuple[str, str, str, str]]:
    return [
        (
            value.payer,
            f"{span(value.first, value.last)} by {use.clock}",
            f"{value.value} {use.unit}".strip() + (f" ({value.note})" if value.note else ""),
            "; ".join(map(str, value.sources)) + marked(value.grade),
        )
        for value in use.values
    ]


def _sources(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        sections = f" ({'; '.join(source.sections)})" if source.sections else ""
        link = f"[{source.id}](../authorities.md#{_anchor(source.id)})"
        yield f"- {link}{_safe(sections)}: {_safe(source.title)} ({source.grade})."


def _cases(page: RulePage) -> Iterator[str]:
    if not page.cases:
        yield "None."
        return
    told = telling(page.cases)
    rows = [(f"{case.title} (`{case.id}`)", "; ".join(map(_case_line, spoken_of(case))), case.basis) for case in told]
    yield from _table(("case", "line: this rule → verdict expected", "basis"), rows)
    if others := [f"`{case.id}`" for case in page.cases if case not in told]:
        yield f"\nAlso {', '.join(others)}."


def _case_line(line: CaseLine) -> str:
    return f"{line.number} {line.code}: {line.outcome}" + (f" → {line.expected}" if line.expected else "")


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
