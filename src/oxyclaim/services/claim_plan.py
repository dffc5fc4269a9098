"""Which lines of which cases go out, as claims of which kind, and what is held back and why.

Every door that writes claims asks here first: one case, many, those of a store, a batch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimLine
from oxyclaim.claims.filing import MEDICARE_PART_B, filing_indicator, part_b_payer
from oxyclaim.claims.lines import FREQUENCIES, ORIGINAL
from oxyclaim.claims.papers_apart import WAYS
from oxyclaim.claims.payer_order import earlier_payers, order_problems, sequence
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy.denials.holidays import next_working_day
from oxyclaim.services.claim_clock import too_late
from oxyclaim.services.correcting import course_of
from oxyclaim.services.earlier_answers import answer_doubts
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.sent_before import on_its_way
from oxyclaim.services.store.sent import Sent

MEDICARES_ID = (
    "The claim goes to {payer}, and carries the payer id {payer_id} of a Medicare contractor: enter the payer's own id "
    "and name (coverage: payer_id, payer_name)."
)
WANTED = {
    "referring_provider": "referring",
    "rendering_provider": "rendering",
    "service_location": "service_location",
    "referral_number": "coverage.referral_number",
    "group_number": "coverage.group_number",
    "provider_id": "coverage.provider_ids",
}
"""What a payer's file may ask for on the claim (``claim_wants``), and the key of the case that holds it."""

PASSED_ON = (
    "An earlier payer passed the claim on by itself (crossed_over); its answer is awaited{until}, and until then it is "
    "not sent a second time."
)
Key = tuple[str, int]
"""A line: its case's id and its number."""


@dataclass(frozen=True)
class Plan:
    """The claims that go out, their lines by key, and why lines that are billable do not: by case id, and by line."""

    claims: tuple[Claim, ...]
    lines: Mapping[Key, ClaimLine]
    held_back: Mapping[str, str]
    held_lines: Mapping[Key, str]

    def why_not(self, case_id: str, line_number: int) -> str | None:
        """Why a line that is billable does not go out."""
        return self.held_lines.get((case_id, line_number), self.held_back.get(case_id))


def plan_claims(
    cases: Sequence[Case],
    verdicts: Sequence[LineVerdict],
    book: RuleBook,
    as_of: date,
    formal_denial: bool = False,
    ids: Mapping[str, str] | None = None,
    sent: Sent | None = None,
) -> Plan:
    """Put together what goes out: what is billable, an honest formal denial that is asked for, or what is taken back.

    ``ids``: those that a store gives the claims, by case id. ``sent``: what went out before, which goes out once more
    only as a correction.
    """
    of_case: dict[str, list[LineVerdict]] = {}
    for verdict in verdicts:
        of_case.setdefault(verdict.case_id, []).append(verdict)
    claims: list[Claim] = []
    held: dict[str, str] = {}
    held_lines: dict[Key, str] = {}
    for case in cases:
        frequency, reason = frequency_of(case, book, as_of)
        lines = _lines(case, of_case.get(case.case_id, ()), formal_denial, frequency)
        late = {each.line_number: why for each in of_case.get(case.case_id, ())
                if (why := too_late(case, each, frequency, book, as_of))}  # fmt: skip
        held_lines |= {(case.case_id, line.line_number): late[line.line_number]
                       for line in lines if line.line_number in late}  # fmt: skip
        lines = tuple(line for line in lines if line.line_number not in late)
        corrects = None
        if sent:
            way = on_its_way(case, lines, frequency, sent)
            held_lines |= {(case.case_id, number): why for number, why in way.held.items()}
            lines, corrects, reason = way.lines, way.corrects, reason or way.reason
        if not lines and frequency != FREQUENCIES["void"]:
            continue
        reasons = [reason] if reason else reasons_against(case, lines, book, as_of)
        if reasons:
            held[case.case_id] = " ".join(reasons)
            continue
        claims.append(claim_of(case, lines, book, frequency, (ids or {}).get(case.case_id), corrects))
    by_key = {(claim.case.case_id, line.line_number): line for claim in claims for line in claim.lines}
    return Plan(tuple(claims), by_key, held, held_lines)


def claim_of(
    case: Case,
    lines: tuple[ClaimLine, ...],
    book: RuleBook,
    frequency: str = ORIGINAL,
    id: str | None = None,
    corrects: str | None = None,
) -> Claim:
    """The claim of these lines; ``id`` and ``corrects`` are what a store knows."""
    indicators = {payer: filing_indicator(profile.line_of_business) for payer, profile in book.profiles.items()}
    own = indicators[case.coverage.payer]
    return Claim(case, lines, own, id, frequency, earlier_indicators=indicators, corrects=corrects)


