"""A claim of a patient: how it went out, what was answered to it, by which claims it was corrected, and what it waits
for.

A claim and what corrects it are one account of the ledger, named by the first one's id.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.claims.lines import FREQUENCIES, ORIGINAL
from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import Task, WorkLine
from oxyclaim.services.desk.kept import ClaimFileTold, SupplierDesk
from oxyclaim.services.desk.kept import Task as DeskTask
from oxyclaim.services.desk.money import ClaimMoney, account_of
from oxyclaim.services.ledger.kept import POSTED, KeptLedger
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import SentLine

STATUSES = {
    "1": "processed as primary", "2": "processed as secondary", "3": "processed as tertiary", "4": "denied",
    "19": "processed as primary, sent on to another payer", "20": "processed as secondary, sent on to another payer",
    "21": "processed as tertiary, sent on to another payer", "22": "taken back", "23": "not our claim, sent on",
    "25": "foretold, not paid",
}  # fmt: skip
"""CLP02 of a remittance in words."""
FREQUENCY_WORDS = {ORIGINAL: "a new claim"} | {
    FREQUENCIES["replacement"]: "in the place of the one before", FREQUENCIES["void"]: "takes the one before back"
}  # fmt: skip


MOST_FILES = 10_000


@dataclass(frozen=True)
class LineSent:
    """A line as it went out, and what our own verdict said of it then; ``number``: its line in the case."""

    line_id: str
    number: int | None
    code: str
    modifiers: str
    service_date: date | None
    charge_cents: int
    verdict: str
    expected_cents: int | None


@dataclass(frozen=True)
class ClaimSent:
    """A claim of the account as it went out. ``file``: the claim file, where it was written here."""

    claim_id: str
    sent_on: date | None
    kind: str
    file: ClaimFileTold | None
    lines: tuple[LineSent, ...]


@dataclass(frozen=True)
class AnswerTold:
    """What was said to a claim: the day, by whom, what, the codes, the payer's number of it, and what was paid."""

    on: date | None
    by: str
    what: str
    codes: tuple[str, ...]
    number: str
    paid_cents: int | None


@dataclass(frozen=True)
class ClaimTold:
    """An account of a case. ``beside``: claims of other accounts that were sent in the place of this one or before it,
    in words, each with its id. ``work``: its lines that are open work; ``tasks``: what people wait for because of it.
    """

    claim_id: str
    key: str
    money: ClaimMoney
    sent: tuple[ClaimSent, ...]
    answers: tuple[AnswerTold, ...]
    numbers: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    work: tuple[WorkLine, ...]
    works: tuple[Task, ...]
    tasks: tuple[DeskTask, ...]

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims of the account, the first one first."""
        return tuple(each.claim_id for each in self.sent)

    @property
    def days(self) -> dict[int, date]:
        """The service dates of its lines by their number in the case."""
        return {
            line.number: line.service_date
            for each in self.sent for line in each.lines if line.number and line.service_date
        }  # fmt: skip

    @property
    def number(self) -> str | None:
        """The payer's number of it that was given last."""
        return self.numbers[-1] if self.numbers else None


def key_of(claim_id: str) -> str:
    """By what an address names a claim of a patient: an id of another system may say whose it is."""
    return hashlib.sha256(claim_id.encode()).hexdigest()[:12]


def case_with(desk: SupplierDesk, claim_id: str) -> str | None:
    """The case that went out with a claim of this id; None where there is none."""
    with desk.store.ledger_as_it_is() as ledger:
        found: list[str | None] = ledger.claims_by("claim_id", [claim_id])["case_id"].to_list()
    return found[0] if found else None


def claim_of(desk: SupplierDesk, case: Case, key: str, book: RuleBook, as_of: date) -> ClaimTold | None:
    """The claim of a case that a key names, or of which one of its claims has it; None where there is none."""
    with desk.store.ledger_as_it_is() as ledger:
        claims = ledger.claims_by("case_id", [case.case_id]).sort("sent_on", "claim_id", nulls_last=True)
        by_key = {key_of(row["claim_id"]): row["account"] or row["claim_id"] for row in claims.iter_rows(named=True)}
        account = by_key.get(key)
        if account is None:
            return None
        own = claims.filter(pl.col("account") == account)
        sent = tuple(_sent(desk, ledger, case.case_id, own))
        answers = tuple(sorted(_answers(ledger, account, own["claim_id"].to_list()), key=_order))
    money = next((each for each in account_of(desk, case.case_id).claims if each.stands.key == account), None)
    if money is None:
        return None
    claim_ids = {account, *own["claim_id"]}
    works, work = _work(denial_work(DenialWorkRequest(as_of, claims=claim_ids), desk.store, book), claim_ids)
    numbers = tuple(dict.fromkeys(each.number for each in answers if each.number))
    return ClaimTold(
        account, key_of(account), money, sent, answers, numbers, tuple(_beside(desk, case, own["claim_id"].to_list())),
        work, works, tuple(_tasks(desk, case, account)),
    )  # fmt: skip


