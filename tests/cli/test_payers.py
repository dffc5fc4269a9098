"""`oxyclaim payers` from the user's door. All payers here but Medicare and the roots are made up."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from oxyclaim.cli import payer_folder
from oxyclaim.cli.main import app
from oxyclaim.policy import load
from oxyclaim.policy.payer_files.agreement import OWN_CRITERIA
from oxyclaim.policy.payer_files.guide_example import EXAMPLE
from oxyclaim.policy.payer_files.subjects import subjects
from oxyclaim.policy.payer_files.template import written
from oxyclaim.services.problems import BadInput
from tests.policy.payer_files.made_up import line_of, write

RUN = CliRunner()
DAY = ("--service-date", "2025-06-01")
TODAY = date(2025, 12, 31)
PLANS = """\
plans:
  - id: hmo
    name: Maple Valley HMO (made up)
    line_of_business: commercial
    values:
      filing_days_original: [{from: 2025-01-01, source: CONTRACT, value: 60}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("payers")
    (found / "maple_valley.yaml").write_text(EXAMPLE + PLANS, encoding="utf-8")
    return found


def run(*arguments: str | Path) -> Result:
    return RUN.invoke(app, ["payers", *map(str, arguments)])


def said(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def as_json(*arguments: str | Path) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_list_says_how_far_each_payer_can_be_trusted(folder: Path):
    rows = {row["payer"]: row for row in as_json("list", "--payer-files", folder)["payers"]}
    maple = rows["maple_valley"]
    assert (maple["status"], maple["inherits"], maple["own_values"]) == ("unverified", "base", 10)
    assert (maple["oldest"], maple["newest"]) == ("2024-11-15", "2025-01-01")
    assert rows["maple_valley/hmo"]["inherits"] == "maple_valley"
    assert rows["medicare"]["status"] == "built in"
    assert rows["base"]["abstract"]


def test_without_a_command_payers_are_listed_and_roots_only_if_asked_for(folder: Path):
    output = said("--payer-files", folder)
    assert "maple_valley/hmo" in output
    assert "--all lists them" in output
    assert not [row for row in output.splitlines() if row.startswith("medicare_criteria")]
    assert "medicare_criteria" in said("list", "--all")


def test_an_option_before_a_command_is_not_lost_silently(folder: Path):
    result = run("--payer-files", folder, "show", "medicare")
    assert result.exit_code == 2
    assert "behind the command" in " ".join(result.output.split())


def test_show_gives_each_value_in_words_with_source_age_and_origin(folder: Path):
    output = said("show", "maple_valley/hmo", *DAY, "--payer-files", folder)
    assert "saturation below 88 % during exercise, improving with oxygen" in output
    assert "E1392: from month 4 billed to it" in output
    assert "[maple_valley:OXY-12, page 2] primary, as of 2025-01-01, 5 months old" in output
    assert "inherited from maple_valley" in output
    assert "Days within which the first claim must be filed: 60 days" in output
    assert "Inherits from maple_valley, then base, then national." in output
    silent = output.split("Silent")[1]
    assert "Whether the payer requires a referral" in silent
    assert "When a prior authorization is needed" not in silent
    assert re.search(r"PAY \d+", silent)


def test_show_tells_the_values_of_another_day(folder: Path):
    shown = as_json("show", "maple_valley", "--service-date", "2026-02-01", "--payer-files", folder)
    clock = next(each for part in shown["sections"] for each in part["holdings"]
                 if each["parameter"] == "filing_days_original")  # fmt: skip
    assert clock["words"] == ["120 days"]
    assert clock["inherited_from"] == ""
    before = as_json("show", "maple_valley", "--service-date", "2024-12-31", "--payer-files", folder)
    assert not [each for part in before["sections"] for each in part["holdings"] if not each["inherited_from"]]


def test_show_says_what_is_too_old_or_contested(tmp_path: Path):
    write(
        tmp_path, "acme",
        """\
        filing_days_original:
          - {from: 2025-01-01, source: POLICY, value: 90, contested: [{value: 180, source: POLICY}]}
        """,
    )  # fmt: skip
    output = said("show", "acme", "--service-date", "2027-01-02", "--payer-files", tmp_path)
    assert "contested: other sources say 180 days; look in your contract" in output
    assert "review only: its source is more than 24 months old" in output
    assert "24 months old," in output
    assert "more than 24 months old" not in said(
        "show", "acme", "--service-date", "2027-01-01", "--payer-files", tmp_path
    )


def test_show_says_what_is_too_weak(tmp_path: Path):
    path = write(tmp_path, "acme", "filing_days_original: [{from: 2025-01-01, source: POLICY, value: 90}]")
    path.write_text(path.read_text().replace("grade: primary", "grade: secondary"))
    assert "review only: its source is not the payer's own text" in said(
        "show", "acme", *DAY, "--payer-files", tmp_path
    )


def test_an_unknown_payer_names_the_nearest(folder: Path):
    result = run("show", "maple_vally", "--payer-files", folder)
    assert result.exit_code == 2
    assert "maple_valley" in result.output
    assert run("compare", "medicare", "maple_vally", "--payer-files", folder).exit_code == 2


def test_compare_puts_the_same_questions_side_by_side(folder: Path):
    found = as_json("compare", "medicare", "maple_valley", *DAY, "--payer-files", folder)
    rows = {row["title"]: row for row in found["rows"]}
    medicare, maple = rows["Qualifies by"]["answers"]
    assert medicare[0] == "Group I: saturation at most 88 %, or PO2 at most 55 mm Hg"
    assert maple[0] == "saturation at most 89 % at rest"
    assert rows["The rent ends"]["answers"] == [["after 36 paid months"], ["after 10 paid months"]]
    clock = rows["Time for the first claim, from the service date"]
    assert clock["answers"] == [["1 year"], ["180 days"]]
    assert rows["When a prior authorization is needed"]["answers"][0] == ["silent"]
    assert rows["Codes of portable oxygen equipment"]["how"] == "alike"
    assert rows["Modifier of Group I"]["how"] == "one only"


def test_compare_shows_differences_first_and_counts_the_rest(folder: Path):
    output = said("compare", "medicare", "maple_valley", *DAY, "--payer-files", folder)
    assert "Group I: saturation" in output
    assert "silent" in output
    assert re.search(r"what is alike: \d+", output)
    assert "Codes of portable" not in output
    everything = said("compare", "medicare", "maple_valley", *DAY, "--payer-files", folder, "--all")
    assert everything.index("What differs") < everything.index("What one of them sets alone")
    assert everything.index("What one of them sets alone") < everything.index("What is alike")
    assert "Codes of portable" in everything


def test_compare_wants_two(folder: Path):
    result = run("compare", "medicare")
    assert result.exit_code == 2
    assert "two payers" in result.output


def test_new_writes_a_file_that_is_valid_and_says_what_to_do_next(tmp_path: Path):
    target = tmp_path / "mine"
    output = said("new", "pine_ridge", "--payer-files", target)
    assert "oxyclaim payers validate" in output
    assert "payer: pine_ridge" in output
    text = (target / "pine_ridge.yaml").read_text()
    for parameter in load().parameters:
        assert f"# {parameter.name}: [" in text
        assert all(word in text for word in parameter.words)
    validated = said("validate", target)
    assert "pine_ridge is right as it stands" in validated
    assert "FILL IN" in validated
    assert "pine_ridge" in said("list", "--payer-files", target)


def test_new_without_a_folder_goes_to_the_users_own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(payer_folder, "own_folder", lambda: tmp_path / "data" / "payers")
    output = said("new", "pine_ridge")
    assert (tmp_path / "data" / "payers" / "pine_ridge.yaml").is_file()
    assert "OXYCLAIM_PAYERS" not in output, "commands find it by themselves"
    assert "pine_ridge" in said("list")


def test_new_overwrites_nothing(tmp_path: Path):
    said("new", "pine_ridge", "--payer-files", tmp_path)
    path = tmp_path / "pine_ridge.yaml"
    path.write_text(path.read_text() + "# mine\n")
    again = run("new", "pine_ridge", "--payer-files", tmp_path)
    assert again.exit_code == 2
    assert "already" in again.output
    assert path.read_text().endswith("# mine\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Pine Ridge",), "for example pine_ridge"),
        (("medicare",), "there is a payer medicare already"),
        (("pine_ridge", "--inherits", "medicare_advantag"), "medicare_advantage"),
    ],
)
def test_new_refuses_what_cannot_be_a_payer(tmp_path: Path, arguments: tuple[str, ...], says: str):
    result = run("new", *arguments, "--payer-files", tmp_path)
    assert result.exit_code == 2
    assert says in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("parent", ["base", "medicare_criteria", "medicare_advantage"])
