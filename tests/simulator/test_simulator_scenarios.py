"""Every scenario: what is to be posted balances, an independent judge accepts it, the truth is what the files say."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from oxyclaim_simulator import SCENARIOS
from tests.simulator.remittance_checker import transactions, wrong
from tests.simulator.simulated_files import (
    Answered,
    answered,
    ledger_of,
    ledger_of_truth,
    nonzero,
    pyx12_says,
    renumbered,
    several,
)

CUT = {"60601": 17}
KNOWN_OF_PYX12 = {
    'Mandatory loop "Patient Level" (2000D) missing': "a rejected provider lists no claims, as the guide's example",
    'Mandatory loop "Functional Group Header" (GS_LOOP) missing': "a TA1 before the group, as some payers write it",
    "Loop FOOTER exceeded max count.  Found 2, should have 1": "its map allows one PLB, the guide several",
}
PARTS = ("paid", "contractual", "sequestration", "denied", "bundled", "other_payer", "patient", "open")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answered]:
    """The answers of a scenario, made once."""

    @cache
    def made(name: str) -> Answered:
        return answered(tmp_path_factory.mktemp(name), several(), scenario=name)

    return made


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_to_be_posted_balances(name: str, run: Callable[[str], Answered]):
    assert [fault for st in run(name).payments for fault in wrong(st)] == []


@pytest.mark.parametrize("kind", ["999", "277CA", "835"])
def test_pyx12_accepts_it(kind: str, run: Callable[[str], Answered]):
    texts = {(name, number): text for name in SCENARIOS for number, text in enumerate(run(name).texts(kind))}
    if [error for error in pyx12_says(renumbered(list(texts.values()))) if error not in KNOWN_OF_PYX12]:
        # So many at once are quick; one by one says where.
        found = [(where, error) for where, text in texts.items() for error in pyx12_says(text)]
        pytest.fail(str([each for each in found if each[1] not in KNOWN_OF_PYX12] or "only together"))
    assert len(texts) >= 50


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_truth_is_what_the_files_say(name: str, run: Callable[[str], Answered]):
    answers = run(name)
    truth = answers.truth
    assert nonzero(ledger_of(answers)) == nonzero(ledger_of_truth(truth, CUT))
    for claim in truth["claims"]:
        assert claim["balance"]["charge"] == sum(claim["balance"][part] for part in PARTS), claim["claim_id"]
    payments = sum((st.amount for st in answers.payments), Decimal(0))
    assert payments == Decimal(truth["totals"]["deposited"]) / 100
    assert payments == sum((Decimal(line[1]) for line in answers.bank), Decimal(0))
    totals = truth["totals"]
    assert totals["deposited"] == (
        totals["paid"] + totals["interest"] + totals["debts_open"] + totals["refunded"] - totals["foreign_taken"]
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_debts_are_what_the_provider_level_says(name: str, run: Callable[[str], Answered]):
    answers = run(name)
    moved: dict[str, Decimal] = {}
    for st in answers.payments:
        for code, reference, amount in st.plb:
            if code in ("WO", "FB"):
                moved[reference] = moved.get(reference, Decimal(0)) - amount
    for debt in answers.truth["debts"]:
        if debt["kind"] == "foreign":
            assert moved.get(debt["reference"], Decimal(0)) * 100 == debt["open"] - debt["cents"]
        else:
            assert moved[debt["reference"]] * 100 == debt["open"], debt
    assert len(moved) <= len(answers.truth["debts"])


def test_the_bank_carries_the_trace_of_each_payment(run: Callable[[str], Answered]):
    answers = run("mixed")
    paid = {(st.trn[2], st.trn[3], st.amount) for st in answers.payments if st.amount}
    told = {(*line[5].removesuffix("\\").split("*")[2:4], Decimal(line[1])) for line in answers.bank}
    assert told == paid
    assert all(st.bpr[4] == ("ACH" if st.amount else "NON") for st in answers.payments)


def test_a_file_that_does_not_balance_comes_before_the_right_one(run: Callable[[str], Answered]):
    answers = run("out-of-balance")
    held = answers.texts("835", "hold")
    assert len(held) == len(answers.texts("835"))
    faults = [fault for text in held for st in transactions(text) for fault in wrong(st)]
    assert len(faults) == len(held)
    assert all(fault.startswith("B3") and fault.endswith("-0.01") for fault in faults)


@pytest.mark.parametrize(
    ("name", "right"), [("renamed", "nothing"), ("conflict", "hold"), ("cut", "hold"), ("wrong-payee", "hold")]
)
def test_what_must_not_be_posted_is_told_apart(name: str, right: str, run: Callable[[str], Answered]):
    answers = run(name)
    good, other = answers.texts("835"), answers.texts("835", right)
    assert len(good) == len(other)
    if name == "renamed":
        assert good == other
    elif name == "cut":
        assert all(whole.startswith(part) and "IEA" not in part for whole, part in zip(good, other, strict=True))
    else:
        first, second = transactions(good[0])[0], transactions(other[0])[0]
        assert not wrong(second)
        assert (first.trn == second.trn) == (name == "conflict")


def test_the_same_seed_gives_the_same_bytes_and_another_other_ones(tmp_path: Path):
    def bytes_of(folder: str, seed: int) -> dict[str, bytes]:
        (tmp_path / folder).mkdir()
        found = answered(tmp_path / folder, several(), scenario="worst", seed=seed)
        return {path.name: path.read_bytes() for path in found.folder.iterdir()}

    assert bytes_of("first", 3) == bytes_of("second", 3)
    assert bytes_of("third", 3) != bytes_of("fourth", 4)
