"""`oxyclaim batch` from the user's door: files by receiver and payer, totals, manifest. Everything is made up."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from oxyclaim.claims import validate_837p
from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import build

RUN = CliRunner()
DAY = "2025-06-30"


def run(*words: object, code: int = 0) -> Result:
    result = RUN.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def case(id: str, member: str = "1EG4TE5MK73", **changes: Any) -> dict[str, Any]:
    facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390"}], **changes}
    facts["coverage"] = {"member_id": member} | facts.get("coverage", {})
    return build(id, "2025-05-10", facts)


MEMBERS = ["1EG4TE5MK73", "1EG4TE5MK74", "1EG4TE5MK75", "1EG4TE5MK76", "1EG4TE5MK77"]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Three to one payer, one to another, one that cannot be written, one that is not billable."""
    other = {"payer_id": "17013", "payer_name": "CGS JB DME"}
    illinois = {"address": {"line_1": "1 Sample Road", "city": "Springfield", "state": "IL", "zip": "62701"}}
    every = [
        *(case(f"C-{n}", MEMBERS[n]) for n in range(3)),
        case("C-3", MEMBERS[3], coverage=other, patient=illinois),
        case("BOX", MEMBERS[4], supplier={"address": {"line_1": "PO Box 5", "city": "Albany", "state": "NY",
                                                      "zip": "12207-1234"}}),
        case("THIN", "1EG4TE5MK78", tests=[]),
    ]  # fmt: skip
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": every}))
    return path


def test_a_file_for_each_payer_with_totals_and_hashes(cases: Path, tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    command = ("batch", cases, "-o", folder, "--as-of", DAY, "--claims", 2, "--format", "json")
    answer = json.loads(run(*command, code=1).stdout)
    assert [(f["payer_id"], f["claims"], f["transactions"]) for f in answer["files"]] == [
        ("16013", 3, 2),
        ("17013", 1, 1),
    ]
    assert answer["lines_in"] == answer["lines"] + len(answer["refused"]) + sum(s["lines"] for s in answer["set_aside"])
    assert [each["case_id"] for each in answer["set_aside"]] == ["BOX"]
    assert "post office box" in answer["set_aside"][0]["problems"][0]
    assert [each["case_id"] for each in answer["refused"]] == ["THIN"]
    manifest = json.loads(Path(answer["manifest"]).read_text())
    assert manifest["files"] == answer["files"]
    for file in answer["files"]:
        path = folder / file["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
        assert validate_837p(path) == []
        assert file["test"] is True
    assert sum(f["total_charge_cents"] for f in answer["files"]) == answer["total_charge_cents"] == 4 * 39500
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [Path(answer["manifest"]).name, *(f["file"] for f in answer["files"])]
    )


def test_a_file_holds_no_more_transaction_sets_than_asked(cases: Path, tmp_path: Path):
    command = ("batch", cases, "-o", tmp_path, "--as-of", DAY, "--claims", 1, "--transactions", 2, "--format", "json")
    answer = json.loads(run(*command, code=1).stdout)
    assert [(f["payer_id"], f["claims"]) for f in answer["files"]] == [("16013", 2), ("16013", 1), ("17013", 1)]


def test_what_went_out_is_not_written_again_unless_corrected(cases: Path, tmp_path: Path):
    store, folder = tmp_path / "store.db", tmp_path / "out"
    folder.mkdir()
    facts = yaml.safe_load(cases.read_text())
    facts["cases"] = [each | {"submitter": each["submitter"] | {"usage": "production"}} for each in facts["cases"][:4]]
    cases.write_text(yaml.safe_dump(facts))
    run("store", "init", "--store", store)
    run("store", "import", cases, "--store", store)
    command = ("batch", "--store", store, "-o", folder, "--as-of", DAY, "--format", "json")
    first = json.loads(run(*command).stdout)
    assert [f["control_number"] for f in first["files"]] == [1, 2]
    assert len({line["claim_id"] for line in first["written"]}) == 4
    again = json.loads(run(*command, code=1).stdout)
    assert again["files"] == []
    assert all("went out before" in each["reason"] for each in again["refused"])
    facts["cases"][0]["correction"] = {"kind": "replacement", "answer": "rejected"}
    cases.write_text(yaml.safe_dump(facts))
    run("store", "import", cases, "--store", store)
    third = json.loads(run(*command, code=1).stdout)
    assert [line["case_id"] for line in third["written"]] == ["C-0"]
    assert run("store", "verify", "--store", store, "--sample", 0).exit_code == 0


def test_nothing_is_written_over(cases: Path, tmp_path: Path):
    command = ("batch", cases, "-o", tmp_path, "--as-of", DAY)
    run(*command, code=1)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert "is not written over; take another folder" in " ".join(run(*command, code=2).output.split())
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert "does not exist" in run("batch", cases, "-o", tmp_path / "none", code=2).output


def test_what_is_written_beside_the_cases_is_not_taken_for_one(cases: Path, tmp_path: Path):
    """The claims may go into the folder of the cases, and everything else of ours may lie there too."""
    folder = tmp_path / "office"
    folder.mkdir()
    cases.rename(folder / "cases.yaml")
    before = json.loads(run("check", folder, "--as-of", DAY, "--format", "json", code=1).stdout)
    run("batch", folder, "-o", folder, "--as-of", DAY, code=1)
    run("due", folder, "--as-of", DAY, "--format", "json", "-o", folder / "due.json", code=1)
    run("profile", "new", "--profile", folder / "profile.yaml")
    (folder / "export.csv").write_text("Patient ID,HCPCS\n1,E1390\n")
    run("import", "map", folder / "export.csv", "-o", folder / "map.yaml")
    run("payers", "new", "my_plan", "--payer-files", folder / "payers")
    (folder / "case.schema.json").write_text(run("schema").stdout)
    names = sorted(each.name for each in folder.iterdir())
    assert any(name.startswith("manifest") and name.endswith(".json") for name in names)
    for words in (("check", folder), ("check", folder / "*.*")):
        after = json.loads(run(*words, "--as-of", DAY, "--format", "json", code=1).stdout)
        assert after["cases"] == before["cases"]
    named = run("check", next(folder.glob("manifest*")), code=2).output
    assert "schema_version" in named, "a file that is named is read, whatever it is"


def test_a_file_that_is_broken_is_told_even_in_a_folder(tmp_path: Path):
    """Only what says that it is another thing of ours is passed over."""
    (tmp_path / "broken.yaml").write_text("schema_version: 1\ncase_id: A\noxyclaim: 1\n")
    (tmp_path / "list.json").write_text('{"months": []}\n')
    told = run("check", tmp_path, code=2).output
    assert "broken.yaml" in told
    assert "list.json" in told
