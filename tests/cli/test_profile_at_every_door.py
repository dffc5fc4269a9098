"""A case has one answer: every command that reads cases fills them from the profile, and from the same one.

Everything is made up.
"""

import ast
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest
import typer
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from tests.sampling import one_in

RUN = CliRunner()
CASE = Path("examples/01-clinic-test.yaml")
DAY = "2025-12-31"
DOORS: dict[str, tuple[str, ...]] = {
    "check": ("check", "CASE"),
    "claim": ("claim", "CASE", "-o", "OUT.x12", "--control-number", "7"),
    "batch": ("batch", "CASE", "-o", "OUT", "--control-number", "7"),
    "correction": ("correction", "CASE"),
    "form": ("form", "CASE", "-o", "OUT.txt"),
    "checklist": ("checklist", "CASE"),
    "authorization": ("authorization", "CASE", "--line", "1"),
    "authorization --renewals": ("authorization", "CASE", "--renewals"),
    "calendar": ("calendar", "CASE"),
    "restart": ("restart", "CASE"),
    "due": ("due", "CASE"),
    "export verdicts": ("export", "verdicts", "CASE", "-o", "OUT.csv"),
    "export due": ("export", "due", "CASE", "-o", "OUT.csv"),
    "export checklists": ("export", "checklists", "CASE", "-o", "OUT.csv"),
    "export claims": ("export", "claims", "CASE", "-o", "OUT.csv"),
    "scrub": ("scrub", "CLAIM", "--cases", "CASE", "-o", "OUT.csv"),
    "import cases": ("import", "PATIENTS", "--map", "MAP", "--dry-run"),
    "judge": ("judge", "TABLE", "-o", "OUT.parquet"),
    "store judge": ("store", "judge", "--store", "STORE"),
    "appeal": ("appeal", "CASE", "--line", "1", "--denied", "CO-50,N115"),
}
"""Every way to have cases read, with the words that do it; ``case new``, which reads only what it writes, apart."""
NO_DOOR = {
    "store import": "keeps cases as they are; who asks later fills them",
    "case table": "lays cases down as they are; who judges the table fills them",
}


class Fixed(datetime):
    """The clock stands still: a claim file tells when it was made."""

    @classmethod
    def now(cls, tz: Any = None) -> "Fixed":
        return cls(2025, 12, 31, 12, 0, tzinfo=tz)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The case as a whole, the same case as it is with a profile, and that profile."""
    monkeypatch.setattr("oxyclaim.cli.claim.datetime", Fixed)
    monkeypatch.setattr("oxyclaim.cli.batch.datetime", Fixed)
    whole = yaml.safe_load(CASE.read_text())
    lean = json.loads(json.dumps(whole, default=str))
    supplier, submitter, coverage = lean.pop("supplier"), lean.pop("submitter"), lean["coverage"]
    entry = {"payer": "medicare"} | {key: coverage.pop(key) for key in ("payer_name", "payer_id", "assignment")}
    charges = [{"code": item["code"], "charge": item.pop("charge")} for item in lean["items"]]
    sender = {key: submitter[key] for key in ("id", "name", "contact_name", "contact_phone")}
    profile = {
        "profile_version": 1,
        "submitter": sender,
        "locations": [{"id": "main"} | supplier],
        "receivers": [{"id": "east", "receiver_id": submitter["receiver_id"], "name": submitter["receiver_name"]}],
        "payers": [entry],
        "charges": charges,
    }
    whole["supplier"]["location"] = "main"  # what the profile adds of its own
    for name, facts in (("whole", whole), ("lean", lean), ("lost", lean | {"supplier": {"location": "nowhere"}})):
        (tmp_path / f"{name}.yaml").write_text(_text(facts))
    (tmp_path / "profile.yaml").write_text(_text(profile))
    (tmp_path / "patients.csv").write_text("Id,Last,Code,Start,Day,Gone,Site\nP1,Example,E1390,5/12/2025,5/12/2025,,\n")
    (tmp_path / "map.yaml").write_text(MAPPING)
    return {"folder": tmp_path, "profile": tmp_path / "profile.yaml", "claim": tmp_path / "claim.x12"}


MAPPING = """\
import_version: "1"
dates: month/day/year
constants: {coverage.payer: medicare}
blank: {items.device.picked_up: none}
files:
  - name: patients.csv
    patient: Id
    columns:
      Last: patient.last_name
      Code: items.code
      Start: items.rental_start
      Day: items.service_date
      Gone: items.device.picked_up
      Site: supplier.location
