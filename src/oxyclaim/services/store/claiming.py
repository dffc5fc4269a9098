"""A claim file of cases in a store: its number comes from the store, and it is kept there with what it rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from oxyclaim.case.member import member_key
from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ControlNumbers
from oxyclaim.claims.fees import FeeStore
from oxyclaim.claims.lines import ORIGINAL
from oxyclaim.claims.professional import charge_cents
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.check import CheckRequest, answer_of
from oxyclaim.services.claim import (
    NOT_WRITTEN,
    ClaimAnswer,
    ClaimRequest,
    is_test,
    refused_lines,
    write_file,
    written_lines,
)
from oxyclaim.services.claim_plan import Plan, plan_claims
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.keeping import keep_grounds, verdicts_of
from oxyclaim.services.store.kept import (
    Change,
    NewClaim,
    NewClaimFile,
    NewLine,
    NumbersUsedUp,
    SentBefore,
    Store,
)
from oxyclaim.services.store.sent import Sent
from oxyclaim.services.targets import refuse_claim_target, writing
from oxyclaim.version import __version__

KINDS = "pricing_modifiers"


def write_kept_claim(
    request: ClaimRequest,
    store: Store,
    versions: Mapping[str, int],
    book: RuleBook,
    change: Change,
    *,
    fees: FeeStore,
    payers: Path | None,
    profile: bytes | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ClaimAnswer:
    """Write the claims, and keep file, claims, lines and verdicts together before the file is put in its place.

    A line that went out before is not written again unless the case says that it corrects it. A test file is not
    kept; its numbers come from the store all the same. Raises BadInput; then nothing is written.
    """
    refuse_claim_target(request.target)
    verdicts = list(decide(request.cases, book, request.as_of))
    sent = sent_before(store, request.cases, book)
    plan = plan_claims(request.cases, verdicts, book, request.as_of, request.formal_denial, sent=sent)
    if not plan.claims:
        return _answer(request, plan, verdicts, book)
    plan = replace(plan, claims=with_ids(plan.claims, store, change, request.target.name))
    test = is_test(plan.claims, request.test)
    numbers = take_numbers(request, plan.claims, store, change)
    with writing(request.target) as part:
        written = write_file(plan.claims, replace(request, target=part), numbers, test, on_progress)
        answer = replace(
            _answer(request, plan, verdicts, book),
            file=str(request.target),
            claims=written.claims,
            lines=written.lines,
            total_charge_cents=written.total_charge_cents,
            test=test,
            control_number=numbers.interchange,
        )
        if test:
            return answer
        kept = keep_claims(request, plan.claims, verdicts, part.read_bytes(), numbers, store, versions, book, change,
                           fees=fees, payers=payers, profile=profile)  # fmt: skip
        return replace(answer, kept=kept)


def keep_claims(
    request: ClaimRequest,
    claims: Sequence[Claim],
    verdicts: Sequence[LineVerdict],
    content: bytes,
    numbers: ControlNumbers,
    store: Store,
    versions: Mapping[str, int],
    book: RuleBook,
    change: Change,
    *,
    fees: FeeStore,
    payers: Path | None,
    profile: bytes | None = None,
) -> tuple[str, ...]:
    """Keep a file with its claims and the verdicts that they rest on; the claims' ids. Raises BadInput."""
    billed = {claim.case.case_id for claim in claims}
    cases = [case for case in request.cases if case.case_id in billed]
    asked = CheckRequest(cases, request.as_of, fees, request.formal_denial)
    checked = answer_of([each for each in verdicts if each.case_id in billed], asked, book)
    kept = verdicts_of(checked, asked, versions, keep_grounds(store, asked, payers, change, profile))
    file = _file(claims, request.target.name, content, numbers, versions, kinds_of_line(book))
    try:
        return store.keep_claims(file, kept, change)
    except SentBefore as error:
        raise BadInput([Problem("sent_before", str(error))], NOT_WRITTEN) from None


