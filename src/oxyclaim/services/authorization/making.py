"""Making the requests of a case: need, kind, period, evidence, record, and what is missing."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.services.authorization.contents import (
    Answer,
    CaseRequests,
    Evidence,
    Kind,
    LineAnswer,
    Member,
    Missing,
    Needed,
    Request,
)
from oxyclaim.services.authorization.earlier import Follows, answer_of, earlier_of, follows
from oxyclaim.services.authorization.evidence import PRACTITIONER, SUPPLIER, evidence_of, wanted_unset
from oxyclaim.services.authorization.facts import LineFacts, line_facts
from oxyclaim.services.authorization.needed import need_of
from oxyclaim.services.authorization.record import (
    conditions_shown,
    criteria_told,
    diagnoses_shown,
    on_file,
    order_shown,
    orders_of,
    tests_shown,
)
from oxyclaim.services.authorization.terms import term, whole

TERMS = (
    "authorization_form",
    "authorization_channels",
    "authorization_delegate",
    "authorization_from_plan",
    "authorization_hours_urgent",
    "authorization_hours_standard",
    "authorization_file_by_days",
    "authorization_void_on",
)
"""What the head of a request says of the payer."""
HOURS = {"urgent": "authorization_hours_urgent", "standard": "authorization_hours_standard"}
PAYER = "the payer"
ORDERS = {"order", "written order", "standard written order", "prescription"}
NOT_WANTED = (Needed.NO, Needed.NO_RULE)


def requests_for(
    cases: Sequence[Case], catalogue: Catalogue, as_of: date, lines: Collection[int] = ()
) -> Iterator[CaseRequests]:
    """The requests of each case: of the lines that need one, or of those whose numbers are given."""
    for case, found in line_facts(cases, catalogue, as_of):
        yield _case(case, found, as_of, lines)


def _case(case: Case, lines: Sequence[LineFacts], as_of: date, asked: Collection[int]) -> CaseRequests:
    catalogue = lines[0].catalogue
    payer = case.coverage.payer
    profile = catalogue.profiles[payer]
    answers: list[LineAnswer] = []
    groups: dict[tuple[date, Kind, date], list[tuple[LineFacts, LineAnswer, Follows]]] = {}
    for line in lines:
        answer = _answer(line, asked)
        answers.append(answer)
        if answer.requested:
            months = whole(term(catalogue, payer, "authorization_renewal_months", line.day))
            kind = follows(line, answer.earlier, months)
            groups.setdefault((line.day, kind.kind, kind.first_day), []).append((line, answer, kind))
    requests = tuple(_request(group, as_of) for group in groups.values())
    missing = _missing_of_lines([answer for answer in answers if not answer.requested])
    return CaseRequests(
        case_id=case.case_id,
        payer=payer,
        payer_name=catalogue.profiles[profile.family].name,
        plan=profile.name if profile.id != profile.family else "",
        status=profile.status,
        lines=tuple(answers),
        requests=requests,
        missing=missing,
        complete=not missing and all(request.ready for request in requests),
    )


def _answer(line: LineFacts, asked: Collection[int]) -> LineAnswer:
    need, earlier = need_of(line), earlier_of(line)
    answer, told = answer_of(line, earlier)
    number: int = line.row["line.line_number"]
    open_still = need.answer not in NOT_WANTED and answer not in (Answer.ON_FILE, Answer.REPORTED)
    requested = number in asked if asked else open_still
    return LineAnswer(number, line.code, line.day, need, answer, told, earlier, requested)


def _missing_of_lines(answers: Sequence[LineAnswer]) -> tuple[Missing, ...]:
    """What lines lack before it is known whether and how to ask, and what the payer has yet to send."""
    lines: dict[tuple[str, str], list[str]] = {}
    for each in answers:
        for told, who in _lacks(each):
            lines.setdefault((told, who), []).append(f"line {each.line} ({each.code})")
    return tuple(Missing(f"{', '.join(named)}: {told}", who) for (told, who), named in lines.items())


def _lacks(line: LineAnswer) -> Iterator[tuple[str, str]]:
    need, answer = line.need.answer, line.answer
    if need in NOT_WANTED or answer is Answer.ON_FILE:
        return
    if answer is Answer.REPORTED:
        yield f"the payer's letter ({line.told})", PAYER
    elif answer is Answer.ASKED:
        yield f"the payer's decision ({line.told})", PAYER
    elif need is Needed.SILENT:
        yield f"whether an authorization is needed ({line.need.why})", PAYER
    elif need is Needed.UNKNOWN:
        yield line.need.why, SUPPLIER
    elif answer is Answer.NONE and line.earlier and line.earlier[-1].doubt:
        yield line.told, SUPPLIER


def _request(group: Sequence[tuple[LineFacts, LineAnswer, Follows]], as_of: date) -> Request:
    line, _, kind = group[0]
    case, catalogue, payer, day = line.case, line.catalogue, line.payer, line.day
    terms = {name: term(catalogue, payer, name, day) for name in TERMS}
    name = "authorization_renewal_months" if kind.kind is Kind.RENEWAL else "authorization_initial_months"
    months = term(catalogue, payer, name, day)
    evidence = _evidence(group)
    hours = {urgency: whole(terms[name]) for urgency, name in HOURS.items()}
    days = whole(terms["authorization_file_by_days"])
    given_for = whole(months)
    orders = {order.id: order for each, _, _ in group for order in orders_of(each)}
    papers = on_file(case)
    missing = (
        *_missing_of_lines([answer for _, answer, _ in group]),
        *_missing_fields(case, [each for each, _, _ in group], {each.words for each in evidence}),
        *missing_evidence(evidence),
        *_missing_wants(line, kind.kind, evidence),
    )
    return Request(
        lines=tuple(answer.line for _, answer, _ in group),
        codes=tuple(dict.fromkeys(answer.code for _, answer, _ in group)),
        service_date=day,
        kind=kind.kind,
        reason="; ".join(dict.fromkeys(each.reason for _, _, each in group)),
        first_day=kind.first_day,
        last_day=add_months(kind.first_day, given_for) - timedelta(days=1) if given_for else None,
        months=months,
        terms=terms,
        decisions={
            urgency: as_of + timedelta(days=ceil(each / 24)) for urgency, each in hours.items() if each is not None
        },
        file_by=None if days is None else day + timedelta(days=days),
        member=_member(case),
        evidence=evidence,
        orders=tuple(order_shown(order, papers) for order in orders.values()),
        diagnoses=diagnoses_shown(case),
        tests=tests_shown(line),
        conditions=conditions_shown(case),
        criteria=tuple(dict.fromkeys(told for each, _, _ in group for told in criteria_told(each))),
        missing=missing,
        remarks=tuple(_remarks(line, group, kind)),
        ready=not missing,
    )


def _evidence(group: Sequence[tuple[LineFacts, LineAnswer, Follows]]) -> tuple[Evidence, ...]:
    """The evidence for all lines of a request, what is the same said once."""
    found: list[Evidence] = []
    for line, _, kind in group:
        began = kind.after.first_day if kind.kind is Kind.RENEWAL and kind.after else None
        found += evidence_of(line, kind.kind, began)
    return tuple(dict.fromkeys(found))


def _remarks(line: LineFacts, group: Sequence[tuple[LineFacts, LineAnswer, Follows]], kind: Follows) -> Iterator[str]:
    """What a person must know before the request goes out."""
    if wanted_unset(line, kind.kind):
        what = "a renewal" if kind.kind is Kind.RENEWAL else "the request"
        yield f"The payer's file does not say what {what} must hold: ask the payer."
    for _, answer, _ in group:
        if answer.answer in (Answer.ASKED, Answer.DENIED, Answer.ON_FILE):
            yield f"Line {answer.line}: {answer.told}."


def _member(case: Case) -> Member:
    patient = case.patient
    return Member(
        name=bool(patient and patient.last_name and patient.first_name),
        member_id=bool(case.coverage.member_id),
        birth_date=bool(patient and patient.birth_date),
    )


def _missing_fields(case: Case, lines: Sequence[LineFacts], wanted: set[str]) -> Iterator[Missing]:
    """What the request itself must name and the case does not have, apart from what the payer's evidence names."""
    member, supplier, practitioner = _member(case), case.supplier, case.practitioner
    fields = {
        "the member's name": member.name,
        "the member's id with this payer": member.member_id,
        "the member's birth date": member.birth_date,
        "the supplier's name": supplier and supplier.name,
        "the supplier's NPI": supplier and supplier.npi,
        "the practitioner's name": practitioner and practitioner.last_name,
        "the practitioner's NPI": practitioner and practitioner.npi,
    }
    yield from (Missing(what, SUPPLIER) for what, given in fields.items() if not given)
    if "diagnosis" not in wanted and not any(diagnosis.icd10 for diagnosis in case.diagnoses or ()):
        yield Missing("a diagnosis code", PRACTITIONER)
    papers = on_file(case)
    for line in lines:
        orders = [order_shown(order, papers) for order in orders_of(line)]
        if not orders and not wanted & ORDERS:
            yield Missing(f"an order for {line.code}", PRACTITIONER)
        elif orders and orders[0].flow == "not given":
            yield Missing(f"the flow on the order for {line.code}", PRACTITIONER)


def missing_evidence(evidence: Sequence[Evidence]) -> Iterator[Missing]:
    """The evidence that is not on file, and who supplies it."""
    for each in evidence:
        if each.standing != Standing.ON_FILE:
            yield Missing(f"{each.words} ({each.standing})", each.supplied_by)


def _missing_wants(line: LineFacts, kind: Kind, evidence: Sequence[Evidence]) -> Iterator[Missing]:
    if not evidence and wanted_unset(line, kind):
        yield Missing("what the payer requires with the request (its file does not say)", PAYER)
