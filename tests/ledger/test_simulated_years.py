"""Made-up patients live; every answer is posted twice in shuffled order; the ledger equals the simulator's truth."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from oxyclaim.remittance.ledger.accounts import PATIENT
from oxyclaim.services.posting import PostAnswer, PostRequest
from oxyclaim_simulator import LifeRequest, live
from tests.ledger.office import TODAY, Office

KINDS = ("contractual", "sequestration", "denied", "bundled", "other_payer", "open")
OWED = ("deductible", "coinsurance", "copay")


@dataclass
class Lived:
    office: Office
    truth: dict[str, Any]
    answers: list[PostAnswer]
    entries: pl.DataFrame


@pytest.fixture(scope="module", params=[(25, 10, 4), pytest.param((1000, 37, 8), marks=pytest.mark.slow)])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    patients, months, runs = request.param
    folder = tmp_path_factory.mktemp("years")
    live(LifeRequest(folder / "life", patients=patients, months=months, seed=patients))
    office = Office(folder)
    office.ask(PostRequest([], TODAY, [folder / "life" / "claims"], [folder / "life" / "bank.csv"]))
    files = sorted((folder / "life" / "replies").iterdir()) * 2
    Random(1).shuffle(files)
    some = -(-len(files) // runs)
    answers = [office.ask(PostRequest(files[at : at + some], TODAY)) for at in range(0, len(files), some)]
    truth = json.loads((folder / "life.truth.json").read_text())
    yield Lived(office, truth, answers, office.entries())
    office.store.close()


def test_every_claim_stands_where_it_should(lived: Lived):
    grouped = lived.entries.filter(pl.col("claim_id").is_not_null()).group_by("claim_id").agg(
        (-pl.col("charged").sum()).alias("charge"), pl.col("remitted").sum().alias("paid"),
        pl.sum_horizontal(PATIENT).sum().alias("patient"), *(pl.col(name).sum() for name in KINDS),
    )  # fmt: skip
    found = {row.pop("claim_id"): row for row in grouped.iter_rows(named=True)}
    assert found == {claim["claim_id"]: claim["balance"] for claim in lived.truth["claims"]}


def test_every_line_stands_where_it_should(lived: Lived):
    """Where nothing is told of a claim as a whole, each line has its own share by kind."""
    whole = {claim["claim_id"] for claim in lived.truth["claims"] if claim["claim_level"]}
    grouped = lived.entries.filter(pl.col("line_id").is_not_null()).group_by("claim_id", "line_id").agg(
        pl.col("remitted").sum().alias("paid"), *(pl.col(name).sum() for name in (*PATIENT, "denied")),
    )  # fmt: skip
    found = {(row["claim_id"], row["line_id"]): row for row in grouped.iter_rows(named=True)}
    for claim in lived.truth["claims"]:
        for line in claim["lines"] if claim["claim_id"] not in whole else ():
            own, kinds = found[claim["claim_id"], line["line_id"]], line["patient_by_kind"]
            assert (own["paid"], own["denied"]) == (line["balance"]["paid"], line["balance"]["denied"])
            assert [own[kind] for kind in OWED] == [kinds[kind] for kind in OWED]
            assert own["patient_other"] == kinds["other"]


def test_money_of_no_claim(lived: Lived):
    totals, money = lived.truth["totals"], lived.office.money
    assert money.bank == totals["deposited"]
    assert (money.suspense, money.not_in_bank, money.provider_other) == (0, 0, 0)
    assert money.interest == totals["interest"]
    assert money.payer_debt == totals["debts_open"] - totals["foreign_taken"]
    assert money.payer_refund == totals["refunded"]
    paid = totals["paid"] + totals["interest"] + totals["debts_open"] + totals["refunded"] - totals["foreign_taken"]
    assert money.bank == paid


def test_debts_that_are_open_and_money_taken_for_others(lived: Lived):
    found = {(debt.payer, debt.reference): (debt.owed, debt.foreign) for debt in lived.office.work().debts}
    expected: dict[tuple[str, str], tuple[int, int]] = {}
    for debt in lived.truth["debts"]:
        key = debt["payer"], debt["reference"].removeprefix("FCN#").split(" ")[0]
        is_foreign, taken = debt["kind"] == "foreign", debt["cents"] - debt["open"]
        owed, foreign = expected.get(key, (0, 0))
        expected[key] = (owed, foreign + taken) if is_foreign else (owed + debt["open"], foreign)
    assert found == {key: value for key, value in expected.items() if any(value)}


def test_what_was_held_is_what_should_be(lived: Lived):
    right = {file["name"]: file["right"] for file in lived.truth["files"] if file["kind"] == "835"}
    states: dict[str, set[str]] = {}
    for answer in lived.answers:
        for file in answer.files:
            for payment in file.payments:
                states.setdefault(Path(file.file).name, set()).add(payment.state)
    held = {name for name, found in states.items() if found & {"held", "conflict"}}
    assert held == {name for name, what in right.items() if what == "hold"}
    suspended, found = (sum(getattr(each, name) for each in lived.answers) for name in ("suspended", "found_later"))
    assert suspended == found


def test_every_deposit_is_tied(lived: Lived):
    assert lived.office.work().deposits == ()


def test_the_months_paid(lived: Lived):
    """A month is paid where its first payer allowed something: it paid, or left it to the patient."""
    lines = {(claim["claim_id"], line["line_id"]): (claim["payer"], claim["member"], line) for claim in
             lived.truth["claims"] for line in claim["lines"]}  # fmt: skip
    allowed = lived.entries.filter(
        pl.col("line_id").is_not_null() & pl.col("kind").is_in(["answer", "reversal"])
    ).group_by("claim_id", "line_id", "payer").agg(
        allowed=pl.col("remitted").sum() + pl.sum_horizontal(OWED).sum() + pl.col("sequestration").sum()
    ).filter(pl.col("allowed") > 0)  # fmt: skip
    found: dict[tuple[str, str], set[str]] = {}
    for claim_id, line_id, payer, _ in allowed.iter_rows():
        first, member, line = lines[claim_id, line_id]
        if payer == first and "RR" in line["modifiers"]:
            found.setdefault((member, line["code"]), set()).add(line["service_date"])
    expected: dict[tuple[str, str], set[str]] = {}
    for month in lived.truth["months"]:
        if month["paid"]:
            expected.setdefault((month["member"], month["code"]), set()).update(month["paid"])
    # Which of two lines that were paid as one holds the month is not said by the remittance.
    bundled = {claim["member"] for claim in lived.truth["claims"] for line in claim["lines"]
               for said in line["by_payer"].values() if {"OA-94", "CO-97"} & said["adjusted"].keys()}  # fmt: skip
    assert {key: days for key, days in found.items() if key[0] not in bundled} == {
        key: days for key, days in expected.items() if key[0] not in bundled
    }


def test_what_is_silent_is_told(lived: Lived):
    """The simulator names a file by its control number, with which BHT03 of each of its sets begins."""
    silent = {str(each.batch)[:6] for each in lived.office.work().silent}
    expected = {claim["batch"][-6:] for claim in lived.truth["claims"] if claim["state"] == "silent"}
    answered = {claim["batch"][-6:] for claim in lived.truth["claims"] if claim["state"] != "silent"}
    assert expected - answered <= silent


def test_the_store_is_sound(lived: Lived):
    assert lived.office.store.check()[1] == []
