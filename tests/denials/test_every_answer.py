"""Every answer of the catalogue of denials, from the remittance to the task, its way, its day and its money."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from oxyclaim.policy.denials.accounts import CONTRACTUAL
from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.rule_book import rule_book
from tests.denials.every_answer import CHARGE, claim_out, given, remitted
from tests.ledger.office import Office

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text())
EXPECTED = [(entry, row["expect"], row["title"]) for row in TABLE for entry in row["entries"]]
ASKED = date(2026, 2, 2)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DenialWork]:
    every = list(given(rule_book().denials))
    office = Office(tmp_path_factory.mktemp("answers"), [claim_out(each) for each in every])
    posted = office.post(remitted(every))
    assert (posted.posted, posted.suspended, posted.matched) == (1, 0, len(every))
    yield denial_work(DenialWorkRequest(ASKED), office.store, office.book)
    office.store.close()


@pytest.fixture(scope="module")
def claims() -> dict[str, str]:
    """By entry: its claim."""
    return {each.entry.id: each.id for each in given(rule_book().denials)}


def test_the_table_has_every_answer_once_and_each_group_a_basis():
    assert Counter(entry for entry, *_ in EXPECTED) == Counter(list(rule_book().denials.denials))
    assert all(row["basis"] for row in TABLE)


@pytest.mark.parametrize(("entry", "expect", "title"), EXPECTED, ids=[entry for entry, *_ in EXPECTED])
def test_from_the_remittance_to_the_task(
    work: DenialWork, claims: dict[str, str], entry: str, expect: dict[str, Any] | None, title: str
):
    found = [(task, line) for task in work.tasks for line in task.lines if line.claim_id == claims[entry]]
    if expect is None:
        assert found == []
        return
    ((task, line),) = found
    assert line.entries[0] == entry
    assert (line.kind, line.route, line.due) == (expect["kind"], expect["route"], expect["due"]), title
    assert (line.owner, line.state) == (expect["owner"], expect.get("state", "open"))
    assert line.stake_cents == expect.get("stake", CHARGE)
    assert line.denied_cents + line.patient_cents == expect.get("denied", CHARGE)
    assert (task.due, task.route, task.stake_cents) == (line.due, line.route, line.stake_cents)


def test_nothing_that_may_be_appealed_is_to_be_written_off(work: DenialWork):
    lines = [line for task in work.tasks for line in task.lines]
    for line in lines:
        if not line.appeal.startswith("no"):
            assert line.route != "write_off"
            assert not line.action.startswith("Write it off")
    assert any(way.route == "write_off" for line in lines for way in line.ways)


def test_a_patient_who_may_not_be_charged_is_not_billed(work: DenialWork):
    for task in work.tasks:
        assert not (task.route == "bill_patient" and task.lines[0].charge_patient.startswith("no"))


def test_each_line_is_in_one_task_and_the_money_is_the_ledgers(work: DenialWork):
    lines = [(line.claim_id, line.line_id) for task in work.tasks for line in task.lines]
    assert len(lines) == len(set(lines)) == work.counted.in_tasks
    assert work.counted.looked_at == work.counted.in_tasks + work.counted.nothing_to_do
    assert work.counted.ledger_denied_cents == work.counted.denied_cents
    assert work.stake_cents == sum(task.stake_cents for task in work.tasks)


def test_no_code_that_the_ledger_takes_for_contractual_is_a_denial():
    """Else a denial would be lost among the write-offs."""
    denied = {
        entry.id: code
        for entry in rule_book().denials.denials.values() if entry.answer in ("denied", "rejected")
        for codes in entry.code_sets if len(codes) == 1
        for code in codes if f"CO-{code}" in CONTRACTUAL or code in CONTRACTUAL
    }  # fmt: skip
    assert denied == {}
