"""A denial is appealed, or a request for records answered, from the desk: by the service of ``oxyclaim appeal``, with
the papers that the desk has of the case.

What was asked for and what was put out stands in a task of the case, which names its claim.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.policy.appeals import appeals
from oxyclaim.services.appeals import AppealAnswer, AppealRequest, appeal, laid_out
from oxyclaim.services.appeals.desk_papers import papers_of
from oxyclaim.services.appeals.limits import records_limit
from oxyclaim.services.desk.claims import ClaimTold
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import FileRoom, SupplierDesk, Task
from oxyclaim.services.desk.tasks import OPEN, told
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.ledger.appealing import Appealed, enter_appeal
from oxyclaim.services.ledger.history import history
from oxyclaim.services.ledger.sheets import day_of
from oxyclaim.services.outgoing import Outbox, Outgoing, put_out
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

HERE = "the desk"
RECORDS, REOPENING = "records", "reopening"
"""What a task is about that names a claim."""
WHO = {RECORDS: "us", REOPENING: "the payer"}
LONGEST = 300
NOT_IN_CASE = "the case has none of the lines of this claim any more, so nothing can be judged or enclosed for it"
Draw = Callable[[Case, AppealAnswer, Callable[[AppealAnswer, int], AppealAnswer]], tuple[bytes, AppealAnswer]]
"""Draws the packet: letter, request, index and papers."""


@dataclass(frozen=True)
class AppealForm:
    """What was typed. ``lines``: ids of the claim's lines, all that are denied where it is empty; days as written."""

    lines: tuple[str, ...] = ()
    level: str = ""
    decided: str = ""
    called_missing: str = ""
    requested: str = ""
    requester: str = ""
    insist: bool = False


@dataclass(frozen=True)
class Tried:
    """An appeal as it would be; ``content``: its packet, where it may be written."""

    answer: AppealAnswer
    content: bytes | None


def levels_for(case: Case, book: RuleBook) -> tuple[tuple[str, str], ...]:
    """The levels of appeal that the case's payer has: id and words."""
    profile = book.profiles.get(case.coverage.payer)
    if profile is None:
        return ()
    return tuple((each.id, f"{each.title}: {each.step}") for each in appeals().of_business(profile.line_of_business))


def what_can_be_reopened() -> str:
    """What a reopening can put right."""
    return appeals().reopening.can_change


def as_sent(case: Case, claim: ClaimTold) -> Case:
    """The case with the lines of a claim on the days on which they went out: the next month may have been opened.

    Raises BadInput where none of them is in the case."""
    days = claim.days or _days_by_code(case, claim)
    if not days.keys() & {item.line_number for item in case.items}:
        raise BadInput([Problem("no_line", NOT_IN_CASE, path="claim")])
    items = [
        item.model_copy(update={"service_date": days[item.line_number]}) if item.line_number in days else item
        for item in case.items
    ]
    return case.model_copy(update={"items": items})


def try_appeal(
    desk: SupplierDesk, room: FileRoom, case: Case, claim: ClaimTold, form: AppealForm, book: RuleBook, as_of: date,
    draw: Draw | None = None,
) -> Tried:  # fmt: skip
    """The appeal of a claim, or with ``requested`` the answer to a request for records; ``draw`` makes its packet.

    Raises BadInput with all that is wrong."""
    sent = as_sent(case, claim)
    with tempfile.TemporaryDirectory(prefix="oxyclaim-papers-") as name:
        read = papers_of(desk, room, case.case_id, Path(name))
        request = replace(_request(sent, claim, form, as_of), papers=read.papers, problems=read.problems)
        answer = appeal(request, book)
        content = None
        if draw and answer.may_be_written:
            content, answer = draw(sent, answer, laid_out)
    return Tried(_without_folder(answer), content)


def put_packet(
    desk: SupplierDesk, outbox: Outbox, case: Case, claim: ClaimTold, tried: Tried, change: Change
) -> Outgoing:
    """Put the packet into the outbox; a request for records that waits is told so. Raises BadInput."""
    if tried.content is None:
        message = "no appeal is advised, so no letter is made; where you know better, say that you insist"
        raise BadInput([Problem("not_advised", message, path="insist")])
    to = "reviewer" if tried.answer.purpose == RECORDS else "payer"
    made = put_out(desk, outbox, tried.content, "packet", to, change, case.case_id)
    for task in claim.tasks:
        detail = json.loads(task.detail or "{}")
        if tried.answer.purpose == detail.get("about") and not told(task).is_closed:
            words = f"The answer was put into the outbox: {made.name}"
            comments = [*detail.get("comments", []), [change.at.isoformat(), change.author, words]]
            desk.put_task(replace(task, detail=json.dumps(detail | {"comments": comments})), change.at)
    return made


def enter_sent(
    desk: SupplierDesk, case_id: str, claim: ClaimTold, lines: Sequence[str], level: str, on: str, is_lost: bool,
    book: RuleBook, as_of: date, fees: FeeStore | None, change: Change,
) -> EnteredAnswer:  # fmt: skip
    """An appeal went out by hand, or was decided against us: entered in the ledger, for all lines or for none; the
    case's history and lines follow. Raises BadInput; then nothing was entered."""
    appealed = Appealed(claim.claim_id, level, _day(on, "on", as_of), tuple(lines), is_lost)
    entered = enter_appeal(desk.store, HERE, appealed, book, change, as_of)
    follow(desk, case_id, book, as_of, replace(change, reason="an appeal"))
    judge(desk, [case_id], book, as_of, fees)
    return entered


def follow(desk: SupplierDesk, case_id: str, book: RuleBook, as_of: date, change: Change) -> None:
    """What the ledger says of the case's months goes into its history."""
    history(desk.store, HERE, book, change, as_of, write=True, case_ids=[case_id])


