"""From an empty folder to a first claim: a profile, a case that begins with the patient. Everything is made up."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from oxyclaim.cli import case as command
from oxyclaim.cli.main import app
from oxyclaim.services.case_new import QUESTIONS

RUN = CliRunner()
PROFILE = [
    "--name", "Example Oxygen Inc.", "--npi", "1234567893", "--ptan", "0999990001", "--tax-id", "12-3456789",
    "--line-1", "1 Sample Road", "--city", "Albany", "--state", "NY", "--zip", "12207-1234", "--phone", "518-555-0100",
    "--submitter-id", "B08000001", "--submitter-name", "Example Oxygen Inc.", "--contact-name", "Ben Muster",
    "--contact-phone", "518-555-0100", "--receiver-id", "ECH27013", "--receiver-name", "Example Clearinghouse",
]  # fmt: skip
CASE = [
    "--code", "E1390", "--last-name", "Example", "--first-name", "Anna", "--birth-date", "1950-02-03", "--sex",
    "female", "--line-1", "12 Example Street", "--city", "Albany", "--state", "NY", "--zip", "12207", "--account",
    "A100", "--member-id", "1EG4TE5MK73", "--practitioner-last-name", "Sample", "--practitioner-first-name", "Carla",
    "--practitioner-npi", "1245319599", "--diagnosis", "J44.9", "--order-date", "2025-05-09", "--flow", "2",
    "--visit-date", "2025-05-08", "--test-date", "2025-05-08", "--spo2", "86", "--acquisition", "rental", "--delivered",
    "2025-05-10",
    "--on-file", "--as-of", "2025-05-31",
]  # fmt: skip


def run(*words: object, code: int = 0) -> Result:
    result = RUN.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yaml"
    run("profile", "new", "--profile", path, *PROFILE)
    return path


def _written(facts: object) -> str:
    """As YAML without references, which these files do not have."""
    return yaml.safe_dump(json.loads(json.dumps(facts, default=str)))


def answers(path: Path) -> None:
    """What a person enters into a case that was started, from the papers."""
    case = yaml.safe_load(path.read_text())
    case["coverage"] |= {"assignment_disclosed": True, "benefits_assigned": True, "release_signed": True}
    names = ("names_beneficiary", "describes_items", "states_quantity", "names_practitioner", "signed")
    case["orders"][0] |= dict.fromkeys(names, True) | {"received_date": "2025-05-09"}
    case["encounters"][0] |= {
        "with_practitioner": "ordering_practitioner",
        "mode": "in_person",
        "supports_order": True,
    }
    case["tests"][0] |= {
        "study": "spot", "state": "rest", "on_room_air": True, "performed_by": "treating_practitioner",
        "paid_by": "payer", "supervision": "in_person", "inpatient": False, "signs_noted": True,
        "ordered_by_practitioner": True, "evaluated_by_practitioner": True, "evaluation_shown_by": "result_in_note",
        "result_in_record": True,
    }  # fmt: skip
    case["deliveries"][0] |= {"method": "direct", "signed": True, "complete": True}
    case |= {"absences": [], "history": []}
    asked = ["part_b", "medicare_advantage", "hospice", "stay", "death", "primary_payer", "address"]
    case["checks"] = [{"date": "2025-05-12", "source": "payer_system", "asked": asked}]
    case["clinical"] = {"home_oxygen_will_improve_condition": {"document": "NOTE", "value": True}}
    case["items"][0] |= {"charge": "240.00", "place_of_service": "12"}
    path.write_text(yaml.safe_dump(case, sort_keys=False))


def test_from_an_empty_folder_to_a_first_clean_claim(profile: Path, tmp_path: Path):
    """Four commands, and the facts of the papers."""
    path, target = tmp_path / "ann.yaml", tmp_path / "claim.x12"
    made = run("case", "new", path, *CASE, "--profile", profile)
    assert "needed:" in made.output
    answers(path)
    run("check", path, "--as-of", "2025-05-31", "--profile", profile)
    coming = json.loads(
        run("due", path, "--as-of", "2025-06-12", "--profile", profile, "--format", "json", code=1).stdout
    )
    assert not [point for month in coming["months"] for point in month["wrong"]]
    run("claim", path, "-o", target, "--as-of", "2025-05-31", "--profile", profile)
    text = target.read_text()
    for wanted in ("*ZZ*B08000001      *ZZ*ECH27013", "NM1*85*2*EXAMPLE OXYGEN INC.*****XX*1234567893",
                   "NM1*PR*2*MEDICARE DME 16013*****PI*16013", "NM1*40*2*EXAMPLE CLEARINGHOUSE", "*0*T*:"):  # fmt: skip
        assert wanted in text


def test_a_profile_is_found_by_a_setting_and_a_case_overrides_it(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, target = tmp_path / "ann.yaml", tmp_path / "claim.x12"
    monkeypatch.setenv("OXYCLAIM_PROFILE", str(profile))
    run("case", "new", path, *CASE)
    answers(path)
    case = yaml.safe_load(path.read_text())
    case["coverage"]["payer_name"] = "Noridian JA DME"
    path.write_text(yaml.safe_dump(case))
    run("claim", path, "-o", target, "--as-of", "2025-05-31")
    assert "NM1*PR*2*NORIDIAN JA DME*****PI*16013" in target.read_text()


def test_a_location_is_chosen_and_never_mixed_with_another(profile: Path, tmp_path: Path):
    path, target = tmp_path / "ann.yaml", tmp_path / "claim.x12"
    facts = yaml.safe_load(profile.read_text())
    facts["locations"].append(facts["locations"][0] | {"id": "north", "npi": "1245319599", "name": "North"})
    facts["usage"] = "production"
    profile.write_text(_written(facts))
    run("case", "new", path, *CASE, "--profile", profile)
    answers(path)
    plain = yaml.safe_load(path.read_text())
    for supplier, wanted in (({"location": "north"}, "NM1*85*2*NORTH*****XX*1245319599"),
                             ({"npi": "1245319599"}, "NM1*85*2*NORTH*****XX*1245319599")):  # fmt: skip
        path.write_text(yaml.safe_dump(plain | {"supplier": supplier}))
        command = ("claim", path, "-o", target, "--as-of", "2025-05-31", "--profile", profile)
        run(*command, "--control-number", 7)
        assert wanted in target.read_text()
        assert "*000000007*0*P*" in target.read_text()
    path.write_text(yaml.safe_dump(plain | {"supplier": {"location": "south"}}))
    refused = run("claim", path, "-o", target, "--profile", profile, code=2)
    assert "the profile has no location south; it has main, north" in refused.output
    # Another supplier's NPI: nothing of ours is put beside it.
    path.write_text(yaml.safe_dump(plain | {"supplier": {"npi": "1999999984"}}))
    held = run("check", path, "--as-of", "2025-05-31", "--profile", profile, code=1)
    assert "supplier.name" in held.output


def test_a_missing_state_is_told_and_not_what_the_profile_gives_by_state(profile: Path, tmp_path: Path):
    path = tmp_path / "ann.yaml"
    run("case", "new", path, *CASE, "--profile", profile)
    answers(path)
    facts = yaml.safe_load(path.read_text())
    del facts["patient"]["address"]["state"]
    path.write_text(yaml.safe_dump(facts))
    words = (path, "--as-of", "2025-05-31", "--profile", profile)
    for door in (("check", *words), ("claim", *words, "-o", tmp_path / "claim.x12")):
        told = " ".join(run(*door, code=1).output.split())
        assert "the case lacks patient.address.state." in told
        assert "payer_id" not in told
    held = run("form", *words, "-o", tmp_path / "form.txt", code=2).output
    assert "patient.address.state" in held
    without = " ".join(run("check", path, "--as-of", "2025-05-31", code=1).output.split())
    assert "coverage.payer_id" in without, "without a profile it is missing itself"


def test_what_a_profile_lacks_and_what_is_wrong_with_one(tmp_path: Path):
    path = tmp_path / "profile.yaml"
    told = run(
        "profile", "new", "--profile", path, "--npi", "1234567890", "--zip", "1", "--submitter-id", " ", code=2
    ).output
    assert "--npi: found 1234567890; is not an NPI" in told
    assert "--zip: " in told
    assert str(path) not in told, "there is no such file: no line of it can be named"
    assert not path.exists()
    run("profile", "new", "--profile", path, "--npi", "1234567893")
    answer = json.loads(run("profile", "validate", "--profile", path, "--format", "json", code=1).stdout)
    lacking = {lack["path"] for lack in answer["lacks"]}
    assert {"submitter.id", "locations[id=main].tax_id", "receivers[id=front-end].receiver_id"} <= lacking
    assert "locations[id=main].npi" not in lacking
    assert "is there already" in run("profile", "new", "--profile", path, code=2).output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        "profile_version: 1\nlocations:\n- {id: a, npi: '1234567890'}\n- {id: a, tx_id: 1}\n"
        "payers:\n- {payer: medicaire, receiver: nowhere}\n"
    )
    told = run("profile", "validate", "--profile", wrong, code=2).output
    assert "wrong.yaml:3: locations[id=a].npi" in told
    assert "did you mean 'tax_id'" in told
    assert "is the label of another entry" in told
    assert "is no receiver of this profile" in told


def test_a_case_is_not_started_over_another_or_of_a_code_that_is_none(tmp_path: Path):
    path = tmp_path / "ann.yaml"
    path.write_text("older")
    assert "is there already" in run("case", "new", path, "--code", "E1390", code=2).output
    assert path.read_text() == "older"
    other = tmp_path / "other.yaml"
    assert "no code of home oxygen" in run("case", "new", other, "--code", "A0001", code=2).output
    assert not other.exists()
    told = run("case", "new", other, "--code", "E1390", "--birth-date", "2/3/1950", code=2).output
    assert "--birth-date: " in told, "what is wrong is named as it was given, not by a line of a file that is not there"
    assert "1950" not in told
    assert str(other) not in told
    assert not other.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("case", "new", "OUT", "--code", "E1390"),
        ("profile", "new", "--profile", "OUT"),
        ("import", "map", "IN", "-o", "OUT"),
    ],
)
def test_nothing_is_started_that_no_command_would_read(tmp_path: Path, words: tuple[str, ...]):
    export, target = tmp_path / "patients.csv", tmp_path / "started.txt"
    export.write_text("Patient ID,HCPCS\n1,E1390\n")
    told = run(*({"OUT": target, "IN": export}.get(word, word) for word in words), code=2).output
    assert "started.txt: the name must end in .yaml or .yml" in told
    assert not target.exists()


@pytest.mark.parametrize("codes", [("E1390",), ("E1390", "E0431"), ("E0443",), ("A4608",)])
def test_a_case_that_is_started_holds_no_fact_that_nobody_gave(tmp_path: Path, codes: tuple[str, ...]):
    """Of whatever code: no dates, no test, no visit, nothing about how it is billed."""
    path = tmp_path / "ann.yaml"
    asked = [word for code in codes for word in ("--code", code)]
    made = json.loads(run("case", "new", path, *asked, "--format", "json").stdout)
    facts = yaml.safe_load(path.read_text())
    given = {"schema_version": 1, "case_id": "ann", "coverage": {"payer": "medicare"}, "documents": None}
    given["items"] = [{"line_number": number, "code": code} for number, code in enumerate(codes, start=1)]
    assert {"documents": None} | facts == given
    assert "service_date" in made["missing"][0]
    told = run("check", path, code=2).output
    assert "service_date" in told
    assert "must be given" in told


def test_what_is_given_of_a_section_opens_that_section_alone(tmp_path: Path):
    path = tmp_path / "ann.yaml"
    run("case", "new", path, "--code", "E1390", "--test-date", "2025-05-08", "--acquisition", "purchase")
    facts = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))
    assert facts["tests"] == [{"id": "TEST-1", "document": "TEST", "date": "2025-05-08"}], "the method is not known"
    assert facts["items"] == [{"line_number": 1, "code": "E1390", "acquisition": "purchase"}]
    assert [each["id"] for each in facts["documents"]] == ["TEST"]
    assert not {"orders", "encounters", "deliveries", "diagnoses", "patient", "practitioner"} & facts.keys()


def test_each_comment_is_a_key_once_its_sign_is_taken_away(tmp_path: Path):
    """What waits as a comment can be filled in where it stands; what it means stands behind it."""
    path = tmp_path / "ann.yaml"
    run("case", "new", path, "--code", "E1392")
    lines = path.read_text().split("schema_version", 1)[1].splitlines()
    sections = [line for line in lines if line.startswith("# ") and line.rstrip().endswith(":")]
    assert {"# patient:", "# orders:", "# encounters:", "# tests:", "# deliveries:"} <= set(sections)
    start = lines.index("# encounters:")
    opened = "\n".join(line.removeprefix("# ") for line in lines[start : start + 7])
    [visit] = yaml.safe_load(opened)["encounters"]
    assert set(visit) == {"id", "document", "date", "with_practitioner", "mode", "supports_order"}
    assert visit["date"] is None


def test_on_a_terminal_what_is_not_given_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "on_a_terminal", lambda: True)
    path = tmp_path / "ann.yaml"
    answers = ["Example", "", "1950-02-03"] + [""] * (len(QUESTIONS) - 4)
    given = [str(path), "--code", "E1390", "--state", "NY"]
    result = RUN.invoke(app, ["case", "new", *given], input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    patient = yaml.safe_load(path.read_text())["patient"]
    assert (patient["last_name"], str(patient["birth_date"]), patient["address"]["state"]) == (
        "Example",
        "1950-02-03",
        "NY",
    )
    assert "first_name" not in patient


def _typed(path: Path, answers: dict[str, list[str]], *given: str) -> Result:
    """Somebody at a terminal: what is typed at each question, by its name; nothing at the others."""
    lines = [line for question in QUESTIONS for line in answers.get(question.name, [""])]
    return RUN.invoke(app, ["case", "new", str(path), "--code", "E1390", *given], input="\n".join(lines) + "\n")


def test_a_bad_answer_is_asked_again_and_loses_none_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "on_a_terminal", lambda: True)
    path = tmp_path / "ann.yaml"
    answers = {
        "last-name": ["Example"],
        "birth-date": ["2/3/1950", "1950-02-03"],
        "practitioner-npi": ["1234567890", "1245319599"],
        "diagnosis": ["COPD", "J44.9"],
        "spo2": ["eighty", "8600", "86"],
    }
    result = _typed(path, answers)
    assert result.exit_code == 0, result.output
    facts = yaml.safe_load(path.read_text())
    assert (facts["patient"]["last_name"], str(facts["patient"]["birth_date"])) == ("Example", "1950-02-03")
    assert facts["practitioner"]["npi"] == "1245319599"
    assert facts["tests"][0]["spo2_percent"] == 86
    assert "must be a date written year-month-day" in result.output
    assert "its check digit is wrong" in result.output
    told = [line for line in result.output.splitlines() if line.startswith("   ")]
    assert not any("1950" in line for line in told), "patient data is not repeated"


def test_an_answer_that_does_not_go_with_another_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What a case refuses only as a whole: the rest of what was typed stays."""
    monkeypatch.setattr(command, "on_a_terminal", lambda: True)
    path = tmp_path / "ann.yaml"
    lines = [{"last-name": "Example", "member-id": "12345"}.get(question.name, "") for question in QUESTIONS]
    typed = "\n".join([*lines, "1EG4TE5MK73"]) + "\n"
    result = RUN.invoke(app, ["case", "new", str(path), "--code", "E1390"], input=typed)
    assert result.exit_code == 0, result.output
    facts = yaml.safe_load(path.read_text())
    assert (facts["patient"]["last_name"], facts["coverage"]["member_id"]) == ("Example", "1EG4TE5MK73")


def test_what_was_given_wrong_is_told_before_anything_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "on_a_terminal", lambda: True)
    path = tmp_path / "ann.yaml"
    result = _typed(path, {}, "--spo2", "8600")
    assert result.exit_code == 2
    assert "--spo2: " in result.output
    assert "family name" not in result.output


def test_a_store_makes_a_verdict_again_that_a_profile_filled(profile: Path, tmp_path: Path):
    path, store = tmp_path / "ann.yaml", tmp_path / "store.db"
    run("case", "new", path, *CASE, "--profile", profile)
    answers(path)
    run("store", "init", "--store", store)
    run("store", "import", path, "--store", store)
    run("check", "ann", "--store", store, "--keep", "--as-of", "2025-05-31", "--profile", profile)
    answer = json.loads(run("store", "verify", "--store", store, "--all", "--format", "json").stdout)
    assert (answer["made_again"], answer["differing"]) == (1, [])
