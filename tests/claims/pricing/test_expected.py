"""The worked cases that give amounts, from the case file to the payment. The fees are made up."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore, read_fee_file
from oxyclaim.claims.pricing import ExpectedPayment, expected_payments
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from tests.fee_files import write_release

CATALOGUE = load()
WORKED = {worked.id: worked.case for worked in worked_cases()}
AS_OF = {worked.id: worked.as_of for worked in worked_cases()}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FeeStore:
    """Albany, NY, is neither rural nor in a former bidding area: E1390 100.00, E1392 45.00, E0431 20.00."""
    folder = tmp_path_factory.mktemp("fees")
    store = FeeStore(folder / "store")
    for year in (2025, 2026):
        read = [read_fee_file(path)[0] for path in write_release(folder / str(year), year)]
        store.add([file for file in read if file is not None], date(2026, 11, 23))
    return store


def payments(store: FeeStore, id: str, denials: bool = False, **coverage: Any) -> dict[int, ExpectedPayment]:
    content = deepcopy(WORKED[id])
    content["coverage"] |= coverage
    case = Case.model_validate(content)
    verdicts = list(decide([case], CATALOGUE, AS_OF[id]))
    found = expected_payments(verdicts, [case], CATALOGUE, store, denials)
    return {line: payment for (_, line), payment in found.items()}


@pytest.mark.parametrize(
    ("id", "allowed"),
    [
        ("billing-C08", [15_000]),
        ("billing-C09", [10_000, 5_000]),
        ("billing-C11", [5_000, 2_000]),
        ("billing-C12", [10_000, 5_000]),
        ("billing-C14", [15_000]),
        ("billing-C16", [10_000]),
        ("billing-C01", [10_000, 4_500]),
    ],
)
def test_the_worked_cases_that_give_amounts(store: FeeStore, id: str, allowed: list[int]):
    found = payments(store, id)
    assert [payment.allowed_cents for payment in found.values()] == allowed
    for payment in found.values():
        for share in payment.shares:
            parts = share.paid_cents + share.sequestration_cents + share.patient_share_cents
            assert parts == payment.allowed_cents


def test_the_steps_show_the_arithmetic(store: FeeStore):
    [payment] = payments(store, "billing-C08", deductible_left=0).values()
    assert payment.steps == (
        "fee 100.00 x 150 % for QG = 150.00 (NY, non-rural, file of 2025 quarter 1); charge 395.00; allowed 150.00",
        "Medicare 117.60 (80 %, less 2 % sequestration 2.40), patient 30.00",
    )
    assert payment.grade == "primary"


def test_the_portable_line_says_what_its_fee_is_the_larger_of(store: FeeStore):
    portable = payments(store, "billing-C09", deductible_left=0)[2]
    assert "fee 45.00 or 50 % of the stationary fee 100.00 for QF, the larger: 50.00" in portable.steps[0]
    assert "CR9848" in portable.authorities
    assert portable.grade == "secondary"


def test_without_the_deductible_both_ends_are_told_and_graded(store: FeeStore):
    [payment] = payments(store, "billing-C08").values()
    assert [share.deductible_cents for share in payment.shares] == [0, 15_000]
    assert payment.steps[1] == (
        "deductible met: Medicare 117.60 (80 %, less 2 % sequestration 2.40), patient 30.00; "
        "with 257.00 of the deductible left: Medicare 0.00 (all of it is deductible), patient 150.00"
    )
    assert payment.grade == "secondary"


def test_a_deductible_that_the_case_gives_is_used_up_line_by_line(store: FeeStore):
    found = payments(store, "billing-C09", deductible_left="120.00")
    assert [payment.shares[0].deductible_cents for payment in found.values()] == [10_000, 2_000]
    assert [len(payment.shares) for payment in found.values()] == [1, 1]


def test_without_assignment_the_patient_owes_the_charge_on_an_unconfirmed_source(store: FeeStore):
    [payment] = payments(store, "billing-C08", assignment="not_accepted").values()
    assert payment.shares[0].patient_owes_cents == 39_500
    assert "receives Medicare's payment" in payment.steps[1]
    assert payment.grade == "unconfirmed"


def test_a_formal_denial_has_its_bearer_only_when_it_is_asked_for(store: FeeStore):
    assert list(payments(store, "billing-C06")) == [1]
    denied = payments(store, "billing-C06", denials=True)[2]
    assert denied.liable == "patient"
    assert denied.steps == ("sent to be denied: Medicare pays nothing; the patient owes the charge, 395.00",)
    kept = payments(store, "billing-C06-no-notice", denials=True)[2]
    assert kept.liable == "supplier"
    assert "may charge the patient nothing" in kept.steps[0]


def test_lines_that_are_not_billable_have_no_price(store: FeeStore):
    assert payments(store, "coverage-24") == {}


def test_every_billable_worked_case_adds_up_or_says_what_is_missing(store: FeeStore):
    cases = [Case.model_validate(case) for case in WORKED.values()]
    verdicts = list(decide(cases, CATALOGUE, [AS_OF[case.case_id] for case in cases]))
    found = expected_payments(verdicts, cases, CATALOGUE, store, denials=True)
    assert set(found) >= {(v.case_id, v.line_number) for v in verdicts if v.is_billable}
    for payment in found.values():
        assert bool(payment.missing) != bool(payment.steps)
        for share in payment.shares:
            parts = share.paid_cents + share.sequestration_cents + share.patient_share_cents
            assert parts == payment.allowed_cents


def test_behind_another_payer_medicares_own_share_is_not_foretold(store: FeeStore):
    primary = {"payer": "group_plan", "outcome": "paid", "remittance_date": "2025-06-10", "crossed_over": False}
    assert all(payment.shares for payment in payments(store, "billing-C01").values())
    behind = payments(store, "billing-C01", primary=primary)
    assert behind
    for payment in behind.values():
        assert payment.shares == ()
        assert "behind it (42 CFR 411.33) is not reckoned" in (payment.missing or "")
