"""`oxyclaim due` from the user's door. All cases are made up."""

import csv
import io
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.case import folders
from oxyclaim.cli.due_portions import portions
from oxyclaim.cli.main import app
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.due import DueAnswer, DueRequest
from oxyclaim.services.due import due_of_portions as ask

RUN = CliRunner()
EXAMPLES = Path(__file__).parents[2] / "examples"
START, ON = date(2025, 1, 10), date(2025, 7, 20)


def write(folder: Path, name: str, case_id: str, months: int = 5, **facts: Any) -> Path:
    """A case in Group I with so many months paid; two are due after five."""
    facts = {
        "tests": [{"state": "rest", "spo2_percent": 86}],
        "items": [{"code": "E1390", "service_date": START}],
        "history": [{"code": "E1390", "from": START, "months": months}],
    } | facts
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(build(case_id, START, facts)))
    return path


def due(*arguments: object, form: str = "text") -> Any:
    return RUN.invoke(app, ["due", "--as-of", str(ON), "--format", form, *map(str, arguments)])


def as_json(*arguments: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(due(*arguments, form="json").stdout)
    return answer


def test_the_example_of_the_help_works(monkeypatch: pytest.MonkeyPatch):
    told = " ".join(RUN.invoke(app, ["due", "--help"]).output.split())
    example = re.search(r"Example: oxyclaim (due --as-of \S+ examples/)", told)
    assert example
    monkeypatch.chdir(EXAMPLES.parent)
    result = RUN.invoke(app, example.group(1).split())
    assert result.exit_code == 1
    assert re.search(r"\d+ cases read: [1-9]\d* due", result.output)


def test_counts_in_are_counts_out_and_patients_are_not_named(tmp_path: Path):
    write(tmp_path, "a.yaml", "A")
    write(tmp_path, "deep/er/b.yml", "B", months=7)
    write(tmp_path, "c.yaml", "C", months=2)
    answer = as_json(tmp_path)
    total = answer["summary"]
    assert total["files"] == total["cases_read"] == 3
    assert (total["cases_due"], total["cases_not_due"]) == (2, 1)
    assert total["months_due"] == len(answer["months"]) == 2 + 5
    assert [line["case_id"] for line in answer["not_due"]] == ["B"]
    assert "Anna" not in json.dumps(answer)
    text = due(tmp_path).output
    assert "3 cases read: 2 due, 1 not due" in text
    assert "Anna" not in text


def test_json_and_csv_hold_the_rows_of_the_text(tmp_path: Path):
    write(tmp_path, "a.yaml", "A")
    write(tmp_path, "b.yaml", "B", tests=[])
    answer = as_json(tmp_path)
    rows = list(csv.DictReader(io.StringIO(due(tmp_path, form="csv").stdout)))
    months = [(row["date"], row["case_id"], row["verdict"]) for row in rows if row["what"] == "due"]
    assert months == [(each["service_date"], each["case_id"], each["verdict"]) for each in answer["months"]]
    coming = [(row["date"], row["case_id"], row["task"]) for row in rows if row["what"] == "coming up"]
    assert coming == [(each["first"], each["case_id"], each["what"]) for each in answer["coming_up"]]
    text = due(tmp_path, "--all").output
    heads = re.findall(r"^(\d{4}-\d\d-\d\d)  (\w+)  line 1  E1390  ([A-Z ]+?)(?:  |$)", text, re.MULTILINE)
    assert [(day, case_id, verdict.lower()) for day, case_id, verdict in heads] == months


def test_a_broken_file_is_named_and_does_not_stop_the_others(tmp_path: Path):
    write(tmp_path, "a.yaml", "A")
    (tmp_path / "broken.yaml").write_text("case_id: [")
    write(tmp_path, "z.yaml", "Z", coverage={"payer": "nobody"})
    result = due(tmp_path)
    assert result.exit_code == 2
    assert "broken.yaml:1" in result.output
    assert "no such payer" in result.output
    assert re.search(r"2025-06-10 +A ", result.output)
    assert len(as_json(tmp_path)["problems"]) == 2
    assert due(tmp_path, form="csv").exit_code == 2


def test_many_problems_are_all_in_json_and_counted_in_text(tmp_path: Path):
    for number in range(25):
        (tmp_path / f"{number:02}.json").write_text("{")
    assert len(as_json(tmp_path)["problems"]) == 25
    assert "and 15 more" in due(tmp_path).output


def test_a_doubled_case_id_is_an_error_of_the_later_file_alone(tmp_path: Path):
    write(tmp_path, "a.yaml", "A")
    write(tmp_path, "b.yaml", "A")
    write(tmp_path, "c.yaml", "C")
    answer = as_json(tmp_path)
    assert {month["case_id"] for month in answer["months"]} == {"A", "C"}
    (problem,) = answer["problems"]
    assert problem["file"].endswith("b.yaml")
    assert "a.yaml" in problem["message"]


def test_the_order_in_which_files_are_named_does_not_matter_nor_does_naming_one_twice(tmp_path: Path):
    files = [write(tmp_path, f"{name}.yaml", name) for name in "ABC"]
    write(tmp_path, "d.yaml", "A")
    expected = as_json(tmp_path)
    assert as_json(*reversed(files), tmp_path / "*.yaml") == expected


def test_a_pattern_or_a_folder_without_case_files_is_told(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("no case")
    assert "holds no case file" in due(tmp_path).output
    assert "matches no file" in due(tmp_path / "*.yaml").output
    assert "does not exist" in due(tmp_path / "gone.yaml").output
    assert due(tmp_path).exit_code == 2


def test_an_unreadable_folder_is_told_and_the_rest_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, "a.yaml", "A")
    write(tmp_path, "closed/b.yaml", "B")
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(folders.os, "scandir", refusing)
    result = due(tmp_path)
    assert result.exit_code == 2
    assert "closed: this folder cannot be read: Permission denied" in "".join(result.output.splitlines())
    assert re.search(r"2025-06-10 +A ", result.output)


def test_exit_codes(tmp_path: Path):
    whole = write(tmp_path, "whole.yaml", "A", months=7)
    assert due(whole).exit_code == 0, "nothing is due"
    assert due(write(tmp_path, "wrong.yaml", "B", tests=[])).exit_code == 1
    assert due(whole, "--ahead", "-1").exit_code == 2
    assert RUN.invoke(app, ["due", "--as-of", "tomorrow", str(whole)]).exit_code == 2


def test_the_output_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, target = write(tmp_path, "a.yaml", "A"), tmp_path / "due.json"
    assert due(path, "--output", target, form="json").exit_code in (0, 1)
    assert json.loads(target.read_text())["summary"]["months_due"] == 2
    kept = target.read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = due(path, "--output", target, form="csv")
    assert result.exit_code == 2
    assert "no space left" in result.output
    assert target.read_text() == kept
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yaml", "due.json"]


@pytest.mark.parametrize(("target", "form"), [("gone/due.csv", "csv"), (".", "csv"), ("due.txt", "text")])
def test_an_output_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, target: str, form: str):
    path = write(tmp_path, "a.yaml", "A")
    assert due(path, "--output", tmp_path / target, form=form).exit_code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_json_lines_are_read_case_by_case(tmp_path: Path):
    facts = {"items": [{"code": "E1390", "service_date": START}], "history": [], "tests": []}
    lines = [json.dumps(build(f"L{number}", START, facts)) for number in range(3)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join([lines[0], "{", *lines[1:], lines[0]]))
    answer = as_json(path)
    assert answer["summary"]["cases_read"] == 3
    assert len(answer["problems"]) == 2


