"""All cases of a store are judged again in the background: piece by piece, by as many workers as there are.

A worker that dies loses its piece when its time is up, and another does it. What a piece yields and that it is done are
written together, so that nothing is there by half.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from oxyclaim.case.canonical import canonical, case_of, sha256
from oxyclaim.case.models import Case
from oxyclaim.case.profile import NoSuchLocation, Profile, filled
from oxyclaim.case.runs import in_one_run
from oxyclaim.rentals.due import CaseDue, due_cases
from oxyclaim.services.answers import Head, head, plain
from oxyclaim.services.claim_obstacles import held_months
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, LineMonth, MonthCount, Piece, Store

JUDGE = "judge"
"""The kind of such jobs."""
TOGETHER = 500
"""Cases of a piece."""
LEASE = timedelta(minutes=5)
"""How long a worker has for a piece, which takes seconds."""
NOT_JUDGED = "not judged"
"""The state of the one month that stands for a case whose payer the rule book, or whose location the profile, lacks."""
STRANGER = "{case_id} was not judged: there is no such payer in the rule book; give the folder with --payer-files"
NO_LOCATION = "{case_id} was not judged: {why}"
FAILED = "the cases from {first} to {last} could not be judged: {why}"


@dataclass(frozen=True, kw_only=True)
class StoreJudged(Head):
    """A job that has ended, or is still being done by others: cases, and which of them were judged or failed."""

    store: str
    job: int
    cases: int
    judged: int
    failed: int
    ended: bool
    problems: tuple[Problem, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether every case was judged."""
        return self.judged == self.cases and not self.problems


@dataclass(frozen=True)
class StoredMonth:
    """A month that is due. ``sentences``: what is wrong or to be checked. ``changed``: the case has changed since."""

    case_id: str
    line_number: int | None
    code: str
    service_date: date
    payer: str
    verdict: str
    claim_by: date | None
    charge_cents: int | None
    sentences: tuple[str, ...]
    judged_on: date
    changed: bool


@dataclass(frozen=True, kw_only=True)
class StoreDue(Head):
    """The months that are due, as they stood when all cases were judged last, and how many have each verdict.

    ``judged_on``: the day of that, by ``judged_by``, a rule book; None where it was never done.
    """

    store: str
    judged_on: date | None
    judged_by: str | None
    counts: tuple[MonthCount, ...]
    months: tuple[StoredMonth, ...]


def begin_judging(
    store: Store, book: RuleBook, as_of: date, change: Change, ahead: int = 0, profile: Profile | None = None
) -> int:
    """Begin to judge all cases as of a day, or go on where that was not ended; the job's number.

    ``profile`` fills what the cases leave out; each who works at the job gives the same one.
    """
    fills = {"profile": sha256(canonical(profile.model_dump(exclude_none=True)))} if profile else {}
    asked = canonical({"as_of": as_of, "rule_book": book.hash, "ahead": ahead, **fills})
    return store.begin_job(JUDGE, asked, TOGETHER, change)


def work(
    store: Store,
    job_id: int,
    book: RuleBook,
    worker: str,
    now: Callable[[], datetime],
    on_cases: Callable[[int], None] = lambda count: None,
    profile: Profile | None = None,
) -> None:
    """Do pieces of a job until none is to be had. ``on_cases`` is told of cases as they are judged."""
    asked = json.loads(store.job(job_id).asked)
    while piece := store.take_piece(job_id, worker, now(), LEASE):
        try:
            months = _judged(store, piece, book, date.fromisoformat(asked["as_of"]), asked["ahead"], profile)
        except Exception as error:
            store.fail_piece(piece, now(), type(error).__name__)
            continue
        if store.end_piece(piece, worker, now(), months):
            on_cases(piece.cases)


def judged(store: Store, job_id: int, book: RuleBook, as_of: date) -> StoreJudged:
    """How a job stands."""
    job = store.job(job_id)
    return StoreJudged(
        **head("store_judged", book, as_of),
        store=store.where,
        job=job.job_id,
        cases=job.cases,
        judged=job.done,
        failed=job.failed,
        ended=job.ended,
        problems=(
            *(
                Problem("not_judged", FAILED.format(first=piece.first, last=piece.last, why=why))
                for piece, why in store.job_problems(job_id)
            ),
            *map(_why_not_judged, store.months(NOT_JUDGED)[0]),
        ),
    )


