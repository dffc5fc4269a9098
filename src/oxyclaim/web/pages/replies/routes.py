"""What payers answered: files taken in, what wants a person, payments."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from oxyclaim.services.desk.claims import key_of
from oxyclaim.services.desk.replies import Replies, Upload, match_reply, replies_at, take_replies, undo_payment
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.views import ledger, posted
from oxyclaim.views.blocks import Document
from oxyclaim.web.access import Number, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "manager")
MOST_BYTES = 50_000_000
"""Bytes of the files of one posting."""
MOST_CLAIMS = 100
"""Claims of a payment that are shown."""


@dataclass(frozen=True)
class RepliesPage:
    """``told``: what was posted, or would be; ``done``: what was done, in a sentence; ``work``: what wants a person;
    ``keys``: by what addresses name claims."""

    replies: Replies
    work: Document
    told: Document | None
    done: str
    problems: tuple[str, ...]
    keys: dict[str, str]
    most_claims: int = MOST_CLAIMS


@pages.get("/replies", *WHO)
def show(visit: Signed, done: str = "") -> Response:
    """What came in."""
    return _page(visit, done=_DONE.get(done, ""))


@pages.post("/replies", *WHO)
def take(visit: Signed) -> Response:
    """Files of answers and of the bank: posted, or tried."""
    answers, bank = _uploads(visit, "answers"), _uploads(visit, "bank")
    if sum(len(each.content) for each in (*answers, *bank)) > MOST_BYTES:
        return _page(visit, problems=("the files are more than 50 MB together; take them in portions",))
    office, is_trial = visit.office, visit.text("do") == "try"
    try:
        answer = take_replies(
            visit.desk, answers, bank, is_trial, office.rule_book(), office.today(), office.fees,
            _change(visit, "posted replies"),
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    visit.look("tried what payers answered" if is_trial else "posted what payers answered")
    return _page(visit, posted.view(answer))


@pages.post("/replies/match/{answer}", *WHO)
def match(visit: Signed, answer: Number) -> Response:
    """Whose an answer in suspense is."""
    office = visit.office
    try:
        match_reply(
            visit.desk, answer, visit.text("claim").strip(), office.rule_book(), office.today(), office.fees,
            _change(visit, "matched an answer"),
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    visit.look("matched an answer")
    return RedirectResponse("/replies?done=matched", status_code=303)


@pages.post("/replies/undo/{payment}", "manager")
def undo(visit: Signed, payment: Number) -> Response:
    """Take a posting back, with a reason."""
    office = visit.office
    try:
        undo_payment(
            visit.desk, payment, office.rule_book(), office.today(), office.fees, _change(visit, visit.text("reason"))
        )
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    visit.look("took a posting back")
    return RedirectResponse("/replies?done=undone", status_code=303)


_DONE = {
    "matched": "The answer was posted to its claim.",
    "undone": "The posting was taken back by entries against it.",
}


def _change(visit: Visit, reason: str) -> Change:
    return Change(visit.account.name, visit.office.now(), reason, "posting")


def _uploads(visit: Visit, name: str) -> list[Upload]:
    files = [each for each in visit.form.getlist(name) if isinstance(each, UploadFile) and each.filename]
    return [Upload(each.filename or "file", each.file.read()) for each in files]


def _page(visit: Visit, told: Document | None = None, done: str = "", problems: tuple[str, ...] = ()) -> Response:
    visit.look("looked at what payers answered")
    found = replies_at(visit.desk, visit.office.rule_book(), visit.office.today())
    keys = {id: key_of(id) for each in found.payments for id, _ in each.claims}
    context = RepliesPage(found, ledger.work(found.work), told, done, problems, keys)
    return page(visit, "pages/replies/replies.html", context, 422 if problems else 200)