def test_every_commented_line_of_a_new_file_is_right_once_it_is_wanted(tmp_path: Path, parent: str):
    said("new", "pine_ridge", "--inherits", parent, "--payer-files", tmp_path)
    path = tmp_path / "pine_ridge.yaml"
    start, first = path.read_text(), TODAY.replace(month=1, day=1)
    unlike = {"purchase_option", "rent_ends", "rental_months_paid"}  # together they would contradict each other
    wanted = {each.name for subject in subjects(load()) if subject.own for each in subject.parameters}
    text = start
    for parameter in load().parameters:
        line = written(parameter, first)
        if parent == "medicare_advantage" and parameter.name in OWN_CRITERIA:
            assert f"  # {line}\n" not in start
            continue
        assert f"  # {line}\n" in start
        if parameter.name in wanted - unlike:
            text = text.replace(f"  # {line}\n", f"  {line}\n")
    path.write_text(text)
    said("validate", path)


def test_validate_names_every_problem_with_its_place(tmp_path: Path):
    path = write(
        tmp_path, "acme",
        """\
        rental_month_paid: [{from: 2025-01-01, source: POLICY, value: 13}]
        rent_ends: [{from: 2025-01-01, source: POLICY, value: later}]
        """,
    )  # fmt: skip
    result = run("validate", tmp_path)
    assert result.exit_code == 2
    output = " ".join(result.output.split())
    assert f"{path}:{line_of(path, 'rental_month_paid')}" in output
    assert "rental_months_paid" in output, "the nearest key"
    assert f"{path}:{line_of(path, 'later')}" in output
    assert "found later; " in output
    assert "after_months" in output, "what is allowed"
    assert "2 problems" in output
    found = json.loads(run("validate", path, "--format", "json").stdout)["problems"]
    assert [each["line"] for each in found] == [line_of(path, "rental_month_paid"), line_of(path, "later")]


