"""Which lines go into a claim, and the claim file (837P) that holds them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimFile, ClaimLine, write_claims
from oxyclaim.claims.filing import MEDICARE_PART_B, filing_indicator, part_b_payer
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head
from oxyclaim.services.check import Verdict
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__

SECOND_PAYER = (
    "A claim to a second payer carries the first one's amounts, which the case file does not hold: write it in your "
    "billing system."
)
MEDICARES_ID = (
    "The claim goes to {payer}, and carries the payer id {payer_id} of a Medicare contractor: enter the payer's own id "
    "and name (coverage: payer_id, payer_name)."
)
NOT_WRITTEN = "no claim was written"

Key = tuple[str, int]
"""A line: its case's id and its number."""


@dataclass(frozen=True)
class WrittenLine:
    """A line that is in the file; ``coded``: the modifiers that the case gave it, where they are others."""

    case_id: str
    line_number: int
    modifiers: tuple[str, ...]
    coded: tuple[str, ...] | None = None


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

    ``kept``: the ids of its claims in the store, where the cases are in one.
    """

    file: str | None
    claims: int
    lines: int
    total_charge_cents: int
    written: tuple[WrittenLine, ...]
    refused: tuple[RefusedLine, ...]
    lines_in: int
    kept: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether every line is in the file."""
        return not self.refused


@dataclass(frozen=True)
class ClaimRequest:
    """The cases, and the file: where it goes, when it is made (the sender's local time), its control number.

    ``formal_denial``: a line that is not covered goes out as a formal denial where that is honest. ``test``: the file
    says that it is a test.
    """

    cases: Sequence[Case]
    target: Path
    as_of: date
    created: datetime
    control_number: int | None = None
    formal_denial: bool = False
    test: bool = False


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
    if not request.target.parent.is_dir():
        message = f"the folder {request.target.parent} does not exist; make it first"
        raise BadInput([Problem("no_folder", message, str(request.target))], NOT_WRITTEN)
    if verdicts is None:
        verdicts = list(decide(request.cases, book, request.as_of))
    held_back = dict(_held_back(request.cases, book))
    lines = lines_to_claim(request.cases, verdicts, book, request.formal_denial)
    claims = claims_of(request.cases, lines, book)
    written = _write(claims, request, on_progress) if claims else None
    return ClaimAnswer(
        oxyclaim=__version__,
        answer="claim",
        rule_book=book.hash,
        as_of=request.as_of,
        file=str(written.path) if written else None,
        claims=written.claims if written else 0,
        lines=written.lines if written else 0,
        total_charge_cents=written.total_charge_cents if written else 0,
        written=tuple(_written(verdicts, lines)),
        refused=tuple(
            RefusedLine(v.case_id, v.line_number, v.verdict, _because(v, held_back), v.code)  # type: ignore[arg-type]
            for v in verdicts
            if (v.case_id, v.line_number) not in lines
        ),
        lines_in=len(verdicts),
    )


def lines_to_claim(
    cases: Sequence[Case], verdicts: Sequence[LineVerdict], book: RuleBook, formal_denial: bool = False
) -> dict[Key, ClaimLine]:
    """The lines that may go out, as they are to be coded: billable, or as an honest formal denial that is asked for."""
    held_back = dict(_held_back(cases, book))
    lines = {}
    for verdict in verdicts:
        line = _line(verdict, formal_denial)
        if line and verdict.case_id not in held_back:
            lines[verdict.case_id, verdict.line_number] = line
    return lines


def _held_back(cases: Sequence[Case], book: RuleBook) -> Iterator[tuple[str, str]]:
    """The cases of which no claim is written although lines may be billable, and why."""
    contractors = {id for value in book.values[part_b_payer(book)]["contractor_ids"] for id in value.value}
    for case in cases:
        profile = book.profiles[case.coverage.payer]
        is_medicare = filing_indicator(profile.line_of_business) == MEDICARE_PART_B
        if case.coverage.primary is not None:
            yield case.case_id, SECOND_PAYER
        elif not is_medicare and case.coverage.payer_id in contractors:
            yield case.case_id, MEDICARES_ID.format(payer=profile.name, payer_id=case.coverage.payer_id)


def claims_of(cases: Sequence[Case], lines: dict[Key, ClaimLine], book: RuleBook) -> list[Claim]:
    """A claim for each case that has such a line."""
    groups = groupby(lines.items(), key=lambda entry: entry[0][0])
    by_case = {case_id: tuple(line for _, line in group) for case_id, group in groups}
    kinds = {payer: filing_indicator(profile.line_of_business) for payer, profile in book.profiles.items()}
    return [Claim(case, by_case[case.case_id], kinds[case.coverage.payer]) for case in cases if case.case_id in by_case]


def _line(verdict: LineVerdict, formal_denial: bool) -> ClaimLine | None:
    if verdict.is_billable and verdict.modifiers:
        return ClaimLine(verdict.line_number, verdict.modifiers, verdict.narrative)
    notice = verdict.denial_notice
    if formal_denial and notice is not None and notice.modifiers:
        return ClaimLine(verdict.line_number, notice.modifiers, verdict.narrative)
    return None


def _write(claims: list[Claim], request: ClaimRequest, on_progress: Callable[[int, int], None] | None) -> ClaimFile:
    number = request.control_number or int(request.created.strftime("%j%H%M%S"))
    try:
        return write_claims(
            claims, request.target, created=request.created, control_number=number, test=request.test,
            on_progress=on_progress,
        )  # fmt: skip
    except ClaimError as error:
        raise BadInput((Problem("claim", problem) for problem in error.problems), NOT_WRITTEN) from None
    except OSError as error:
        message = f"cannot be written ({error.strerror}); nothing was put in place"
        raise BadInput([Problem("cannot_write", message, str(request.target))], NOT_WRITTEN) from None


def _written(verdicts: Sequence[LineVerdict], lines: dict[Key, ClaimLine]) -> Iterator[WrittenLine]:
    for verdict in verdicts:
        line = lines.get((verdict.case_id, verdict.line_number))
        if line:
            coded = verdict.forecast.coded if verdict.forecast else None
            yield WrittenLine(
                verdict.case_id, verdict.line_number, line.modifiers, coded if coded != line.modifiers else None
            )


def _because(verdict: LineVerdict, held_back: Mapping[str, str]) -> str:
    if verdict.is_billable:
        return held_back[verdict.case_id]
    deciding = [finding for finding in verdict.findings if finding.effect == verdict.verdict]
    return " ".join(f"[{finding.rule}] {finding.sentence}" for finding in deciding)