def files_by_number(desk: SupplierDesk) -> dict[int, ClaimFileTold]:
    """The claim files that were written, the latest ten thousand, by their control numbers."""
    return {each.control_number: each for each in desk.claim_files(most=MOST_FILES)}


def about_claim(task: DeskTask) -> tuple[str, str]:
    """What a task of the desk is about: the claim and why; empty where it is about none."""
    detail = json.loads(task.detail or "{}")
    return detail.get("claim", ""), detail.get("about", "")


def _sent(desk: SupplierDesk, ledger: KeptLedger, case_id: str, own: pl.DataFrame) -> Iterator[ClaimSent]:
    ids = own["claim_id"].to_list()
    known = ledger.known(ids, (), ()).lines
    judged = {(row["claim_id"], row["line_id"]): row for row in ledger.judged_lines(ids).iter_rows(named=True)}
    kept = {(each.claim_id, each.line_id): each for each in desk.store.sent_lines([case_id])}
    files = files_by_number(desk)
    for row in own.iter_rows(named=True):
        some = known.filter(pl.col("claim_id") == row["claim_id"]).iter_rows(named=True)
        lines = tuple(_line(line, judged, kept) for line in some)
        first = next((each for (id, _), each in kept.items() if id == row["claim_id"]), None)
        kind = FREQUENCY_WORDS.get(row["frequency"] or ORIGINAL, f"frequency {row['frequency']}")
        if first and first.corrects and kind == FREQUENCY_WORDS[ORIGINAL]:
            kind = "sent again as a new claim"
        file = files.get(first.control_number) if first else None
        yield ClaimSent(row["claim_id"], row["sent_on"], kind, file, lines)


def _beside(desk: SupplierDesk, case: Case, own: Sequence[str]) -> Iterator[tuple[str, str]]:
    found = {(each.claim_id, each.corrects) for each in desk.store.sent_lines([case.case_id]) if each.corrects}
    for claim_id, corrects in sorted(found):
        if corrects in own and claim_id not in own:
            yield "sent again as", claim_id
        if claim_id in own and corrects and corrects not in own:
            yield "sent in the place of", corrects


def _line(
    row: Mapping[str, Any], judged: Mapping[Any, Mapping[str, Any]], kept: Mapping[Any, SentLine]
) -> LineSent:  # fmt: skip
    key = row["claim_id"], row["line_id"]
    said, of_store = judged.get(key, {}), kept.get(key)
    return LineSent(
        line_id=row["line_id"], number=of_store.line_number if of_store else said.get("line_number"),
        code=row["code"] or "", modifiers=row["modifiers"] or "", service_date=row["service_date"],
        charge_cents=row["charge_cents"] or 0, verdict=said.get("verdict") or "",
        expected_cents=said.get("expected_cents"),
    )  # fmt: skip


def _answers(ledger: KeptLedger, account: str, claim_ids: Sequence[str]) -> Iterator[AnswerTold]:
    for row in ledger.acknowledged(claim_ids).iter_rows(named=True):
        codes = tuple((row["statuses"] or "").split())
        yield AnswerTold(
            date.fromisoformat(row["at"][:10]) if row["at"] else None, row["kind"], row["outcome"] or "", codes,
            row["number"] or "", None,
        )  # fmt: skip
    payments = {row["payment_id"]: row for row in ledger.payments().iter_rows(named=True)}
    for row in ledger.answers([POSTED], [account]).iter_rows(named=True):
        payment, said = payments.get(row["payment_id"], {}), json.loads(row["content"] or "{}")
        yield AnswerTold(
            payment.get("paid_on") or payment.get("produced_on"),
            payment.get("payer_name") or row["payer"] or "the payer",
            STATUSES.get(row["status"] or "", f"status {row['status']}"), tuple(dict.fromkeys(_codes(said))),
            row["number"] or "", row["paid_cents"],
        )  # fmt: skip


def _codes(said: Mapping[str, Any]) -> Iterator[str]:
    for place in (said, *(said.get("lines") or ())):
        yield from (f"{each['group']}-{each['reason']}" for each in place.get("adjustments") or ())
        yield from place.get("remarks") or ()


def _order(answer: AnswerTold) -> tuple[date, bool]:
    return answer.on or date.max, answer.paid_cents is not None


def _work(found: DenialWork, claim_ids: set[str]) -> tuple[tuple[Task, ...], tuple[WorkLine, ...]]:
    works = tuple(task for task in found.tasks if any(line.claim_id in claim_ids for line in task.lines))
    return works, tuple(line for task in works for line in task.lines if line.claim_id in claim_ids)


def _tasks(desk: SupplierDesk, case: Case, account: str) -> Iterable[DeskTask]:
    return (each for each in desk.tasks(case.case_id) if about_claim(each)[0] == account)