def enter_request(
    desk: SupplierDesk, case: Case, claim: ClaimTold, requested: str, by: str, book: RuleBook, as_of: date,
    author: str, now: datetime,
) -> Task:  # fmt: skip
    """A request for records came in: a task with the day by which it must be answered. Raises BadInput."""
    day = _day(requested, "requested", None)
    if day > as_of:
        raise BadInput([Problem("day_ahead", "must not lie ahead", path="requested", found=requested)])
    limit = records_limit(day, book)
    words = f"Answer the request for records of {day.isoformat()} (claim {claim.claim_id})"
    more: dict[str, object] = {"requested": day.isoformat(), "by": by.strip()[:LONGEST], "steps": list(limit.steps)}
    due = limit.safe_day or limit.last_day
    return _add(desk, case, claim, RECORDS, words, by.strip()[:LONGEST], due, more, author, now)


def enter_reopening(
    desk: SupplierDesk, case: Case, claim: ClaimTold, what: str, on: str, as_of: date, author: str, now: datetime
) -> Task:
    """The payer was asked to reopen the claim for a slip: a task until it has answered. Raises BadInput."""
    problems = []
    if not what.strip() or len(what) > LONGEST:
        problems.append(Problem("no_text", f"say what is to be changed, in at most {LONGEST} characters", path="what"))
    day = as_of
    try:
        day = _day(on, "on", as_of)
    except BadInput as error:
        problems += error.problems
    if day > as_of:
        problems.append(Problem("day_ahead", "must not lie ahead", path="on", found=on))
    if problems:
        raise BadInput(problems)
    words = f"Reopening asked for on {day.isoformat()} (claim {claim.claim_id}): {what.strip()}"
    return _add(desk, case, claim, REOPENING, words, "", None, {"requested": day.isoformat()}, author, now)


def _without_folder(answer: AppealAnswer) -> AppealAnswer:
    """The answer with the names of its files: the folder in which they were read is gone."""
    named = (replace(each, files=tuple(Path(file.name) for file in each.files)) for each in answer.exhibits)
    return replace(answer, exhibits=tuple(named), unused=tuple(Path(file.name) for file in answer.unused))


def _add(
    desk: SupplierDesk, case: Case, claim: ClaimTold, about: str, words: str, who: str, due: date | None,
    more: dict[str, object], author: str, now: datetime,
) -> Task:  # fmt: skip
    detail = {"owner": "biller", "verdict": "", "claim": claim.claim_id, "about": about} | more
    task = Task(case.case_id, words, who or WHO[about], OPEN, None, due, json.dumps(detail), added_by=author)
    try:
        desk.add_task(task, now)
    except ValueError:
        raise BadInput([Problem("there_already", "this is entered already", path="requested")]) from None
    return task


def _request(sent: Case, claim: ClaimTold, form: AppealForm, as_of: date) -> AppealRequest:
    """The request of the service. Raises BadInput."""
    problems: list[Problem] = []
    numbers = _numbers(sent, claim, form.lines)
    work = [line for line in claim.work if not form.lines or line.line_id in form.lines]
    codes = tuple(dict.fromkeys(code for line in work for code in line.codes))
    answered = [line.answered_on for line in work if line.answered_on]
    days = {}
    for name, text in (("decided", form.decided), ("requested", form.requested)):
        try:
            days[name] = day_of(text.strip()) if text.strip() else None
        except ValueError as error:
            problems.append(Problem("day", str(error), path=name))
    if not days.get("requested") and not problems and not work:
        problems.append(Problem("nothing_denied", "nothing of it is denied, so there is nothing to appeal"))
    if problems:
        raise BadInput(problems)
    is_records = bool(days.get("requested"))
    return AppealRequest(
        case=sent, as_of=as_of, lines=numbers, codes=() if is_records else codes,
        remittance_date=min(answered, default=None), level=None if is_records else form.level or None,
        decided=None if is_records else days.get("decided"), called_missing=form.called_missing.strip() or None,
        requested=days.get("requested"), claim_number=claim.number, requester=form.requester.strip() or None,
        insist=form.insist,
    )  # fmt: skip


def _numbers(case: Case, claim: ClaimTold, line_ids: Sequence[str]) -> tuple[int, ...]:
    """The lines in the case: those that were chosen, else those that are denied, else all of the claim."""
    wanted = set(line_ids) or {line.line_id for line in claim.work if line.line_id}
    there = {item.line_number for item in case.items}
    own = {line.line_id: line.number for each in claim.sent for line in each.lines}
    by_code = {item.code: item.line_number for item in case.items}
    codes = {line.line_id: line.code for each in claim.sent for line in each.lines}
    found = [own.get(id) or by_code.get(codes.get(id, "")) for id in own if not wanted or id in wanted]
    return tuple(dict.fromkeys(number for number in found if number in there and number))


def _days_by_code(case: Case, claim: ClaimTold) -> dict[int, date]:
    """Of a claim that was not written here: the case's lines with its codes."""
    return dict(_pairs(case, claim))


def _pairs(case: Case, claim: ClaimTold) -> Iterator[tuple[int, date]]:
    days = {line.code: line.service_date for each in claim.sent for line in each.lines if line.service_date}
    for item in case.items:
        if (day := days.get(item.code)) is not None:
            yield item.line_number, day


def _day(text: str, path: str, otherwise: date | None) -> date:
    """A day as it was typed. Raises BadInput."""
    if not text.strip() and otherwise:
        return otherwise
    try:
        return day_of(text.strip())
    except ValueError as error:
        raise BadInput([Problem("day", str(error) if text.strip() else "give the day", path=path)]) from None
