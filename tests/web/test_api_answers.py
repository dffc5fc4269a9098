"""The API gives the answers of the commands, and says of itself what is true."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from api_program import AT, problems, program
from desk_site import Site
from openapi_spec_validator import validate
from typer.testing import CliRunner

from oxyclaim.cli.main import app

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
AS_OF = date(2025, 12, 31)


def cases_in(files: list[Path]) -> list[dict]:
    """The cases, as JSON has them."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    return json.loads(json.dumps(found, default=str))


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("check", EXAMPLES[:8]),
        ("checklist", EXAMPLES[:4]),
        ("calendar", EXAMPLES[:1]),
        *(pytest.param(command, EXAMPLES, marks=pytest.mark.slow) for command in ("check", "checklist", "calendar")),
    ],
)
def test_examples_have_the_answer_of_the_command(filled_site: Site, command: str, files: list[Path]) -> None:
    some = cases_in(files)
    asked = program(filled_site, "judge").post(f"/{command}", json={"cases": some, "as_of": AS_OF.isoformat()})
    assert asked.status_code == 200, asked.text
    arguments = [command, *map(str, files), "--format", "json", "--as-of", AS_OF.isoformat()]
    assert asked.json() == json.loads(CliRunner().invoke(app, arguments).output)
    assert len(asked.json()["cases"]) == len(some)


def test_a_patient_of_the_store_has_the_answer_of_its_case(filled_site: Site) -> None:
    ask = program(filled_site, "judge", "patients:read")
    for row in ask.get("/patients", params={"limit": 1}).json()["patients"]:
        case = ask.get(f"/patients/{row['id']}").json()["case"]
        for question in ("check", "checklist", "due"):
            of_patient = ask.get(f"/patients/{row['id']}/{question}").json()
            assert of_patient == ask.post(f"/{question}", json={"cases": [case]}).json(), (row["case_id"], question)


def test_payers_files_are_read_as_the_command_reads_them(filled_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = EXAMPLES[0].parent / "replies"
    files = sorted(each for each in folder.iterdir() if each.is_file())
    sent = [("files", (each.name, each.read_bytes())) for each in files]
    asked = program(filled_site).post("/replies/read", files=sent)
    monkeypatch.chdir(folder)
    today = filled_site.office.today().isoformat()
    arguments = ["replies", *(each.name for each in files), "--format", "json", "--as-of", today]
    printed = json.loads(CliRunner().invoke(app, arguments).output)
    assert asked.json() == printed
    assert len(printed["files"]) == len(files) > 1
    twice = [("files", ("a.835", b"x")), ("files", ("A.835", b"x"))]
    assert (
        problems(program(filled_site).post("/replies/read", files=twice), 422)["problems"][0]["code"] == "doubled_name"
    )


def test_all_patients_page_by_page_and_found_by_name(filled_site: Site) -> None:
    ask = program(filled_site, "patients:read")
    seen, after = [], ""
    while after is not None:
        page = ask.get("/patients", params={"limit": 7, "after": after}).json()
        seen += [each["case_id"] for each in page["patients"]]
        after = page["next"]
    every = [each.case_id for each in filled_site.desk.of("own").store.latest()]
    assert seen == sorted(every)
    first = ask.get("/patients", params={"limit": 1}).json()["patients"][0]
    found = ask.post("/patients/search", json={"begins": first["name"][:5]}).json()["patients"]
    assert first["id"] in {each["id"] for each in found}
    due = ask.get("/due", params={"ahead": 10}).json()
    assert due["summary"]["cases_read"] == len(every)


def test_a_case_that_cannot_be_read_is_told_beside_the_others(filled_site: Site) -> None:
    cases = cases_in(EXAMPLES[:1])
    ask = program(filled_site, "judge")
    broken = {**cases[0], "case_id": "BROKEN", "nonsense": 1}
    told = ask.post("/check", json={"cases": [cases[0], broken]}).json()
    assert (len(told["cases"]), [each["code"] for each in told["problems"]]) == (1, ["unknown_key"])
    both = problems(ask.post("/check", json={"cases": [broken, {**broken, "case_id": "2"}]}), 422)
    assert len(both["problems"]) == 2
    under = ask.post("/check", json={"cases": cases[:1], "payer": "humana_medicare_advantage"}).json()
    assert under["cases"][0]["lines"][0]["payer"]["id"] == "humana_medicare_advantage"
    problems(ask.post("/check", json={"cases": cases[:1], "payer": "nobody"}), 422)


def test_it_describes_itself(filled_site: Site) -> None:
    told = filled_site.guest().get(f"{AT}/openapi.json")
    assert told.status_code == 200
    made = told.json()
    validate(made)
    assert made["openapi"].startswith("3.1")
    operations = [each for path in made["paths"].values() for each in path.values()]
    assert len(operations) > 30
    for each in operations:
        assert each["security"] == [{"token": [each["x-scope"]]}]
        assert each["summary"]
    answer = made["paths"]["/check"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("CheckAnswer")


def test_the_examples_that_it_shows_are_answered(filled_site: Site) -> None:
    made = filled_site.guest().get(f"{AT}/openapi.json").json()
    ask = program(filled_site)
    tried = 0
    for path, methods in made["paths"].items():
        body = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if body is None or "{" in path or path in ("/claims", "/patients", "/webhooks"):
            continue
        schema = made["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
        example = {name: each["examples"][0] for name, each in schema["properties"].items() if "examples" in each}
        assert example, path
        answer = ask.post(path, json=example)
        if "claim" in example:
            codes = [each["code"] for each in problems(answer, 422)["problems"]]
            assert codes == ["no_claim"], (path, "the example is well formed, and its claim never went out")
        else:
            assert answer.status_code == 200, (path, answer.text)
        tried += 1
    assert tried >= 5


def test_every_call_is_in_the_guide(filled_site: Site) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    made = filled_site.guest().get(f"{AT}/openapi.json").json()
    for path in made["paths"]:
        last = "/" + path.strip("/").split("/{")[0].rpartition("/")[2]
        assert last in guide, path
