"""`oxyclaim store`, and the commands that take their cases from one, from the user's door."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services.answers import read_back
from oxyclaim.services.kinds import kind
from oxyclaim.store import SqlPlaces

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases()}
BILLABLE, HELD = "coverage-1", "coverage-7"


def run(*words: object, code: int = 0) -> Result:
    result = RUN.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def answer(*words: object, code: int = 0) -> dict[str, Any]:
    """The JSON of an answer, which is of its kind."""
    text = run(*words, "--format", "json", code=code).stdout
    found: dict[str, Any] = json.loads(text)
    if "answer" in found:
        read_back(kind(found["answer"]), text)
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for id in (BILLABLE, HELD):
        facts = WORKED[id] | {"submitter": WORKED[id]["submitter"] | {"usage": "production"}}
        (folder / f"{id}.yaml").write_text(yaml.safe_dump(facts, sort_keys=False))
    return folder


@pytest.fixture
def filled(files: Path, tmp_path: Path) -> str:
    address = str(tmp_path / "store.db")
    run("store", "init", "--store", address)
    run("store", "import", files, "--store", address, "--by", "Ann Lee")
    return address


def test_a_store_is_made_filled_looked_at_and_copied(files: Path, tmp_path: Path):
    at = ("--store", tmp_path / "store.db")
    assert answer("store", "init", *at)["layout"] == "0008"
    assert "there already" in run("store", "init", *at, code=2).stderr
    first = answer("store", "import", files, *at)
    assert (first["read"], first["new"]) == (2, 2)
    assert answer("store", "import", files, *at)["same"] == 2
    assert "2 the same as before" in run("store", "import", files, *at).output
    assert answer("store", "export", tmp_path / "out", *at)["cases"] == 2
    assert answer("store", "export", tmp_path / "cases.jsonl", *at)["form"] == "jsonl"
    assert answer("store", "verify", *at)["faults"] == []
    copied = answer("store", "backup", tmp_path / "backup.db", *at)
    restored = answer("store", "restore", tmp_path / "backup.db", "--store", tmp_path / "restored.db")
    assert copied["sha256"] == restored["sha256"]
    assert "there already" in run("store", "restore", tmp_path / "backup.db", *at, code=2).stderr
    assert answer("store", "upgrade", *at)["before"] == "0008"
    assert "every chain is whole" in run("store", "verify", *at).output


def test_who_did_it_and_why_is_kept(filled: str, files: Path):
    store = SqlPlaces().open(filled)
    (version,) = store.versions(WORKED[BILLABLE]["case_id"])
    assert (version.author, version.reason, version.origin) == ("Ann Lee", "taken in from a file", "import")
    store.close()


def test_a_broken_file_is_named_and_the_rest_goes_in(filled: str, files: Path):
    (files / "broken.yaml").write_text("schema_version: 1\n")
    result = run("store", "import", files, "--store", filled, code=2)
    assert "2 the same" in result.output
    assert "broken.yaml" in result.stderr


def test_check_says_the_same_of_a_store_as_of_its_files(filled: str, files: Path):
    of_files = answer("check", files, code=1)
    assert answer("check", "--store", filled, code=1) == of_files
    one = WORKED[BILLABLE]["case_id"]
    assert [case["case_id"] for case in answer("check", one, "--store", filled)["cases"]] == [one]
    assert "no such case" in run("check", "GONE", "--store", filled, code=2).stderr


def test_due_says_the_same_of_a_store_as_of_its_files(filled: str, files: Path):
    def said(*words: object) -> dict[str, Any]:
        result = RUN.invoke(app, ["due", *map(str, words), "--format", "json"])
        found: dict[str, Any] = json.loads(result.stdout)
        del found["summary"]["files"]
        return found

    assert said("--store", filled) == said(files)


def test_verdicts_are_kept_only_where_that_is_asked_for(filled: str):
    run("check", "--store", filled, code=1)
    assert answer("store", "verify", "--store", filled)["verdicts"] == 0
    result = run("check", "--store", filled, "--keep", "--by", "Ann Lee", "--reason", "before billing", code=1)
    assert "Kept in the store as verdicts 1 to 2." in result.output
    store = SqlPlaces().open(filled)
    assert {(each.author) for each in store.kept_verdicts([1, 2])} == {"Ann Lee"}
    store.close()
    verified = answer("store", "verify", "--store", filled, "--sample", "0")
    assert (verified["verdicts"], verified["made_again"]) == (2, 0)


@pytest.mark.parametrize(
    "words", [["check", "--as-of", "2025-01-01"], ["due", "--all"], ["claim", "-o", "x"], ["check", "a.yaml", "--keep"],
              ["check", "--store", "s.db", "--keep", "--payer", "tricare"]], ids=" ".join
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert "Invalid value" in run(*words, code=2).stderr


def test_a_claim_of_a_store_has_the_next_number_and_is_kept(filled: str, files: Path, tmp_path: Path):
    one, target = WORKED[BILLABLE]["case_id"], tmp_path / "claim.x12"
    first = answer("claim", one, "--store", filled, "-o", target)
    assert first["kept"] == ["C000000001"]
    assert first["file"] == str(target)
    assert "*000000001*0*P*" in target.read_text()
    assert "CLM*C000000001*" in target.read_text()
    assert [line["line_id"] for line in first["written"]] == ["C000000001L1", "C000000001L2"]
    again = run("claim", "--store", filled, "-o", tmp_path / "second.x12", "--by", "Ann Lee", code=1)
    assert "It went out before, on claim C000000001" in " ".join(again.output.split())
    assert not (tmp_path / "second.x12").exists()
    held = {each["table"]: each["rows"] for each in answer("store", "verify", "--store", filled, "--sample", 0)["held"]}
    assert (held["claim_file"], held["claim"], held["claim_line"]) == (1, 1, 2)


def test_a_correction_of_what_was_rejected_goes_out_under_ids_of_its_own(filled: str, files: Path, tmp_path: Path):
    one, target = WORKED[BILLABLE]["case_id"], tmp_path / "claim.x12"
    answer("claim", one, "--store", filled, "-o", target)
    path = files / f"{BILLABLE}.yaml"
    correction = {"kind": "replacement", "answer": "rejected", "claim_id": "C000000001"}
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"correction": correction}))
    run("store", "import", path, "--store", filled)
    later = answer("claim", one, "--store", filled, "-o", tmp_path / "second.x12")
    assert later["kept"] == ["C000000002"]
    text = (tmp_path / "second.x12").read_text()
    assert "*000000002*0*P*" in text
    assert "12:B:1*" in text
    assert "REF*F8" not in text
    numbers = [segment.split("*")[2] for segment in text.split("~") if segment.startswith(("ST*", "GE*"))]
    assert numbers == ["0002", "2"]


def test_numbers_begin_where_another_system_left_off(filled: str, tmp_path: Path):
    one = WORKED[BILLABLE]["case_id"]
    answer("claim", one, "--store", filled, "-o", tmp_path / "a.x12", "--control-number", 500, "--test")
    refused = run("claim", one, "--store", filled, "-o", tmp_path / "b.x12", "--control-number", 500, "--test", code=2)
    assert "numbers up to 500 have been given" in refused.stderr
    assert answer("claim", one, "--store", filled, "-o", tmp_path / "c.x12", "--test")["control_number"] == 501


def test_a_test_file_takes_numbers_and_is_not_kept(filled: str, tmp_path: Path):
    answer("claim", WORKED[BILLABLE]["case_id"], "--store", filled, "-o", tmp_path / "test.x12", "--test")
    held = {each["table"]: each["rows"] for each in answer("store", "verify", "--store", filled)["held"]}
    # Of the interchange, the group, the transaction set and the claim.
    assert (held["number"], held["claim_file"]) == (4, 0)


def test_what_is_not_billable_takes_no_number_and_writes_nothing(filled: str, tmp_path: Path):
    run("claim", WORKED[HELD]["case_id"], "--store", filled, "-o", tmp_path / "none.x12", code=1)
    assert not (tmp_path / "none.x12").exists()
    held = {each["table"]: each["rows"] for each in answer("store", "verify", "--store", filled)["held"]}
    assert (held["number"], held["claim_file"]) == (0, 0)


def test_a_claim_that_cannot_be_written_keeps_nothing(filled: str, files: Path, tmp_path: Path):
    case = yaml.safe_load((files / f"{BILLABLE}.yaml").read_text())
    case["case_id"] = "BOX"
    case["supplier"]["address"]["line_1"] = "PO Box 5"
    (files / "more.yaml").write_text(yaml.safe_dump(case))
    run("store", "import", files / "more.yaml", "--store", filled)
    run("claim", "BOX", "--store", filled, "-o", tmp_path / "none.x12", code=2)
    held = {each["table"]: each["rows"] for each in answer("store", "verify", "--store", filled)["held"]}
    assert (held["claim_file"], held["verdict"]) == (0, 0)
    assert [path for path in tmp_path.iterdir() if path.suffix in (".x12", ".part")] == []


@pytest.mark.parametrize(
    "words",
    [["store", "verify"], ["store", "export", "out"], ["store", "backup", "b.db"], ["store", "restore", "b.db"],
     ["store", "upgrade"], ["check"], ["due"], ["claim", "-o", "c.x12"]],
    ids=" ".join,
)  # fmt: skip
def test_where_there_is_no_store_that_is_told(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    refusal = answer(*words, "--store", "none.db", code=2)
    assert [each["code"] for each in refusal["problems"]] in (["no_store"], ["no_copy"])
    assert list(tmp_path.iterdir()) == []


def test_the_place_of_a_store_is_an_option_a_setting_or_the_users_own(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("OXYCLAIM_STORE", raising=False)
    own = answer("store", "init")["store"]
    assert own == str(tmp_path / "data" / "oxyclaim" / "store.db")
    assert Path(own).stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("OXYCLAIM_STORE", str(tmp_path / "set.db"))
    assert answer("store", "init")["store"] == str(tmp_path / "set.db")
    run("store", "import", files)
    assert len(answer("check", "--store", "own", code=1)["cases"]) == 2


def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in [name for name in sys.modules if name.startswith(("oxyclaim.store", "sqlalchemy", "alembic"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.setitem(sys.modules, "alembic", None)
    assert "pip install 'oxyclaim[store]'" in run("store", "init", "--store", tmp_path / "s.db", code=2).stderr
