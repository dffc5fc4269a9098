"""Look-ups before billing: who looked, when, where, what was found. What the rules read of it is entered in the case.

A question that found nothing stands in the case's ``checks``; equipment of another supplier that was found stands in
its ``history``. Anything else that was found is entered where it belongs (events), and its question is not counted as
one that found nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.intake.guiding import SaveTried, save_look_ups
from oxyclaim.services.desk.intake.kinds import kinds_of
from oxyclaim.services.desk.intake.layout import look_up_words, look_ups
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.shelves import LookUp, LookUpKind
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

ELIGIBILITY: LookUpKind = "eligibility"
SAME_OR_SIMILAR: LookUpKind = "same or similar"
LONGEST = 2000
"""Characters of what was found."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed of a look-up. ``asked``: the questions that found nothing; ``result``: what was found, in
    words; ``code``, ``service_date`` and ``kind``: a month of another supplier's."""

    day: str
    source: str = ""
    asked: tuple[str, ...] = ()
    result: str = ""
    document_id: str = ""
    code: str = ""
    service_date: str = ""
    kind: str = ""


@dataclass(frozen=True)
class LookUpTold:
    """A look-up as a page tells it: which questions found nothing, in words."""

    look_up: LookUp
    questions: tuple[str, ...]


def told(desk: SupplierDesk, case_id: str) -> tuple[LookUpTold, ...]:
    """What was looked up for a patient, the latest first."""
    words = look_up_words()
    return tuple(
        LookUpTold(each, tuple(words.get(question, question) for question in each.asked.split()))
        for each in desk.look_ups(case_id)
    )


def kinds_of_months() -> Sequence[str]:
    """What a month of another supplier's may be, in the case file's words."""
    return kinds_of("history")["kind"].words


def look_up_eligibility(
    desk: SupplierDesk, case_id: str, typed: Typed, book: RuleBook, change: Change, as_of: date
) -> SaveTried:
    """Keep what was looked up of eligibility, stays and the address; questions that found nothing go into the case.

    Raises KeyError for an unknown case.
    """
    wrong = _wrong(desk, case_id, typed, as_of)
    asked = tuple(each for each in look_up_words() if each in typed.asked)
    if not asked and not typed.result.strip():
        wrong["asked"] = "say what was looked up: tick what found nothing, or write what was found"
    if wrong:
        return SaveTried(None, wrong)
    version = desk.head(case_id).version
    if asked:
        tried = save_look_ups(desk, case_id, typed.day, asked, book, change)
        if tried.version is None:
            return tried
        version = tried.version
    sources = [each.who for each in look_ups() if set(each.asked) & set(asked)]
    _keep(desk, case_id, ELIGIBILITY, typed, " ".join(asked), typed.source.strip() or "; ".join(sources), change)
    return SaveTried(version, {})


def look_up_same_or_similar(
    desk: SupplierDesk, case_id: str, typed: Typed, book: RuleBook, change: Change, as_of: date
) -> SaveTried:
    """Keep what was looked up of same or similar equipment; a month of another supplier goes into the history.

    Raises KeyError for an unknown case.
    """
    wrong = _wrong(desk, case_id, typed, as_of)
    if not typed.source.strip():
        wrong["source"] = "say where it was looked up"
    if typed.code.strip() and not typed.service_date:
        wrong["service_date"] = "give the day of the month that was found"
    if typed.service_date and not typed.code.strip():
        wrong["code"] = "give the code that was found"
    if wrong:
        return SaveTried(None, wrong)
    version = desk.head(case_id).version
    if typed.code.strip():
        tried = _with_month(desk, case_id, typed, book, change)
        if tried.version is None:
            return tried
        version = tried.version
    _keep(desk, case_id, SAME_OR_SIMILAR, typed, "", typed.source.strip(), change)
    return SaveTried(version, {})


def _with_month(desk: SupplierDesk, case_id: str, typed: Typed, book: RuleBook, change: Change) -> SaveTried:
    """The history with a month that another supplier was paid for."""
    head = desk.head(case_id)
    facts = json.loads(head.text)
    month = {
        "code": typed.code.strip().upper(), "service_date": typed.service_date, "kind": typed.kind or None,
        "outcome": "paid", "supplier": "other",
    }  # fmt: skip
    facts.setdefault("history", []).append({key: value for key, value in month.items() if value})
    read = cases_of([facts], book)
    if read.problems:
        names = {"code", "service_date", "kind"}
        return SaveTried(None, {
            next((name for name in names if (each.path or "").endswith(f".{name}")), ""): each.message
            for each in read.problems
        })  # fmt: skip
    if case_of(head.text) == read.cases[0]:
        return SaveTried(head.version, {})
    saved = desk.store.save(read.cases[0], head.version, change)
    return SaveTried(saved.version, {})


def _wrong(desk: SupplierDesk, case_id: str, typed: Typed, as_of: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    try:
        if date.fromisoformat(typed.day) > as_of:
            wrong["day"] = "a look-up cannot lie in the future"
    except ValueError:
        wrong["day"] = "give the day of the look-up"
    if len(typed.result) > LONGEST:
        wrong["result"] = f"has more than {LONGEST} characters; keep the page as a paper instead"
    if typed.document_id and typed.document_id not in {each.document_id for each, _ in desk.documents(case_id)}:
        wrong["document_id"] = "this patient has no such paper"
    return wrong


def _keep(
    desk: SupplierDesk, case_id: str, kind: LookUpKind, typed: Typed, asked: str, source: str, change: Change
) -> None:
    result = " ".join(part for part in (typed.code.strip().upper(), typed.service_date, typed.result.strip()) if part)
    desk.add_look_up(
        LookUp(
            case_id=case_id,
            kind=kind,
            looked_on=date.fromisoformat(typed.day),
            source=source,
            asked=asked,
            found=bool(result),
            result=result,
            document_id=typed.document_id or None,
            author=change.author,
            at=change.at.isoformat(),
        ),
        change,
    )