def test_validate_says_what_a_file_lacks_to_be_verified(folder: Path, tmp_path: Path):
    write(tmp_path, "acme")
    path = tmp_path / "acme.yaml"
    path.write_text(path.read_text().replace("grade: primary", "grade: unconfirmed"))
    report = json.loads(run("validate", path, "--format", "json").stdout)["files"][0]
    assert not report["could_be_verified"]
    lacking = " ".join(report["lacking"])
    assert "no clock for claims" in lacking
    assert "POLICY is unconfirmed" in lacking
    assert "nobody is named" in lacking
    path.write_text(path.read_text().replace("grade: unconfirmed", "grade: primary").replace("2025", "2019"))
    assert "could be rested on until 2021-01-01" in said("validate", path)


def test_validate_finds_a_parent_in_the_folder_of_payers(tmp_path: Path):
    parents = tmp_path / "parents"
    write(parents, "parent")
    child = write(tmp_path, "child", more="inherits: parent\n")
    assert run("validate", child).exit_code == 2
    assert "child is right" in said("validate", child, "--payer-files", parents)


def test_validate_says_what_is_not_there(tmp_path: Path):
    result = run("validate", tmp_path / "nobody.yaml", tmp_path)
    assert result.exit_code == 2
    assert "there is no such file or folder" in result.output
    assert "holds no payer file" in result.output
    assert run("validate").exit_code == 2


def test_the_schema_names_every_parameter():
    schema = json.loads(run("schema").stdout)
    values = schema["$defs"]["Values"]["properties"]
    assert set(values) == {parameter.name for parameter in load().parameters}
    assert values["filing_days_original"]["description"] == "Days within which the first claim must be filed, in days."
    assert "sources" in schema["required"]


def test_the_folder_comes_from_the_option_else_the_setting_else_the_users_data(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert payer_folder.existing_folder(None) is None
    own = tmp_path / "own"
    monkeypatch.setattr(payer_folder, "own_folder", lambda: own)
    assert payer_folder.existing_folder(None) is None, "it is not there yet"
    write(own, "acme")
    assert payer_folder.existing_folder(None) == own
    monkeypatch.setenv("OXYCLAIM_PAYERS", str(folder))
    assert payer_folder.existing_folder(None) == folder
    assert payer_folder.existing_folder(own) == own


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    result = run("list", "--payer-files", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert f"--payer-files: there is no folder {tmp_path / 'nowhere'}" in result.output
    monkeypatch.setenv("OXYCLAIM_PAYERS", str(tmp_path / "lost"))
    with pytest.raises(BadInput, match="OXYCLAIM_PAYERS: there is no folder"):
        payer_folder.existing_folder(None)
    told = json.loads(run("list", "--format", "json").stdout)["problems"]
    assert [(each["code"], each["path"]) for each in told] == [("no_folder", "OXYCLAIM_PAYERS")]


def test_broken_files_stop_every_command_that_uses_them_and_all_problems_are_told(tmp_path: Path):
    write(tmp_path, "acme", "rent_ends: [{from: 2025-01-01, source: POLICY, value: later}]", "state: Ohio\n")
    for arguments in (("list",), ("show", "medicare"), ("compare", "medicare", "acme"), ("new", "pine_ridge")):
        result = run(*arguments, "--payer-files", tmp_path)
        assert result.exit_code == 2
        assert "rent_ends" in result.output
        assert "state" in result.output
