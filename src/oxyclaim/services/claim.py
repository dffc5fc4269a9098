"""Which lines go into a claim, and the claim file (837P) that holds them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimFile, ControlNumbers, Limits, write_claims
from oxyclaim.claims.identity import derived_number
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head
from oxyclaim.services.check import Verdict
from oxyclaim.services.claim_plan import Plan, plan_claims
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.targets import refuse_claim_target
from oxyclaim.version import __version__
from oxyclaim.x12.core.envelopes import HIGHEST_CONTROL_NUMBER

NOT_WRITTEN = "no claim was written"
NO_NUMBER = (
    "a file for real (submitter: usage: production) needs an interchange control number that you have never used: give "
    "--control-number N, or keep the numbers in a store (--store)"
)


@dataclass(frozen=True)
class WrittenLine:
    """A line that is in the file; ``coded``: the modifiers that the case gave it, where they are others.

    ``claim_id`` (CLM01) and ``line_id`` (REF*6R) come back with the payer's answers.
    """

    case_id: str
    line_number: int
    modifiers: tuple[str, ...]
    coded: tuple[str, ...] | None = None
    claim_id: str = ""
    line_id: str = ""


@dataclass(frozen=True)
class RefusedLine:
    """A line that is not in the file, and why."""

    case_id: str
    line_number: int
    verdict: Verdict
    reason: str
    code: str


@dataclass(frozen=True, kw_only=True)
class ClaimAnswer(Head):
    """What went into the file, and what did not; ``file`` is None where nothing was written.

    ``kept``: the ids of its claims in the store, where the cases are in one. ``test``: the file says that it is one.
    """

    file: str | None
    claims: int
    lines: int
    total_charge_cents: int
    written: tuple[WrittenLine, ...]
    refused: tuple[RefusedLine, ...]
    lines_in: int
    kept: tuple[str, ...] = ()
    test: bool = True
    control_number: int | None = None

    @property
    def is_fine(self) -> bool:
        """Whether every line is in the file."""
        return not self.refused


@dataclass(frozen=True)
class ClaimRequest:
    """The cases, and the file: where it goes, when it is made (the sender's local time), its control number.

    ``formal_denial``: a line that is not covered goes out as a formal denial where that is honest. ``test``: whether
    the file says that it is a test; None: it does, unless all its submitters say ``usage: production``. ``numbers``:
    those of all envelopes, and ``ids``: those of the claims by case id, where a store gives them.
    """

    cases: Sequence[Case]
    target: Path
    as_of: date
    created: datetime
    control_number: int | None = None
    formal_denial: bool = False
    test: bool | None = None
    numbers: ControlNumbers | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


def write_claim(
    request: ClaimRequest,
    book: RuleBook,
    on_progress: Callable[[int, int], None] | None = None,
    verdicts: Sequence[LineVerdict] | None = None,
) -> ClaimAnswer:
    """Judge, and write the lines that may go out as one 837P that an independent validator finds sound.

    ``on_progress`` is told how many claims have been validated, and of how many. ``verdicts``: those of all lines,
    where they have been judged already. Raises BadInput; then nothing is written.
    """
    refuse_claim_target(request.target)
    if verdicts is None:
        verdicts = list(decide(request.cases, book, request.as_of))
    plan = plan_claims(request.cases, verdicts, book, request.as_of, request.formal_denial, request.ids)
    test = is_test(plan.claims, request.test)
    numbers = _numbers(plan.claims, request, test)
    written = write_file(plan.claims, request, numbers, test, on_progress) if plan.claims else None
    return ClaimAnswer(
        oxyclaim=__version__,
        answer="claim",
        rule_book=book.hash,
        as_of=request.as_of,
        file=str(written.path) if written else None,
        claims=written.claims if written else 0,
        lines=written.lines if written else 0,
        total_charge_cents=written.total_charge_cents if written else 0,
        written=tuple(written_lines(verdicts, plan)),
        refused=tuple(refused_lines(verdicts, plan)),
        lines_in=len(verdicts),
        test=test,
        control_number=numbers.interchange if written else None,
    )


def is_test(claims: Sequence[Claim], wanted: bool | None = None) -> bool:
    """Whether a file of these claims says that it is a test: unless every submitter says that it is for real."""
    if wanted is not None:
        return wanted
    return not claims or any(
        claim.case.submitter is None or claim.case.submitter.usage != "production" for claim in claims
    )


def written_lines(verdicts: Sequence[LineVerdict], plan: Plan) -> Iterator[WrittenLine]:
    """The lines that are in the file, in the order of the verdicts."""
    claims = {claim.case.case_id: claim for claim in plan.claims}
    for verdict in verdicts:
        line = plan.lines.get((verdict.case_id, verdict.line_number))
        if line:
            claim = claims[verdict.case_id]
            coded = verdict.forecast.coded if verdict.forecast else None
            yield WrittenLine(
                verdict.case_id,
                verdict.line_number,
                line.modifiers,
                coded if coded != line.modifiers else None,
                claim.claim_id,
                claim.line_id(line),
            )


def refused_lines(verdicts: Sequence[LineVerdict], plan: Plan) -> Iterator[RefusedLine]:
    """The lines that are not, each with the reason."""
    for verdict in verdicts:
        if (verdict.case_id, verdict.line_number) not in plan.lines:
            reason = _because(verdict, plan)
            yield RefusedLine(verdict.case_id, verdict.line_number, verdict.verdict, reason, verdict.code)  # type: ignore[arg-type]


def write_file(
    claims: Sequence[Claim],
    request: ClaimRequest,
    numbers: ControlNumbers,
    test: bool,
    on_progress: Callable[[int, int], None] | None = None,
) -> ClaimFile:
    """Write the claims to the request's file. Raises BadInput; then nothing is written."""
    try:
        return write_claims(
            claims, request.target, created=request.created, numbers=numbers, test=test, limits=request.limits,
            on_progress=on_progress,
        )  # fmt: skip
    except ClaimError as error:
        raise BadInput((Problem("claim", problem) for problem in error.problems), NOT_WRITTEN) from None
    except OSError as error:
        message = f"cannot be written ({error.strerror}); nothing was put in place"
        raise BadInput([Problem("cannot_write", message, str(request.target))], NOT_WRITTEN) from None


def _numbers(claims: Sequence[Claim], request: ClaimRequest, test: bool) -> ControlNumbers:
    if request.numbers is not None:
        return request.numbers
    if request.control_number is not None:
        return ControlNumbers(request.control_number)
    if not test and claims:
        raise BadInput([Problem("no_control_number", NO_NUMBER, path="--control-number")], NOT_WRITTEN)
    return ControlNumbers(derived_number([claim.claim_id for claim in claims], HIGHEST_CONTROL_NUMBER))


def _because(verdict: LineVerdict, plan: Plan) -> str:
    held = plan.why_not(verdict.case_id, verdict.line_number)
    if verdict.is_billable and held:
        return held
    deciding = [finding for finding in verdict.findings if finding.effect == verdict.verdict]
    return " ".join(f"[{finding.rule}] {finding.sentence}" for finding in deciding) or held or ""
