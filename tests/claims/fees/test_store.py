"""The store of fee files: all or nothing, the newest of a quarter, and never a broken one unnoticed."""

from datetime import date
from pathlib import Path

import pytest

from oxyclaim.claims.fees import FeeFile, FeeStore, Kind, StoreError, default_folder, read_fee_file
from tests.fee_files import write_release

DAY = date(2026, 11, 23)


def release(folder: Path, year: int = 2026) -> list[FeeFile]:
    return [file for path in write_release(folder, year) if (file := read_fee_file(path)[0])]


def test_what_is_stored_says_where_it_came_from(tmp_path: Path):
    FeeStore(tmp_path / "store").add(release(tmp_path / "cms"), DAY)
    again = FeeStore(tmp_path / "store")
    assert [each.kind for each in again.loaded] == list(Kind)
    fees = again.loaded[0]
    assert (fees.source, fees.year, fees.quarter, fees.imported) == ("DMEPOS_JAN.csv", 2026, 1, DAY)
    assert fees.rows == fees.kept + sum(fees.set_aside.values())
    assert len(fees.sha256) == 64
    assert set(again.table(Kind.FEES)["period"]) == {20261}


def test_a_second_file_of_a_quarter_takes_the_place_of_the_first(tmp_path: Path):
    store = FeeStore(tmp_path / "store")
    store.add(release(tmp_path / "cms"), DAY)
    store.add(release(tmp_path / "cms", 2025), DAY)
    path = tmp_path / "cms" / "DMEPOS_JAN.csv"
    path.write_text(path.read_text().replace("45.00", "46.00"))
    file, _ = read_fee_file(path)
    assert file is not None
    store.add([file], DAY)
    assert len(store.loaded) == 8
    assert len(list(store.folder.glob("*.parquet"))) == 8, "the replaced table is gone"
    newest = store.table(Kind.FEES).filter(code="E1392", state="NY", period=20251)
    assert newest["non_rural"].to_list() == [4600]


def test_an_import_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = FeeStore(tmp_path / "store")
    store.add(release(tmp_path / "cms", 2025), DAY)
    before = FeeStore(store.folder).loaded

    def full(self: object, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("polars.DataFrame.write_parquet", full)
    with pytest.raises(StoreError, match="nothing was imported"):
        store.add(release(tmp_path / "cms", 2026), DAY)
    monkeypatch.undo()
    assert FeeStore(store.folder).loaded == before
    assert len(FeeStore(store.folder).table(Kind.FEES)) == 18


def test_a_broken_store_says_so(tmp_path: Path):
    store = FeeStore(tmp_path / "store")
    store.add(release(tmp_path / "cms"), DAY)
    next(store.folder.glob("2026-1-fees-*.parquet")).write_bytes(b"not a table")
    with pytest.raises(StoreError, match=r"import DMEPOS_JAN\.csv anew"):
        FeeStore(store.folder).table(Kind.FEES)
    for text in ("{", "[1]", '[{"kind": "other"}]'):
        (store.folder / "fees.json").write_text(text)
        with pytest.raises(StoreError, match="import the fee files anew"):
            _ = FeeStore(store.folder).loaded


def test_the_folder_is_the_users_own_unless_the_environment_names_one(tmp_path: Path):
    assert default_folder({"OXYCLAIM_FEES": str(tmp_path)}) == tmp_path
    assert default_folder({}).name == "fees"
