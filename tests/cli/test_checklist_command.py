"""`oxyclaim checklist` from the user's door."""

import json
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli import doors
from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services.targets import file_name
from oxyclaim.views.render import pdf
from tests.pdf_text import pages_of
from tests.pdf_text import text_of as words

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases()}


def a_case(**changes: Any) -> dict[str, Any]:
    return deepcopy(WORKED["coverage-1"]) | changes


def case_file(folder: Path, *cases: dict[str, Any]) -> str:
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": list(cases)}, allow_unicode=True), encoding="utf-8")
    return str(path)


def unsigned() -> dict[str, Any]:
    case = a_case()
    case["orders"][0]["signed"] = False
    return case


def run(*arguments: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["checklist", *arguments])
    return result.exit_code, " ".join(result.output.split())


def test_exit_codes(tmp_path: Path):
    assert run(case_file(tmp_path, a_case()))[0] == 0
    assert run(case_file(tmp_path, unsigned()))[0] == 1
    assert run(str(tmp_path / "none.yaml"))[0] == 2


def test_the_summary_comes_first(tmp_path: Path):
    case = a_case(clinical={"mobile_in_home": {"basis": "reported", "value": True}})
    del case["deliveries"]
    _, text = run(case_file(tmp_path, case))
    assert text.startswith("Case coverage-1 9 on file, 1 reported, 1 missing line 1")


def test_what_is_wrong_says_who_supplies_it_which_rule_wants_it_and_until_when(tmp_path: Path):
    _, text = run(case_file(tmp_path, unsigned()), "--as-of", "2025-06-01")
    assert "1 not good enough Standard written order (SWO) practitioner 1, 2 2026-05-11" in text
    assert "is missing" in text
    assert "rule: PAP-100: 42CFR410.38" in text
    assert "last day for a timely claim 2026-05-11" in text
    assert "Keep these papers until 2032-05-10 (source: MLN)" in text


def test_what_holds_for_several_papers_is_said_once(tmp_path: Path):
    case = a_case()
    for document in case["documents"]:
        document["on_file"] = False
    _, text = run(case_file(tmp_path, case), "--as-of", "2025-06-01")
    assert text.count("no document on file shows it") == 1 + text.count("(only reported: no document on file")
    assert text.count("this month's line too") == 1
    assert text.count("last day for a timely claim") == 1
    assert (
        text.index("Standard written order (SWO)")
        < text.index("Proof of delivery (POD)")
        < text.index("on file lines as")
    )


@pytest.mark.parametrize("width", [80, 100])
def test_a_row_for_each_paper_fits_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setattr(doors, "PIPED_WIDTH", width)
    output = RUN.invoke(app, ["checklist", case_file(tmp_path, unsigned()), "--as-of", "2025-06-01"]).output
    assert max(map(len, output.splitlines())) <= width
    row = next(line for line in output.splitlines() if line.lstrip().startswith("1  not good enough"))
    assert row.endswith("2026-05-11")


def test_no_form_but_the_pdf_names_the_patient(tmp_path: Path):
    for form in ("text", "markdown", "json"):
        _, text = run(case_file(tmp_path, unsigned()), "--format", form)
        assert "1950-02-03" not in text
        assert "Anna" not in text


def test_json_gives_programs_everything(tmp_path: Path):
    other = a_case(case_id="B")
    other["coverage"]["member_id"] = "1EG4TE5MK74"
    days = ("--format", "json", "--as-of", "2025-06-01")
    result = RUN.invoke(app, ["checklist", case_file(tmp_path, unsigned(), other), *days])
    answer = json.loads(result.output)
    assert answer["summary"]["not good enough"] >= 1
    first, second = answer["cases"]
    assert not first["complete"]
    assert second["complete"]
    order = first["entries"][0]
    assert (order["item"], order["standing"], order["lines"]) == ("written_order", "not good enough", [1, 2])
    assert order["where"] == [{"document": "ORDER", "page": None}]
    assert answer["authorities"]["42CFR410.38"]["grade"] == "primary"
    assert answer["authorities"]["MLN"]["title"]


def test_markdown_has_a_table_and_the_details(tmp_path: Path):
    result = RUN.invoke(app, ["checklist", case_file(tmp_path, unsigned()), "--format", "markdown"])
    assert "| standing | paper or fact | from | lines | by |" in result.output
    assert "| 1 | not good enough | Standard written order (SWO) | practitioner | 1, 2 |" in result.output
    assert "must show: the practitioner's signature" in result.output


def test_a_pdf_names_patient_practitioner_and_what_is_asked(tmp_path: Path):
    target = tmp_path / "request.pdf"
    code, text = run(case_file(tmp_path, unsigned()), "--output", str(target))
    assert code == 1
    assert "it names the patient" in text
    assert target.stat().st_mode & 0o077 == 0, "for its owner alone"
    told = words(target)
    for wanted in ("Example Oxygen Inc.", "Example, Anna", "date of birth 02/03/1950", "Sample, Carla",
                   "Standard written order", "the practitioner's signature", "Required by: CMS, 42 CFR 410.38(d)",
                   "Please do not change, backdate or re-sign a record"):  # fmt: skip
        assert wanted in told, wanted


