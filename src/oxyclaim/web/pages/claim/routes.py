"""A claim of a patient: how it went out, what was answered, and what is done about it: sent again, reopened, appealed,
records that were asked for.
"""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.appealing import (
    AppealForm,
    enter_reopening,
    enter_request,
    enter_sent,
    levels_for,
    put_packet,
    try_appeal,
    what_can_be_reopened,
)
from oxyclaim.services.desk.claims import ClaimTold, claim_of, key_of
from oxyclaim.services.desk.patient import PatientNow
from oxyclaim.services.desk.resending import KINDS, ResendForm, Resent, resend, try_resend
from oxyclaim.services.desk.tasks import TaskTold
from oxyclaim.services.desk.tasks import told as told_task
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.views.appeal import view
from oxyclaim.views.blocks import Document
from oxyclaim.views.denials import one
from oxyclaim.views.render.appeal_packet import drawn_packet
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()
WHO = ("biller", "compliance", "manager")
BILLS = ("biller", "manager")
CLAIM = "/patients/{handle}/claims/{key}"
DONE = {
    "packet": "The packet is in the outbox. Once it went out, enter that below: the time for the decision then runs.",
    "answer": "The answer is in the outbox; the task says so and stays until somebody closes it.",
    "appealed": "The appeal is entered; the denials wait for its decision.",
    "lost": "The decision is entered; the denials name the next step.",
    "request": "The request is entered; its task says by when it must be answered.",
    "reopening": "The reopening is entered as a task, until the payer has answered.",
    "again": "The claim was written; its file waits on the page Billing to be marked sent.",
}


@dataclass(frozen=True)
class ClaimPage:
    """``told``: each task of the denials it is part of, in full; ``tried``: an appeal, or answer to a request, as it
    would be; ``again``: a claim in its place as it would be; ``entered``: what was typed; ``beside``: claims in its
    place or before it: words, id, key."""

    head: PatientHead
    claim: ClaimTold
    told: tuple[Document, ...]
    waiting: tuple[TaskTold, ...]
    beside: tuple[tuple[str, str, str], ...]
    levels: tuple[tuple[str, str], ...]
    slips: str
    kinds: dict[str, str]
    tried: Document | None
    may_be_put: bool
    again: Resent | None
    entered: dict[str, str]
    chosen: tuple[str, ...]
    has_outbox: bool
    bills: bool
    acts: bool
    done: str
    problems: tuple[str, ...]
    tab: str = "money"


@dataclass(frozen=True)
class _At:
    """The claim that an address names, with its patient."""

    handle: str
    now: PatientNow
    claim: ClaimTold


@pages.get(CLAIM, *WHO, "intake")
def show(visit: Signed, handle: str, key: str, done: str = "") -> Response:
    """The claim."""
    return _page(visit, _at(visit, handle, key, "looked at a claim"), done=DONE.get(done, ""))


@pages.post(f"{CLAIM}/appeal", *WHO)
def make_appeal(visit: Signed, handle: str, key: str) -> Response:
    """See how an appeal stands, or put its letter and papers into the outbox; so with an answer to a request for
    records."""
    at, office = _at(visit, handle, key, "made an appeal or an answer to a request for records"), visit.office
    puts, outbox = visit.text("do") == "put", office.outbox
    if puts and outbox is None:
        raise NotFound
    try:
        tried = try_appeal(
            visit.desk, office.room, at.now.case, at.claim, _form(visit), office.rule_book(), office.today(),
            drawn_packet if puts else None,
        )  # fmt: skip
        if puts and outbox is not None:
            put_packet(visit.desk, outbox, at.now.case, at.claim, tried, _change(visit, "put into the outbox"))
            return _done(at, "packet" if tried.answer.purpose == "appeal" else "answer")
    except BadInput as error:
        return _page(visit, at, problems=tuple(map(str, error.problems)))
    return _page(visit, at, tried=view(tried.answer), may_be_put=tried.answer.may_be_written)


@pages.post(f"{CLAIM}/appealed", *WHO)
def appealed(visit: Signed, handle: str, key: str) -> Response:
    """An appeal went out, or was decided against us."""
    at, office, is_lost = _at(visit, handle, key, "entered an appeal"), visit.office, visit.text("do") == "lost"
    change, case_id = _change(visit, visit.text("reason").strip()), at.now.case.case_id
    try:
        enter_sent(
            visit.desk, case_id, at.claim, _lines(visit), visit.text("level"), visit.text("on"), is_lost,
            office.rule_book(), office.today(), office.fees, change,
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, at, problems=tuple(map(str, error.problems)))
    return _done(at, "lost" if is_lost else "appealed")


