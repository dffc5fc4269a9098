"""A patient: this month, a card a line, and whether the equipment may leave."""

from dataclasses import dataclass
from datetime import date

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.delivering import may_deliver, planned_day
from oxyclaim.services.desk.kept import ROLES
from oxyclaim.services.desk.month import Month, this_month
from oxyclaim.services.desk.orderers import OrdererTold, standing_of
from oxyclaim.services.desk.patient import PatientNow
from oxyclaim.services.desk.tasks import TaskTold, add, assign, close, comment, put_off, reopen
from oxyclaim.services.desk.tasks import told as told_task
from oxyclaim.services.problems import BadInput
from oxyclaim.views.cards import Card, Point, card, shared_points
from oxyclaim.views.gates import DeliveringTold, told
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened, scanned

pages = Pages()


@dataclass(frozen=True)
class MonthPage:
    """The patient's lines; ``cards`` in their order, ``shared``: what all of them are told; ``gate``: may we deliver?

    ``scanned``: labels of papers whose pages are here, with their ids. ``unknown_payer``: the payer that the rule book
    does not know, if it does not.
    """

    head: PatientHead
    cards: tuple[tuple[Card, str], ...]
    shared: tuple[Point, ...]
    gate: DeliveringTold | None
    unknown_payer: str
    without_fees: bool
    not_judged: tuple[str, ...]
    scanned: dict[str, str]
    tasks: tuple[TaskTold, ...]
    people: tuple[str, ...]
    roles: tuple[str, ...]
    orderer: OrdererTold
    problems: tuple[str, ...]
    tab: str = "month"


@dataclass(frozen=True)
class GatePart:
    """The answer to one question alone."""

    head: PatientHead
    gate: DeliveringTold | None


@pages.get("/patients/{handle}", *ALL_ROLES)
def show(visit: Signed, handle: str, deliver: str = "") -> Response:
    """This month."""
    case_id = visit.desk.case_of(handle)
    if case_id is None:
        raise NotFound
    visit.look("looked at this month", case_id)
    office = visit.office
    month = this_month(visit.desk, case_id, office.rule_book, office.today(), office.fees)
    return page(visit, "pages/patient/month.html", _month(visit, month, handle, deliver))


@pages.post("/patients/{handle}/tasks", *ALL_ROLES)
def change_task(visit: Signed, handle: str) -> Response:
    """Give a task to somebody, put it off, close or open it, or say something of it; or add one."""
    case_id = visit.desk.case_of(handle)
    if visit.text("do") == "add" and case_id is not None:
        return _add_task(visit, handle, case_id)
    key = (visit.text("question"), visit.text("who"))
    task = (
        next((each for each in visit.desk.tasks(case_id) if (each.question, each.who) == key), None)
        if case_id
        else None
    )
    if case_id is None or task is None:
        raise NotFound
    now, today = visit.office.now(), visit.office.today()
    try:
        if visit.text("do") == "assign":
            accounts = visit.office.desk.accounts(visit.account.supplier_id)
            assign(visit.desk, task, visit.text("assigned"), accounts, now)
        elif visit.text("do") == "put off":
            put_off(visit.desk, task, visit.text("until"), visit.text("reason"), today, now)
        elif visit.text("do") == "close":
            close(visit.desk, task, visit.text("why"), visit.account.name, now)
        elif visit.text("do") == "reopen":
            reopen(visit.desk, task, now)
        else:
            comment(visit.desk, task, visit.text("text"), visit.account.name, now)
    except BadInput as error:
        return _refused(visit, handle, case_id, error)
    visit.look("changed a task", case_id)
    return RedirectResponse(f"/patients/{handle}#tasks", status_code=303)


def _add_task(visit: Visit, handle: str, case_id: str) -> Response:
    name, now = visit.account.name, visit.office.now()
    what, whom, owner, due = (visit.text(each) for each in ("what", "whom", "owner", "due"))
    try:
        add(visit.desk, case_id, what, whom, owner, due, name, now)
    except BadInput as error:
        return _refused(visit, handle, case_id, error)
    visit.look("added a task", case_id)
    return RedirectResponse(f"/patients/{handle}#tasks", status_code=303)


def _refused(visit: Visit, handle: str, case_id: str, error: BadInput) -> Response:
    office = visit.office
    month = this_month(visit.desk, case_id, office.rule_book, office.today(), office.fees)
    said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
    return page(visit, "pages/patient/month.html", _month(visit, month, handle, "", said), 422)


@pages.get("/patients/{handle}/gate", *ALL_ROLES)
def gate(visit: Signed, handle: str, deliver: str = "") -> Response:
    """May we deliver on that day? Only the answer."""
    now = opened(visit, handle, "asked whether to deliver")
    return page(visit, "pages/patient/gate.html", GatePart(head_of(now, handle), _gate(visit, now, deliver)))


def _month(visit: Visit, month: Month, handle: str, deliver: str, problems: tuple[str, ...] = ()) -> MonthPage:
    today, lines, now = visit.office.today(), month.lines, month.now
    cards = tuple(
        (card(line, month.charge_of(line.line_number), today, lines), month.standing_of(line.line_number))
        for line in lines
    )
    return MonthPage(
        head=head_of(now, handle),
        cards=cards,
        shared=shared_points(lines),
        gate=_gate(visit, now, deliver),
        unknown_payer="" if lines else now.case.coverage.payer,
        without_fees=month.answer.payment_note is not None,
        not_judged=month.answer.not_judged_yet,
        scanned=scanned(visit, now.case.case_id),
        tasks=tuple(told_task(each) for each in visit.desk.tasks(now.case.case_id)),
        people=tuple(each.name for each in visit.office.desk.accounts(visit.account.supplier_id)),
        roles=ROLES,
        orderer=standing_of(visit.desk, now.case.practitioner, today),
        problems=problems,
    )


def _gate(visit: Visit, now: PatientNow, deliver: str) -> DeliveringTold | None:
    """Asked about the day that was given, else about the day of service, and never about one that has passed."""
    try:
        day = date.fromisoformat(deliver)
    except ValueError:
        day = planned_day(now.case, visit.office.today())
    answer = may_deliver(now.case, day, visit.office.rule_book())
    return told(answer) if answer else None