def stored_due(
    store: Store,
    book: RuleBook,
    as_of: date,
    *,
    verdict: str = "",
    first: date | None = None,
    last: date | None = None,
    most: int = 50,
) -> StoreDue:
    """The months that are due, the earliest first, without judging anything."""
    job = store.last_job(JUDGE)
    asked: dict[str, Any] = json.loads(job.asked) if job else {}
    months, changed = store.months("due", verdict, first, last, most)
    return StoreDue(
        **head("store_due", book, as_of),
        store=store.where,
        judged_on=date.fromisoformat(asked["as_of"]) if asked else None,
        judged_by=asked.get("rule_book"),
        counts=tuple(sorted(store.month_counts("due"), key=lambda each: each.verdict)),
        months=tuple(_month(month, month.case_id in changed) for month in months),
    )


def _month(month: LineMonth, changed: bool) -> StoredMonth:
    told = json.loads(month.told or "{}")
    sentences = tuple(point["sentence"] for part in ("wrong", "to_check") for point in told.get(part, ()))
    return StoredMonth(
        case_id=month.case_id,
        line_number=month.line_number,
        code=month.code,
        service_date=month.month,
        payer=month.payer,
        verdict=month.verdict or "",
        claim_by=month.claim_by,
        charge_cents=month.charge_cents,
        sentences=sentences,
        judged_on=month.as_of,
        changed=changed,
    )


def _why_not_judged(month: LineMonth) -> Problem:
    if month.told:
        told = json.loads(month.told)
        message = NO_LOCATION.format(case_id=month.case_id, why=told["why"])
        return Problem("no_location", message, path="supplier.location", found=told["location"])
    message = STRANGER.format(case_id=month.case_id)
    return Problem("unknown_payer", message, path="coverage.payer", found=month.payer)


def _judged(
    store: Store, piece: Piece, book: RuleBook, as_of: date, ahead: int, profile: Profile | None
) -> list[LineMonth]:
    own = store.between(piece.first, piece.last)
    versions = {each.case_id: each.version for each in own}
    others = store.beside(piece.first, piece.last)
    read, lost = _filled([case_of(each.text) for each in (*own, *others)], profile)
    cases = [case for case in in_one_run(read) if case.case_id in versions]
    known = [case for case in cases if case.coverage.payer in book.payers]
    found = [
        replace(due, months=held_months(due.months, case, book, as_of))
        for case, due in zip(known, due_cases(known, book, as_of, ahead) if known else [], strict=True)
    ]
    months = [
        month
        for case, due in zip(known, found, strict=True)
        for month in _months(case, due, versions[case.case_id], as_of, book.hash)
    ]
    strangers = [case for case in cases if case.coverage.payer not in book.payers]
    not_judged = [*((case, None) for case in strangers), *(each for each in lost if each[0].case_id in versions)]
    return months + [_not_judged(case, versions[case.case_id], as_of, book.hash, why) for case, why in not_judged]


def _filled(cases: Iterable[Case], profile: Profile | None) -> tuple[list[Case], list[tuple[Case, NoSuchLocation]]]:
    """The cases as the profile fills them, and those that name a location which it lacks."""
    if profile is None:
        return list(cases), []
    found, lost = [], []
    for case in cases:
        try:
            found.append(filled(case, profile))
        except NoSuchLocation as error:
            lost.append((case, error))
    return found, lost


def _not_judged(case: Case, version: int, as_of: date, rule_book: str, why: NoSuchLocation | None) -> LineMonth:
    """Stands for a case whose payer the rule book does not know, or whose location the profile lacks (``why``)."""
    item = case.items[0]
    return LineMonth(
        case.case_id, 0, item.line_number, item.code, item.service_date, case.coverage.payer, NOT_JUDGED, None, None,
        None, None, version, as_of, rule_book, canonical({"why": str(why), "location": why.location}) if why else None,
    )  # fmt: skip


def _months(case: Case, due: CaseDue, version: int, as_of: date, rule_book: str) -> Iterator[LineMonth]:
    shared: dict[str, Any] = {
        "case_id": case.case_id, "version": version, "as_of": as_of, "rule_book": rule_book
    }  # fmt: skip
    billed = [
        (month, month.code, month.service_date) for month in case.history or () if month.code and month.service_date
    ]
    for place, (month, code, day) in enumerate(billed):
        yield LineMonth(
            **shared, place=place, line_number=None, code=code, month=day,
            payer=month.payer or case.coverage.payer, state="billed", outcome=month.outcome, verdict=None,
            claim_by=None, charge_cents=None, told=None,
        )  # fmt: skip
    for place, each in enumerate(due.months, len(billed)):
        yield LineMonth(
            **shared, place=place, line_number=each.line_number, code=each.code, month=each.service_date,
            payer=case.coverage.payer, state=each.state, outcome=None, verdict=each.verdict, claim_by=each.claim_by,
            charge_cents=each.charge_cents, told=canonical(plain(each)),
        )  # fmt: skip