@pages.post(f"{CLAIM}/request", *WHO)
def requested(visit: Signed, handle: str, key: str) -> Response:
    """A request for records came in."""
    at, office = _at(visit, handle, key, "entered a request for records"), visit.office
    try:
        enter_request(
            visit.desk, at.now.case, at.claim, visit.text("requested"), visit.text("by"), office.rule_book(),
            office.today(), visit.account.name, office.now(),
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, at, problems=tuple(map(str, error.problems)))
    return _done(at, "request")


@pages.post(f"{CLAIM}/reopening", *WHO)
def reopened(visit: Signed, handle: str, key: str) -> Response:
    """The payer was asked to reopen the claim."""
    at, office = _at(visit, handle, key, "entered a reopening"), visit.office
    try:
        enter_reopening(
            visit.desk, at.now.case, at.claim, visit.text("what"), visit.text("on"), office.today(),
            visit.account.name, office.now(),
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, at, problems=tuple(map(str, error.problems)))
    return _done(at, "reopening")


@pages.post(f"{CLAIM}/again", *BILLS)
def again(visit: Signed, handle: str, key: str) -> Response:
    """See how the claim would go out again, or write it."""
    at, office = _at(visit, handle, key, "sent a claim again, or tried to"), visit.office
    form, book, today = ResendForm(visit.text("kind"), visit.text("reason")), office.rule_book(), office.today()
    try:
        if visit.text("do") == "write":
            resend(
                visit.desk, at.now.case, at.now.version, at.claim, form, book, today, office.local_time(), office.fees,
                office.payers, _change(visit, ""),
            )  # fmt: skip
            return _done(at, "again")
        tried = try_resend(visit.desk, at.now.case, at.claim, form, book, today, office.local_time())
    except BadInput as error:
        return _page(visit, at, problems=tuple(map(str, error.problems)))
    return _page(visit, at, again=tried)


def _at(visit: Visit, handle: str, key: str, what: str) -> _At:
    """Raises NotFound for a patient or a claim that this supplier does not have."""
    now = opened(visit, handle, what)
    claim = claim_of(visit.desk, now.case, key, visit.office.rule_book(), visit.office.today())
    if claim is None:
        raise NotFound
    return _At(handle, now, claim)


def _form(visit: Visit) -> AppealForm:
    return AppealForm(
        _lines(visit), visit.text("level"), visit.text("decided"), visit.text("called_missing"),
        visit.text("requested"), visit.text("requester"), bool(visit.text("insist")),
    )  # fmt: skip


def _lines(visit: Visit) -> tuple[str, ...]:
    return tuple(each for each in visit.form.getlist("line") if isinstance(each, str) and each)


def _change(visit: Visit, reason: str) -> Change:
    return Change(visit.account.name, visit.office.now(), reason)


def _done(at: _At, what: str) -> Response:
    return RedirectResponse(f"/patients/{at.handle}/claims/{at.claim.key}?done={what}", status_code=303)


def _page(
    visit: Visit, at: _At, done: str = "", problems: tuple[str, ...] = (), tried: Document | None = None,
    may_be_put: bool = False, again: Resent | None = None,
) -> Response:  # fmt: skip
    names = (
        "level", "decided", "called_missing", "requested", "requester", "insist", "on", "reason", "what", "by", "kind",
    )  # fmt: skip
    context = ClaimPage(
        head=head_of(at.now, at.handle), claim=at.claim, told=tuple(one(task) for task in at.claim.works),
        waiting=tuple(told_task(each) for each in at.claim.tasks),
        beside=tuple((words, id, key_of(id)) for words, id in at.claim.beside),
        levels=levels_for(at.now.case, visit.office.rule_book()), slips=what_can_be_reopened(), kinds=KINDS,
        tried=tried, may_be_put=may_be_put, again=again, entered={name: visit.text(name) for name in names},
        chosen=_lines(visit), has_outbox=visit.office.outbox is not None, bills=visit.may(*BILLS),
        acts=visit.may(*WHO), done=done, problems=problems,
    )  # fmt: skip
    return page(visit, "pages/claim/claim.html", context, 422 if problems else 200)
