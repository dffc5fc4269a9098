"""How is this denial appealed, or this request for records answered, and is that advised?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Authority, authority_id
from oxyclaim.engine.denials import DENIED
from oxyclaim.engine.parameters import value_on
from oxyclaim.policy.appeals import LATER, Level, appeals
from oxyclaim.services.answers import head
from oxyclaim.services.appeals.advice import Denied, obstacles
from oxyclaim.services.appeals.criteria import Judged, judged
from oxyclaim.services.appeals.fields import fields_of
from oxyclaim.services.appeals.limits import appeal_limit, records_limit
from oxyclaim.services.appeals.packet import Packet, packet
from oxyclaim.services.appeals.request import (
    Addressee,
    AppealAnswer,
    AppealedLine,
    AppealRequest,
    Exhibit,
    Ground,
    Missing,
    Purpose,
    Row,
    Shown,
)
from oxyclaim.services.denial import DenialAnswer, DenialRequest, explain_denial
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook

RECORDS: Purpose = "records"
CONTRACTORS, BY_STATE = "contractor_ids", "contractors_by_state"
ANSWER_TO_RECORDS = "Answer to a request for records (ADR)"
FRONT = 3
"""Pages before the first exhibit, until they have been drawn: letter, request, index."""


@dataclass(frozen=True)
class _Asked:
    """The request with what the case fills in."""

    case: Case
    lines: tuple[int, ...]
    remittance_date: date | None
    claim_number: str | None
    level: Level | None


def appeal(request: AppealRequest, book: RuleBook) -> AppealAnswer:
    """The appeal of a denial, or the answer to a request for records. Raises BadInput with all that is wrong."""
    asked = _asked(request, book)
    said = _said(request, asked, book)
    judged_ = judged(request.case, asked.lines, book, request.as_of)
    packed = packet(request.case, request.papers, _purpose(asked.level))
    lines = tuple(_lines(request.case, judged_, asked.lines))
    limit = (
        appeal_limit(asked.level, request.case, lines, asked.remittance_date, request.decided, book)
        if asked.level
        else records_limit(request.requested, book)
    )
    grounds = tuple(_grounds(said, judged_.rows, packed))
    denied = Denied(said, grounds, judged_, asked.level, limit, lines, request.as_of)
    against = tuple(obstacles(denied, book))
    advised = not against
    payer = request.case.coverage.payer_name or book.profiles[request.case.coverage.payer].name
    made = AppealAnswer(
        **head("appeal", book, request.as_of),
        case_id=request.case.case_id,
        purpose="appeal" if asked.level else RECORDS,
        level=asked.level.id if asked.level else RECORDS,
        title=asked.level.title if asked.level else ANSWER_TO_RECORDS,
        step=asked.level.step if asked.level else "",
        advised=advised,
        may_be_written=advised or not asked.level or (request.insist and not any(each.bars for each in against)),
        obstacles=against,
        payer=payer,
        addressee=_addressee(asked.level, request.case, payer, book),
        lines=lines,
        codes=said.given if said else (),
        remittance_date=asked.remittance_date,
        decided=request.decided,
        requested=request.requested,
        claim_number=asked.claim_number,
        request=_request(asked.level, lines, request),
        grounds=grounds,
        rows=judged_.rows,
        not_met=judged_.not_met,
        deadline=limit,
        form=asked.level.form if asked.level else "",
        no_signature=asked.level.no_signature if asked.level else "",
        fields=(),
        notes=tuple(_notes(asked.level, request.case, said, book)),
        requester=request.requester or _requester(request.case),
        front=FRONT,
        exhibits=packed.exhibits,
        missing=(*packed.missing, *_missing_pages(judged_.rows, packed)),
        unused=packed.unused,
        authorities=_cited(judged_.rows, asked.level, limit.authorities if limit else (), book),
        problems=(*request.problems, *packed.problems),
    )
    filled = replace(made, fields=tuple(fields_of(made, asked.level, request))) if asked.level else made
    return laid_out(filled, FRONT)


def laid_out(answer: AppealAnswer, front: int) -> AppealAnswer:
    """The answer with the pages of its packet counted behind so many pages of letter, request and index."""
    page = front + 1
    exhibits: list[Exhibit] = []
    for each in answer.exhibits:
        exhibits.append(replace(each, packet_page=page))
        page += each.pages
    by_label = {each.label: each for each in exhibits}
    rows = tuple(
        replace(row, shown=tuple(_in_packet(each, by_label.get(each.document)) for each in row.shown))
        for row in answer.rows
    )
    return replace(answer, front=front, exhibits=tuple(exhibits), rows=rows)


def _in_packet(shown: Shown, exhibit: Exhibit | None) -> Shown:
    """Its page in the packet; None where the paper, or the page that the case names, is not there."""
    page = shown.page or 1
    there = exhibit is not None and page <= exhibit.pages
    return replace(shown, packet_page=exhibit.packet_page + page - 1 if exhibit and there else None)


def _asked(request: AppealRequest, book: RuleBook) -> _Asked:
    case, correction = request.case, request.case.correction
    numbers = tuple(item.line_number for item in case.items)
    problems = [
        Problem("unknown_line", f"the case has no line {each}; it has {', '.join(map(str, numbers))}", path="line")
        for each in request.lines
        if each not in numbers
    ]
    levels = appeals().of_business(book.profiles[case.coverage.payer].line_of_business)
    named = {each.id: each for each in levels}
    level = None if request.requested else named.get(request.level or levels[0].id)
    if request.requested and (request.level or request.decided):
        message = "goes with an appeal; a request for records is answered without it"
        problems.append(Problem("wrong_options", message, path="level"))
    elif not request.requested and level is None:
        message = f"this payer has no such level; it has {', '.join(named)}"
        problems.append(Problem("unknown_level", message, path="level", found=request.level))
    remittance = request.remittance_date or (correction.remittance_date if correction else None)
    if level and not request.codes:
        message = "an appeal answers a denial: give the codes of the remittance advice, for example CO-50,N115"
        problems.append(Problem("no_codes", message, path="denied"))
    if level and level.after and request.decided is None:
        message = f"a {level.id} asks about the decision of the {level.after}: give its date"
        problems.append(Problem("no_date", message, path="decided"))
    if level and not level.after and remittance is None:
        message = "the time for an appeal runs from the remittance advice: give its date"
        problems.append(Problem("no_date", message, path="remittance_date"))
    problems += _out_of_order(request, remittance)
    if problems:
        raise BadInput(problems)
    number = request.claim_number or (correction.payer_claim_number if correction else None)
    return _Asked(case, tuple(dict.fromkeys(request.lines)) or numbers, remittance, number, level)


def _out_of_order(request: AppealRequest, remittance: date | None) -> Iterator[Problem]:
    """Dates that lie ahead, or before what they follow."""
    given = {"remittance_date": remittance, "decided": request.decided, "requested": request.requested}
    for name, day in given.items():
        if day and day > request.as_of:
            message = f"lies after the day of the run, {request.as_of.isoformat()}; correct the date"
            yield Problem("date_ahead", message, path=name, found=day.isoformat())
    if request.decided and remittance and request.decided < remittance:
        message = f"lies before the remittance of {remittance.isoformat()}; check both dates"
        yield Problem("dates_out_of_order", message, path="decided", found=request.decided.isoformat())
    first = min(item.service_date for item in request.case.items)
    for name, day in given.items():
        if day and day < first:
            message = f"lies before the service of {first.isoformat()}; check both dates"
            yield Problem("dates_out_of_order", message, path=name, found=day.isoformat())


def _purpose(level: Level | None) -> str:
    if level is None:
        return RECORDS
    return LATER if level.after else "appeal"


def _said(request: AppealRequest, asked: _Asked, book: RuleBook) -> DenialAnswer | None:
    """What the codes mean. Raises BadInput."""
    if not request.codes:
        return None
    days = [item.service_date for item in request.case.items if item.line_number in asked.lines]
    return explain_denial(DenialRequest(request.codes, request.as_of, min(days), asked.remittance_date), book)


def _lines(case: Case, found: Judged, numbers: Sequence[int]) -> Iterator[AppealedLine]:
    failed = {line for each in (*found.not_met, *found.coded_wrong) for line in each.lines}
    by_number = {each.line_number: each for each in found.verdicts}
    for item in case.items:
        if item.line_number in numbers:
            verdict = by_number[item.line_number]
            modifiers = item.modifiers or verdict.modifiers or verdict.would_be or ()
            cents = None if item.charge is None else int(item.charge * 100)
            yield AppealedLine(
                item.line_number, item.code, tuple(modifiers), item.service_date, cents,
                item.line_number not in failed,
            )  # fmt: skip


def _grounds(said: DenialAnswer | None, rows: Sequence[Row], packed: Packet) -> Iterator[Ground]:
    """Each reason that denies, and what answers it."""
    for entry in said.entries if said else ():
        if entry.answer != DENIED:
            continue
        part = appeals().grounds.get(entry.id)
        papers = tuple(each.label for each in packed.exhibits if each.part == part)
        numbers = tuple(range(1, len(rows) + 1)) if part is None else ()
        asked = entry.id in appeals().records_asked
        yield Ground(entry.id, entry.explains, entry.meaning, numbers, papers, asked)


def _missing_pages(rows: Sequence[Row], packed: Packet) -> Iterator[Missing]:
    """Pages that the case names and that are not in the file of their paper."""
    by_label = {each.label: each for each in packed.exhibits}
    for shown in dict.fromkeys(each for row in rows for each in row.shown):
        exhibit = by_label.get(shown.document)
        if exhibit and shown.page and shown.page > exhibit.pages:
            given = (
                "only 1 page of it is given" if exhibit.pages == 1 else f"only {exhibit.pages} pages of it are given"
            )
            yield Missing(exhibit.part, f"{shown.document} page {shown.page}", given)


def _addressee(level: Level | None, case: Case, payer: str, book: RuleBook) -> Addressee:
    """To whom it goes, as far as the payer's file knows; never a street address."""
    number = _contractor(case, book)
    if level is None:
        return Addressee(payer if not number else f"{payer}, contractor {number}", "the address or fax in the request")
    known = number or "{contractor}" not in level.to
    return Addressee(
        (level.to if known else level.to_without_number).format(payer=payer, contractor=number), level.where
    )


