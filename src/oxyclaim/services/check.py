"""May each line be billed, how exactly, and if not, what is missing?"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore, StoreError
from oxyclaim.claims.pricing import ExpectedPayment, expected_payments
from oxyclaim.engine.catalogue import Authority, authority_id
from oxyclaim.engine.charging import Line as ChargedLine
from oxyclaim.engine.charging import entry_for
from oxyclaim.engine.decide import decide
from oxyclaim.engine.denials import DENIED, REJECTED
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.verdict import (
    Assertion,
    DenialNotice,
    ExpectedAnswer,
    Finding,
    LineVerdict,
    PatientCharge,
    Presumed,
    Settled,
)
from oxyclaim.policy import not_judged_yet
from oxyclaim.rentals.overpayments import Overpayment, overpayments
from oxyclaim.services.answers import Head
from oxyclaim.services.claim_obstacles import obstacles_of
from oxyclaim.services.clocks import Clocks, clocks
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__

ALLOWED, CHARGE = "the allowed amount by the fee files loaded", "the charge"
FORM = "liability_form"
NO_FEES = "no fee file loaded: no expected payment; see oxyclaim fees --help"

Verdict = Literal["billable", "hold", "review", "not covered", "not payable", "excluded"]
Outcome = Literal["accepted", "rejected", "denied", "unknown"]


@dataclass(frozen=True)
class AtRisk:
    """An amount in cents, and what it is: the allowed amount where fees are loaded, else the charge."""

    cents: int
    basis: str


@dataclass(frozen=True)
class PayerTold:
    """The payer whose file judged the line: its id, its name, and how far the file may be trusted."""

    id: str
    name: str
    status: str


@dataclass(frozen=True)
class LineForecast:
    """What the payer would say to the line as somebody has coded it, and the money at risk; see ``engine.verdict``."""

    outcome: Outcome
    coded: tuple[str, ...]
    reasons: tuple[Finding, ...]
    correction: tuple[str, ...] | None
    answers: tuple[ExpectedAnswer, ...]
    doubt: str | None
    charge_cents: int | None
    only_on_review: bool
    at_risk: AtRisk | None


@dataclass(frozen=True)
class CheckedLine:
    """Everything that is said of one line; see ``engine.verdict.LineVerdict``.

    ``before_the_claim``: what keeps a line on hold that every rule would let go: the claim cannot be written so.
    """

    case_id: str
    line_number: int
    code: str
    service_date: date
    verdict: Verdict
    modifiers: tuple[str, ...] | None
    would_be: tuple[str, ...] | None
    narrative: str | None
    group: str | None
    asserts: tuple[Assertion, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    settled: tuple[Settled, ...]
    presumed: tuple[Presumed, ...]
    tasks: tuple[str, ...]
    claim_by: date | None
    forecast: LineForecast | None
    denial_notice: DenialNotice | None
    payer: PayerTold
    charge_patient: PatientCharge | None
    expected_payment: ExpectedPayment | None
    clocks: Clocks | None
    before_the_claim: tuple[str, ...] = ()

    @property
    def is_billable(self) -> bool:
        """Whether every rule that applies is met on documents."""
        return self.verdict == "billable"

    @property
    def is_fine(self) -> bool:
        """Billable, and, if somebody has coded it, not going to be refused as it is coded."""
        return self.is_billable and (self.forecast is None or self.forecast.outcome == "accepted")


@dataclass(frozen=True)
class CheckedCase:
    """The lines of a case, in order, and what was paid for it in error."""

    case_id: str
    lines: tuple[CheckedLine, ...]
    overpayment: Overpayment | None


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Head):
    """The cases with their lines, how many lines have each verdict, and the sources that are cited.

    ``problems``: what could not be read, and is therefore not among the cases.
    """

    not_judged_yet: tuple[str, ...]
    payment_note: str | None
    summary: dict[str, int]
    cases: tuple[CheckedCase, ...]
    authorities: dict[str, Authority]
    problems: tuple[Problem, ...] = ()

    @property
    def lines(self) -> list[CheckedLine]:
        """The lines of all cases, in order."""
        return [line for case in self.cases for line in case.lines]

    @property
    def is_fine(self) -> bool:
        """Whether every line may go out as it stands."""
        return all(line.is_fine for line in self.lines)


@dataclass(frozen=True)
class CheckRequest:
    """The cases to judge, of which one run consists, and on which day; ``fees``: what lines are expected to pay by.

    ``formal_denial``: expect the payment of a line that is sent to be denied where the facts allow it. ``problems``:
    what could not be read of the input. ``supposed``: the payer is put in the place of the patient's own, so that
    nothing is said of the claim.
    """

    cases: Sequence[Case]
    as_of: date
    fees: FeeStore | None = None
    formal_denial: bool = False
    problems: tuple[Problem, ...] = ()
    supposed: bool = False


Payments = dict[tuple[str, int], ExpectedPayment]


def check(request: CheckRequest, book: RuleBook, on_line: Callable[[int], None] = lambda count: None) -> CheckAnswer:
    """Judge every line of every case. ``on_line`` is told of lines as they are judged. Raises BadInput."""
    verdicts = []
    for verdict in decide(request.cases, book, request.as_of):
        verdicts.append(verdict)
        on_line(1)
    return answer_of(verdicts, request, book)


def answer_of(verdicts: Sequence[LineVerdict], request: CheckRequest, book: RuleBook) -> CheckAnswer:
    """The answer, where the lines have been judged already. Raises BadInput."""
    payments = _payments(request, verdicts, book)
    times = clocks(request.cases, verdicts, book, request.as_of)
    overpaid = overpayments(request.cases, verdicts, book, request.as_of)
    before = {} if request.supposed else obstacles_of(request.cases, verdicts, book, request.as_of)
    by_case: dict[str, list[CheckedLine]] = {}
    for verdict in verdicts:
        key = verdict.case_id, verdict.line_number
        line = _line(verdict, (payments or {}).get(key), times.get(key), before.get(key, ()), book)
        by_case.setdefault(verdict.case_id, []).append(line)
    cases = tuple(CheckedCase(id, tuple(lines), overpaid.get(id)) for id, lines in by_case.items())
    return CheckAnswer(
        oxyclaim=__version__,
        answer="check",
        rule_book=book.hash,
        as_of=request.as_of,
        not_judged_yet=tuple(not_judged_yet()),
        payment_note=NO_FEES if payments is None else None,
        summary=dict(Counter(line.verdict for case in cases for line in case.lines)),
        cases=cases,
        authorities={id: book.authorities[id] for id in sorted(_cited(cases))},
        problems=request.problems,
    )


def _payments(request: CheckRequest, verdicts: Sequence[LineVerdict], book: RuleBook) -> Payments | None:
    """By case and line; None where no fee file is loaded and no payer's file gives prices."""
    if request.fees is None:
        return None
    try:
        found = dict(expected_payments(verdicts, request.cases, book, request.fees, request.formal_denial))
        return found if request.fees.loaded or found else None
    except StoreError as error:
        raise BadInput([Problem("fee_files", str(error))]) from error


