"""Words that the terminal and the Markdown pages share."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from oxyclaim.handbook.model import CaseLine, CaseShown, Citation, Help, Point, RulePage, Said
from oxyclaim.handbook.outcomes import SILENT
from oxyclaim.policy.codes.sheets import Cell, Listing, Statement

STAGES = {
    "ledger": "Ledger: the rental and its months",
    "coverage": "Coverage: may it be billed at all",
    "coding": "Coding: group and modifiers",
    "scrub": "Scrub: the claim and the line as somebody coded it",
}
EVERY_LINE = "Every line"
CASES_OF_AN_OUTCOME = 2


def span(first: date | None, last: date | None) -> str:
    """A closed range of dates: "from 2023-04-01", "2020-01-01 to 2026-04-12", "not dated"."""
    if last is None:
        return f"from {first.isoformat()}" if first else "not dated"
    return f"{first.isoformat()} to {last.isoformat()}" if first else f"to {last.isoformat()}"


def marked(grade: str) -> str:
    """A grade where it is worth a word: nothing for primary."""
    return "" if grade == "primary" else f" ({grade})"


def outline(point: Point, titled: Callable[[Point], str]) -> Iterator[tuple[int, str]]:
    """A tree as indented lines: depth and text. ``titled`` writes a point's own words."""
    yield from _outline(point, 0, titled)


def _outline(point: Point, depth: int, titled: Callable[[Point], str]) -> Iterator[tuple[int, str]]:
    cites = "; ".join(f"{cite}{marked(cite.grade)}" for cite in point.sources)
    text = f"{titled(point)} [{cites}]" if cites else titled(point)
    if point.above:
        text += " (its parts are above)"
    yield depth, f"{text} — {point.joins}" if text and point.joins else text or point.joins
    for part in point.parts:
        yield from _outline(part, depth + 1, titled)


def helping(help: Help) -> str:
    """A cure in one sentence."""
    return f"{help.action} ({help.who})" + (f"; helps: {help.helps}" if help.helps else "")


def outcomes_said(page: RulePage) -> list[tuple[str, str, str]]:
    """What becomes of the line when the rule passes, fails or is unknown: when, effect, sentence."""
    unknown = "the same" if page.unknown.sentence == page.fails.sentence else page.unknown.sentence
    return [
        ("passes", page.passes.effect, page.passes.sentence),
        ("fails", page.fails.effect, page.fails.sentence),
        ("is unknown", page.unknown.effect, unknown if page.unknown.sentence else ""),
    ]


def said_lines(said: Said) -> Iterator[tuple[str, str]]:
    """What is said of one criterion: when, and the words."""
    for when, text in (("met", said.met), ("not met", said.not_met), ("unknown", said.unknown)):
        if text:
            yield when, text
    if said.cure:
        yield "to fix", helping(said.cure)
    if said.ask:
        yield "what to obtain", helping(said.ask)
    if said.undo:
        yield "where it is met", helping(said.undo)


def help_given(said: Said) -> str:
    """What helps where a criterion is not met, and what to obtain where it is unknown; once if it is the same."""
    return "; ".join(dict.fromkeys(helping(each) for each in (said.cure, said.ask) if each))


def telling(cases: Sequence[CaseShown]) -> list[CaseShown]:
    """Enough of the worked cases to see the rule at work: of each of its outcomes the first few."""
    seen: Counter[str] = Counter()
    told = []
    for case in cases:
        outcomes = {line.outcome for line in spoken_of(case)}
        if any(seen[outcome] < CASES_OF_AN_OUTCOME for outcome in outcomes):
            told.append(case)
            seen.update(outcomes)
    return told


def spoken_of(case: CaseShown) -> list[CaseLine]:
    """The lines of a worked case of which the rule says something."""
    return [line for line in case.lines if line.outcome != SILENT]


def assertion(page: RulePage) -> str:
    """What being met states to the payer."""
    if not page.asserts:
        return "nothing"
    return f"the {page.asserts} modifier of the line tells the payer that this rule is met"


CITING = {
    "rule": "rules",
    "criterion": "criteria",
    "open question": "open questions",
    "value": "values",
    "use of a rule": "uses of rules",
    "code": "the explanation of codes",
    "denial": "denials",
    "charge to the patient": "charges to the patient",
    "way on after a denial": "ways on after a denial",
    "group code": "group codes of a remittance advice",
    "appeal": "appeals",
}
"""The kinds of things that cite a source, and their plurals."""


def citing(citations: Sequence[Citation]) -> Iterator[tuple[str, str]]:
    """Who cites a source, by kind, as one text each."""
    for kind, title in CITING.items():
        if names := dict.fromkeys(each.name for each in citations if each.kind == kind):
            yield title, "; ".join(names)


def statement_text(statement: Statement) -> str:
    """A statement with its short answer and, unless primary, its grade."""
    answer = {True: "Yes. ", False: "No. ", None: ""}[statement.answer]
    return f"{answer}{statement.says}{marked(statement.grade)}"


def listing_text(listing: Listing) -> str:
    """How a payer's list names a code."""
    note = f": {listing.note}" if listing.note else ""
    return f"{listing.payer}: {span(listing.first, listing.last)} by {listing.clock}{marked(listing.grade)}{note}"


def cell_text(cell: Cell, empty: str) -> str:
    """A cell of a comparison, a line for each thing in it."""
    return "\n".join(_in_cell(each) for each in cell) or empty


def _in_cell(each: str | Statement | Listing) -> str:
    match each:
        case Statement():
            return statement_text(each)
        case Listing():
            return listing_text(each)
    return each
