"""Cases go in and come out without loss; verdicts are made again; copies are whole."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filled_stores import (
    BY_ANN,
    EXAMPLES,
    IMPORTED,
    NOW,
    TODAY,
    examples,
    fill,
    texts,
    texts_of,
    verdict_of,
    with_payer_name,
)

import oxyclaim
from oxyclaim.case.files import SUFFIXES, Written
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.case.reader import read_cases
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.cases import read_cases as read
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.exporting import export_cases
from oxyclaim.services.store.importing import StoreImported, import_cases
from oxyclaim.services.store.keeping import keep_verdicts
from oxyclaim.services.store.kept import Store
from oxyclaim.services.store.places import back_up, restore
from oxyclaim.services.store.program import made_with, packed, program_bytes, unpack
from oxyclaim.services.store.reading import stored_cases
from oxyclaim.services.store.verifying import verify_store
from oxyclaim.store import SqlPlaces
from verdicts.frozen import frozen_texts

FILES = sorted(path for path in EXAMPLES.iterdir() if path.suffix in SUFFIXES)


def taken_in(store: Store, *files: Any, over: bool = False) -> StoreImported:
    return import_cases(files, store, rule_book(), IMPORTED, over=over)


@pytest.fixture(params=["yaml", "json", "jsonl"])
def form(request: pytest.FixtureRequest) -> Any:
    return request.param


def written(store: Store, form: Any, folder: Path) -> list[Path]:
    """The files of an export."""
    if form == "jsonl":
        export_cases(store, folder / "cases.jsonl", rule_book(), TODAY)
        return [folder / "cases.jsonl"]
    export_cases(store, folder / "out", rule_book(), TODAY, form=form)
    return sorted((folder / "out").iterdir())


def test_examples_come_out_as_they_went_in(store: Store, form: Any, tmp_path: Path):
    assert taken_in(store, *FILES).new == len(examples())
    back = read_cases(written(store, form, tmp_path))
    assert not back.problems
    assert {each.case.case_id: each.case for each in back.cases} == {case.case_id: case for case in examples()}
    assert texts_of([each.case for each in back.cases]) == texts(store)
    again = taken_in(
        store, *written(store, form, tmp_path / "again" if (tmp_path / "again").mkdir() is None else tmp_path)
    )
    assert (again.same, again.read, again.problems) == (len(examples()), len(examples()), ())


def frozen_come_out(store: Store, every: int, form: Any, folder: Path) -> None:
    lines = frozen_texts()[::every]
    frozen = {case.case_id: case for text in lines if (case := read_sound_case(text))}
    assert len(frozen) == len(lines)
    strange = [case for case in frozen.values() if case.coverage.payer not in rule_book().payers]
    assert taken_in(store, Written("frozen", "".join(lines).encode())).new == len(frozen) - len(strange)
    store.take_in(strange, IMPORTED)
    back = read_cases(written(store, form, folder))
    assert not back.problems
    assert {each.case.case_id: each.case for each in back.cases} == frozen
    assert taken_in(store, Written("frozen", "".join(lines).encode())).same == len(frozen) - len(strange)


def test_some_frozen_cases_come_out_as_they_went_in(tmp_path: Path):
    SqlPlaces().make(str(tmp_path / "store.db"), NOW)
    frozen_come_out(SqlPlaces().open(str(tmp_path / "store.db")), 40, "yaml", tmp_path)


@pytest.mark.slow
def test_all_frozen_cases_come_out_as_they_went_in(store: Store, form: Any, tmp_path: Path):
    frozen_come_out(store, 1, form, tmp_path)


def test_names_that_a_folder_cannot_tell_apart_are_told_apart(store: Store, tmp_path: Path):
    ids = ["A/b", "a_B", "A_B", "a.."]
    store.take_in([examples()[0].model_copy(update={"case_id": id}) for id in ids], IMPORTED)
    export_cases(store, tmp_path / "out", rule_book(), TODAY)
    assert len({path.name.casefold() for path in (tmp_path / "out").iterdir()}) == 4
    assert {each.case.case_id for each in read_cases(sorted((tmp_path / "out").iterdir())).cases} == set(ids)


def test_nothing_that_is_there_is_written_over(store: Store, tmp_path: Path):
    taken_in(store, FILES[0])
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        export_cases(store, tmp_path, rule_book(), TODAY)
    with pytest.raises(BadInput, match="no such case"):
        export_cases(store, tmp_path / "new", rule_book(), TODAY, case_ids=["GONE"])
    assert not (tmp_path / "new").exists()


def test_what_cannot_be_taken_in_is_named_and_the_rest_goes_in(store: Store, tmp_path: Path):
    (tmp_path / "broken.yaml").write_text("schema_version: 1\ncase_id: X\n")
    stranger = (
        FILES[0].read_text().replace("payer: medicare", "payer: nobody_at_all").replace("NY-2025-0117", "STRANGER")
    )
    (tmp_path / "stranger.yaml").write_text(stranger)
    answer = taken_in(store, tmp_path / "broken.yaml", FILES[0], FILES[0], tmp_path / "stranger.yaml")
    assert (answer.read, answer.new) == (1, 1)
    assert {each.code for each in answer.problems} >= {"doubled_case_id", "unknown_payer"}
    store.save(with_payer_name(examples()[0], "BY HAND"), 1, BY_ANN)
    later = Written(
        "later", json.dumps(json.loads(texts_of(examples()[:1])[examples()[0].case_id]) | {"notices": []}).encode()
    )
    clash = taken_in(store, later)
    assert [each.code for each in clash.problems] == ["changed_in_store"]
    assert taken_in(store, later, over=True).changed == 1


def kept_examples(store: Store, count: int = 3, fees: FeeStore | None = None) -> dict[str, int]:
    """The first examples with verdicts that are kept; the number of each."""
    taken_in(store, *FILES[:count])
    stored = stored_cases(store)
    cases = read([stored.file], rule_book()).whole()
    request = CheckRequest(cases, TODAY, fees or FeeStore(Path("no-fees")))
    numbers = keep_verdicts(store, check(request, rule_book()), request, stored.versions, None, BY_ANN)
    return dict(zip([case.case_id for case in cases], numbers, strict=True))


def test_verdicts_are_made_again_byte_for_byte_and_one_that_says_something_else_is_found(store: Store):
    numbers = kept_examples(store)
    assert kept_examples(store) == numbers
    (first,) = store.kept_verdicts([1])
    assert first.verdict.rule_book == rule_book().hash
    assert "polars" in first.verdict.made_with
    assert [line.verdict for line in first.verdict.lines] == [
        line["verdict"] for line in json.loads(first.verdict.result)["lines"]
    ]
    other = first.verdict.result.replace('"verdict":"', '"verdict":"not ', 1)
    store.keep_verdicts([replace(first.verdict, result=other)], BY_ANN)
    store.keep_verdicts([verdict_of(examples()[0])], BY_ANN)
    answer = verify_store(store, rule_book(), TODAY, sample=None)
    assert not answer.faults
    assert (answer.verdicts, answer.made_again) == (len(numbers) + 2, len(numbers))
    assert [(each.verdict, each.what.split(":")[0]) for each in answer.differing] == [
        (len(numbers) + 1, "made again it says something else"),
        (len(numbers) + 2, "cannot be made again"),
    ]


def test_a_program_that_was_changed_is_not_run(tmp_path: Path):
    import sqlite3  # noqa: PLC0415

    address = str(tmp_path / "store.db")
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    kept_examples(store, 1)
    store.close()
    with sqlite3.connect(address) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE kept_file SET packed = x'00' WHERE kind = 'program'")
        for _, sql in guards:
            connection.execute(sql)
    answer = verify_store(SqlPlaces().open(address), rule_book(), TODAY)
    assert {fault.table for fault in answer.faults} == {"kept_file"}
    assert (answer.made_again, answer.programs, answer.is_fine) == (0, 0, False)


@pytest.mark.slow
def test_a_verdict_is_made_again_after_the_rule_book_has_changed(tmp_path: Path):
    """By a program with another law, which judges the same case otherwise and finds every old verdict as it was."""
    address = str(tmp_path / "store.db")
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    numbers = kept_examples(store, 6)
    store.close()
    later = tmp_path / "later"
    shutil.copytree(Path(oxyclaim.__file__).parent, later / "oxyclaim")
    values = later / "oxyclaim" / "policy" / "payers" / "medicare" / "coverage.yaml"
    text = values.read_text()
    assert "value: 88" in text
    values.write_text(text.replace("value: 88", "value: 70"))
    for path in later.rglob("*.py"):  # wording too, of which the law's hash knows nothing
        if "policy/rules" in path.as_posix():
            path.write_text(path.read_text().replace("No coverage group", "No group at all"))
    run = [sys.executable, "-c", "from oxyclaim.cli.main import run; run()"]
    settings = {"env": {"PYTHONPATH": str(later), "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(tmp_path)}}
    asked = subprocess.run(
        [*run, "store", "verify", "--all", "--store", address, "--format", "json"],
        capture_output=True, text=True, check=False, **settings,
    )  # fmt: skip
    answer = json.loads(asked.stdout)
    assert asked.returncode == 0, asked.stdout
    assert answer["rule_book"] != rule_book().hash
    assert (answer["made_again"], answer["differing"]) == (len(numbers), [])
    now = subprocess.run(
        [*run, "check", "--store", address, "--as-of", "2025-12-31", "--format", "json"],
        capture_output=True, text=True, check=False, **settings,
    )  # fmt: skip
    verdicts = {
        case["case_id"]: [line["verdict"] for line in case["lines"]] for case in json.loads(now.stdout)["cases"]
    }
    before = {
        each.verdict.case_id: [line.verdict for line in each.verdict.lines]
        for each in SqlPlaces().open(address).kept_verdicts(list(numbers.values()))
    }
    assert verdicts.keys() == before.keys()
    assert verdicts != before


def test_a_copy_is_whole_whatever_is_written_meanwhile(address: str, store: Any, tmp_path: Path):
    fill(store, address)
    target = str(tmp_path / "backup.db")
    copied = back_up(SqlPlaces(), address, target, rule_book(), TODAY)
    store.save(examples()[2], 0, BY_ANN)
    assert copied.is_fine
    new = str(tmp_path / "restored" / "store.db")
    again = restore(SqlPlaces(), target, new, rule_book(), TODAY)
    assert (again.rows, again.sha256) == (copied.rows, copied.sha256)
    restored = SqlPlaces().open(new)
    assert set(texts(store)) - set(texts(restored)) == {examples()[2].case_id}
    assert restored.take_numbers("interchange", "SENDER", 1, NOW, "the next") == [2]
    for place, over in ((target, False), (new, False)):
        with pytest.raises(BadInput, match="there already"):
            back_up(SqlPlaces(), address, place, rule_book(), TODAY)
        with pytest.raises(BadInput, match="there already"):
            restore(SqlPlaces(), target, place, rule_book(), TODAY, over)
    restored.close()
    assert restore(SqlPlaces(), target, new, rule_book(), TODAY, over=True).is_fine
    assert SqlPlaces().open(new).take_numbers("interchange", "SENDER", 1, NOW, "the next") == [2]


def test_a_copy_that_was_changed_is_not_restored(tmp_path: Path):
    address, target = str(tmp_path / "store.db"), tmp_path / "backup.db"
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    store.take_in(examples()[:2], IMPORTED)
    back_up(SqlPlaces(), address, str(target), rule_book(), TODAY)
    whole = target.read_bytes()
    target.write_bytes(whole.replace(b'"payer":"medicare"', b'"payer":"medicarE"', 1))
    with pytest.raises(BadInput, match="changed by hand"):
        restore(SqlPlaces(), str(target), str(tmp_path / "new.db"), rule_book(), TODAY)
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_store_is_told(tmp_path: Path):
    with pytest.raises(BadInput, match="store init"):
        SqlPlaces().open(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(BadInput, match="cannot be opened"):
        SqlPlaces().open("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(BadInput, match="not an address"):
        SqlPlaces().open("postgresql://:::/")


def test_a_program_is_the_same_bytes_wherever_it_is(tmp_path: Path):
    whole = program_bytes()
    folder = unpack(whole, tmp_path)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert packed((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files) == whole
    assert {"oxyclaim/policy/loading.py", "oxyclaim/policy/authorities.yaml"} <= {
        path.relative_to(folder).as_posix() for path in files
    }
    assert "Python 3" in made_with()
