"""A claim file of cases in a store: its number comes from the store, and it is kept there with what it rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.claims.professional import charge_cents
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.check import CheckRequest, answer_of
from oxyclaim.services.claim import NOT_WRITTEN, ClaimAnswer, ClaimRequest, lines_to_claim, write_claim
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.keeping import keep_grounds, verdicts_of
from oxyclaim.services.store.kept import Change, NewClaim, NewClaimFile, NewLine, NumbersUsedUp, Store
from oxyclaim.services.targets import refuse_target, writing


def write_kept_claim(
    request: ClaimRequest,
    store: Store,
    versions: Mapping[str, int],
    book: RuleBook,
    change: Change,
    *,
    fees: FeeStore,
    payers: Path | None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ClaimAnswer:
    """Write the claims, and keep file, claims, lines and verdicts together before the file is put in its place.

    A test file is not kept; its number comes from the store all the same. Raises BadInput; then nothing is written.
    """
    refuse_target(request.target)
    verdicts = list(decide(request.cases, book, request.as_of))
    if not lines_to_claim(request.cases, verdicts, book, request.formal_denial):
        return write_claim(request, book, verdicts=verdicts)
    numbered = replace(request, control_number=request.control_number or _number(request, store, change))
    with writing(request.target) as part:
        answer = write_claim(replace(numbered, target=part), book, on_progress, verdicts)
        answer = replace(answer, file=str(request.target))
        if request.test:
            return answer
        billed = {line.case_id for line in answer.written}
        cases = [case for case in request.cases if case.case_id in billed]
        asked = CheckRequest(cases, request.as_of, fees, request.formal_denial)
        checked = answer_of([each for each in verdicts if each.case_id in billed], asked, book)
        kept = verdicts_of(checked, asked, versions, keep_grounds(store, asked, payers, change))
        file = _file(numbered, part.read_bytes(), answer, verdicts, versions)
        return replace(answer, kept=store.keep_claims(file, kept, change))


def _parties(cases: Sequence[Case]) -> tuple[str, str]:
    """Sender and receiver of the file; what is missing or differs is told where the claims are written."""
    submitter = next((case.submitter for case in cases if case.submitter), None)
    return (submitter.id or "", submitter.receiver_id or "") if submitter else ("", "")


def _number(request: ClaimRequest, store: Store, change: Change) -> int:
    sender, _ = _parties(request.cases)
    try:
        return store.take_numbers("interchange", sender, 1, change.at, f"claim file {request.target.name}")[0]
    except NumbersUsedUp as error:
        raise BadInput([Problem("numbers_used_up", str(error))], NOT_WRITTEN) from None


def _file(
    request: ClaimRequest,
    content: bytes,
    answer: ClaimAnswer,
    verdicts: Sequence[LineVerdict],
    versions: Mapping[str, int],
) -> NewClaimFile:
    items = {(case.case_id, item.line_number): item for case in request.cases for item in case.items}
    narratives = {(each.case_id, each.line_number): each.narrative for each in verdicts}
    lines: dict[str, list[NewLine]] = {}
    for line in answer.written:
        key = line.case_id, line.line_number
        item = items[key]
        lines.setdefault(line.case_id, []).append(
            NewLine(
                line_number=line.line_number,
                code=item.code,
                modifiers=" ".join(line.modifiers),
                service_date=item.service_date,
                charge_cents=charge_cents(item),
                narrative=narratives[key],
            )
        )
    sender, receiver = _parties([case for case in request.cases if case.case_id in lines])
    claims = tuple(NewClaim(case_id, versions[case_id], tuple(some)) for case_id, some in lines.items())
    return NewClaimFile(sender, receiver, request.control_number or 0, request.target.name, content, claims)
