"""A store is filled with made-up patients in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from oxyclaim.case.canonical import case_of
from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.demo.file_of import complete_file, shared
from oxyclaim.services.desk.demo.people import Facts, person
from oxyclaim.services.desk.demo.scans import scan
from oxyclaim.services.desk.demo.scenarios import SCENARIOS, Scenario
from oxyclaim.services.desk.documents.giving import give
from oxyclaim.services.desk.documents.taking_in import take_in
from oxyclaim.services.desk.judging import Worker, catch_up
from oxyclaim.services.desk.kept import FileRoom, SupplierDesk
from oxyclaim.services.desk.settings import details_with
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

DEMO = "demo"
WITH_PAPERS = ("DEMO-020", "DEMO-026")
"""The patients whose papers came by fax: one that nobody has looked at yet, one that is given to the patient."""
SEED = 1390


@dataclass(frozen=True)
class Filled:
    """How many made-up patients went in, and how many were judged."""

    patients: int
    judged: int


def demo_cases(book: RuleBook, as_of: date, seed: int = SEED) -> list[Case]:
    """The made-up patients as they stand on a day: the same day and seed give the same."""
    return cases_of(list(_files(as_of, seed)), book).whole()


def fill_demo(
    desk: SupplierDesk, book: RuleBook, as_of: date, fees: FeeStore | None, change: Change, seed: int = SEED
) -> Filled:
    """Take the made-up patients in and judge them. A store that has some already is left as it is."""
    cases = demo_cases(book, as_of, seed)
    if desk.store.find(most=1):
        return Filled(0, 0)
    desk.store.take_in(cases, change)
    supplier = shared()["supplier"]
    desk.put_details(supplier["name"], supplier["npi"], details_with(_profile(shared())), change)
    return Filled(len(cases), catch_up(desk, book, as_of, fees, Worker(change.author, lambda: change.at)))


def _profile(facts: Facts) -> Facts:
    """The made-up supplier's settings."""
    submitter, coverage = facts["submitter"], facts["coverage"]
    return {
        "profile_version": 1,
        "usage": "production",
        "submitter": {key: submitter[key] for key in ("id", "name", "contact_name", "contact_phone")},
        "locations": [{"id": "main", **facts["supplier"]}],
        "receivers": [{"id": "front-end", "receiver_id": submitter["receiver_id"], "name": submitter["receiver_name"]}],
        "payers": [{key: coverage[key] for key in ("payer", "payer_name", "payer_id", "assignment")}],
        "charges": [{"code": unit["code"], "charge": unit["charge"]} for unit in facts["equipment"]],
    }


def fill_inbox(desk: SupplierDesk, room: FileRoom, book: RuleBook, change: Change) -> int:
    """Papers that came by fax: an order that nobody has looked at yet, and the note of a patient; how many."""
    if desk.documents(None):
        return 0
    waiting, noted = (case_of(desk.head(each).text) for each in WITH_PAPERS)
    take_in(desk, room, scan("standard_written_order", _words(waiting)), change.at)
    note = take_in(desk, room, scan("progress_note", _words(noted)), change.at)
    visited = noted.tests[0].date if noted.tests else None
    give(desk, note.document.document_id, noted.case_id, "progress_note", str(visited or ""), book, change)
    return 2


def _words(case: Case) -> dict[str, str]:
    """What stands on a patient's papers."""
    who, by = case.patient, case.practitioner
    visit = case.tests[0].date if case.tests else None
    return {
        "name": f"{who.first_name} {who.last_name}" if who else "",
        "born": _us_date(who.birth_date) if who else "",
        "ordered": _us_date(visit),
        "visited": _us_date(visit),
        "practitioner": f"{by.first_name} {by.last_name}" if by else "",
        "npi": str(by.npi) if by else "",
    }


def _us_date(day: date | None) -> str:
    """As an office writes it."""
    return f"{day:%m/%d/%Y}" if day else ""


def _files(as_of: date, seed: int) -> Iterator[Facts]:
    chance = Random(seed)
    for number, scenario in enumerate(SCENARIOS, 1):
        yield _file(number, scenario, as_of, chance)


def _file(number: int, scenario: Scenario, as_of: date, chance: Random) -> Facts:
    start = add_months(as_of - timedelta(days=scenario.days_ago), 1 - scenario.month)
    facts = complete_file(f"DEMO-{number:03}", person(number, chance), start, scenario.month, as_of)
    scenario.change(facts, as_of)
    return facts