def _contractor(case: Case, book: RuleBook) -> str | None:
    """The number of the contractor: that on the claim, else that of the state in which the patient lives."""
    values, day = book.values[case.coverage.payer], min(item.service_date for item in case.items)
    ids = value_on(values.get(CONTRACTORS, ()), day) or ()
    if case.coverage.payer_id in ids:
        return case.coverage.payer_id
    state = case.patient.address.state if case.patient and case.patient.address else None
    by_state = dict(each.split() for each in value_on(values.get(BY_STATE, ()), day) or ())
    return by_state.get(state or "")


def _request(level: Level | None, lines: Sequence[AppealedLine], request: AppealRequest) -> str:
    told = "; ".join(f"line {each.line_number}, {each.code} of {each.service_date.isoformat()}" for each in lines)
    if level is None:
        day = request.requested.isoformat() if request.requested else ""
        return f"You asked on {day} for the records of {told}. What we hold is enclosed, as the index lists it."
    return level.request.format(lines=told, decided=request.decided.isoformat() if request.decided else "")


def _requester(case: Case) -> str:
    """Who asks: the person whom the profile names, for the supplier."""
    person = case.submitter.contact_name if case.submitter else None
    supplier = case.supplier.name if case.supplier else None
    return ", for ".join(part for part in (person, supplier) if part)


def _notes(level: Level | None, case: Case, said: DenialAnswer | None, book: RuleBook) -> Iterator[str]:
    """What is worth knowing of the way: for the supplier, not for the letter."""
    if level is None:
        return
    if level.note:
        yield level.note
    waiver, reopening = appeals().waiver, appeals().reopening
    profile = book.profiles[case.coverage.payer]
    if profile.line_of_business in waiver.business and case.coverage.in_network is not True:
        unless = "" if case.coverage.in_network is False else " if you have no contract with the plan"
        yield f"{waiver.words} goes with it{unless}: {waiver.without}."
    if not level.after and "redetermination" in level.route:
        if said and any("clerical_reopening" in entry.routes for entry in said.entries):
            yield f"Was it a slip? Then a reopening is quicker; it can change {reopening.can_change}. {reopening.wait}"
        yield f"Only a redetermination, and no reopening, is for {reopening.only_redetermination}."


def _cited(rows: Sequence[Row], level: Level | None, others: Sequence[str], book: RuleBook) -> dict[str, Authority]:
    cites = [cite for row in rows for cite in row.cites] + list(others) + list(level.authority if level else ())
    ids = sorted({authority_id(cite) for cite in cites})
    return {id: book.authorities[id] for id in ids}