"""


def _text(facts: object) -> str:
    return yaml.safe_dump(json.loads(json.dumps(facts, default=str)))


def _ask(office: dict[str, Path], door: str, case: str, profile: bool) -> tuple[int, str]:
    """Exit code and all that is told and written. The case always has the same name."""
    folder = office["folder"]
    path = folder / "case.yaml"
    path.write_text((folder / f"{case}.yaml").read_text())
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    places = {"CASE": path, "CLAIM": office["claim"], "OUT": out, "MAP": folder / "map.yaml",
              "PATIENTS": folder / "patients.csv", "STORE": folder / "store.db",
              "TABLE": folder / "cases.parquet"}  # fmt: skip
    words = [_placed(word, places) for word in DOORS[door]]
    if "CLAIM" in DOORS[door] and not office["claim"].exists():
        whole = str(folder / "whole.yaml")
        assert RUN.invoke(app, ["claim", whole, "-o", str(office["claim"])]).exit_code == 0
    if "STORE" in DOORS[door]:
        (folder / "store.db").unlink(missing_ok=True)
        assert RUN.invoke(app, ["store", "init", "--store", str(places["STORE"])]).exit_code == 0
        assert RUN.invoke(app, ["store", "import", str(path), "--store", str(places["STORE"])]).exit_code == 0
    if "TABLE" in DOORS[door]:
        assert RUN.invoke(app, ["case", "table", str(path), "-o", str(places["TABLE"])]).exit_code == 0
    if profile:
        words += ["--profile", str(office["profile"])]
    done = RUN.invoke(app, [*words, "--as-of", DAY, "--format", "json"])
    told = done.output
    if "STORE" in DOORS[door]:
        told += RUN.invoke(app, ["store", "due", "--store", str(places["STORE"]), "--format", "json"]).output
    return done.exit_code, told + "".join(f"{file.name}\n{_content(file)}" for file in sorted(out.iterdir()))


def _content(file: Path) -> str:
    return str(pl.read_parquet(file).rows()) if file.suffix == ".parquet" else file.read_text()


def _placed(word: str, places: dict[str, Path]) -> str:
    name, dot, suffix = word.partition(".")
    return str(places[name] / f"out.{suffix}" if dot and name == "OUT" else places.get(word, word))


@pytest.mark.parametrize("door", one_in(2, [each for each in DOORS if each != "import cases"]))
def test_a_case_with_a_profile_has_the_answer_of_the_same_case_whole(office: dict[str, Path], door: str):
    assert _ask(office, door, "lean", profile=True) == _ask(office, door, "whole", profile=False)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_reads_a_case_past_the_profile(office: dict[str, Path], door: str, monkeypatch: pytest.MonkeyPatch):
    """A location that the profile lacks is told by each, whether the option or the setting names the profile."""
    sheet = office["folder"] / "patients.csv"
    sheet.write_text(sheet.read_text().replace(",,\n", ",,nowhere\n"))
    code, told = _ask(office, door, "lost", profile=True)
    assert code
    assert "the profile has no location nowhere; it has main" in told
    monkeypatch.setenv("OXYCLAIM_PROFILE", str(office["profile"]))
    assert _ask(office, door, "lost", profile=False) == (code, told)


def test_what_an_import_still_wants_is_what_the_profile_does_not_say(office: dict[str, Path]):
    def wanted(profile: bool) -> str:
        return _ask(office, "import cases", "lean", profile)[1]

    assert "a claim needs submitter.id" in wanted(profile=False)
    assert "a claim needs submitter.id" not in wanted(profile=True)


def test_an_import_writes_the_cases_without_what_the_profile_says(office: dict[str, Path]):
    out = office["folder"] / "cases.jsonl"
    words = ["import", "PATIENTS", "--map", "MAP", "-o", str(out), "--profile", str(office["profile"])]
    places = {"MAP": office["folder"] / "map.yaml", "PATIENTS": office["folder"] / "patients.csv"}
    RUN.invoke(app, [_placed(word, places) for word in words])
    case = json.loads(out.read_text())
    assert "submitter" not in case
    assert "supplier" not in case


def test_no_output_takes_the_place_of_the_profile(office: dict[str, Path]):
    profile = office["folder"] / "profile.csv.yaml"
    profile.write_bytes(office["profile"].read_bytes())
    before = profile.read_bytes()
    words = ["claim", str(office["folder"] / "lean.yaml"), "-o", str(profile), "--profile", str(profile)]
    assert "is one of the files to be read" in RUN.invoke(app, words).output
    assert profile.read_bytes() == before


def _commands() -> Iterator[tuple[str, click.Command]]:
    def walk(group: Any, way: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, (*way, name))
            else:
                yield " ".join((*way, name)), command

    yield from walk(typer.main.get_command(app), ())


def test_the_list_of_doors_is_whole():
    """Whatever takes case files, or a profile, is in the list above; whatever is there takes both."""
    with_profile = {name for name, command in _commands() if any("--profile" in each.opts for each in command.params)}
    of_cases = {
        name
        for name, command in _commands()
        if any("Case files" in (getattr(each, "help", "") or "") for each in command.params)
    }
    doors = {name.partition(" --")[0] for name in DOORS}
    doors = {"export" if name.startswith("export") else name for name in doors}
    assert with_profile == doors | {"case new", "profile new", "profile validate"}
    assert of_cases - set(NO_DOOR) <= doors


def test_cases_are_read_in_one_place_only():
    """Every command takes its cases from ``cli.case_input``; the list of due months reads them in portions."""
    for path in Path("src/oxyclaim/cli").glob("*.py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        if path.name != "case_input.py":
            assert not names & {"read_cases", "iter_cases", "cases_of"}, path.name
