"""What payers answered comes to the desk: read, proved, posted; then the lines, tasks and histories that it changes."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.judging import TOGETHER, judge_and_go_on
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.ledger.answer import EnteredAnswer, WorkAnswer
from oxyclaim.services.ledger.asking import work
from oxyclaim.services.ledger.entering import match, undo
from oxyclaim.services.ledger.history import history
from oxyclaim.services.ledger.kept import POSTED, KeptLedger
from oxyclaim.services.posting import PostAnswer, PostRequest, post
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

HERE = "the desk"
"""What answers name as the store."""
SHOWN = 50
"""Payments that a page lists."""


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PaymentRow:
    """A payment that came in. ``state``: posted, held, conflict, or undone; ``why``: of one that was not posted;
    ``claims``: the ids of claims that it answers, those of cases here, each with the patient's handle."""

    number: int
    payer: str
    trace: str
    paid_on: date | None
    payment_cents: int
    state: str
    why: str
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Replies:
    """What came in, the latest first, and what of it wants a person."""

    payments: tuple[PaymentRow, ...]
    work: WorkAnswer


def take_replies(
    desk: SupplierDesk, answers: Sequence[Upload], bank: Sequence[Upload], dry_run: bool, book: RuleBook,
    as_of: date, fees: FeeStore | None, change: Change,
) -> PostAnswer:  # fmt: skip
    """Post files of answers and deposits of the bank; a trial keeps nothing. Raises BadInput."""
    if not answers and not bank:
        raise BadInput([Problem("no_file", "choose at least one file of answers, or of the bank")])
    with tempfile.TemporaryDirectory(prefix="oxyclaim-replies-") as name:
        folder = Path(name)
        named = {str(path): upload.name for upload, path in _laid_down(answers, folder / "answers")}
        deposits = _laid_down(bank, folder / "bank")
        named |= {str(path): upload.name for upload, path in deposits}
        request = PostRequest(
            [Path(path) for path in named if path.startswith(str(folder / "answers"))], as_of,
            bank=[path for _, path in deposits], dry_run=dry_run,
        )  # fmt: skip
        try:
            posted = post(request, desk.store, HERE, book, change)
        except BadInput as error:
            raise BadInput([_as_named(each, named) for each in error.problems], error.what) from None
    posted = replace(
        posted, files=tuple(replace(file, file=named.get(file.file, file.file)) for file in posted.files),
        problems=tuple(_as_named(each, named) for each in posted.problems),
    )  # fmt: skip
    if not dry_run:
        _follow(desk, lambda ledger: _cases_of(ledger, posted), book, as_of, fees, change)
    return posted


def replies_at(desk: SupplierDesk, book: RuleBook, as_of: date) -> Replies:
    """What came in and what wants a person."""
    return Replies(payments_at(desk), work(desk.store, HERE, book, as_of))


def payments_at(desk: SupplierDesk, most: int = SHOWN) -> tuple[PaymentRow, ...]:
    """The payments that came in, the latest first."""
    with desk.store.ledger_as_it_is() as ledger:
        last = ledger.payments().sort("payment_id", descending=True).head(most)
        answered = _claims_of(ledger, last["payment_id"].to_list())
    handles = desk.handles(sorted({case_id for some in answered.values() for case_id in some.values()}))
    return tuple(
        PaymentRow(
            row["payment_id"], row["payer_name"] or row["payer"] or "", row["trace"] or "", row["paid_on"],
            row["payment_cents"] or 0, row["state"], row["why"] or "",
            tuple((id, handles[case_id]) for id, case_id in answered.get(row["payment_id"], {}).items()),
        )
        for row in last.iter_rows(named=True)
    )  # fmt: skip


def _claims_of(ledger: KeptLedger, payments: Sequence[int]) -> dict[int, dict[str, str]]:
    """By payment the claims that it answers, with their cases."""
    own = ledger.answers([POSTED]).filter(pl.col("payment_id").is_in(payments)).select("payment_id", "account")
    cases = ledger.claims_by("claim_id", own["account"].drop_nulls().unique().to_list()).select(
        "case_id", account="claim_id"
    )
    found: dict[int, dict[str, str]] = {}
    for number, claim_id, case_id in (
        own.join(cases, on="account", how="inner", maintain_order="left").drop_nulls().unique(maintain_order=True)
        .select("payment_id", "account", "case_id").iter_rows()
    ):  # fmt: skip
        found.setdefault(number, {})[claim_id] = case_id
    return found


def match_reply(
    desk: SupplierDesk, answer: int, claim_id: str, book: RuleBook, as_of: date, fees: FeeStore | None, change: Change
) -> EnteredAnswer:
    """Say whose an answer in suspense is, and post it. Raises BadInput."""
    done = match(desk.store, HERE, answer, claim_id, book, change, as_of)
    _follow(desk, lambda ledger: _cases_of_claims(ledger, [claim_id]), book, as_of, fees, change)
    return done


def undo_payment(
    desk: SupplierDesk, payment: int, book: RuleBook, as_of: date, fees: FeeStore | None, change: Change
) -> EnteredAnswer:
    """Take a posted payment back by entries against it. Raises BadInput."""
    with desk.store.ledger_as_it_is() as ledger:
        accounts = ledger.answers([POSTED]).filter(pl.col("payment_id") == payment)["account"].drop_nulls().to_list()
    done = undo(desk.store, HERE, payment, book, change, as_of)
    _follow(desk, lambda ledger: _cases_of_claims(ledger, accounts), book, as_of, fees, change)
    return done


def _laid_down(uploads: Sequence[Upload], folder: Path) -> list[tuple[Upload, Path]]:
    """Each in a file of its own, in a folder that only this program reads."""
    folder.mkdir()
    placed = [(upload, folder / f"{place:05d}{Path(upload.name).suffix[:6]}") for place, upload in enumerate(uploads)]
    for upload, path in placed:
        path.write_bytes(upload.content)
    return placed


def _as_named(problem: Problem, named: dict[str, str]) -> Problem:
    return replace(problem, file=named.get(problem.file or "", problem.file))


def _cases_of(ledger: KeptLedger, posted: PostAnswer) -> list[str]:
    """The cases of whose claims these files say something."""
    numbers = [payment.number for file in posted.files for payment in file.payments if payment.number is not None]
    hashes = [file.sha256 for file in posted.files]
    accounts = ledger.answers().filter(pl.col("payment_id").is_in(numbers))["account"]
    told = ledger.acknowledged().filter(pl.col("content_sha256").is_in(hashes))["claim_id"]
    return _cases_of_claims(ledger, [*accounts.drop_nulls().unique(), *told.drop_nulls().unique()])


def _cases_of_claims(ledger: KeptLedger, claim_ids: Sequence[str]) -> list[str]:
    return ledger.claims_by("claim_id", claim_ids)["case_id"].drop_nulls().unique().sort().to_list()


def _follow(
    desk: SupplierDesk, found: Callable[[KeptLedger], list[str]], book: RuleBook, as_of: date, fees: FeeStore | None,
    change: Change,
) -> None:  # fmt: skip
    """What was said changes the histories of these cases, by new versions, and how their lines stand."""
    with desk.store.ledger_as_it_is() as ledger:
        case_ids = found(ledger)
    if not case_ids:
        return
    history(desk.store, HERE, book, change, as_of, write=True, case_ids=case_ids)
    for start in range(0, len(case_ids), TOGETHER):
        judge_and_go_on(desk, case_ids[start : start + TOGETHER], book, as_of, fees, change)