def _line(
    verdict: LineVerdict,
    payment: ExpectedPayment | None,
    times: Clocks | None,
    before: tuple[str, ...],
    book: RuleBook,
) -> CheckedLine:
    own: dict[str, Any] = {field.name: getattr(verdict, field.name) for field in fields(LineVerdict)}
    profile = book.profiles[verdict.payer]
    own["payer"] = PayerTold(profile.id, profile.name, profile.status)
    own["forecast"] = _forecast(verdict, payment)
    if before:
        own |= {"verdict": "hold", "modifiers": None, "would_be": verdict.modifiers}
        own["charge_patient"] = _charge_while_held(verdict, book)
    return CheckedLine(**own, expected_payment=payment, clocks=times, before_the_claim=before)


def _charge_while_held(verdict: LineVerdict, book: RuleBook) -> PatientCharge | None:
    """Whether the patient may be charged for a line that waits for its claim to be put right."""
    form = value_on(book.values[verdict.payer].get(FORM, ()), verdict.service_date)
    entry = entry_for(ChargedLine(form or "", "hold", (), "", (), ""), book.charges.entries)
    return PatientCharge(entry.answer, entry.also, entry.authority, book.grade(entry.authority)) if entry else None


def _forecast(verdict: LineVerdict, payment: ExpectedPayment | None) -> LineForecast | None:
    if (forecast := verdict.forecast) is None:
        return None
    own: dict[str, Any] = {field.name: getattr(forecast, field.name) for field in fields(forecast)}
    return LineForecast(**own, only_on_review=forecast.only_on_review, at_risk=at_risk(verdict, payment))


def at_risk(verdict: LineVerdict, payment: ExpectedPayment | None) -> AtRisk | None:
    """What a line loses that would be rejected or denied; None for any other, or where no amount is known."""
    forecast = verdict.forecast
    if forecast is None or forecast.outcome not in (REJECTED, DENIED):
        return None
    if payment is not None and payment.allowed_cents is not None:
        return AtRisk(payment.allowed_cents, ALLOWED)
    return None if forecast.charge_cents is None else AtRisk(forecast.charge_cents, CHARGE)


def _cited(cases: Iterable[CheckedCase]) -> set[str]:
    """The ids of all sources that the answer names."""
    cites: list[str] = []
    for line in (line for case in cases for line in case.lines):
        forecast = line.forecast
        for finding in (*line.findings, *line.notes, *(forecast.reasons if forecast else ())):
            cites += finding.authorities
        for answer in forecast.answers if forecast else ():
            cites += answer.authorities
        cites += line.charge_patient.authorities if line.charge_patient else ()
        cites += line.expected_payment.authorities if line.expected_payment else ()
    return {authority_id(cite) for cite in cites}
