"""What was denied: read, appealed, reopened; records that were asked for; and the outbox, where the packets are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from oxyclaim.services.appeals import AppealAnswer
from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import Kind
from oxyclaim.services.desk.appealing import (
    AppealForm,
    Tried,
    enter_reopening,
    enter_request,
    enter_sent,
    put_packet,
    try_appeal,
)
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.outgoing import Outgoing, media_type
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.patients import TaskRow, check_text, rows_of
from oxyclaim.views.render.appeal_packet import drawn_packet
from oxyclaim.web.api.bodies import (
    AppealBody,
    AppealedBody,
    AsOf,
    Day,
    Number,
    RecordsBody,
    ReopeningBody,
    RequestBody,
    WhatBody,
)
from oxyclaim.web.api.calls import Call, Called, Calls, said
from oxyclaim.web.api.named import Named, claim_named
from oxyclaim.web.api.problem import not_found

calls = Calls("Denials")
HERE = "this store"
NO_OUTBOX = "the server was started without an outbox; its administrator names one (OXYCLAIM_OUTBOX)"
NOT_TRIED = {200: {"description": "Nothing was put out"}}


@dataclass(frozen=True)
class OutboxRow:
    """A document of the outbox: of which patient, of what kind, for what kind of reader, who put it there and when."""

    id: int
    patient: str | None
    kind: str
    to: str
    name: str
    bytes: int
    author: str
    at: str


@dataclass(frozen=True)
class Packet:
    """An appeal, or the answer to a request for records, as it would be or as it was made. `document`: its packet in
    the outbox, whose file is at `/outbox/{id}/file`."""

    claim: str
    answer: AppealAnswer
    document: OutboxRow | None


@calls.get("/denials", "denials:read", DenialWork)
def list_denials(
    call: Called,
    as_of: AsOf = None,
    payer: Annotated[str | None, Query(max_length=100, description="A part of the payer's name or id.")] = None,
    due_by: Annotated[Day | None, Query(description="Only what is due by this day.")] = None,
    kind: Annotated[Kind | None, Query(description="Only tasks of this kind, such as rejected.")] = None,
) -> Response:
    """What was denied, turned down or paid too low and is open work: why, by when, how much. As `oxyclaim denials`."""
    request = DenialWorkRequest(as_of or call.office.today(), payer, due_by, kind)
    return said(replace(denial_work(request, call.desk.store, call.office.rule_book()), store=HERE))


@calls.post("/denials/appeal", "denials:write", Packet, status=201, responses=NOT_TRIED)
def appeal(call: Called, body: AppealBody) -> Response:
    """Put the letter, the request and the papers of an appeal into the outbox.

    With `dry_run` it says how the appeal stands: what is met on paper, what is missing, until when. As `oxyclaim
    appeal`. Where none is advised, nothing is put out unless `insist` is true.
    """
    check_text([body.level, body.called_missing, *body.lines])
    decided = body.decided.isoformat() if body.decided else ""
    form = AppealForm(tuple(body.lines), body.level, decided, body.called_missing, insist=body.insist)
    return _packet(call, body, form)


@calls.post("/denials/records", "denials:write", Packet, status=201, responses=NOT_TRIED)
def answer_records(call: Called, body: RecordsBody) -> Response:
    """Put the papers that answer a request for records into the outbox; its task says so.

    With `dry_run` it says which papers are there and which are missing.
    """
    check_text([body.requester, *body.lines])
    form = AppealForm(tuple(body.lines), requested=body.requested.isoformat(), requester=body.requester)
    return _packet(call, body, form)


@calls.post("/denials/appealed", "denials:write", EnteredAnswer)
def enter_appealed(call: Called, body: AppealedBody) -> Response:
    """Enter that an appeal went out or, with `lost`, that it was decided against you: for all lines or for none.

    The denial waits for the decision; the patient's history and lines follow. As `oxyclaim ledger appealed`.
    """
    check_text([body.level, body.reason, *body.lines])
    at, office = claim_named(call, body.claim), call.office
    on = body.on.isoformat() if body.on else ""
    entered = enter_sent(
        call.desk, at.case.case_id, at.claim, body.lines, body.level, on, body.lost, office.rule_book(),
        office.today(), office.fees, call.change(body.reason),
    )  # fmt: skip
    return said(replace(entered, store=HERE))


@calls.post("/denials/request", "denials:write", TaskRow, status=201)
def enter_records_request(call: Called, body: RequestBody) -> Response:
    """Enter that somebody asked for records: a task with the day by which they must be there."""
    check_text(body.by)
    at, office = claim_named(call, body.claim), call.office
    task = enter_request(
        call.desk, at.case, at.claim, body.requested.isoformat(), body.by, office.rule_book(), office.today(),
        call.author, office.now(),
    )  # fmt: skip
    return said(rows_of(call.desk, [task])[0], 201)


@calls.post("/denials/reopening", "denials:write", TaskRow, status=201)
def enter_reopened(call: Called, body: ReopeningBody) -> Response:
    """Enter that the payer was asked to reopen a claim for a slip: a task until it has answered."""
    check_text(body.what)
    at, office = claim_named(call, body.claim), call.office
    on = body.on.isoformat() if body.on else ""
    task = enter_reopening(call.desk, at.case, at.claim, body.what, on, office.today(), call.author, office.now())
    return said(rows_of(call.desk, [task])[0], 201)


@calls.get("/outbox", "outbox:read", list[OutboxRow])
def list_outbox(call: Called, limit: Annotated[int, Query(ge=1, le=10_000)] = 100) -> Response:
    """What was put into the outbox to be mailed or faxed, the latest first. Nothing is sent from here."""
    return said(_rows(call, call.desk.outgoing(most=limit)))


@calls.get("/outbox/{number}/file", "outbox:read", responses={200: {"content": {"application/pdf": {}}}})
def take_document(call: Called, number: Number) -> Response:
    """A document of the outbox, as long as nobody has taken it out of the folder."""
    found = next((each for each in call.desk.outgoing(most=10_000) if each.outgoing_id == number), None)
    content = call.office.outbox.take(found.name) if found and call.office.outbox else None
    if found is None or content is None:
        raise not_found()
    if found.case_id:
        call.about(found.case_id)
    return Response(content, 200, None, media_type(found.name))


def _packet(call: Call, body: WhatBody, form: AppealForm) -> Response:
    """Try it, or put it out. Raises BadInput."""
    at, office = claim_named(call, body.claim), call.office
    if body.dry_run:
        return said(Packet(body.claim, _tried(call, at, form).answer, None))
    if office.outbox is None:
        raise BadInput([Problem("no_outbox", NO_OUTBOX)])
    tried = _tried(call, at, form, puts=True)
    change = call.change("put into the outbox by a program")
    put = put_packet(call.desk, office.outbox, at.case, at.claim, tried, change)
    return said(Packet(body.claim, tried.answer, _rows(call, [put])[0]), 201)


def _rows(call: Call, some: Sequence[Outgoing]) -> list[OutboxRow]:
    handles = call.desk.handles([each.case_id for each in some if each.case_id])
    return [
        OutboxRow(
            each.outgoing_id, handles.get(each.case_id or ""), each.kind, each.to_kind, each.name, each.bytes,
            each.author, each.at,
        )
        for each in some
    ]  # fmt: skip


def _tried(call: Call, at: Named, form: AppealForm, *, puts: bool = False) -> Tried:
    office, draw = call.office, drawn_packet if puts else None
    return try_appeal(call.desk, office.room, at.case, at.claim, form, office.rule_book(), office.today(), draw)
