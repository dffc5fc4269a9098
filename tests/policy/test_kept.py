"""What is kept of the rule book is what its files say, and lasts no longer than they do."""

import shutil
from pathlib import Path

import pytest

from oxyclaim.engine.words import Rule
from oxyclaim.policy import kept, loading

DATA = ("parameters", "values", "switches", "profiles", "presumptions", "authorities", "denials", "charges", "payers")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "__pycache__" / "kept.book"
    monkeypatch.setattr(kept, "place", lambda: path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return path


def test_the_book_that_was_kept_is_the_book_that_is_read(place: Path) -> None:
    rules = loading._all(loading._rule_modules(), Rule)
    data = loading._data(rules, None)
    kept.keep(b"k" * 32, data)
    assert kept.found(b"k" * 32) == data
    assert {name: getattr(loading.load(), name) for name in DATA} == data


def test_it_is_found_under_its_key_only_and_never_in_part(place: Path) -> None:
    assert kept.found(b"k" * 32) is None, "nothing is kept yet"
    kept.keep(b"k" * 32, {"payers": {}})
    assert kept.found(b"k" * 32) == {"payers": {}}
    assert kept.found(b"l" * 32) is None
    place.write_bytes(place.read_bytes()[:-3])
    assert kept.found(b"k" * 32) is None


def test_any_file_of_the_law_changes_the_key(tmp_path: Path) -> None:
    for room in kept.RESTS_ON:
        shutil.copytree(kept.PACKAGE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    first = kept.key(tmp_path)
    assert kept.key(tmp_path) == first
    for file in ("policy/payers/aetna.yaml", "policy/rules/coding/modifier_order/criteria.py", "engine/words.py"):
        path = tmp_path / file
        before = path.read_bytes()
        path.write_bytes(before + b" ")
        assert kept.key(tmp_path) != first, file
        path.write_bytes(before)
    assert kept.key(tmp_path) == first
    (tmp_path / "policy" / "payers" / "new.yaml").write_text("payer: new\n")
    assert kept.key(tmp_path) != first


def test_where_nothing_may_be_written_nothing_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    kept.keep(b"k" * 32, {})
    assert not place.exists()