def sent_before(store: Store, cases: Sequence[Case], book: RuleBook) -> Sent:
    """What went out of these cases, and of the same members in others."""
    members = [key for case in cases if (key := member_key(case.coverage.member_id))]
    voided = [case.case_id for case in cases if case.correction and case.correction.kind == "void"]
    texts = {(id, each.version): each.text for id in voided for each in store.versions(id)}
    return Sent(store.sent_lines([case.case_id for case in cases], members), kinds_of_line(book), texts)


def kinds_of_line(book: RuleBook) -> frozenset[str]:
    """The modifiers that tell a rental from a purchase and the like, in any payer's file."""
    return frozenset(
        modifier for values in book.values.values() for value in values.get(KINDS, ()) for modifier in value.value
    )


def with_ids(claims: Sequence[Claim], store: Store, change: Change, taken_for: str) -> tuple[Claim, ...]:
    """The claims with ids that were never given before. Raises BadInput."""
    try:
        ids = store.take_claim_ids(len(claims), change.at, f"claim file {taken_for}")
    except NumbersUsedUp as error:
        raise BadInput([Problem("numbers_used_up", str(error))], NOT_WRITTEN) from None
    return tuple(replace(claim, id=id) for claim, id in zip(claims, ids, strict=True))


def take_numbers(request: ClaimRequest, claims: Sequence[Claim], store: Store, change: Change) -> ControlNumbers:
    """Numbers of interchange, group and transaction sets that were never given before. Raises BadInput."""
    sender, _ = _parties([claim.case for claim in claims])
    taken_for = f"claim file {request.target.name}"
    transactions = request.limits.transactions_of(len(claims))
    try:
        (interchange,) = store.take_numbers("interchange", sender, 1, change.at, taken_for, request.control_number)
        (group,) = store.take_numbers("group", sender, 1, change.at, taken_for)
        first = store.take_numbers("transaction", sender, transactions, change.at, taken_for)[0]
    except NumbersUsedUp as error:
        raise BadInput([Problem("numbers_used_up", str(error))], NOT_WRITTEN) from None
    return ControlNumbers(interchange, group, first)


def _answer(request: ClaimRequest, plan: Plan, verdicts: Sequence[LineVerdict], book: RuleBook) -> ClaimAnswer:
    return ClaimAnswer(
        oxyclaim=__version__,
        answer="claim",
        rule_book=book.hash,
        as_of=request.as_of,
        file=None,
        claims=0,
        lines=0,
        total_charge_cents=0,
        written=tuple(written_lines(verdicts, plan)),
        refused=tuple(refused_lines(verdicts, plan)),
        lines_in=len(verdicts),
    )


def _parties(cases: Sequence[Case]) -> tuple[str, str]:
    """Sender and receiver of the file; what is missing or differs is told where the claims are written."""
    submitter = next((case.submitter for case in cases if case.submitter), None)
    return (submitter.id or "", submitter.receiver_id or "") if submitter else ("", "")


def _file(
    claims: Sequence[Claim],
    name: str,
    content: bytes,
    numbers: ControlNumbers,
    versions: Mapping[str, int],
    kinds: frozenset[str],
) -> NewClaimFile:
    sender, receiver = _parties([claim.case for claim in claims])
    return NewClaimFile(
        sender, receiver, numbers.interchange, name, content, tuple(_claim(claim, versions) for claim in claims), kinds
    )


def _claim(claim: Claim, versions: Mapping[str, int]) -> NewClaim:
    correction = claim.case.correction
    lines = tuple(
        NewLine(
            line_number=line.line_number,
            code=item.code,
            modifiers=" ".join(line.modifiers),
            service_date=item.service_date,
            charge_cents=charge_cents(item),
            narrative=line.narrative,
            line_id=claim.line_id(line),
        )
        for line, item in zip(claim.lines, claim.items(), strict=True)
    )
    return NewClaim(
        claim_id=claim.claim_id,
        case_id=claim.case.case_id,
        version=versions[claim.case.case_id],
        lines=lines,
        frequency=claim.frequency,
        payer=claim.case.coverage.payer,
        payer_reference=correction.payer_claim_number if correction and claim.frequency != ORIGINAL else None,
        corrects=(claim.corrects or correction.claim_id or "") if correction else None,
        member=member_key(claim.case.coverage.member_id),
    )
