"""Made-up patients of a store, month after month: what we said of each line, what the simulated payer answers, and
what the measures and the worklist make of it. The payer knows things that the cases do not: plans, stays, a death.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from oxyclaim.case.canonical import case_of
from oxyclaim.case.days import add_months
from oxyclaim.claims.fees import FeeStore
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.claim import ClaimRequest
from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.reports import Measures, ReportRequest, reports
from oxyclaim.services.ledger.history import history
from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.claiming import write_kept_claim
from oxyclaim.services.store.importing import import_cases
from oxyclaim.services.store.kept import Change, Store
from oxyclaim.store import SqlPlaces
from oxyclaim_simulator import AnswerRequest, answer

START = date(2024, 3, 5)
DONE = date(2027, 1, 4)
CHANGE = Change("ann", datetime(2026, 6, 1, 9, 0, tzinfo=UTC), "made up", "import")
NOT_MET: dict[str, Any] = {"tests": [{"state": "rest", "spo2_percent": 94}]}
NOTICE = {
    "id": "ABN1", "signed_date": "start-1", "signed_by": "patient", "items": ["E1390"], "states_reason": True,
    "states_cost": True, "option": 1,
}  # fmt: skip
KINDS: dict[str, dict[str, Any]] = {
    "fine": {},
    # The criteria are not met, and a formal denial is asked for: we say that it will be denied.
    "GZ": NOT_MET | {"modifiers": ["RR", "GZ"]},
    "GA": NOT_MET | {"modifiers": ["RR", "GA"], "notices": [NOTICE]},
    # Coded wrongly in the case; the claim puts it right, so nothing stands against what goes out.
    "coded with KX": {"modifiers": ["RR", "KX"]},
    "coded without N1": {"modifiers": ["RR"]},
    # Known to the payer alone.
    "in a plan": {}, "in hospital": {}, "died": {},
}  # fmt: skip
SAID_DENIED = ("GZ", "GA")
CODES = {"GZ": {"CO-50"}, "GA": {"PR-50"}, "in a plan": {"CO-24"}, "in hospital": {"CO-97"}, "died": {"CO-13"}}


@dataclass
class Lived:
    lines: dict[tuple[str, str], tuple[str, bool, set[str]]]
    """By claim and line the kind of its patient, whether the simulator denied it, and its reasons."""
    measures: Measures
    work: DenialWork


@pytest.fixture(scope="module", params=[(1, 3), pytest.param((3, 30), marks=pytest.mark.slow)])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    each, months = request.param
    folder = tmp_path_factory.mktemp("said")
    kinds = [kind for kind in KINDS for _ in range(each)]
    store = filled(folder, kinds)
    for month in range(months):
        a_month(store, folder, add_months(START, month), 100 if month == months - 1 else 25)
    measures = reports(ReportRequest(DONE, START, DONE), store, rule_book())
    work = denial_work(DenialWorkRequest(DONE), store, rule_book())
    yield Lived(said_by_the_simulator(folder, kinds), measures, work)
    store.close()


def member(number: int) -> str:
    return f"1EG4TE5MK{number:02}"


def filled(folder: Path, kinds: list[str]) -> Store:
    """A store with a patient for each kind, and what the payer knows of them."""
    people = {}
    (folder / "cases").mkdir()
    for number, kind in enumerate(kinds):
        facts = {key: value for key, value in KINDS[kind].items() if key != "modifiers"}
        item = {"code": "E1390", "modifiers": KINDS[kind].get("modifiers", ["RR", "N1"])}
        case = build(f"C{number:02}", START, {
            "tests": [{"state": "rest", "spo2_percent": 86}], "items": [item],
            "coverage": {"payer": "medicare", "member_id": member(number)},
            "patient": {"last_name": f"P{number:02}", "first_name": "ANY"}, "follow_ups": [{"date": "start"}],
            **facts,
        })  # fmt: skip
        case["submitter"]["usage"] = "production"
        (folder / "cases" / f"C{number:02}.yaml").write_text(yaml.safe_dump(case))
        second = add_months(START, 1)
        known = {
            "in a plan": {"advantage": [["2020-01-01", "2099-12-31"]]},
            "in hospital": {"stays": [[str(second - timedelta(days=2)), str(second + timedelta(days=4))]]},
            "died": {"died": str(second - timedelta(days=3))},
        }
        if kind in known:
            people[member(number)] = known[kind]
    (folder / "people.json").write_text(json.dumps(people))
    SqlPlaces().make(str(folder / "s.db"), CHANGE.at)
    store = SqlPlaces().open(str(folder / "s.db"))
    assert not import_cases(sorted((folder / "cases").iterdir()), store, rule_book(), CHANGE).problems
    return store


def a_month(store: Store, folder: Path, day: date, until: int) -> None:
    """Every patient's month is billed, answered, posted, and brought into the cases."""
    cases, versions = [], {}
    for kept in store.latest():
        case = case_of(kept.text)
        if day > START:
            items = [item.model_copy(update={"service_date": day}) for item in case.items]
            checks = [check.model_copy(update={"date": day}) for check in case.checks or ()]
            seen = [each.model_copy(update={"date": day - timedelta(days=20)}) for each in case.follow_ups or ()]
            case = case.model_copy(update={"items": items, "checks": checks, "follow_ups": seen})
            store.save(case, kept.version, CHANGE)
        cases.append(case)
        versions[case.case_id] = kept.version + (day > START)
    sent = day + timedelta(days=3)
    target = folder / f"{day}.x12"
    request = ClaimRequest(cases, target, sent, datetime.combine(sent, datetime.min.time()), None, True, None)
    written = write_kept_claim(
        request, store, versions, rule_book(), CHANGE, fees=FeeStore(folder / "none"), payers=None
    )  # fmt: skip
    assert (written.claims, written.refused) == (len(cases), ())
    answer(AnswerRequest([target], folder / "life", sent, sent + timedelta(days=until), people=folder / "people.json"))
    replies = sorted((folder / "life" / "replies").iterdir())
    post(PostRequest(replies, DONE), store, store.where, rule_book(), CHANGE)
    assert not history(store, store.where, rule_book(), CHANGE, DONE, write=True).problems


