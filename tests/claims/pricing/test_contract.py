"""Expected payments by the prices of a payer's own file, on made-up contracts and fees."""

from datetime import date
from pathlib import Path

import pytest

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore, read_fee_file
from oxyclaim.claims.pricing import ExpectedPayment
from oxyclaim.claims.pricing.contract import contract_payment
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import build
from tests.fee_files import write_release

CATALOGUE = load_with_examples()
START = date(2025, 5, 10)
PAYER = "example_owner"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FeeStore:
    """Albany, NY, is neither rural nor in a former bidding area: E1392 45.00."""
    folder = tmp_path_factory.mktemp("fees")
    store = FeeStore(folder / "store")
    read = [read_fee_file(path)[0] for path in write_release(folder / "2025", 2025)]
    store.add([file for file in read if file is not None], date(2026, 11, 23))
    return store


def price(store: FeeStore, months: int | None, modifiers: str, **item: object) -> ExpectedPayment:
    history = None
    if months is not None:
        history = (
            [{"code": "E1392", "from": START, "months": months, "payer": PAYER, "allowed": 180.0}] if months else []
        )
    facts = {"coverage": {"payer": PAYER}, "tests": [], "items": [{"code": "E1392", **item}]}
    facts |= {"history": history} if history is not None else {}
    case = Case.model_validate(build("C", START, facts))
    line = case.items[0]
    verdict = LineVerdict.__new__(LineVerdict)
    object.__setattr__(verdict, "line_number", line.line_number)
    return contract_payment(verdict, modifiers.split(), case, CATALOGUE, store)


@pytest.mark.parametrize(
    ("months", "modifiers", "item", "allowed"),
    [
        (0, "RR KH", {}, 18_000),
        (0, "RR KH", {"charge": 100.00}, 10_000),
        (2, "RR KI", {"service_date": date(2025, 7, 10)}, 18_000),
        # 85 % of 45.00 is 38.25, less than 150.00.
        (3, "RR KJ", {"service_date": date(2025, 8, 10)}, 3_825),
        # Three months of 180.00, of which 75 % count: 405.00.
        (3, "NU", {"acquisition": "purchase", "charge": 3000.00, "service_date": date(2025, 8, 10)}, 159_500),
        (3, "NU", {"acquisition": "purchase", "charge": 900.00, "service_date": date(2025, 8, 10)}, 90_000),
        (0, "RR", {"code": "E1390", "units": 4, "charge": 500.00}, 16_000),
        (0, "RR", {"code": "E0431", "charge": 33.33}, 2_000),
    ],
)  # fmt: skip
def test_prices(store: FeeStore, months: int, modifiers: str, item: dict[str, object], allowed: int):
    found = price(store, months, modifiers, **item)
    assert (found.missing, found.allowed_cents) == (None, allowed), found.steps
    assert found.steps[0].endswith(f"allowed {allowed / 100:,.2f}")


def test_a_month_that_is_not_known_has_no_price(store: FeeStore):
    found = price(store, None, "RR", service_date=date(2025, 8, 10))
    assert "which month of the rent" in str(found.missing)
    assert found.allowed_cents is None


def test_without_fee_files_a_percent_of_medicare_is_told(tmp_path: Path):
    found = price(FeeStore(tmp_path), 3, "RR KJ", service_date=date(2025, 8, 10))
    assert "no fee file is loaded" in str(found.missing)
