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
    "--visit-date", "2025-05-08", "--test-date", "2025-05-08", "--spo2", "86", "--delivered", "2025-05-10",
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


def test_what_a_profile_lacks_and_what_is_wrong_with_one(tmp_path: Path):
    path = tmp_path / "profile.yaml"
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
    assert "birth_date" in run("case", "new", other, "--code", "E1390", "--birth-date", "2/3/1950", code=2).output
    assert not other.exists()


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


def test_a_store_makes_a_verdict_again_that_a_profile_filled(profile: Path, tmp_path: Path):
    path, store = tmp_path / "ann.yaml", tmp_path / "store.db"
    run("case", "new", path, *CASE, "--profile", profile)
    answers(path)
    run("store", "init", "--store", store)
    run("store", "import", path, "--store", store)
    run("check", "ann", "--store", store, "--keep", "--as-of", "2025-05-31", "--profile", profile)
    answer = json.loads(run("store", "verify", "--store", store, "--all", "--format", "json").stdout)
    assert (answer["made_again"], answer["differing"]) == (1, [])