def test_what_the_office_gets_holds_nothing_of_the_suppliers_own(tmp_path: Path):
    target = tmp_path / "request.pdf"
    case = unsigned()
    del case["deliveries"]
    run(case_file(tmp_path, case), "--output", str(target))
    office, own = words(target).split("For the supplier's own file - do not send")
    assert "Proof of delivery" not in office
    assert "Proof of delivery" in own
    assert "do not send" not in office


def test_a_complete_file_asks_the_office_for_nothing(tmp_path: Path):
    target = tmp_path / "request.pdf"
    assert run(case_file(tmp_path, a_case()), "--output", str(target))[0] == 0
    told = words(target)
    assert "Request for medical records" not in told
    assert "Asked of the office nothing" in told


def test_the_letter_names_the_suppliers_telephone_and_fax_or_leaves_them_to_be_filled_in(tmp_path: Path):
    target = tmp_path / "request.pdf"
    case = unsigned()
    run(case_file(tmp_path, case), "--output", str(target))
    assert "Telephone, fax ________________, fax ________________" in words(target)
    case["supplier"] |= {"phone": "518-555-0100", "fax": "(518) 555-0101"}
    run(case_file(tmp_path, case), "--output", str(target))
    told = words(target)
    assert "Telephone 518-555-0100, Fax (518) 555-0101" in told
    assert "Please return to Example Oxygen Inc., fax (518) 555-0101. Questions: 518-555-0100" in told


def test_names_in_other_letters_are_transliterated_and_the_form_says_so(tmp_path: Path):
    case = unsigned()
    case["patient"] |= {"last_name": "Ковальчук", "first_name": "Ольга"}
    case["practitioner"] |= {"last_name": "Núñez"}
    target = tmp_path / "request.pdf"
    run(case_file(tmp_path, case), "--output", str(target))
    told = words(target)
    assert "Koval'chuk, Ol'ga" in told
    assert "Núñez" in told
    assert "Some letters were replaced by Latin ones" in told


def test_a_long_case_flows_over_pages_that_are_counted_by_paper(tmp_path: Path):
    case = a_case()
    for document in case["documents"]:
        document["on_file"] = False
    case["tests"] = [case["tests"][0] | {"id": f"READING-{n}", "spo2_percent": 94} for n in range(12)]
    target = tmp_path / "request.pdf"
    run(case_file(tmp_path, case), "--output", str(target))
    pages = pages_of(target.read_bytes())
    letter = [page for page in pages if "not to be sent" not in page]
    assert len(letter) <= 2
    assert f"Page 1 of {len(letter)}" in pages[0]
    assert "Page 1 of" in pages[len(letter)]


def test_a_folder_gets_one_pdf_a_case_named_by_its_id_alone(tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    run(case_file(tmp_path, unsigned(), a_case(case_id="A/../B")), "--output", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["A__._B.pdf", "coverage-1.pdf"]


@pytest.mark.parametrize("case_id", ["A/../../etc", "A..", "x.pdf", "C:", "a" * 40, "A/.b"])
def test_a_file_name_stays_in_its_folder(case_id: str):
    name = file_name(case_id, ".pdf")
    assert Path(name).name == name
    assert ".." not in name
    assert name.endswith(".pdf")


def test_two_cases_with_one_file_name_are_refused_before_anything_is_written(tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    cases = case_file(tmp_path, a_case(case_id="A/1"), a_case(case_id="A_1"))
    code, text = run(cases, "--output", str(folder))
    assert code == 2
    assert "A_1.pdf" in text
    assert not list(folder.iterdir())


def test_bad_targets_say_what_to_do(tmp_path: Path):
    two = case_file(tmp_path, a_case(), WORKED["coverage-2"])
    code, text = run(two, "--output", str(tmp_path / "one.pdf"))
    assert code == 2
    assert "--output FOLDER" in text
    code, text = run(two, "--output", str(tmp_path / "nowhere"))
    assert code == 2
    assert "make it first" in text
    assert run(two, "--output", "a.pdf", "--output", str(tmp_path))[0] == 2


def test_without_the_library_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fpdf", None)
    for name in ("pdf", "letter_paper"):
        monkeypatch.delitem(sys.modules, f"oxyclaim.views.render.{name}", raising=False)
    target = tmp_path / "request.pdf"
    code, text = run(case_file(tmp_path, a_case()), "--output", str(target))
    assert code == 2
    assert "pip install 'oxyclaim[pdf]'" in text
    assert not target.exists()
    assert run(case_file(tmp_path, a_case()))[0] == 0, "the checklist itself needs no such library"


def test_a_pdf_that_cannot_be_made_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object) -> bytes:
        raise OSError(28, "No space left on device", "request.pdf")

    target = tmp_path / "request.pdf"
    target.write_bytes(b"old")
    monkeypatch.setattr(pdf, "pdf_of", broken)
    code, text = run(case_file(tmp_path, a_case()), "--output", str(target))
    assert code == 2
    assert "no space left" in text
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
