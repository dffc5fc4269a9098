"""A claim is put right by another claim: as a new one after a rejection, or in the place of the first where the payer
takes that.

The case says for that one file what it corrects, on the days on which the claim went out, without what its history has
of that claim from the payer; then it goes back to the month that is open, and its history to what the ledger says.
All are versions of it.
"""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, cast

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case, Correction
from oxyclaim.case.runs import in_one_run
from oxyclaim.claims.fees import FeeStore
from oxyclaim.policy.denials.work import NEW_CLAIM
from oxyclaim.remittance.ledger.claims import REJECTED
from oxyclaim.services.batch import BatchAnswer, BatchRequest, write_batch
from oxyclaim.services.correcting import Course, course_of
from oxyclaim.services.desk.appealing import as_sent, follow
from oxyclaim.services.desk.billing import Looker, write_run
from oxyclaim.services.desk.claims import ClaimTold
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.ledger.history import SOURCE
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Conflict

KINDS = {"replacement": "send it again, put right", "void": "take it back"}
"""What can be sent, as the form says it."""
AnswerSaid = Literal["rejected", "denied", "paid", "none"]


@dataclass(frozen=True)
class ResendForm:
    """What was typed: one of ``KINDS``, and what was wrong with the first one."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Resent:
    """A claim in the place of another, as it would be or as it was written: how the payer has it put right, and what is
    left out and why."""

    course: Course
    answer: BatchAnswer

    @property
    def goes(self) -> bool:
        """Whether a claim is written."""
        return self.answer.claims > 0

    @property
    def why_not(self) -> tuple[str, ...]:
        """What keeps lines from going."""
        refused = (f"line {each.line_number} ({each.verdict}): {each.reason}" for each in self.answer.refused)
        return (*refused, *(problem for each in self.answer.set_aside for problem in each.problems))


def try_resend(
    desk: SupplierDesk, case: Case, claim: ClaimTold, form: ResendForm, book: RuleBook, as_of: date, created: datetime
) -> Resent:
    """The claim as it would be; nothing is kept. Raises BadInput."""
    corrected = _corrected(case, claim, form)
    beside = [each for each in _beside(desk, case) if each.case_id != case.case_id]
    run = [each for each in in_one_run([corrected, *beside]) if each.case_id == case.case_id]
    with tempfile.TemporaryDirectory(prefix="oxyclaim-again-") as name:
        answer = write_batch(BatchRequest(run, Path(name), as_of, created, test=True), book, Looker(desk, book))
    return Resent(_course(corrected, book, as_of), answer)


def resend(
    desk: SupplierDesk, case: Case, version: int, claim: ClaimTold, form: ResendForm, book: RuleBook, as_of: date,
    created: datetime, fees: FeeStore | None, payers: Path | None, change: Change,
) -> Resent:  # fmt: skip
    """Write the claim: a file like that of a billing run. Raises BadInput; then nothing was written or changed."""
    if not form.reason.strip():
        raise BadInput([Problem("no_reason", "say what was wrong, for whoever audits it", path="reason")])
    tried = try_resend(desk, case, claim, form, book, as_of, created)
    if not tried.goes:
        raise BadInput([Problem("not_written", each) for each in tried.why_not or (tried.course.says,)])
    told = f"claim {claim.claim_id}: {KINDS[form.kind]}: {form.reason.strip()}"
    try:
        desk.store.save(_corrected(case, claim, form), version, replace(change, reason=told))
    except Conflict:
        message = "somebody has saved this patient's case meanwhile; look at the claim again"
        raise BadInput([Problem("saved_meanwhile", message)]) from None
    try:
        written = write_run(desk, [case.case_id], book, as_of, created, fees, payers, replace(change, reason=told))
    finally:
        back = replace(change, reason=f"claim {claim.claim_id} was sent again: back to the month that is open")
        head = desk.head(case.case_id)
        own = case_of(head.text).model_copy(update={"items": case.items, "correction": case.correction})
        desk.store.save(own, head.version, back)
        follow(desk, case.case_id, book, as_of, replace(change, reason="what the ledger says", origin="posting"))
        judge(desk, [case.case_id], book, as_of, fees)
    return Resent(tried.course, written.answer)


def answer_said(claim: ClaimTold) -> AnswerSaid:
    """What the payer has said to a claim, as a correction names it."""
    kinds = {line.kind for line in claim.work}
    if claim.money.stands.state == REJECTED:
        return "rejected"
    if claim.work and all(line.kind == "rejected" or line.route == NEW_CLAIM for line in claim.work):
        return "rejected"
    if kinds & {"denied", "recouped", "adjusted", "duplicate"}:
        return "denied"
    if claim.money.stands.paid > 0 or kinds:
        return "paid"
    return "none"


def _corrected(case: Case, claim: ClaimTold, form: ResendForm) -> Case:
    """The case as it says that a claim of it is put right. Raises BadInput."""
    if form.kind not in KINDS:
        raise BadInput([Problem("kind", "choose what is to be sent", path="kind", allowed=tuple(KINDS.values()))])
    answered = [line.answered_on for line in claim.work if line.answered_on]
    last = claim.claim_ids[-1] if claim.claim_ids else claim.claim_id
    correction = Correction(
        kind=cast(Literal["replacement", "void"], form.kind), payer_claim_number=claim.number, claim_id=last,
        answer=answer_said(claim), remittance_date=max(answered, default=None), reason=form.reason.strip() or None,
    )  # fmt: skip
    sent = as_sent(case, claim)
    days = {(item.code, item.service_date) for item in sent.items}
    others = [
        month for month in case.history or () if month.source != SOURCE or (month.code, month.service_date) not in days
    ]
    return sent.model_copy(update={"correction": correction, "history": others if case.history else case.history})


def _course(case: Case, book: RuleBook, as_of: date) -> Course:
    assert case.correction
    return course_of(case, case.correction, book, as_of)


def _beside(desk: SupplierDesk, case: Case) -> list[Case]:
    """The other cases of the same member."""
    return [case_of(each.text) for each in desk.store.beside(case.case_id, case.case_id)]
