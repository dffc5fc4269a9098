"""Made-up patients live; what is open work in the end is what the simulator's own truth says is denied or rejected."""

import json
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pytest

from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import WorkLine
from oxyclaim.services.denials.reports import Measures, ReportRequest, reports
from oxyclaim.services.posting import PostRequest
from oxyclaim_simulator import LifeRequest, live
from tests.ledger.office import TODAY, Office

EVER = (date(2020, 1, 1), date(2030, 1, 1))


@dataclass
class Lived:
    truth: dict[str, Any]
    batches: str
    """All 277CA files as one text: a claim that stands in none was never told of."""
    work: DenialWork
    measures: Measures
    other_order: DenialWork
    earlier: DenialWork
    """As it stood when half of the answers were posted."""


@pytest.fixture(scope="module", params=[(16, 9), pytest.param((200, 37), marks=pytest.mark.slow)])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    patients, months = request.param
    folder = tmp_path_factory.mktemp("lived")
    live(LifeRequest(folder / "life", patients=patients, months=months, seed=patients))
    truth = json.loads((folder / "life.truth.json").read_text())
    files = sorted((folder / "life" / "replies").iterdir())
    batches = "".join(file.read_text() for file in files if "-277ca-" in file.name)
    shuffled = [*files, *files[:50]]
    Random(7).shuffle(shuffled)
    asked = DenialWorkRequest(date.fromisoformat(truth["day"]))
    found = []
    measures = None
    for number, order in enumerate((files, shuffled)):
        (folder / str(number)).mkdir()
        office = Office(folder / str(number))
        office.ask(PostRequest([], TODAY, [folder / "life" / "claims"], [folder / "life" / "bank.csv"]))
        for some in (order[: len(order) // 2], order[len(order) // 2 :]):
            office.ask(PostRequest(some, TODAY))
            found.append(denial_work(asked, office.store, office.book))
        measures = measures or reports(ReportRequest(asked.as_of, *EVER), office.store, office.book)
        office.store.close()
    assert measures
    return Lived(truth, batches, found[1], measures, found[3], found[0])


def rejected(lived: Lived) -> list[dict[str, Any]]:
    """Claims of which a file says that they were turned down; now and then a payer sends no 277CA at all."""
    return [
        claim for claim in lived.truth["claims"] if claim["state"] == "rejected"
        and (not claim["why"].startswith("277CA") or "A8" in claim["why"]
             or f"TRN*2*{claim['claim_id']}~" in lived.batches)
    ]  # fmt: skip


def lines_of(work: DenialWork) -> list[WorkLine]:
    return [line for task in work.tasks for line in task.lines]


def test_every_denied_line_is_in_one_task_with_its_money(lived: Lived):
    expected = {
        (claim["claim_id"], line["line_id"]): line["balance"]["denied"]
        for claim in lived.truth["claims"] for line in claim["lines"] if line["balance"]["denied"] > 0
    }  # fmt: skip
    found = [line for line in lines_of(lived.work) if line.denied_cents]
    assert {(line.claim_id, line.line_id): line.denied_cents for line in found} == expected
    assert len(found) == len(expected) > 10


def test_the_sums_are_the_truths_to_the_cent(lived: Lived):
    counted = lived.work.counted
    assert counted.denied_cents == counted.ledger_denied_cents == lived.truth["totals"]["denied"]
    assert counted.looked_at == sum(len(claim["lines"]) for claim in lived.truth["claims"])
    assert counted.in_tasks == len(lines_of(lived.work))


def test_every_rejected_claim_is_work_or_went_out_again(lived: Lived):
    expected = {claim["claim_id"] for claim in rejected(lived)}
    assert expected
    found = {line.claim_id for line in lines_of(lived.work) if line.kind == "rejected" and line.answered_on is None}
    assert found == expected


def test_what_went_out_again_and_was_paid_is_nobodys_work(lived: Lived):
    """The simulator sends what was rejected again, under an id that ends in the number of the try."""
    paid = {claim["claim_id"] for claim in lived.truth["claims"] if claim["balance"]["paid"] > 0}
    for line in lines_of(lived.work):
        tries = {f"{line.claim_id[:-1]}{number}" for number in range(int(line.claim_id[-1]) + 1, 6)}
        if line.kind == "rejected" and tries & paid:
            assert line.state == "sent again", line.claim_id
            assert line.stake_cents == 0


def test_the_order_in_which_answers_come_changes_nothing(lived: Lived):
    assert lived.work.tasks == lived.other_order.tasks


def test_more_answers_lose_no_line(lived: Lived):
    """A line that was work is still work unless its money has another place now."""
    expected = {
        (claim["claim_id"], line["line_id"])
        for claim in lived.truth["claims"] for line in claim["lines"]
        if line["balance"]["denied"] > 0 or claim["state"] == "rejected"
    }  # fmt: skip
    before = {(line.claim_id, line.line_id) for line in lines_of(lived.earlier)}
    now = {(line.claim_id, line.line_id) for line in lines_of(lived.work)}
    assert before & expected <= now
    assert len(before) > 5


def test_the_reason_of_each_denial_is_the_simulators(lived: Lived):
    truth = {
        (claim["claim_id"], line["line_id"]): {
            code for each in line["by_payer"].values() for code, cents in each["adjusted"].items() if cents
        }
        for claim in lived.truth["claims"] for line in claim["lines"]
    }  # fmt: skip
    for line in lines_of(lived.work):
        if line.denied_cents and line.line_id:
            reasons = [code for code in line.codes if "-" in code]
            assert set(reasons) <= truth[line.claim_id, line.line_id], line.claim_id
            assert reasons


def test_front_end_acceptance_counts_the_simulators_rejections(lived: Lived):
    """Every claim that a 277CA turned down; those of a rejected file were told of in none."""
    by_277ca = [claim for claim in rejected(lived) if claim["why"].startswith("277CA")]
    (acceptance,) = [each for each in lived.measures.measures if each.name == "front_end_acceptance"]
    assert acceptance.denominator - acceptance.numerator == len(by_277ca)


def test_the_measures_hold_together(lived: Lived):
    named = {each.name: each for each in lived.measures.measures}
    claims = [claim for claim in lived.truth["claims"] if claim["rank"] == 1] or lived.truth["claims"]
    assert lived.measures.claims == len({claim["claim_id"] for claim in claims})
    lines = named["initial_denial_lines"]
    assert lines.denominator == lived.measures.lines - lived.measures.duplicates
    months = [part for part in lived.measures.parts if (part.measure, part.by) == ("initial_denial_lines", "month")]
    assert sum(part.numerator for part in months) == lines.numerator
    assert sum(part.denominator for part in months) == lines.denominator
    charges = sum(claim["balance"]["charge"] for claim in lived.truth["claims"])
    duplicates = sum(
        line["balance"]["charge"] for claim in lived.truth["claims"] for line in claim["lines"]
        if any("OA-18" in each["adjusted"] for each in line["by_payer"].values())
    )  # fmt: skip
    assert named["initial_denial_dollars"].denominator == charges - duplicates
    totals = lived.truth["totals"]
    assert named["net_collection"].numerator == totals["paid"]
    assert named["net_collection"].denominator == totals["charge"] - totals["contractual"] - totals["sequestration"]