def test_several_processes_find_what_one_finds(tmp_path: Path):
    files = sorted(write(tmp_path, f"{number}.yaml", f"P{number % 5}") for number in range(6))

    book, request = load(), DueRequest(ON, 90)

    def found(processes: int) -> DueAnswer:
        read = portions(files, request, book, None, on_bytes=lambda count: None, processes=processes)
        return ask(read, request, book)

    assert found(2) == found(1)


def test_on_is_still_taken_for_the_day_of_the_run(tmp_path: Path):
    path = str(write(tmp_path, "a.yaml", "A"))
    ask_with = (["due", option, str(ON), "--format", "json", path] for option in ("--on", "--as-of"))
    old, new = (RUN.invoke(app, arguments).stdout for arguments in ask_with)
    assert json.loads(old) == json.loads(new)
    assert json.loads(new)["as_of"] == str(ON)
    assert "--on" not in RUN.invoke(app, ["due", "--help"]).output


def test_months_of_a_case_without_a_history_are_told_as_not_known(tmp_path: Path):
    path = write(tmp_path, "a.yaml", "A", history=None)
    result = due(path)
    assert result.exit_code == 1
    assert "Cannot be known: the case does not list the months billed before (history)" in " ".join(
        result.output.split()
    )
    assert re.search(r"A line 1 +E1390 +2025-02-10 to 2025-07-10 +6", result.output)
    assert as_json(path)["not_known"][0]["months"] == as_json(path)["summary"]["months_not_known"] == 6
    rows = list(csv.DictReader(io.StringIO(due(path, form="csv").stdout)))
    (unknown,) = [row for row in rows if row["what"] == "cannot know"]
    assert (unknown["date"], unknown["until"], unknown["who"]) == ("2025-02-10", "2025-07-10", "the biller")
    assert "history" in unknown["task"]
    listed = write(tmp_path, "b.yaml", "B", history=[])
    assert as_json(listed)["not_known"] == []


def test_the_csv_tells_payer_charge_task_and_who(tmp_path: Path):
    items = [{"code": "E1390", "service_date": START, "charge": "395.50"}]
    path = write(tmp_path, "a.yaml", "A", items=items, tests=[{"state": "rest", "spo2_percent": 93}])
    rows = list(csv.DictReader(io.StringIO(due(path, form="csv").stdout)))
    assert {row["payer"] for row in rows} == {"medicare"}
    months = [row for row in rows if row["what"] == "due"]
    assert months
    for row in months:
        assert (row["charge"], row["verdict"]) == ("395.50", "not covered")
        assert "COV-100" in row["rule"]
        assert row["task"]
        assert row["who"]
    assert as_json(path)["months"][0]["charge_cents"] == 39550
