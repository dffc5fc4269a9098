"""Patients who live three simulated years: everything adds up, and everything happens."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from oxyclaim_simulator import CannotSimulate, LifeRequest, live
from tests.simulator.remittance_checker import transactions, wrong
from tests.simulator.simulated_files import Answered, ledger_of, ledger_of_truth, months_told, nonzero, pyx12_says

CUT = {"60601": 17}
PATIENTS = 40


def lived(folder: Path, **asked: Any) -> Answered:
    done = live(LifeRequest(folder / "life", **{"patients": PATIENTS} | asked))
    return Answered(folder / "life" / "replies", json.loads(Path(done.truth).read_text()))


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    return lived(tmp_path_factory.mktemp("life"))


def check(life: Answered) -> None:
    truth = life.truth
    assert [fault for st in life.payments for fault in wrong(st)] == []
    assert nonzero(ledger_of(life)) == nonzero(ledger_of_truth(truth, CUT))
    deposited = sum((st.amount for st in life.payments), Decimal(0))
    assert deposited == Decimal(truth["totals"]["deposited"]) / 100
    bank = (life.folder.parent / "bank.csv").read_text().splitlines()[1:]
    assert deposited == sum((Decimal(line.split(",")[1]) for line in bank), Decimal(0))
    totals = truth["totals"]
    assert totals["deposited"] == (
        totals["paid"] + totals["interest"] + totals["debts_open"] + totals["refunded"] - totals["foreign_taken"]
    )
    assert max(each["months_paid"] for each in truth["months"] if each["payer"] == "medicare") <= 36


def test_all_accounts_close_and_the_deposits_tie(life: Answered):
    check(life)


def test_months_paid_are_those_that_the_files_paid(life: Answered):
    told = {(each["payer"], each["member"], each["code"]): len(each["paid"]) for each in life.truth["months"]}
    assert {key: count for key, count in told.items() if count} == months_told(life.truth)


def test_everything_happens(life: Answered):
    statuses = Counter(claim.status for st in life.payments for claim in st.claims)
    assert statuses.keys() >= {"1", "2", "4", "19", "22"}
    codes = {code for claim in life.truth["claims"] for line in claim["lines"]
             for said in line["by_payer"].values() for code in said["adjusted"]}  # fmt: skip
    assert codes >= {"CO-45", "CO-253", "PR-1", "PR-2", "OA-23", "CO-50", "OA-18", "CO-24"}
    assert {code for st in life.payments for code, _, _ in st.plb} >= {"WO", "FB", "L6"}
    states = Counter(each["state"] for each in life.truth["claims"])
    assert states.keys() >= {"answered", "rejected", "silent"}


def test_what_was_rejected_or_lost_is_sent_again(life: Answered):
    """All but what was rejected four times has an answer under its last id."""
    last: dict[str, dict[str, Any]] = {}
    for claim in life.truth["claims"]:
        last[claim["claim_id"][:-1]] = claim
    assert {each["state"] for each in last.values()} == {"answered"}


def test_the_claims_are_sound_and_the_ids_never_repeat(life: Answered):
    files = sorted((life.folder.parent / "claims").iterdir())
    assert pyx12_says(files[0].read_text()) == []
    ids = [claim["claim_id"] for claim in life.truth["claims"]]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 17
    sent = [row[4:].split("*")[0] for path in files for row in path.read_text().split("\n") if row.startswith("CLM*")]
    assert sorted(sent) == sorted(ids)


def test_the_same_seed_gives_the_same_lives(tmp_path: Path):
    (tmp_path / "again").mkdir()
    one = lived(tmp_path, patients=3, months=6, seed=5)
    two = lived(tmp_path / "again", patients=3, months=6, seed=5)
    assert one.truth == two.truth
    assert [path.read_bytes() for path in sorted(one.folder.iterdir())] == [
        path.read_bytes() for path in sorted(two.folder.iterdir())
    ]


def test_no_patients_cannot_live(tmp_path: Path):
    with pytest.raises(CannotSimulate):
        live(LifeRequest(tmp_path / "none", patients=0))


@pytest.mark.slow
def test_a_thousand_patients_live_three_years(tmp_path: Path):
    life = lived(tmp_path, patients=1000, seed=2)
    check(life)
    assert all(wrong(st) == [] for text in life.texts("835", "nothing") for st in transactions(text))
