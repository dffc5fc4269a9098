"""Verdicts of a run are kept with everything that it takes to make them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from oxyclaim.case.canonical import canonical
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import StoreError
from oxyclaim.services.answers import plain
from oxyclaim.services.check import CheckAnswer, CheckedCase, CheckedLine, CheckRequest
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.store.again import beside_text, result_text
from oxyclaim.services.store.kept import Change, Store, Verdict, VerdictLine
from oxyclaim.services.store.program import fee_bytes, made_with, payer_file_bytes, program_bytes


@dataclass(frozen=True)
class Grounds:
    """Hashes of the kept program, and of the kept payer files and fees where there are some."""

    program: str
    payer_files: str | None
    fees: str | None
    profile: str | None = None


def keep_grounds(
    store: Store, request: CheckRequest, payers: Path | None, change: Change, profile: bytes | None = None
) -> Grounds:
    """Keep what a run rests on; ``profile``: the file of the profile that filled its cases, if one did.

    Raises BadInput, and ValueError for a run that does not look at fees.
    """
    if request.fees is None:
        raise ValueError("a verdict is kept with what it is expected to pay")
    try:
        fees = fee_bytes(request.fees)
    except (StoreError, OSError) as error:
        raise BadInput([Problem("fee_files", str(error))]) from error
    own = payer_file_bytes(payers)
    return Grounds(
        store.keep_file("program", program_bytes(), change.at),
        store.keep_file("payer files", own, change.at) if own else None,
        store.keep_file("fee files", fees, change.at) if fees else None,
        store.keep_file("profile", profile, change.at) if profile else None,
    )


def verdicts_of(
    answer: CheckAnswer, request: CheckRequest, versions: Mapping[str, int], grounds: Grounds
) -> list[Verdict]:
    """The verdicts of a run, as they are kept; ``versions``: that of each case."""
    cases = {case.case_id: case for case in request.cases}
    return [_verdict(each, cases[each.case_id], answer, request, versions, grounds) for each in answer.cases]


def keep_verdicts(
    store: Store,
    answer: CheckAnswer,
    request: CheckRequest,
    versions: Mapping[str, int],
    payers: Path | None,
    change: Change,
    profile: bytes | None = None,
) -> list[int]:
    """Keep the verdicts of a run; their numbers. Raises BadInput."""
    grounds = keep_grounds(store, request, payers, change, profile)
    return store.keep_verdicts(verdicts_of(answer, request, versions, grounds), change)


def _verdict(
    checked: CheckedCase,
    case: Case,
    answer: CheckAnswer,
    request: CheckRequest,
    versions: Mapping[str, int],
    grounds: Grounds,
) -> Verdict:
    return Verdict(
        case_id=case.case_id,
        version=versions[case.case_id],
        as_of=answer.as_of,
        rule_book=answer.rule_book,
        program_version=answer.oxyclaim,
        program=grounds.program,
        payer_files=grounds.payer_files,
        fees=grounds.fees,
        payer=case.coverage.payer,
        formal_denial=request.formal_denial,
        beside=beside_text(case),
        settlements=canonical([plain(each) for each in case.settlements or ()]),
        made_with=made_with(),
        result=result_text(checked),
        lines=_lines(checked.lines),
        profile=grounds.profile,
    )


def _lines(lines: Sequence[CheckedLine]) -> tuple[VerdictLine, ...]:
    return tuple(
        VerdictLine(
            line_number=line.line_number,
            code=line.code,
            service_date=line.service_date,
            verdict=line.verdict,
            modifiers=" ".join(line.modifiers or line.would_be or ()),
            expected_cents=line.expected_payment.allowed_cents if line.expected_payment else None,
            claim_by=line.claim_by,
        )
        for line in lines
    )