def frequency_of(case: Case, book: RuleBook, as_of: date) -> tuple[str, str]:
    """CLM05-3, and why the claim is not written where the case corrects one that cannot be corrected by a claim."""
    if case.correction is None:
        return ORIGINAL, ""
    course = course_of(case, case.correction, book, as_of)
    if course.frequency is None:
        return ORIGINAL, course.says
    return course.frequency, ""


def _lines(case: Case, verdicts: Sequence[LineVerdict], formal_denial: bool, frequency: str) -> tuple[ClaimLine, ...]:
    if frequency == FREQUENCIES["void"]:
        # What is taken back is told as it was sent, whatever is thought of it now.
        return tuple(
            ClaimLine(item.line_number, tuple(item.modifiers), item.narrative)
            for item in case.items
            if item.modifiers is not None
        )
    return tuple(line for verdict in verdicts if (line := _line(verdict, formal_denial)))


def _line(verdict: LineVerdict, formal_denial: bool) -> ClaimLine | None:
    if verdict.is_billable and verdict.modifiers:
        return ClaimLine(verdict.line_number, verdict.modifiers, verdict.narrative)
    notice = verdict.denial_notice
    if formal_denial and notice is not None and notice.modifiers:
        return ClaimLine(verdict.line_number, notice.modifiers, verdict.narrative)
    return None


def reasons_against(case: Case, lines: Sequence[ClaimLine], book: RuleBook, as_of: date) -> list[str]:
    """Why no claim of this case goes out although its lines may."""
    return list(dict.fromkeys(_reasons(case, lines, book, as_of)))


def _reasons(case: Case, lines: Sequence[ClaimLine], book: RuleBook, as_of: date) -> Iterator[str]:
    coverage = case.coverage
    profile = book.profiles[coverage.payer]
    indicator = filing_indicator(profile.line_of_business)
    numbers = {line.line_number for line in lines}
    items = [item for item in case.items if item.line_number in numbers]
    if not items:
        yield "A claim that is taken back names the modifiers that it was sent with: enter them (items.modifiers)."
        return
    contractors = {id for value in book.values[part_b_payer(book)]["contractor_ids"] for id in value.value}
    if indicator != MEDICARE_PART_B and coverage.payer_id in contractors:
        yield MEDICARES_ID.format(payer=profile.name, payer_id=coverage.payer_id)
    problems = order_problems(case, items, indicator == MEDICARE_PART_B)
    if problems:
        yield f"The order of payers: {'; '.join(problems)}."
    day = items[0].service_date

    def value(name: str) -> Any:
        return value_on(book.values[coverage.payer].get(name, ()), day)

    yield from answer_doubts(case, items, book, as_of)
    awaited = _awaited_to(case, value("crossover_wait_workdays"))
    if awaited is not None and as_of <= awaited:
        yield PASSED_ON.format(until="" if awaited == date.max else f" to {awaited.isoformat()}")
    places = value("front_end_sequences")
    if places is not None and sequence(coverage) not in places:
        yield f"{profile.name} takes claims as payer {' or '.join(places)} in the order of payers only."
    ways = value("front_end_paper_ways")
    wrong = sorted({each.way for each in case.attachments or () if ways is not None and WAYS[each.way] not in ways})
    if wrong:
        taken = ", ".join(name for name, code in WAYS.items() if code in ways)
        yield f"{profile.name} takes papers by {taken} only, not by {', '.join(wrong)} (attachments.way)."
    lacking = [WANTED[name] for name in value("claim_wants") or () if _key(case, WANTED[name]) is None]
    if lacking:
        yield f"{profile.name} wants on the claim what the case lacks: {', '.join(lacking)}."


def _awaited_to(case: Case, workdays: int | None) -> date | None:
    """The last day on which the answer to a claim that an earlier payer passed on is awaited; None where none did."""
    last: date | None = None
    for payer in earlier_payers(case.coverage):
        if payer.crossed_over:
            if payer.remittance_date is None or workdays is None:
                return date.max
            day = next_working_day(payer.remittance_date)
            for _ in range(workdays):
                day = next_working_day(day + timedelta(days=1))
            last = max(last or day, day)
    return last


def _key(case: Case, path: str) -> Any:
    found: Any = case
    for step in path.split("."):
        found = getattr(found, step)
    return found or None
