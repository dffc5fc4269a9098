"""A store is filled with made-up patients in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.demo.file_of import complete_file, shared
from oxyclaim.services.desk.demo.people import Facts, person
from oxyclaim.services.desk.demo.scenarios import SCENARIOS, Scenario
from oxyclaim.services.desk.judging import catch_up
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.settings import details_with
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

DEMO = "demo"
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
    return Filled(len(cases), catch_up(desk, book, as_of, fees))


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


def _files(as_of: date, seed: int) -> Iterator[Facts]:
    chance = Random(seed)
    for number, scenario in enumerate(SCENARIOS, 1):
        yield _file(number, scenario, as_of, chance)


def _file(number: int, scenario: Scenario, as_of: date, chance: Random) -> Facts:
    start = add_months(as_of - timedelta(days=scenario.days_ago), 1 - scenario.month)
    facts = complete_file(f"DEMO-{number:03}", person(number, chance), start, scenario.month, as_of)
    scenario.change(facts, as_of)
    return facts
