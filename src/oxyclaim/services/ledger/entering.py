"""Entries that a person makes: what patients pay and get back, what is waived or given up, refunds to payers, answers
that are matched by hand, postings that are undone. Each says why, and never more than there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from oxyclaim.case.money import dollars
from oxyclaim.remittance.ledger.accounts import ACCOUNTS, entries
from oxyclaim.remittance.ledger.kept import POSTED as ANSWER_POSTED
from oxyclaim.remittance.ledger.kept import STATES, SUSPENDED
from oxyclaim.remittance.ledger.posting import brought_together
from oxyclaim.services.answers import head
from oxyclaim.services.ledger.answer import Balance, EnteredAnswer
from oxyclaim.services.ledger.asking import balance_of
from oxyclaim.services.ledger.kept import POSTED, UNDONE, KeptLedger, LedgerStore
from oxyclaim.services.posting.retrying import place
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

Kind = Literal["receipt", "refund", "hardship", "bad_debt", "payment_plan", "write_off", "payer_refund"]
NOTHING = "nothing was entered"


@dataclass(frozen=True)
class _Way:
    """From and to which account the money goes, and how much there is of it."""

    from_account: str
    to_account: str
    most: Callable[[Balance], int] | None
    too_much: str


WAYS: dict[str, _Way] = {
    "refund": _Way(
        "collected", "settled", lambda has: has.patient_credit, "the patient has a credit of {most} dollars"
    ),
    "hardship": _Way("settled", "hardship", lambda has: has.patient_owes, "the patient owes {most} dollars"),
    "bad_debt": _Way("settled", "bad_debt", lambda has: has.patient_owes, "the patient owes {most} dollars"),
    "payment_plan": _Way("settled", "payment_plan", lambda has: has.patient_owes, "the patient owes {most} dollars"),
    "write_off": _Way("denied", "written_off", lambda has: has.denied, "{most} dollars of the claim are denied"),
}
NEEDS_REASON = ("hardship", "bad_debt", "write_off")
"""A share that is waived without looking at the patient is an inducement: 42 USC 1320a-7a(i)(6)(A)."""


@dataclass(frozen=True)
class Entry:
    """What is entered. ``claim_id`` for all but a refund to a payer, which names ``payer`` and ``reference``."""

    kind: Kind
    amount_cents: int
    on: date
    claim_id: str | None = None
    payer: str | None = None
    reference: str | None = None


def enter(store: LedgerStore, where: str, entry: Entry, book: RuleBook, change: Change, as_of: date) -> EnteredAnswer:
    """Make an entry. Raises BadInput; then nothing was entered."""
    problems = []
    if entry.amount_cents <= 0:
        problems.append(Problem("amount", "must be more than 0 dollars", path="amount"))
    if entry.on > as_of:
        problems.append(Problem("day_ahead", "must not lie ahead", path="on", found=f"{entry.on:%m/%d/%Y}"))
    if entry.kind in NEEDS_REASON and not change.reason.strip():
        problems.append(Problem("no_reason", "say why, in words that an auditor can follow", path="reason"))
    if problems:
        raise BadInput(problems, NOTHING)
    with store.ledger(change) as ledger:
        row = _payer_refund(entry) if entry.kind == "payer_refund" else _of_claim(entry, ledger)
        ledger.keep_entries(entries(row), change.reason or None)
        stands = balance_of(ledger, entry.claim_id) if entry.claim_id else None
    return EnteredAnswer(
        **head("entered", book, as_of), store=where, kind=entry.kind, entries=1, amount=entry.amount_cents, claim=stands
    )


def _payer_refund(entry: Entry) -> pl.DataFrame:
    if not entry.payer or not entry.reference:
        raise BadInput(
            [Problem("no_payer", "name the payer and the number of the claim or debt", path="payer")], NOTHING
        )
    return pl.DataFrame({
        "kind": [entry.kind], "on": [entry.on], "payer": [entry.payer], "reference": [entry.reference],
        "payer_refund": [entry.amount_cents], "bank": [-entry.amount_cents],
    })  # fmt: skip


def _of_claim(entry: Entry, ledger: KeptLedger) -> pl.DataFrame:
    stands = balance_of(ledger, entry.claim_id or "")
    if stands is None:
        raise BadInput([Problem("claim_unknown", "no such claim in the ledger", path="claim", found=entry.claim_id)])
    if entry.kind == "receipt":
        return _receipt(entry, ledger)
    way = WAYS[entry.kind]
    most = way.most(stands) if way.most else None
    if most is not None and entry.amount_cents > most:
        raise BadInput([Problem("too_much", way.too_much.format(most=dollars(most)), path="amount")], NOTHING)
    return pl.DataFrame({
        "kind": [entry.kind], "on": [entry.on], "claim_id": [entry.claim_id],
        way.from_account: [-entry.amount_cents], way.to_account: [entry.amount_cents],
    })  # fmt: skip


def _receipt(entry: Entry, ledger: KeptLedger) -> pl.DataFrame:
    """What a patient pays goes to what was to be paid by installments first."""
    plan = int(ledger.entries_of([entry.claim_id or ""])["payment_plan"].sum())
    installment = min(max(plan, 0), entry.amount_cents)
    return pl.DataFrame({
        "kind": [entry.kind], "on": [entry.on], "claim_id": [entry.claim_id], "payment_plan": [-installment],
        "settled": [installment - entry.amount_cents], "collected": [entry.amount_cents],
    })  # fmt: skip


def match(
    store: LedgerStore, where: str, answer: int, claim_id: str, book: RuleBook, change: Change, as_of: date
) -> EnteredAnswer:
    """Say to which claim an answer in suspense belongs, and post it. Raises BadInput."""
    with store.ledger(change) as ledger:
        waiting = ledger.answers(SUSPENDED).filter(pl.col("answer_id") == answer)
        problems = []
        if waiting.is_empty():
            problems.append(Problem("not_waiting", "waits in no suspense", path="answer", found=str(answer)))
        if ledger.claims_by("claim_id", [claim_id]).is_empty():
            problems.append(Problem("claim_unknown", "no such claim in the ledger", path="claim", found=claim_id))
        if problems:
            raise BadInput(problems, NOTHING)
        said = pl.DataFrame({"answer": [answer], "claim_id": [claim_id]}, schema_overrides={"answer": pl.Int64})
        if not place(ledger, said):
            raise BadInput(
                [
                    Problem(
                        "still_waiting", "waits for the answer that it takes back, or repeats another", path="answer"
                    )
                ],
                NOTHING,
            )
        stands = balance_of(ledger, claim_id)
    paid = waiting["paid_cents"][0] or 0
    return EnteredAnswer(
        **head("entered", book, as_of), store=where, kind="match", entries=1, amount=paid, claim=stands
    )


def undo(store: LedgerStore, where: str, payment: int, book: RuleBook, change: Change, as_of: date) -> EnteredAnswer:
    """Take a posted payment back by entries against it; its file may then be posted anew. Raises BadInput."""
    if not change.reason.strip():
        raise BadInput([Problem("no_reason", "say why, in words that an auditor can follow", path="reason")], NOTHING)
    with store.ledger(change) as ledger:
        posted = ledger.payments().filter((pl.col("payment_id") == payment) & (pl.col("state") == POSTED))
        if posted.is_empty():
            raise BadInput([Problem("not_posted", "no payment of this number is posted", path="payment",
                                    found=str(payment))], NOTHING)  # fmt: skip
        _refuse_if_taken_back(payment, ledger)
        own = ledger.all_entries().filter(pl.col("payment") == payment)
        back = own.with_columns(-pl.col(ACCOUNTS), kind=pl.lit(UNDONE))
        ledger.keep_entries(entries(back.drop("author", "reason", "entry_id")), change.reason)
        answers = ledger.answers().filter(pl.col("payment_id") == payment)
        ledger.keep_states(answers.select(
            answer="answer_id", state=pl.lit(UNDONE), claim_id="claim_id", account="account",
            rung=pl.lit(None), reverses=pl.lit(None), why=pl.lit(change.reason),
        ).cast(STATES))  # fmt: skip
        accounts = answers["account"].drop_nulls().unique().to_list()
        ledger.keep_entries(brought_together(accounts, ledger))
    return EnteredAnswer(
        **head("entered", book, as_of), store=where, kind="undo", entries=len(back),
        amount=posted["payment_cents"][0] or 0,
    )  # fmt: skip


def _refuse_if_taken_back(payment: int, ledger: KeptLedger) -> None:
    """What a later payment has taken back already would be taken back twice."""
    answers = ledger.answers([ANSWER_POSTED])
    own = answers.filter(pl.col("payment_id") == payment)["answer_id"]
    later = answers.filter(pl.col("reverses").is_in(own.implode()) & (pl.col("payment_id") != payment))
    if not later.is_empty():
        numbers = ", ".join(map(str, later["payment_id"].unique().sort()))
        raise BadInput([Problem("taken_back", f"payment {numbers} takes answers of it back; undo that one first",
                                path="payment", found=str(payment))], NOTHING)  # fmt: skip
