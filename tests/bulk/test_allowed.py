"""Where fee files are loaded, what is allowed is at risk and not the charge. All amounts are made up."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from oxyclaim.bulk.allowed import allowed_cents
from oxyclaim.claims.fees import FeeStore, read_fee_file
from oxyclaim.policy import load
from tests.fee_files import write_release


@pytest.fixture
def store(tmp_path: Path) -> FeeStore:
    store = FeeStore(tmp_path / "store")
    (tmp_path / "release").mkdir(exist_ok=True)
    files = [found for path in write_release(tmp_path / "release", 2026) if (found := read_fee_file(path)[0])]
    store.add(files, date(2026, 1, 5))
    return store


def test_the_fee_is_that_of_the_code_and_its_pricing_modifier(store: FeeStore) -> None:
    lines = pl.DataFrame(
        {
            "code": ["E1390", "E1390", "E1390", "E9999"],
            "modifiers": [["RR", "N1"], ["RR", "N1", "QG"], ["N1", "MS"], ["RR"]],
            "service_from": [date(2026, 2, 10)] * 4,
            "patient_state": ["NY"] * 4,
            "patient_zip": ["148501234"] * 4,
        }
    )
    # A higher flow changes the fee in ways of its own, and an unknown code has none.
    assert allowed_cents(lines, store, load()).to_list() == [10000, None, 7000, None]
