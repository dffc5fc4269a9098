"""The table of an appeal: what is met and where it is shown, and what is not met. Everything comes from the trace."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import authority_id
from oxyclaim.engine.decide import decide
from oxyclaim.engine.roles import Role
from oxyclaim.engine.standing import LineStanding, Standing, standings
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.policy.checklist.items import Item, items
from oxyclaim.services.appeals.request import NotMet, Row, Shown
from oxyclaim.services.checklist import Entry, checklists
from oxyclaim.services.rule_book import RuleBook

NOTE = "note"
TOLD_BY_CRITERIA = frozenset(name for item in items() for name in item.criteria)


@dataclass(frozen=True)
class Judged:
    """The lines as they are judged, the rows of the table, what is not met, and what of the coding is wrong."""

    verdicts: tuple[LineVerdict, ...]
    rows: tuple[Row, ...]
    not_met: tuple[NotMet, ...]
    coded_wrong: tuple[NotMet, ...]


def judged(case: Case, lines: Sequence[int], book: RuleBook, as_of: date) -> Judged:
    """What the papers of the case show for these lines.

    That the time for a claim has passed is not told: the claim was made.
    """
    verdicts = tuple(each for each in decide([case], book, as_of) if each.line_number in lines)
    aside = book.in_role(Role.TIMELY_FILING)
    findings = ((each.line_number, finding) for each in verdicts for finding in each.findings)
    coded = ((each.line_number, one) for each in verdicts if each.forecast for one in each.forecast.reasons)
    not_met = _merged((line, each) for line, each in findings if each.rule not in aside and each.effect != NOTE)
    known = {each.rule for each in not_met}
    return Judged(
        verdicts,
        tuple(_rows(case, lines, book, as_of, known)),
        not_met,
        _merged((line, each) for line, each in coded if each.rule not in aside | known),
    )


def _merged(findings: Iterator[tuple[int, Finding]]) -> tuple[NotMet, ...]:
    """What several lines lack alike becomes one."""
    found: dict[tuple[str, str], NotMet] = {}
    for line, finding in findings:
        key = finding.rule, finding.sentence
        if key in found:
            found[key] = replace(found[key], lines=tuple(dict.fromkeys((*found[key].lines, line))))
        else:
            cures = dict.fromkeys(each for each in (finding.cure, *(r.cure for r in finding.reasons)) if each)
            found[key] = NotMet((line,), finding.rule, finding.effect, finding.sentence, "; ".join(cures) or None)
    return tuple(found.values())


def _rows(case: Case, lines: Sequence[int], book: RuleBook, as_of: date, failed: set[str]) -> Iterator[Row]:
    """A row for each thing of the checklist that a paper on file shows and that a denial may be about.

    What stands on rules that failed is left out: the paper is there, and does not show what it must.
    """
    standing = [each for _, of_case in standings([case], book, as_of) for each in of_case]
    wanted = [each for each in standing if each.row["line.line_number"] in lines]
    by_id = {item.id: item for item in items()}
    for _, made in checklists([case], book, as_of):
        for entry in made.entries:
            own = [each for each in wanted if each.row["line.line_number"] in entry.lines]
            item = by_id[entry.item]
            if not own or entry.standing is not Standing.ON_FILE or not entry.where:
                continue
            row = _row(case, entry, item, own, book)
            if row.answers and failed.isdisjoint(want.rule for want in item.wants):
                yield row


def _row(case: Case, entry: Entry, item: Item, lines: Sequence[LineStanding], book: RuleBook) -> Row:
    told: dict[str, None] = {}
    records: dict[str, None] = {}
    for sentence, record in (each for line in lines for each in _told(entry, item, line)):
        told[sentence] = None
        records |= dict.fromkeys([record] if record else [])
    if not told:
        told |= dict.fromkeys(_paper_shows(entry, item))
    day = lines[0].row["line.service_date"]
    forecast = {rule.id: rule.denial for line in lines for rule in line.rules if rule.id in entry.rules}
    answers = (book.denials.named(denial) for denial in forecast.values() if denial)
    return Row(
        item=entry.item,
        criterion=entry.title,
        lines=tuple(each.row["line.line_number"] for each in lines),
        cites=tuple(cite for cite in entry.authorities if _counts(cite, day, book)),
        values=tuple(told),
        by=tuple(dict.fromkeys((*_measured_by(case, records), *_written_in(case, entry, " ".join(told))))),
        records=entry.about,
        shown=tuple(Shown(each.document, each.page, None) for each in entry.where),
        rules=entry.rules,
        answers=tuple(dict.fromkeys(each.id for each in answers if each)),
    )


def _told(entry: Entry, item: Item, line: LineStanding) -> Iterator[tuple[str, str | None]]:
    """The sentences of the trace that stand on the entry's papers, with the record of each."""
    where = set(entry.where)
    whole = {want.rule for want in item.wants}
    for rule in line.rules:
        if rule.id not in entry.rules or line.value(rule.requires) is not True:
            continue
        if rule.id in whole:
            yield from ((each.sentence, each.record) for each in line.why(rule.requires) if each.source in where)
            continue
        for need in line.needs(rule.requires, TOLD_BY_CRITERIA):
            if set(item.criteria) & set(need.names):
                yield from ((each.sentence, each.record) for each in need.reasons if each.source in where)


def _paper_shows(entry: Entry, item: Item) -> Iterator[str]:
    """What the paper shows by the facts of its record, where the trace has no sentence of its own."""
    states = {show.words: show.state for show in entry.shows}
    yield from (show.words for show in item.shows if show.facts and states.get(show.words) == "yes")


def _counts(cite: str, day: date, book: RuleBook) -> bool:
    """Whether a contractor can be told of it: the authority's own text, in force on the service date."""
    source = book.authorities[authority_id(cite)]
    in_force = (source.first is None or source.first <= day) and (source.last is None or day <= source.last)
    return in_force and source.grade == "primary"


def _measured_by(case: Case, records: Mapping[str, None]) -> Iterator[str]:
    """Who took the tests among these records."""
    wanted = {record.removeprefix("test ") for record in records if record.startswith("test ")}
    for test in case.tests or ():
        if test.id in wanted and test.performed_by:
            yield f"taken by: {TESTERS.get(test.performed_by, test.performed_by.replace('_', ' '))}"


def _written_in(case: Case, entry: Entry, told: str) -> Iterator[str]:
    """The papers by kind and date, where nothing that is told has their date."""
    wanted = {each.document for each in entry.where}
    for document in case.documents or ():
        if document.id in wanted and document.date and document.date.isoformat() not in told:
            kind = (document.kind or "paper").replace("_", " ")
            yield f"{'paper' if kind == 'other' else kind} of {document.date.isoformat()}"


TESTERS = {"idtf": "independent diagnostic testing facility (IDTF)", "part_a_provider": "Part A provider"}