def said_by_the_simulator(folder: Path, kinds: list[str]) -> dict[tuple[str, str], tuple[str, bool, set[str]]]:
    truth = json.loads((folder / "life.truth.json").read_text())
    found = {}
    for claim in truth["claims"]:
        for line in claim["lines"]:
            reasons = {code for said in line["by_payer"].values() for code, cents in said["adjusted"].items() if cents}
            is_denied = line["balance"]["denied"] > 0 or line["patient_by_kind"]["other"] > 0
            found[claim["claim_id"], line["line_id"]] = (kinds[int(claim["member"][-2:])], is_denied, reasons)
    return found


def test_the_simulator_denied_what_it_should(lived: Lived):
    for kind, is_denied, reasons in lived.lines.values():
        assert is_denied is bool(reasons & CODES.get(kind, set()))
    assert {kind for kind, is_denied, _ in lived.lines.values() if is_denied} == CODES.keys()


def test_hits_and_misses_are_the_simulators_reasons(lived: Lived):
    counted = Counter((kind in SAID_DENIED, is_denied) for kind, is_denied, _ in lived.lines.values())
    (told,) = lived.measures.forecasts
    assert (told.code, told.hits, told.misses, told.false_alarms, told.clears) == (
        "E1390", counted[True, True], counted[False, True], counted[True, False], counted[False, False],
    )  # fmt: skip
    assert told.hits > 0
    assert told.misses > 0
    named = {each.name: (each.numerator, each.denominator) for each in lived.measures.measures}
    assert named["forecast_hits"] == (told.hits, told.hits + told.misses)
    assert named["forecast_right"] == (told.hits + told.clears, len(lived.lines))


def test_the_tasks_open_at_the_end_are_those_that_should_be(lived: Lived):
    expected = {key for key, (_, is_denied, _) in lived.lines.items() if is_denied}
    found = {(line.claim_id, line.line_id): line for task in lived.work.tasks for line in task.lines}
    assert found.keys() == expected
    for key, line in found.items():
        kind, _, reasons = lived.lines[key]
        assert line.state in ("open", "late")
        assert set(line.codes) & reasons == CODES[kind]
        assert line.verdict
        assert (line.verdict.told == "foretold") is (kind in SAID_DENIED)
        if kind in SAID_DENIED:
            assert CODES[kind] <= set(line.verdict.codes)


def test_the_months_that_the_denials_block_are_counted(lived: Lived):
    denied = sum(is_denied for _, is_denied, _ in lived.lines.values())
    named = {each.name: (each.numerator, each.denominator) for each in lived.measures.measures}
    assert named["months_blocked"] == (denied, len(lived.lines))
    assert named["initial_denial_lines"] == (denied, len(lived.lines))
    assert named["overturned"] == (0, denied)
