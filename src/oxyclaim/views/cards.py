"""A checked line as a card of the desk: the verdict, then what is wrong, what helps, who can do it, and on what
it rests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.engine.denials import split_codes, told
from oxyclaim.engine.verdict import Finding, Reason, Source
from oxyclaim.engine.words import Helps
from oxyclaim.services.check import CheckedLine
from oxyclaim.views.blocks import Tone, dollars, graded, us_date, us_dates
from oxyclaim.views.check import STILL_OPEN, TONES, of_the_claim, shared_findings, told_as_one

MEANING = {
    "billable": "every rule that applies is met on the documents named",
    "hold": "not yet: something is missing, and can still be put right",
    "review": "a person must decide first",
    "not covered": "documented facts fail a coverage criterion",
    "not payable": "inside another payment or past a limit",
    "excluded": "the law or the benefit bars payment",
}


@dataclass(frozen=True)
class Help:
    """What somebody can do, and, where it does not help this month, from when it helps."""

    who: str
    actions: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class Point:
    """Something that stands against a line, or is worth knowing; ``sources``: where that is written."""

    sentence: str
    rules: str
    effect: str
    tone: Tone
    helps: tuple[Help, ...]
    sources: str
    expect: str
    fingerprint: str | None


@dataclass(frozen=True)
class PageLink:
    """A page of a document that shows something."""

    document: str
    page: int | None

    def __str__(self) -> str:
        return self.document if self.page is None else f"{self.document} p. {self.page}"


@dataclass(frozen=True)
class Rests:
    """What a modifier tells the payer, and where it is shown."""

    modifier: str
    statements: tuple[str, ...]
    pages: tuple[PageLink, ...]


@dataclass(frozen=True)
class Card:
    """A line, its dates as an office writes them. ``amount``: what it is expected to pay, else what is charged."""

    line_number: int
    code: str
    service_date: str
    verdict: str
    meaning: str
    tone: Tone
    coded: str
    would_be: str
    amount: str
    claim_by: str
    late: bool
    points: tuple[Point, ...]
    notes: tuple[Point, ...]
    rests: tuple[Rests, ...]
    presumed: tuple[str, ...]
    settled: tuple[str, ...]
    to_do: tuple[str, ...]
    patient_pays: str
    narrative: str | None


def shared_points(lines: Sequence[CheckedLine]) -> tuple[Point, ...]:
    """What every line of a case is told in the same words, where there are several."""
    return tuple(points(shared_findings(lines), "hold"))


def card(line: CheckedLine, charge_cents: int | None, as_of: date, shared: Sequence[CheckedLine] = ()) -> Card:
    """The card of a line; ``charge_cents``: what it is billed with; ``shared``: the lines beside which it stands.

    What all of these are told is left out; see ``shared_points``.
    """
    told_once = {(each.rule, each.sentence) for each in shared_findings(shared)}
    own = [each for each in line.findings if (each.rule, each.sentence) not in told_once]
    open_still = line.verdict in STILL_OPEN
    return Card(
        line_number=line.line_number,
        code=line.code,
        service_date=us_date(line.service_date),
        verdict=line.verdict,
        meaning=MEANING[line.verdict],
        tone=TONES[line.verdict],
        coded=" ".join((line.code, *line.modifiers)) if line.modifiers else "",
        would_be=" ".join((line.code, *line.would_be)) if line.would_be and not line.modifiers else "",
        amount=_amount(line, charge_cents),
        claim_by=us_date(line.claim_by) if open_still else "",
        late=bool(open_still and line.claim_by and line.claim_by < as_of),
        points=tuple(points(own, line.verdict)),
        notes=tuple(_point(note, line.verdict) for note in line.notes),
        rests=tuple(
            Rests(each.modifier, tuple(map(us_dates, each.statements)), tuple(map(_page, each.sources)))
            for each in line.asserts
        ),
        presumed=tuple(us_dates(each.value) for each in line.presumed),
        settled=tuple(
            us_dates(
                f"{each.rule}: {each.answer.replace('_', ' ')}, by {each.by} on {each.date}: {each.reason}"
                + ("" if each.counts else f" (no longer counts: {each.state})")
            )
            for each in line.settled
        ),
        to_do=tuple(map(us_dates, line.tasks)),
        patient_pays=f"{line.charge_patient.answer} {line.charge_patient.also}".strip() if line.charge_patient else "",
        narrative=line.narrative,
    )


def _amount(line: CheckedLine, charge_cents: int | None) -> str:
    payment = line.expected_payment
    if payment is not None and payment.allowed_cents is not None:
        return f"allowed ${dollars(payment.allowed_cents)}"
    return "" if charge_cents is None else f"charge ${dollars(charge_cents)}"


def points(findings: Sequence[Finding], verdict: str) -> Iterator[Point]:
    """Findings as points: what only the claim itself lacks comes last; what may be told together is one point."""
    as_one, others = told_as_one(sorted(findings, key=of_the_claim))
    points = [(_rank(each.effect, verdict), _point(each, verdict)) for each in others]
    points += [(1, _together(heading, some)) for heading, some in as_one.items()]
    yield from (point for _, point in sorted(points, key=lambda each: each[0]))


def _rank(effect: str, verdict: str) -> int:
    return 0 if effect == verdict else 2


def _together(heading: str, findings: Sequence[Finding]) -> Point:
    reasons = [reason for finding in findings for reason in finding.reasons]
    cites = dict.fromkeys(cite for finding in findings for cite in finding.authorities)
    return Point(
        sentence=us_dates(f"{heading[0].upper()}{heading[1:]}."),
        rules=", ".join(finding.rule for finding in findings),
        effect="hold",
        tone=TONES["hold"],
        helps=_helps(_cures(reasons)),
        sources="; ".join(cites),
        expect="",
        fingerprint=None,
    )


def _point(finding: Finding, verdict: str) -> Point:
    cures = _cures(finding.reasons)
    if finding.cure and (finding.effect != "hold" or not cures):
        own = (finding.cure, finding.who or "", finding.helps or "")
        cures = [own, *(each for each in cures if each[0] != finding.cure)]
    expect = told(split_codes(finding.denial)) if finding.denial and finding.effect == verdict else ""
    return Point(
        sentence=us_dates(finding.sentence),
        rules=finding.rule,
        effect=finding.effect,
        tone=TONES.get(finding.effect, "note"),
        helps=_helps(cures),
        sources="; ".join(finding.authorities) + graded(finding.grade),
        expect=expect,
        fingerprint=finding.fingerprint,
    )


def _cures(reasons: Sequence[Reason]) -> list[tuple[str, str, str]]:
    """What helps, who does it, from when it helps; each once."""
    return list(dict.fromkeys((each.cure, each.who or "", each.helps or "") for each in reasons if each.cure))


def _helps(cures: Sequence[tuple[str, str, str]]) -> tuple[Help, ...]:
    """What helps, together by who does it."""
    by_whom: dict[tuple[str, str], list[str]] = {}
    for action, who, helps in cures:
        when = "" if helps in ("", Helps.THIS_MONTH.value) else helps
        by_whom.setdefault((who, when), []).append(us_dates(action))
    return tuple(Help(who, tuple(actions), when) for (who, when), actions in by_whom.items())


def _page(source: Source) -> PageLink:
    return PageLink(source.document, source.page)
