"""A patient's account: what was charged, answered and paid, what the patient owes, and entries made by hand."""

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import polars as pl

from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.ledger.answer import Balance, EnteredAnswer
from oxyclaim.services.ledger.asking import balances_of
from oxyclaim.services.ledger.entering import Entry, Kind, enter
from oxyclaim.services.ledger.sheets import cents_of, day_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

HERE = "the desk"
KINDS: dict[str, str] = {
    "receipt": "the patient paid", "refund": "we paid back to the patient",
    "payment_plan": "agreed to pay by installments", "hardship": "waived for hardship",
    "bad_debt": "given up as bad debt", "write_off": "denied money is written off",
}  # fmt: skip
"""What may be entered for a claim, as the form says it."""


@dataclass(frozen=True)
class Step:
    """An entry of the account: what it was, when, by whom; the money that it moved, in cents."""

    on: date | None
    kind: str
    payer: str
    line_id: str
    charged: int
    paid: int
    reduced: int
    denied: int
    patient: int


@dataclass(frozen=True)
class ClaimMoney:
    """A claim of the patient: where it stands, what it is expected to be allowed, and how it came so."""

    stands: Balance
    sent_on: date | None
    steps: tuple[Step, ...]
    is_qualified: bool


@dataclass(frozen=True)
class Account:
    """All claims of a case. ``owes``: what the patient may be asked for; ``credit``: what is to be paid back."""

    claims: tuple[ClaimMoney, ...]

    @property
    def charge(self) -> int:
        """What was charged."""
        return sum(each.stands.charge for each in self.claims)

    @property
    def paid(self) -> int:
        """What payers have paid."""
        return sum(each.stands.paid for each in self.claims)

    @property
    def denied(self) -> int:
        """What is denied and not written off."""
        return sum(each.stands.denied for each in self.claims)

    @property
    def open(self) -> int:
        """What nobody has answered."""
        return sum(each.stands.open for each in self.claims)

    @property
    def owes(self) -> int:
        """What the patient may be asked for."""
        return sum(each.stands.patient_owes for each in self.claims)

    @property
    def credit(self) -> int:
        """What is to be paid back to the patient."""
        return sum(each.stands.patient_credit for each in self.claims)

    @property
    def is_qualified(self) -> bool:
        """Whether a payer has said that this is a qualified Medicare beneficiary, who owes nothing."""
        return any(each.is_qualified for each in self.claims)


def account_of(desk: SupplierDesk, case_id: str) -> Account:
    """The account of a case's patient."""
    with desk.store.ledger_as_it_is() as ledger:
        claims = ledger.claims_by("case_id", [case_id])
        if claims.is_empty():
            return Account(())
        accounts = claims["account"].unique().to_list()
        stood = balances_of(ledger, accounts)
        own = ledger.entries_of(accounts).sort("on", maintain_order=True)
        sent = dict(claims.select("claim_id", "sent_on").iter_rows())
    return Account(tuple(
        ClaimMoney(
            stands, sent.get(stands.key or ""), tuple(_steps(own.filter(pl.col("claim_id") == stands.key))), qualified
        )
        for stands, qualified in stood
    ))  # fmt: skip


def _steps(entries: pl.DataFrame) -> list[Step]:
    return [
        Step(
            row["on"], row["kind"], row["payer"] or "", row["line_id"] or "", -row["charged"],
            row["remitted"] + row["bank"],
            row["contractual"] + row["sequestration"] + row["bundled"] + row["other_payer"] + row["written_off"],
            row["denied"],
            row["deductible"] + row["coinsurance"] + row["copay"] + row["patient_other"] + row["settled"],
        )
        for row in entries.iter_rows(named=True)
    ]  # fmt: skip


def enter_money(
    desk: SupplierDesk, case_id: str, kind: str, claim_id: str, amount: str, on: str, book: RuleBook, as_of: date,
    change: Change,
) -> EnteredAnswer:  # fmt: skip
    """Make an entry of a claim of this case. Raises BadInput; then nothing was entered."""
    problems = []
    if kind not in KINDS:
        problems.append(Problem("kind", "choose what happened", path="kind", allowed=tuple(KINDS.values())))
    if claim_id not in {each.stands.key for each in account_of(desk, case_id).claims}:
        problems.append(Problem("claim_unknown", "choose a claim of this patient", path="claim"))
    cents, day = 0, as_of
    try:
        cents = cents_of(amount)
    except ValueError as error:
        problems.append(Problem("amount", str(error), path="amount"))
    try:
        day = day_of(on.strip()) if on.strip() else as_of
    except ValueError as error:
        problems.append(Problem("day", str(error), path="on"))
    if problems:
        raise BadInput(problems)
    done = enter(desk.store, HERE, Entry(cast(Kind, kind), cents, day, claim_id), book, change, as_of)
    return replace(done, store=HERE)
