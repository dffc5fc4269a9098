"""Which lines go onto paper, and the forms CMS-1500 (02/12) that hold them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimLine
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.lines import ORIGINAL
from oxyclaim.claims.missing import missing_claim_data
from oxyclaim.claims.paper import NOT_MOVED, Offset, Page, alignment_page, fill, printed
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head, head
from oxyclaim.services.claim_plan import Key, Plan, plan_claims
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook

NOT_WRITTEN = "no form was written"
BEYOND = (
    "the form that this program fills holds a first claim, to the patient's own coverage and for the first time: what "
    "goes behind another payer, corrects a claim or is a dependent's goes out as a file (`oxyclaim claim`)"
)


@dataclass(frozen=True)
class FormLine:
    """A line that is on a form: which form, from 1, and its modifiers."""

    case_id: str
    line_number: int
    form: int
    modifiers: tuple[str, ...]


@dataclass(frozen=True)
class FormRefused:
    """A line that is on no form, and why."""

    case_id: str
    line_number: int
    code: str
    verdict: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FormAnswer(Head):
    """How many forms were filled, with which lines and charges, and what is on none."""

    forms: int
    total_charge_cents: int
    lines: tuple[FormLine, ...]
    refused: tuple[FormRefused, ...]
    target: str | None = None

    @property
    def is_fine(self) -> bool:
        """Whether every line is on a form."""
        return not self.refused


@dataclass(frozen=True)
class FormRequest:
    """The cases, the day, and how far the text is moved; ``formal_denial``: see ``ClaimRequest``."""

    cases: Sequence[Case]
    as_of: date
    formal_denial: bool = False
    offset: Offset = NOT_MOVED


@dataclass(frozen=True)
class Forms:
    """The answer, the filled pages, and their text for the pre-printed form."""

    answer: FormAnswer
    pages: tuple[Page, ...]
    text: str


def forms(request: FormRequest, book: RuleBook) -> Forms:
    """Judge, and fill a form for every six lines that may go out. Raises BadInput; then there are none."""
    verdicts = list(decide(request.cases, book, request.as_of))
    plan = plan_claims(request.cases, verdicts, book, request.as_of, request.formal_denial)
    claims = [claim for claim in plan.claims if _fits(claim)]
    going = {(claim.case.case_id, line.line_number): line for claim in claims for line in claim.lines}
    problems = list(_missing(request.cases, going))
    elements, pages = Elements(), []
    for claim in claims if not problems else ():
        pages += fill(claim, elements)
    problems += [Problem("form", told) for told in dict.fromkeys(elements.problems)]
    if problems:
        raise BadInput(problems, NOT_WRITTEN)
    charges = {(case.case_id, item.line_number): item.charge or 0 for case in request.cases for item in case.items}
    answer = FormAnswer(
        **head("form", book, request.as_of),
        forms=len(pages),
        total_charge_cents=int(sum(charges[key] for key in going) * 100),
        lines=tuple(
            FormLine(page.case_id, line, form, going[page.case_id, line].modifiers)
            for form, page in enumerate(pages, start=1)
            for line in page.lines
        ),
        refused=tuple(_refused(verdicts, going, plan)),
    )
    return Forms(answer, tuple(pages), _printed(pages, request.offset))


def alignment(offset: Offset) -> tuple[Page, str]:
    """A page for lining up the printer, which holds no patient's data, and its text. Raises BadInput."""
    page = alignment_page()
    return page, _printed([page], offset)


def _printed(pages: Sequence[Page], offset: Offset) -> str:
    try:
        return printed(pages, offset)
    except ClaimError as error:
        raise BadInput((Problem("offset", each) for each in error.problems), NOT_WRITTEN) from None


def _fits(claim: Claim) -> bool:
    """Whether the form has room for what the claim is."""
    coverage = claim.case.coverage
    others = coverage.primary or coverage.subscriber or coverage.next_payer
    return claim.frequency == ORIGINAL and others is None


def _missing(cases: Sequence[Case], going: Mapping[Key, ClaimLine]) -> Iterator[Problem]:
    for case in cases:
        numbers = {number for case_id, number in going if case_id == case.case_id}
        if numbers and (lacking := missing_claim_data(case, numbers)):
            yield Problem("form", f"case {case.case_id}: missing {', '.join(lacking)}")


def _refused(verdicts: Sequence[LineVerdict], going: Mapping[Key, ClaimLine], plan: Plan) -> Iterator[FormRefused]:
    for verdict in verdicts:
        if (verdict.case_id, verdict.line_number) not in going:
            deciding = [finding for finding in verdict.findings if finding.effect == verdict.verdict]
            held = plan.why_not(verdict.case_id, verdict.line_number)
            reason = " ".join(f"[{finding.rule}] {finding.sentence}" for finding in deciding) or held or BEYOND
            yield FormRefused(verdict.case_id, verdict.line_number, verdict.code, verdict.verdict, reason)
