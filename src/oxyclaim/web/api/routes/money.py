"""What payers answered: posted or only read; what the ledger says, and what is entered in it by hand."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from oxyclaim.services.answers import plain
from oxyclaim.services.desk.replies import (
    PaymentRow,
    Upload,
    match_reply,
    payments_at,
    take_replies,
    undo_payment,
)
from oxyclaim.services.ledger.answer import BalancesAnswer, By, EnteredAnswer, WorkAnswer
from oxyclaim.services.ledger.asking import balances, work
from oxyclaim.services.ledger.entering import Entry, enter
from oxyclaim.services.posting import PostAnswer
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.patients import check_text
from oxyclaim.services.replies import RepliesAnswer, RepliesRequest, replies
from oxyclaim.services.store.kept import Change
from oxyclaim.services.targets import file_name
from oxyclaim.web.api.bodies import AsOf, EntryBody, MatchBody, Number, UndoBody
from oxyclaim.web.api.calls import Call, Called, Calls, said
from oxyclaim.web.api.named import claim_named
from oxyclaim.web.api.routes.claims import FILES

calls = Calls("Replies, money")
HERE = "this store"


@calls.post("/replies", "replies:write", PostAnswer, extra=FILES)
def post_files(
    call: Called, dry_run: Annotated[bool, Query(description="Try everything, and keep nothing.")] = False
) -> Response:
    """Post payers' files (835, 999, 277CA, TA1): each whole, after its arithmetic was proved, or not at all.

    As `oxyclaim post --format json`. A file that was posted before changes nothing. The patients' histories and how
    their lines stand follow. Deposits of the bank (CSV) are sent in the field `bank`.
    """
    office = call.office
    answer = take_replies(
        call.desk, _uploads(call, "files"), _uploads(call, "bank"), dry_run, office.rule_book(), office.today(),
        office.fees, Change(call.author, office.now(), "posted by a program", "posting"),
    )  # fmt: skip
    return said(answer)


@calls.ask("/replies/read", "replies:write", RepliesAnswer, extra=FILES)
def read_files(call: Called) -> Response:
    """Read payers' files and prove their arithmetic; nothing is kept. As `oxyclaim replies --format json`."""
    with _laid_down(call) as (folder, files):
        answer = replies(RepliesRequest(files, call.office.today()), call.office.rule_book())
    return said(_without(plain(answer), folder))


@calls.get("/replies/work", "replies:read", WorkAnswer)
def list_work(call: Called, as_of: AsOf = None) -> Response:
    """What wants a person: answers in suspense, payments held, debts, deposits, batches nobody answered."""
    return said(work(call.desk.store, HERE, call.office.rule_book(), as_of or call.office.today()))


@calls.get("/payments", "replies:read", list[PaymentRow])
def list_payments(call: Called, limit: Annotated[int, Query(ge=1, le=10_000)] = 50) -> Response:
    """The latest payments that came in: posted, held, in conflict, undone."""
    return said(payments_at(call.desk, limit))


@calls.post("/payments/{payment}/undo", "replies:write", EnteredAnswer)
def undo(call: Called, payment: Number, body: UndoBody) -> Response:
    """Take a posted payment back by entries against it. As `oxyclaim ledger undo`."""
    check_text(body.reason)
    office, change = call.office, Change(call.author, call.office.now(), body.reason, "posting")
    return said(undo_payment(call.desk, payment, office.rule_book(), office.today(), office.fees, change))


@calls.post("/replies/work/{answer}/match", "replies:write", EnteredAnswer)
def match(call: Called, answer: Number, body: MatchBody) -> Response:
    """Say which claim of ours an answer in suspense is about, and post it. As `oxyclaim ledger match`."""
    check_text(body.claim)
    office, change = call.office, Change(call.author, call.office.now(), "matched by a program", "posting")
    return said(match_reply(call.desk, answer, body.claim, office.rule_book(), office.today(), office.fees, change))


@calls.get("/ledger/balances", "ledger:read", BalancesAnswer)
def list_balances(
    call: Called,
    by: Annotated[By, Query(description="A row for each of these.")] = "claim",
    as_of: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Response:
    """What was charged, paid, written off, denied, is the patient's, is open; in cents. As `oxyclaim ledger`."""
    day = as_of or call.office.today()
    return said(balances(call.desk.store, HERE, by, call.office.rule_book(), day, limit))


@calls.post("/ledger/entries", "ledger:write", EnteredAnswer)
def enter_by_hand(call: Called, body: EntryBody) -> Response:
    """Enter what a patient paid or was paid back, what is waived or given up, or that denied money is written off.

    As `oxyclaim ledger enter`. Never more than there is.
    """
    check_text(body.reason)
    office, at = call.office, claim_named(call, body.claim)
    entry = Entry(body.kind, body.amount_cents, body.on or office.today(), at.claim.claim_id)
    return said(enter(call.desk.store, HERE, entry, office.rule_book(), call.change(body.reason), office.today()))


def _uploads(call: Call, field: str) -> list[Upload]:
    """The files of a field, by the names under which they were sent."""
    return [Upload(_short(name), content) for at, name, content in call.files() if at == field]


def _short(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2][:100] or "file"


@contextmanager
def _laid_down(call: Call) -> Iterator[tuple[str, list[Path]]]:
    """The files that were sent, in a folder of their own. Raises BadInput for two of one name."""
    given = call.files()
    names = [file_name(_short(name), "") for _, name, _ in given]
    folded = [name.casefold() for name in names]
    if doubled := sorted({name for name in names if folded.count(name.casefold()) > 1}):
        message = "several files have this name; give each its own"
        raise BadInput(Problem("doubled_name", message, path="files", found=name) for name in doubled)
    with tempfile.TemporaryDirectory(prefix="oxyclaim-replies-") as name:
        files = []
        for own, (_, _, content) in zip(names, given, strict=True):
            path = Path(name) / own
            path.write_bytes(content)
            files.append(path)
        yield name, files


def _without(answer: Any, folder: str) -> Any:
    """The answer, in which files have the names under which they were sent."""
    if isinstance(answer, str):
        return answer.replace(f"{folder}/", "")
    if isinstance(answer, dict):
        return {key: _without(each, folder) for key, each in answer.items()}
    return [_without(each, folder) for each in answer] if isinstance(answer, list) else answer
