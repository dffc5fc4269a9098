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
    claim_loops,
    group_ids,
    header,
    levels_of,
    party_ids,
)
from oxyclaim.claims.pyx12_report import X12Problem
from oxyclaim.claims.validation import validate_837p
from oxyclaim.x12.core.envelopes import HIGHEST_CONTROL_NUMBER, Envelope, InterchangeWriter

MOST_CLAIMS = 5_000
"""Claims (CLM) in one transaction set: the guide's limit."""


@dataclass(frozen=True)
class ControlNumbers:
    """The numbers of a file's envelopes: interchange (ISA13), group (GS06), first transaction set (ST02).

    None of them may ever be used twice by one sender; the transaction sets after the first have the numbers behind it.
    """

    interchange: int
    group: int | None = None
    first_transaction: int = 1


@dataclass(frozen=True)
class Limits:
    """How much one file holds: claims in a transaction set, transaction sets in a file."""

    claims: int = MOST_CLAIMS
    transactions: int = 1_000

    def transactions_of(self, claims: int) -> int:
        """How many transaction sets so many claims take."""
        return -(-claims // self.claims)


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
    numbers: ControlNumbers,
    test: bool = True,
    limits: Limits | None = None,
    on_progress: Progress | None = None,
) -> ClaimFile:
    """Write one 837P with all claims to ``target``, or raise ``ClaimError`` and leave ``target`` as it was.

    Claims are grouped by supplier, otherwise in the order given. The file says that it is a test unless told
    otherwise. The control numbers (1 to 999,999,999) must be new with every file of the sender.
    """
    limits = limits or Limits(claims=MOST_CLAIMS)
    _check(claims, numbers, limits)
    ordered = _by_supplier(claims)
    with placed(target) as part:
        _write(ordered, part, created, numbers, test, limits)
        problems = validate_837p(part, on_progress=_of_all(on_progress, len(claims)))
        if problems:
            raise ClaimError(_with_case(problem, ordered) for problem in problems)
    return ClaimFile(
        path=target,
        claims=len(claims),
        lines=sum(len(claim.lines) for claim in claims),
        total_charge_cents=sum(charge_cents(item) for claim in claims for item in claim.items()),
    )


def _check(claims: Sequence[Claim], numbers: ControlNumbers, limits: Limits) -> None:
    if not claims:
        raise ClaimError(["there is no claim to write"])
    last = numbers.first_transaction + limits.transactions_of(len(claims)) - 1
    for number in (numbers.interchange, numbers.group or numbers.interchange, numbers.first_transaction, last):
        if not 1 <= number <= HIGHEST_CONTROL_NUMBER:
            raise ClaimError([f"the control number must be from 1 to {HIGHEST_CONTROL_NUMBER}"])
    if limits.transactions_of(len(claims)) > limits.transactions:
        raise ClaimError(
            [f"{len(claims)} claims take {limits.transactions_of(len(claims))} transaction sets, and a file holds "
             f"{limits.transactions}; write several files"]
        )  # fmt: skip
    problems = [problem for claim in claims for problem in _claim_problems(claim)]
    problems += _submitter_problems(claims)
    if not problems:
        problems = list(_id_problems(claims))
    if problems:
        raise ClaimError(dict.fromkeys(problems))


def claim_problems(claim: Claim) -> list[str]:
    """Everything that keeps one claim from being written, with its case; an empty list where nothing does."""
    problems = list(_claim_problems(claim))
    if not problems:
        elements = Elements()
        elements.case_id = claim.case.case_id
        party_ids(claim.case, elements)
        billing_provider(claim.case, elements, level=1)
        claim_loops(claim, elements, level=2, parent=1)
        problems = elements.problems
    return list(dict.fromkeys(problems))


def _id_problems(claims: Sequence[Claim]) -> Iterator[str]:
    first: dict[str, str] = {}
    for claim in claims:
        other = first.setdefault(claim.claim_id, claim.case.case_id)
        if other != claim.case.case_id:
            yield f"case {claim.case.case_id}: the claim's id {claim.claim_id} is that of case {other} in the same file"


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


def _write(
    claims: Sequence[Claim], part: Path, created: datetime, numbers: ControlNumbers, test: bool, limits: Limits
) -> None:
    elements = Elements()
    elements.case_id = claims[0].case.case_id
    sender, receiver = party_ids(claims[0].case, elements)
    group_sender, group_receiver = group_ids(claims[0].case, elements)
    _raise(elements)
    submitter = claims[0].case.submitter
    envelope = Envelope(
        sender_id=sender,
        receiver_id=receiver,
        control_number=numbers.interchange,
        created=created,
        test=test,
        transaction_set="837",
        functional_group="HC",
        version=VERSION,
        group_number=numbers.group or numbers.interchange,
        first_transaction=numbers.first_transaction,
        sender_qualifier=(submitter and submitter.sender_qualifier) or "ZZ",
        receiver_qualifier=(submitter and submitter.receiver_qualifier) or "ZZ",
        group_sender_id=group_sender,
        group_receiver_id=group_receiver,
    )
    with part.open("w", encoding="ascii", newline="") as out:
        interchange = InterchangeWriter(out, envelope)
        for start in range(0, len(claims), limits.claims):
            _write_transaction(claims[start : start + limits.claims], interchange, envelope, elements)
        interchange.end()
    _raise(elements)


def _write_transaction(
    claims: Sequence[Claim], interchange: InterchangeWriter, envelope: Envelope, elements: Elements
) -> None:
    transaction = interchange.begin_transaction()
    # BHT03 must never come twice from one submitter: neither do the numbers of interchange and transaction set.
    reference = f"{envelope.control_number:09d}{int(transaction):09d}"
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
        interchange.write(claim_loops(claim, elements, level=level + 1, parent=parent))
        level += levels_of(claim)
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
