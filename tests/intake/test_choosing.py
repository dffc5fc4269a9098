"""A mapping is chosen heading by heading: what is not answered anew stays, and what does not fit together is told."""

from pathlib import Path

import pytest

from oxyclaim.intake.choosing import (
    WrongChoice,
    choices_of,
    of_all,
    of_table,
    plan_of,
    text_of_plan,
    with_tables,
)
from oxyclaim.intake.mapping import MappingFile, read_mapping
from tests.intake.exports import MAPPING, write_export


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    write_export(tmp_path, 12)
    return sorted(tmp_path.glob("*.csv"))


def read(text: str, folder: Path) -> MappingFile:
    path = folder / "read.yaml"
    path.write_text(text, encoding="utf-8")
    mapping, problems = read_mapping(path)
    assert mapping is not None, problems
    return mapping.file


def test_a_mapping_that_is_saved_without_another_answer_says_the_same(tables: list[Path], tmp_path: Path):
    plan = plan_of(MAPPING)
    assert plan is not None
    found = choices_of(plan, tables)
    assert [each.files[0] for each in found.sheets] == [each["name"].replace("*", "") for each in plan["files"]]
    assert not [each.files for each in found.sheets if each.asks]
    saved = of_all(plan, {"dates": found.dates})
    for sheet in found.sheets:
        saved = of_table(saved, sheet, {"emptied": "1"} if sheet.emptied else {})
    before, after = read(MAPPING, tmp_path), read(text_of_plan(saved), tmp_path)
    assert after.files == before.files
    assert (after.dates, after.constants, after.blank) == (before.dates, before.constants, before.blank)
    assert (after.confirmed, after.merge) == (before.confirmed, before.merge)
    assert all(after.words[key] | words == after.words[key] for key, words in before.words.items())


def test_what_stands_under_a_heading_is_shown_beside_it_and_a_new_meaning_asks_for_its_words(tables: list[Path]):
    plan = plan_of(MAPPING)
    assert plan is not None
    orders = next(each for each in choices_of(plan, tables).sheets if each.files == ("orders.csv",))
    flow = next(each for each in orders.headings if each.name == "Flow")
    assert 0 < len(flow.examples) <= 3
    assert not orders.words
    place = orders.headings.index(flow)
    used = of_table(plan, orders, {f"key-{place}": "orders.used_during"})
    again = next(each for each in choices_of(used, tables).sheets if each.files == ("orders.csv",))
    assert {each.theirs for each in again.words} >= set(flow.examples)
    assert {each.key for each in again.words} == {"orders.used_during"}
    answered = of_table(used, again, {"word-0": "rest"})
    assert answered["words"]["orders.used_during"] == {again.words[0].theirs: "rest"}


def test_two_headings_of_one_meaning_and_a_heading_that_there_is_not_are_told(tables: list[Path]):
    plan = plan_of(MAPPING)
    assert plan is not None
    tests = next(each for each in choices_of(plan, tables).sheets if each.files == ("tests.csv",))
    with pytest.raises(WrongChoice) as told:
        of_table(plan, tests, {"key-1": "tests.state", "key-2": "tests.state", "patient": "Nobody", "key-3": "x.y"})
    said = "\n".join(told.value.args)
    assert "means the same as" in said
    assert "is no heading" in said
    assert "there is no key x.y" in said


def test_a_table_that_a_kept_mapping_does_not_know_is_proposed(tables: list[Path], tmp_path: Path):
    plan = plan_of(MAPPING)
    assert plan is not None
    strange = tmp_path / "visits.csv"
    strange.write_text("Pt,Visit Date\nP00001,5/8/2026\n", encoding="utf-8")
    whole = with_tables(plan, [*tables, strange])
    assert whole["files"][:-1] == plan["files"]
    assert (whole["files"][-1]["name"], whole["files"][-1]["patient"]) == ("visits.csv", "Pt")
    assert with_tables(plan, tables) == plan


@pytest.mark.parametrize("text", ["", "files: 3", "- a", "files: [a]", "a: [", "files: [{columns: []}]"])
def test_a_text_that_is_no_mapping_is_none(text: str):
    assert plan_of(text) is None
