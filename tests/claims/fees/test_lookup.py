"""Which fee a line has: by day, address, code and modifiers. The amounts are made up."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from oxyclaim.claims.fees import FeeStore, find_fees, read_fee_file
from tests.fee_files import write_release

DAY = date(2026, 5, 4)
SCHEMA = {"state": pl.String, "zip": pl.String, "service_date": pl.Date, "code": pl.String, "modifiers": pl.String}


@pytest.fixture
def store(tmp_path: Path) -> FeeStore:
    return filled(tmp_path)


def filled(folder: Path, *left_out: str) -> FeeStore:
    store = FeeStore(folder / "store")
    for year in (2025, 2026):
        paths = [path for path in write_release(folder / str(year), year) if path.name not in left_out]
        store.add([file for path in paths if (file := read_fee_file(path)[0])], DAY)
    return store


def look_up(store: FeeStore, *lines: tuple[Any, ...]) -> list[dict[str, Any]]:
    return find_fees(pl.DataFrame(list(lines), schema=SCHEMA, orient="row"), store).to_dicts()


@pytest.mark.parametrize(
    ("state", "zip", "code", "modifiers", "fee", "area"),
    [
        ("NY", "12207", "E1390", "RR", 10_000, "NY, non-rural"),
        ("NY", "12015", "E1390", "RR", 12_000, "NY, rural"),
        ("NY", "12015-1234", "E1390", "RR", 12_000, "NY, rural"),
        ("NY", "10001", "E1390", "RR", 9_001, "former CBA Elm County, NY"),
        ("NY", "10001", "E1390", "MS", 7_000, "NY, non-rural"),  # not in the former-CBA file at all
        ("AK", "99501", "E1390", "RR", 14_000, "AK, non-rural"),
        ("NY", "12207", "E0441", "", 6_000, "NY, non-rural"),
    ],
)
def test_the_area_follows_the_zip_code(store, state, zip, code, modifiers, fee, area):
    [found] = look_up(store, (state, zip, DAY, code, modifiers))
    assert (found["fee"], found["area"], found["period"], found["missing"]) == (fee, area, 20261, None)


def test_a_day_has_the_fee_of_its_own_year(store: FeeStore):
    found = look_up(store, *(("NY", "12207", date(year, 3, 31), "E1390", "RR") for year in (2024, 2025, 2026, 2027)))
    assert [row["period"] for row in found] == [None, 20251, 20261, None]
    assert found[0]["missing"] == "no DMEPOS fees of 2024 are loaded"


def test_a_later_quarter_does_not_hold_before_it_begins(tmp_path: Path):
    store = filled(tmp_path)
    path = tmp_path / "2026" / "DMEPOS_JAN.csv"
    path.write_text(path.read_text().replace("January", "July").replace("100.00", "111.00"))
    file, _ = read_fee_file(path)
    assert file is not None
    store.add([file], DAY)
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31))
    assert [row["fee"] for row in look_up(store, *(("NY", "12207", day, "E1390", "RR") for day in days))] == [
        10_000, 11_100, 11_100
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("DMEPOS_JAN.csv", "no DMEPOS fees of 2026 are loaded"),
        ("DME Rural ZIP Code Quarter 1.csv", "no rural ZIP codes of 2026 are loaded"),
        ("Former CBA Fee Schedule File_JAN.csv", "no former CBA fees of 2026 are loaded"),
        ("Former CBA ZIP Code File - JAN.csv", "no former CBA ZIP codes of 2026 are loaded"),
    ],
)
def test_without_one_of_the_four_files_the_area_is_unknown_and_there_is_no_fee(tmp_path: Path, left_out, missing):
    [found] = look_up(filled(tmp_path, left_out), ("NY", "12207", DAY, "E1390", "RR"))
    assert found["fee"] is None
    assert found["missing"] == missing


def test_what_is_missing_is_said(store: FeeStore):
    found = look_up(
        store,
        (None, "12207", DAY, "E1390", "RR"),
        ("NY", None, DAY, "E1390", "RR"),
        ("NY", "12207", DAY, "E9999", "RR"),
    )
    assert [row["missing"] for row in found] == [
        "the patient's state or ZIP code is not given", "the patient's state or ZIP code is not given",
        "the file of 2026 has no fee for E9999 RR in NY, non-rural",
    ]  # fmt: skip


def test_many_lines_and_one_agree(store: FeeStore):
    lines = [("NY", zip, DAY, code, "RR") for zip in ("10001", "12015", "12207") for code in ("E1392", "E1390")]
    together = look_up(store, *lines)
    assert together == [look_up(store, line)[0] for line in lines]
