"""Claims of many cases become one 837P file (005010X222A1), validated before it appears under its name."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from oxyclaim.case.models import Supplier
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.errors import ClaimError
from oxyclaim.claims.lines import Claim, line_problems
from oxyclaim.claims.missing import missing_claim_data
from oxyclaim.claims.placement import placed
from oxyclaim.claims.professional import (
    VERSION,
    billing_provider,
    charge_cents,
    header,
    party_ids,
    subscriber_and_claim,
)
from oxyclaim.claims.pyx12_report import X12Problem
from oxyclaim.claims.validation import validate_837p
from oxyclaim.x12.core.envelopes import HIGHEST_CONTROL_NUMBER, Envelope, InterchangeWriter

MOST_CLAIMS = 5_000
"""Claims (CLM) in one transaction set: the guide's limit."""

Progress = Callable[[int, int], None]
"""Called with the number of claims validated so far and the number of all claims."""


@dataclass(frozen=True)
class ClaimFile:
    """A claim file that was written."""

    path: Path
    claims: int
    lines: int
    total_charge_cents: int


def write_claims(
    claims: Sequence[Claim],
    target: Path,
    *,
    created: datetime,
    control_number: int,
    test: bool = False,
    on_progress: Progress | None = None,
) -> ClaimFile:
    """Write one 837P with all claims to ``target``, or raise ``ClaimError`` and leave ``target`` as it was.

    Claims are grouped by supplier, otherwise in the order given. The control number (1 to 999,999,999)
    must be new with every file that goes to the same receiver.
    """
    _check(claims, control_number)
    ordered = _by_supplier(claims)
    with placed(target) as part:
        _write(ordered, part, created, control_number, test)
        problems = validate_837p(part, on_progress=_of_all(on_progress, len(claims)))
        if problems:
            raise ClaimError(_with_case(problem, ordered) for problem in problems)
    return ClaimFile(
        path=target,
        claims=len(claims),
        lines=sum(len(claim.lines) for claim in claims),
        total_charge_cents=sum(charge_cents(item) for claim in claims for item in claim.items()),
    )


def _check(claims: Sequence[Claim], control_number: int) -> None:
    if not claims:
        raise ClaimError(["there is no claim to write"])
    if not 1 <= control_number <= HIGHEST_CONTROL_NUMBER:
        raise ClaimError([f"the control number must be from 1 to {HIGHEST_CONTROL_NUMBER}"])
    problems = [problem for claim in claims for problem in _claim_problems(claim)]
    problems += _submitter_problems(claims)
    if problems:
        raise ClaimError(problems)


def _claim_problems(claim: Claim) -> Iterator[str]:
    case_id = claim.case.case_id
    missing = missing_claim_data(claim.case, {line.line_number for line in claim.lines})
    if missing:
        yield f"case {case_id}: missing {', '.join(missing)}"
    for problem in line_problems(claim):
        yield f"case {case_id}: {problem}"


def _submitter_problems(claims: Sequence[Claim]) -> Iterator[str]:
    cases: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in claims:
        submitter = claim.case.submitter
        if submitter is not None and submitter.id is not None and submitter.receiver_id is not None:
            cases[submitter.id, submitter.receiver_id].append(claim.case.case_id)
    if len(cases) > 1:
        yield "one file has one submitter and one receiver; write a file for each:"
        for (sender, receiver), case_ids in cases.items():
            yield f"submitter {sender} to receiver {receiver}: cases {', '.join(case_ids)}"


def _by_supplier(claims: Sequence[Claim]) -> list[Claim]:
    groups: dict[Supplier | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.case.supplier].append(claim)
    return [claim for group in groups.values() for claim in group]


def _write(claims: Sequence[Claim], part: Path, created: datetime, control_number: int, test: bool) -> None:
    elements = Elements()
    elements.case_id = claims[0].case.case_id
    sender, receiver = party_ids(claims[0].case, elements)
    _raise(elements)
    envelope = Envelope(
        sender_id=sender,
        receiver_id=receiver,
        control_number=control_number,
        created=created,
        test=test,
        transaction_set="837",
        functional_group="HC",
        version=VERSION,
    )
    with part.open("w", encoding="ascii", newline="") as out:
        interchange = InterchangeWriter(out, envelope)
        for start in range(0, len(claims), MOST_CLAIMS):
            _write_transaction(claims[start : start + MOST_CLAIMS], interchange, envelope, elements)
        interchange.end()
    _raise(elements)


def _write_transaction(
    claims: Sequence[Claim], interchange: InterchangeWriter, envelope: Envelope, elements: Elements
) -> None:
    transaction = interchange.begin_transaction()
    # BHT03 must never come twice from one submitter: the file's control number, its time, and the set's number.
    reference = f"{envelope.control_number:09d}{envelope.created:%Y%m%d%H%M%S}{transaction}"
    elements.case_id = claims[0].case.case_id
    interchange.write(header(claims[0].case, elements, reference=reference, created=envelope.created))
    level = parent = 0
    supplier = None
    for claim in claims:
        elements.case_id = claim.case.case_id
        if claim.case.supplier != supplier:
            supplier = claim.case.supplier
            level = parent = level + 1
            interchange.write(billing_provider(claim.case, elements, level=level))
        level += 1
        interchange.write(subscriber_and_claim(claim, elements, level=level, parent=parent))
    interchange.end_transaction()


def _raise(elements: Elements) -> None:
    if elements.problems:
        raise ClaimError(dict.fromkeys(elements.problems))


def _of_all(on_progress: Progress | None, total: int) -> Callable[[int], None] | None:
    if on_progress is None:
        return None
    report = on_progress
    return lambda done: report(done, total)


def _with_case(problem: X12Problem, ordered: Sequence[Claim]) -> str:
    if problem.claim is None or problem.claim > len(ordered):
        return str(problem)
    return f"case {ordered[problem.claim - 1].case.case_id}: {problem}"
