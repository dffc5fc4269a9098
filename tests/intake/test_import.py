"""An office's export becomes cases: each row is in a case or told, and a case says no more than the export does."""

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.cli.main import app
from oxyclaim.intake.building import built, case_ids
from oxyclaim.intake.cells import Unread, cell_reader
from oxyclaim.intake.joining import Joined, joined
from oxyclaim.intake.mapping import FileMap, ReadMapping, read_mapping
from oxyclaim.intake.tables import CannotRead, Table, read_table
from oxyclaim.intake.targets import targets
from oxyclaim.services.answers import plain, read_back
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.importing import ImportAnswer, Imported, ImportRequest, import_export
from oxyclaim.services.importing.importing import presumed_targets
from oxyclaim.services.importing.worklist import COLUMNS, worklist
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.targets import file_name
from tests.intake.exports import AS_OF, MAPPING, Told, write_export

BOOK = rule_book()
RUN = CliRunner()
PATIENTS, DIRTY = 40, 4


def imported(folder: Path, told: Told, mapping: str | None = None) -> Imported:
    path = folder / "map.yaml"
    if mapping is not None:
        path.write_text(mapping, encoding="utf-8")
    return import_export(ImportRequest(told.files, path, AS_OF), BOOK)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Imported]:
    folder = tmp_path_factory.mktemp("export")
    told = write_export(folder, PATIENTS, DIRTY)
    return told, imported(folder, told)


def test_every_row_is_in_a_case_or_told_or_blank(office: tuple[Told, Imported]):
    told, found = office
    rows = found.answer.rows
    assert rows.read == told.rows
    assert rows.read == rows.in_cases + rows.set_aside + rows.blank
    assert rows.set_aside == len(found.answer.rows_set_aside)
    assert rows.blank == told.blank
    assert len({(each.file, each.row) for each in found.answer.rows_set_aside}) == rows.set_aside
    made = {case.case_id for case in found.cases}
    aside = {each.patient for each in found.answer.rows_set_aside if each.patient}
    assert made.isdisjoint(aside)
    assert made | aside >= set(told.patients)


def test_patients_whose_papers_a_person_confirmed_are_billable_without_retyping(office: tuple[Told, Imported]):
    told, found = office
    due = {case.case_id for case in found.cases if case.items[0].service_date <= AS_OF} & set(told.indexed)
    assert len(due) > 6
    answer = check(CheckRequest([case for case in found.cases if case.case_id in due], AS_OF), BOOK)
    assert {line.verdict for line in answer.lines} == {"billable"}
    assert found.answer.ready >= len(due)


def test_what_no_person_confirmed_is_reported_and_never_billable(office: tuple[Told, Imported]):
    _, found = office
    others = [case for case in found.cases if int(case.case_id[1:6]) % 3 != 2]
    assert len(others) > 15
    for case in others:
        for record in (*(case.orders or ()), *(case.tests or ()), *(case.deliveries or ()), *(case.diagnoses or ())):
            assert (record.basis, record.document) == ("reported", None)
    verdicts = {line.verdict for line in check(CheckRequest(others, AS_OF), BOOK).lines}
    assert "billable" not in verdicts


def test_dirt_is_told_with_file_row_and_column_and_private_values_are_not_repeated(office: tuple[Told, Imported]):
    told, found = office
    by_dirt = {dirt: patient for patient, dirt in told.dirty.items()}
    made = {case.case_id: case for case in found.cases}
    gaps = {(gap.patient, gap.column): gap for gap in found.answer.gaps if gap.kind == "cannot read"}
    birth = gaps[by_dirt["bad date"], "DOB"]
    assert (birth.file, birth.found) == ("patients.csv", "(not shown: patient data)")
    assert (birth.row or 0) > 1
    assert made[by_dirt["bad date"]].patient.birth_date is None  # type: ignore[union-attr]
    assert gaps[by_dirt["bad number"], "Flow"].found == "two"
    assert "5 or 9 digits" in gaps[by_dirt["zip lost its zero"], "Zip"].what
    assert made[by_dirt["trailing blanks"]].patient.address.zip in ("12304", "76502", "45402", "89501")  # type: ignore[union-attr]
    assert made[by_dirt["doubled row"]]
    assert found.answer.rows.doubled >= 1
    for dirt in ("bad history", "bad pick-up", "two people", "doubled patient"):
        assert by_dirt[dirt] not in made, dirt
    assert f"{by_dirt['doubled patient']}-B" not in made
    text = json.dumps([gap.what + gap.found for gap in found.answer.gaps])
    assert "13/45/1941" not in text
    assert "Other, Person" not in text


def test_the_worklist_is_ranked_by_money_and_then_by_the_day(office: tuple[Told, Imported], tmp_path: Path):
    _, found = office
    rows = list(csv.DictReader(worklist(found.answer.gaps).splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(found.answer.gaps) > 50
    keys = [(-float(row["money"]), row["due"] or "9999") for row in rows]
    assert keys == sorted(keys)
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["what"] and row["to_do"] for row in rows)


def test_a_month_in_mid_rental_is_dated_by_the_months_billed_before(office: tuple[Told, Imported]):
    told, found = office
    clean = [case for case in found.cases if case.case_id not in told.dirty]
    for case in clean:
        billed = {month.service_date for month in case.history or ()}
        for item in case.items:
            assert item.rental_start is not None
            assert item.service_date > item.rental_start
            assert item.service_date not in billed
            assert len([month for month in case.history or () if month.code == item.code]) >= 3


def clean_export(folder: Path, patients: int = 3) -> Told:
    return write_export(folder, patients, dirt=0)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("blank:\n  items.device.picked_up: none\n", "", "was picked up is not said"),
        ("    complete: yes\n    columns: {HCPCS", "    complete: no\n    columns: {HCPCS", "is not complete"),
        ("    columns: {HCPCS: history.code, DOS: history.service_date, Status: history.outcome, Paid: history.paid}\n"
         "    constants: {history.kind: rental, history.payer: medicare, history.supplier: own}\n",
         "    columns: {Paid: checks.source}\n", "months billed before are not given"),
        ('  coverage.payer: {"MEDICARE PART B": medicare, MCR: medicare}\n', "", "there is no payer"),
    ],
    ids=["pick-up", "incomplete history", "no history", "payer"],
)  # fmt: skip
def test_what_is_not_said_is_asked_and_never_presumed(tmp_path: Path, was: str, becomes: str, why: str):
    assert was in MAPPING
    told = clean_export(tmp_path)
    found = imported(tmp_path, told, MAPPING.replace(was, becomes))
    assert not found.cases
    assert found.answer.rows.set_aside == told.rows
    assert all(why in each.why for each in found.answer.rows_set_aside)


def test_a_billed_month_without_its_day_sets_the_patient_aside(tmp_path: Path):
    told = clean_export(tmp_path)
    billed = tmp_path / "billed.csv"
    lines = billed.read_text(encoding="utf-8-sig").splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("P00001,"))
    id, code, _, *rest = lines[row].split(",")
    lines[row] = ",".join((id, code, "", *rest))
    billed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = imported(tmp_path, told)
    assert {case.case_id for case in found.cases} == {"P00000", "P00002"}
    assert any(gap.row == row + 1 and "would be billed again" in gap.what for gap in found.answer.gaps)


def test_a_person_may_answer_for_all_equipment_in_a_file_of_its_own(tmp_path: Path):
    told = clean_export(tmp_path)
    answers = tmp_path / "answers.csv"
    answers.write_text("Patient ID,In place\nP00000,yes\nP00001,no\n", encoding="utf-8")
    told.files.append(answers)
    mapping = MAPPING.replace("blank:\n  items.device.picked_up: none\n", "")
    mapping += "  - {name: answers.csv, patient: Patient ID, columns: {In place: answers.equipment_in_place}}\n"
    assert [case.case_id for case in imported(tmp_path, told, mapping).cases] == ["P00000"]


def test_sleep_apnea_is_unknown_until_a_page_shows_it(tmp_path: Path):
    told = clean_export(tmp_path)
    found = imported(tmp_path, told, MAPPING.replace("      OSA: clinical.sleep_apnea\n", "      OSA:\n"))
    unsaid = next(case for case in found.cases if case.case_id == "P00001")
    assert unsaid.clinical is not None
    assert unsaid.clinical.sleep_apnea is not None
    assert unsaid.clinical.sleep_apnea.value is None
    shown = next(case for case in imported(tmp_path, told, MAPPING).cases if case.case_id == "P00002")
    assert shown.clinical is not None
    assert shown.clinical.sleep_apnea is not None
    assert (shown.clinical.sleep_apnea.value, shown.clinical.sleep_apnea.document) == (False, shown.tests[0].document)  # type: ignore[index]


def test_who_confirmed_a_page_stands_with_the_document(tmp_path: Path):
    case = next(each for each in imported(tmp_path, clean_export(tmp_path)).cases if each.case_id == "P00002")
    order = next(each for each in case.documents or () if each.kind == "standard_written_order")
    assert order.description == "Scan P00002-order.pdf; confirmed by Odalys Ferncliff on 2026-06-13"
    assert (case.orders or [])[0].document == order.id
    assert (case.orders or [])[0].page == 1


def test_a_paper_whose_date_fits_no_record_is_told(tmp_path: Path):
    told = clean_export(tmp_path)
    papers = tmp_path / "papers.csv"
    text = papers.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("P00002,SWO"))
    papers.write_text(text.replace(line, "P00002,SWO,1/2/2020,1,,order,Odalys Ferncliff,6/13/2026"), encoding="utf-8")
    found = imported(tmp_path, told)
    assert [gap.what for gap in found.answer.gaps if gap.patient == "P00002" and gap.kind == "paper"] == [
        "papers.date: no order of the export has the paper's date, 2020-01-02"
    ]
    case = next(each for each in found.cases if each.case_id == "P00002")
    assert (case.orders or [])[0].basis == "reported"


def test_a_confirmed_page_does_not_overrule_the_export(tmp_path: Path):
    told = clean_export(tmp_path)
    orders = tmp_path / "orders.csv"
    lines = orders.read_text(encoding="utf-8").splitlines()
    signed = [f"{lines[0]},Signed", *(f"{line},no" for line in lines[1:])]
    orders.write_text("\n".join(signed) + "\n", encoding="utf-8")
    found = imported(
        tmp_path, told, MAPPING.replace("Flow: orders.flow_lpm}", "Flow: orders.flow_lpm, Signed: orders.signed}")
    )
    case = next(each for each in found.cases if each.case_id == "P00002")
    assert (case.orders or [])[0].signed is False
    assert any("a confirmed page says True" in gap.what for gap in found.answer.gaps if gap.patient == "P00002")


def test_ids_that_mean_one_patient_are_merged_by_the_mapping(tmp_path: Path):
    told = write_export(tmp_path, 16, DIRTY)
    doubled = next(patient for patient, dirt in told.dirty.items() if dirt == "doubled patient")
    before = imported(tmp_path, told)
    assert doubled not in {case.case_id for case in before.cases}
    after = imported(tmp_path, told, MAPPING + f"merge: {{{doubled}-B: {doubled}}}\n")
    assert doubled in {case.case_id for case in after.cases}


def run(*words: object) -> Any:
    return RUN.invoke(app, [*map(str, words), "--as-of", AS_OF.isoformat()])


def test_the_same_files_twice_change_nothing_and_a_persons_change_is_left(tmp_path: Path):
    told = clean_export(tmp_path)
    words = ("import", *told.files, "--map", tmp_path / "map.yaml", "-o", tmp_path / "cases", "--format", "json")
    placed = json.loads(run(*words).output)["placed"]
    assert (placed["new"], placed["same"]) == (3, 0)
    before = {path.name: path.read_bytes() for path in (tmp_path / "cases").iterdir()}
    placed = json.loads(run(*words).output)["placed"]
    assert (placed["new"], placed["changed"], placed["same"]) == (0, 0, 3)
    assert {path.name: path.read_bytes() for path in (tmp_path / "cases").iterdir()} == before
    by_hand = tmp_path / "cases" / "P00002.yaml"
    by_hand.write_text("# mine\n" + by_hand.read_text(encoding="utf-8"), encoding="utf-8")
    placed = json.loads(run(*words).output)["placed"]
    assert (placed["same"], placed["clash"]) == (2, 1)
    assert by_hand.read_text(encoding="utf-8").startswith("# mine")
    assert json.loads(run(*words, "--over").output)["placed"]["changed"] == 1


def test_cases_go_into_a_store_once(tmp_path: Path):
    told = clean_export(tmp_path)
    store = tmp_path / "store.db"
    assert RUN.invoke(app, ["store", "init", "--store", str(store)]).exit_code == 0
    words = (
        "import",
        *told.files,
        "--map",
        tmp_path / "map.yaml",
        "--store",
        store,
        "--by",
        "made up",
        "--format",
        "json",
    )
    assert json.loads(run(*words).output)["placed"]["new"] == 3
    assert json.loads(run(*words).output)["placed"]["same"] == 3


def test_a_dry_run_writes_the_worklist_and_no_case(tmp_path: Path):
    told = clean_export(tmp_path)
    gaps = tmp_path / "gaps.csv"
    result = run("import", *told.files, "--map", tmp_path / "map.yaml", "--dry-run", "--worklist", gaps)
    assert "no case was written" in result.output
    assert gaps.read_text(encoding="utf-8-sig").startswith("rank,money,due")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * 10 + [".yaml"]


def test_outputs_that_are_not_the_imports_own_are_refused(tmp_path: Path):
    told = clean_export(tmp_path)
    words = ("import", *told.files, "--map", tmp_path / "map.yaml")
    assert run(*words, "--dry-run", "--worklist", told.files[0]).exit_code == 2
    assert run(*words, "-o", told.files[0]).exit_code == 2
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert run(*words, "-o", link).exit_code == 2
    assert run(*words, "-o", tmp_path / "x", "--dry-run").exit_code == 2
    assert run(*words).exit_code == 2


def test_a_workbook_reads_as_its_csv(tmp_path: Path):
    pytest.importorskip("fastexcel")
    xlsxwriter = pytest.importorskip("xlsxwriter")
    told = clean_export(tmp_path)
    as_csv = imported(tmp_path, told)
    equipment = next(path for path in told.files if path.stem == "equipment")
    table = read_table(equipment)
    book = xlsxwriter.Workbook(str(tmp_path / "equipment.xlsx"))
    sheet = book.add_worksheet("Rentals")
    for number, cells in enumerate((table.headings, *(row.cells for row in table.rows))):
        sheet.write_row(number, 0, cells)
    for number, row in enumerate(table.rows, start=1):  # as Excel has them: a date, and a number
        month, day, year = map(int, row.cells[2].split("/"))
        sheet.write_datetime(number, 2, date(year, month, day), book.add_format({"num_format": "m/d/yyyy"}))
        sheet.write_number(number, 4, 12)
    book.close()
    told.files = [path for path in told.files if path != equipment] + [tmp_path / "equipment.xlsx"]
    mapping = MAPPING.replace("name: equipment*.csv", "name: equipment*.xlsx\n    sheet: Rentals")
    assert imported(tmp_path, told, mapping).cases == as_csv.cases


def test_a_workbook_reads_as_a_person_sees_it(tmp_path: Path):
    """A percent is kept as a fraction, a ZIP code without its zeros: what is shown is meant. The rest stays."""
    pytest.importorskip("fastexcel")
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(tmp_path / "tests.xlsx"))
    book.add_worksheet("First").write(0, 0, 0.5, book.add_format({"num_format": "0%"}))
    sheet = book.add_worksheet("Tests")
    sheet.write_row(1, 1, ["Id", "Sat", "Exact", "Red", "Zip", "Zip+4", "Plain", "Text", "Money"])
    sheet.write_string(2, 1, "P1")
    formats = ["0%", "0.00%", "[Red]0.0%;[Blue]-0.0%", "00000", "00000\\-0000", "General", "0%", '"$"#,##0.00']
    values = [0.86, 0.07, 0.865, 2134, 21341234, 0.86, "86 %", 395]
    for column, (code, value) in enumerate(zip(formats, values, strict=True), start=2):
        sheet.write(2, column, value, book.add_format({"num_format": code}))
    book.close()
    [row] = read_table(tmp_path / "tests.xlsx", "Tests").rows
    assert row.cells == ("P1", "86%", "7%", "86.5%", "02134", "02134-1234", "0.86", "86 %", "395")


def test_a_billed_month_of_an_unknown_payer_sets_the_patient_aside(tmp_path: Path):
    """Such a month would count for no payer, as if it had not been billed."""
    told = clean_export(tmp_path, 2)
    billed = next(path for path in told.files if path.stem == "billed")
    rows = billed.read_text().splitlines()
    billed.write_text("\n".join([rows[0] + ",Payor", *(f"{row},Acme" for row in rows[1:])]) + "\n")
    mapping = MAPPING.replace("Paid: history.paid}", "Paid: history.paid, Payor: history.payer}")
    found = imported(tmp_path, told, mapping.replace("history.payer: medicare, ", ""))
    assert found.cases == ()
    assert all("no payer Acme; say under `words: history.payer`" in each.why for each in found.answer.rows_set_aside)


def test_a_wide_file_is_proposed_by_what_each_heading_says(tmp_path: Path):
    path = tmp_path / "patients.csv"
    path.write_text(
        "Patient ID;City;State;Zip;Insurance;Start Date;HCPCS;O2 Sat;Test Date;Test State;Order Date;Delivered\n"
        "1;Troy;NY;12180;Medicare;11/3/2025;E1390;86%;11/1/2025;rest;11/2/2025;11/3/2025\n"
    )
    target = tmp_path / "map.yaml"
    assert RUN.invoke(app, ["import", "map", str(path), "-o", str(target)]).exit_code == 0
    proposed = yaml.safe_load(target.read_text())
    columns = proposed["files"][0]["columns"]
    assert columns["State"] == "patient.address.state", "beside city and ZIP it is no state of a test"
    assert (columns["HCPCS"], columns["Start Date"]) == ("items.code", "items.rental_start")
    assert (columns["Test State"], columns["Order Date"]) == ("tests.state", "orders.order_date")
    assert proposed["words"]["coverage.payer"] == {"Medicare": "medicare"}


def test_a_mapping_is_proposed_and_serves_once_its_questions_are_answered(tmp_path: Path):
    told = clean_export(tmp_path)
    target = tmp_path / "proposed.yaml"
    assert RUN.invoke(app, ["import", "map", *map(str, told.files), "-o", str(target)]).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert "dates: month/day/year\n" in text
    with pytest.raises(BadInput, match=r"(?s)complete: .*history.kind: nothing is written here; write one of"):
        import_export(ImportRequest(told.files, target, AS_OF), BOOK)
    text = text.replace("complete:  #", "complete: yes  #").replace("# blank:\n#   ", "blank:\n  ")
    for asked, answer in {"history.kind": "rental", "history.payer": "medicare", "history.supplier": "own",
                          "items.acquisition": "rental", "items.units": "1"}.items():  # fmt: skip
        assert f"{asked}:  # ASK" in text, "what billed months and lines need and no column says is asked"
        text = text.replace(f"{asked}:  # ASK", f"{asked}: {answer}  # ASK")
    target.write_text(text, encoding="utf-8")
    found = import_export(ImportRequest(told.files, target, AS_OF), BOOK)
    assert [case.case_id for case in found.cases] == told.patients
    by_hand = imported(tmp_path, told, MAPPING)
    assert [case.history for case in found.cases] == [case.history for case in by_hand.cases]
    assert [case.items for case in found.cases] == [case.items for case in by_hand.cases]
    proposed, mine = yaml.safe_load(text), yaml.safe_load(MAPPING)
    for file in mine["files"]:
        own = next(each for each in proposed["files"] if each["name"] == file["name"].replace("*", ""))
        assert own["columns"] == {**dict.fromkeys(own["columns"]), **file["columns"]}, file["name"]
        assert own["patient"] == file["patient"]
    assert RUN.invoke(app, ["import", "map", str(told.files[0]), "-o", str(target)]).exit_code == 2


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("DOB: patient.birth_date", "DOB: patient.birthdate", "did you mean patient.birth_date"),
        ("Sex: patient.sex", "Sex: patient.birth_date", "has the column 'DOB' already"),
        ("dates: month/day/year", "dates: us", "must be one of"),
        ("    complete: yes\n    columns: {From", "    columns: {From", "say `complete: yes`"),
        ("supplier.npi: 2033100571", "supplier.npx: 2033100571", "did you mean supplier.npi"),
        ("patient.sex: {F: female", "patient.sex: {F: woman", "must be one of female"),
        ("Dx1: diagnoses.icd10", "Dx9: diagnoses.icd10", "has no heading Dx9"),
        ("name: stays*.csv", "name: nothing*.csv", "is none of the mapping's files"),
        ("orders.signed: yes", "orders.signed: perhaps", "must be yes or no"),
        ("supplier.npi: 2033100571", "supplier.npi: 2033100572", "its check digit is wrong"),
        ("supplier.address.zip: 12180-3317", "supplier.address.zip: 1218", "must be a ZIP code"),
        ("constants:\n", "constants:\n  coverage.payer: medicair\n", "no payer medicair; did you mean medicare"),
        ("MCR: medicare", "MCR: medicair", "no payer medicair; did you mean medicare"),
        ("history.payer: medicare", "history.payer: medicair", "no payer medicair; did you mean medicare"),
        ("items.units: 1", "items.units: 0", "must be a whole number from 1"),
        ("tests.supervision: in_person", "tests.admission_date: 5/8/1825", "is not a date"),
        ("history.kind: rental, ", "", "billed months need history.kind (rental, contents, maintenance)"),
        ("history.payer: medicare, ", "", "billed months need history.payer"),
        (", history.supplier: own", "", "billed months need history.supplier (own, other)"),
        ("Status: history.outcome, ", "", "billed months need history.outcome (paid, denied, pending)"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told_whole_and_nothing_is_read(tmp_path: Path, was: str, becomes: str, told: str):
    assert was in MAPPING
    made = clean_export(tmp_path, 2)
    with pytest.raises(BadInput) as caught:
        imported(tmp_path, made, MAPPING.replace(was, becomes))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("patient.birth_date", "5/8/1941", "1941-05-08"),
        ("patient.birth_date", "1941-05-08 00:00:00", "1941-05-08"),
        ("patient.birth_date", "May 8, 1941", "1941-05-08"),
        ("patient.birth_date", "5/8/41", None),
        ("patient.birth_date", "2/30/1941", None),
        ("tests.spo2_percent", "86 %", "86"),
        ("tests.spo2_percent", "85-87", None),
        ("orders.flow_lpm", "2 LPM", "2"),
        ("orders.flow_lpm", "2.50 L/min", "2.5"),
        ("items.charge", "$1,200.50", "1200.5"),
        ("items.charge", "1.200,50", None),
        ("tests.on_room_air", "Y", True),
        ("tests.on_room_air", "maybe", None),
        ("tests.state", "Rest", "rest"),
        ("orders.items", "E1390, E1392", ["E1390", "E1392"]),
        ("practitioner.npi", "2298295538.0", "2298295538"),
        ("items.device.picked_up", "none", "none"),
    ],
)  # fmt: skip
def test_cells_are_read_as_offices_write_them(path: str, text: str, value: Any):
    read = cell_reader(targets()[path], "month/day/year", {})
    if value is None:
        with pytest.raises(Unread):
            read(text)
    else:
        assert read(text) == value


def test_every_target_is_a_key_of_the_case_and_no_cell_kind_is_missing():
    whole = {"schema_version": 1, "case_id": "X", "coverage": {"payer": "medicare"}}
    item = {"line_number": 1, "code": "E1390", "service_date": "2025-01-01"}
    assert Case.model_validate(whole | {"items": [item]})
    assert {each.kind for each in targets().values()} == {
        "date", "truth", "number", "whole", "word", "text", "name", "picked_up",
    }  # fmt: skip
    assert "items.line_number" not in targets()
    assert targets()["patient.last_name"].private


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "no line of headings"), (b"a,A\n1,2\n", "same heading twice"), (b"a\0b\n", "no text file"),
     (b"PK\x03\x04nothing", "no workbook")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told(tmp_path: Path, data: bytes, told: str):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(CannotRead, match=told):
        read_table(path)


CELLS = st.lists(st.lists(st.text('aé ",;\n0', max_size=4), min_size=2, max_size=2), max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    rows=CELLS, separator=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
)
def test_every_row_of_a_file_is_read_or_blank_in_any_dress(
    rows: list[list[str]], separator: str, encoding: str, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.getbasetemp() / "dress.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=separator)
        writer.writerow(["Pt", "what"])
        writer.writerows(rows)
    table = read_table(path)
    expected = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    assert [row.cells for row in table.rows] == [row for row in expected if any(row)]
    assert table.blank == len([row for row in expected if not any(row)])
    assert not table.crooked


def test_a_row_with_too_many_cells_is_told_with_its_line(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text('Pt,Name\nP1,"Doe, Jane"\nP2,Doe, Jane\n\nP3,Roe,,\n', encoding="utf-8")
    table = read_table(path)
    assert [row.number for row in table.rows] == [2, 5]
    assert table.crooked == ((3, "has 3 cells under 2 headings"),)


def test_the_answer_reads_back_from_its_json(office: tuple[Told, Imported]):
    answer = replace(office[1].answer, gaps=office[1].answer.gaps[:20])
    assert read_back(ImportAnswer, json.dumps(plain(answer))) == answer


WIDE = """\
import_version: "1"
dates: month/day/year
constants: {coverage.payer: medicare}
files:
  - name: wide.csv
    patient: Acct
    columns:
      Name: patient.name
      DOB: patient.birth_date
      HCPCS: items.code
      DOS: items.service_date
      Start: items.rental_start
      Picked up: items.device.picked_up
      Test: tests.date
      Sat: tests.spo2_percent
      Sat 2: tests.sao2_percent
      Dx: diagnoses.icd10
"""


def test_one_wide_file_makes_the_records_of_every_list_once(tmp_path: Path):
    (tmp_path / "wide.csv").write_text(
        "Acct|Name|DOB|HCPCS|DOS|Start|Picked up|Test|Sat|Sat 2|Dx\n"
        'A/1|"Doe, Jane"|2/3/1950|E1390|6/1/2026|6/1/2026|none|5/28/2026|86%||J44.9, R09.02\n'
        'A/1|"Doe, Jane"|2/3/1950|E1392|6/1/2026|6/1/2026|none|5/28/2026|86%||J44.9\n'
        'A-2|"Roe, Ann"|2/4/1950|E1390|6/1/2026|6/1/2026|none|5/28/2026|60||J44.9\n',
        encoding="utf-8",
    )
    (tmp_path / "map.yaml").write_text(WIDE, encoding="utf-8")
    found = import_export(ImportRequest([tmp_path / "wide.csv"], tmp_path / "map.yaml", AS_OF), BOOK)
    first, second = found.cases
    assert [(item.line_number, item.code) for item in first.items] == [(1, "E1390"), (2, "E1392")]
    assert first.patient is not None
    assert (first.patient.last_name, first.patient.first_name) == ("Doe", "Jane")
    assert [diagnosis.icd10 for diagnosis in first.diagnoses or ()] == ["J44.9", "R09.02"]
    assert [test.spo2_percent for test in first.tests or ()] == [86]
    assert [test.spo2_percent for test in second.tests or ()] == [None]
    assert any("is below 70" in gap.what and gap.patient == "A-2" for gap in found.answer.gaps)


@settings(max_examples=60, deadline=None)
@given(ids=st.lists(st.text("Aa1./ -_é", min_size=1, max_size=45).map(str.strip).filter(bool), unique=True, max_size=6))
def test_a_case_id_is_a_patients_own_whoever_else_is_in_the_export(ids: list[str]):
    together = case_ids(ids)
    assert len({id.casefold() for id in together.values()}) == len(ids)
    for patient, id in together.items():
        assert Case.model_validate({"schema_version": "1", "case_id": id, "coverage": {"payer": "medicare"}, "items": [
            {"line_number": "1", "code": "E1390", "service_date": "2026-01-01"}]}).case_id == id  # fmt: skip
        assert file_name(id, ".yaml") == f"{id}.yaml"
        others = [each for each in ids if each.casefold() == patient.casefold()]
        assert case_ids(others)[patient] == id


def test_keys_that_are_presumed_where_absent_are_known():
    presumed = presumed_targets(BOOK)
    assert {"items.device.picked_up", "orders.signature", "items.replaces.reason", "absences.last_day"} <= presumed
    assert not {"orders.signed", "tests.spo2_percent", "clinical.sleep_apnea"} & presumed


MADE_HERE = ("id", "document", "basis", "line_number", "on_file", "description", "page")
"""Keys that the import itself gives."""


def facts(case: Case) -> Counter[tuple[str, str, str]]:
    """Every value of a case by section and key, however often it stands there."""
    found: Counter[tuple[str, str, str]] = Counter()

    def walk(section: str, key: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                walk(section, name, each)
        elif isinstance(value, list):
            for each in value:
                walk(section, key, each)
        elif key not in MADE_HERE:
            found[section, key, str(value)] += 1

    for section, value in case.model_dump(exclude_none=True).items():
        walk(section, section, value)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    folder = tmp_path_factory.mktemp("small")
    return folder, write_export(folder, 3, dirt=0)


def made_of(tables: list[tuple[Table, FileMap]], mapping: ReadMapping) -> tuple[dict[str, Case], int, Joined]:
    presumed = presumed_targets(BOOK)
    found = joined(tables, mapping, presumed)
    made, aside = built(found, mapping, frozenset(BOOK.payers), presumed)
    told = sum(len(each.part.places) for each in aside) + len(found.orphans)
    assert found.read == sum(len(each.part.places) for each in made) + told + found.blank
    return {each.case.case_id: each.case for each in made}, told, found


@settings(max_examples=60, deadline=None)
@given(
    where=st.tuples(st.integers(0, 8), st.integers(0, 99), st.integers(1, 15)), text=st.sampled_from(["", "?", "12/"])
)
def test_a_spoiled_cell_takes_facts_away_and_never_adds_or_changes_one(
    where: tuple[int, int, int], text: str, small: tuple[Path, Told]
):
    folder, told = small
    mapping, _ = read_mapping(folder / "map.yaml")
    assert mapping is not None
    tables = [(read_table(path), mapping.files_for(path)[0]) for path in told.files]
    before, _, _ = made_of(tables, mapping)
    file, row, column = where
    table, entry = tables[file]
    spoiled = list(table.rows)
    row, column = row % len(spoiled), column % len(table.headings)
    heading = table.headings[column]
    if entry.columns.get(heading) in (None, *FREE):
        return
    cells = spoiled[row].cells
    spoiled[row] = replace(spoiled[row], cells=(*cells[:column], text, *cells[column + 1 :]))
    tables[file] = (replace(table, rows=tuple(spoiled)), entry)
    after, _, found = made_of(tables, mapping)
    assert after.keys() <= before.keys()
    problems = [each for part in found.parts.values() for each in part.problems]
    for case_id, case in after.items():
        assert not facts(case) - facts(before[case_id])
        if text and facts(case) != facts(before[case_id]):
            assert any(each.place.row == spoiled[row].number for each in problems)


FREE = ("patient.address.line_1", "patient.address.city", "patient.account_number", "practitioner.name", "patient.name",
        "coverage.payer_id", "items.device.serial", "papers.file", "papers.shows", "papers.confirmed_by")  # fmt: skip
"""Texts in which any text may stand."""


@pytest.mark.slow
def test_three_thousand_patients(tmp_path: Path):
    told = write_export(tmp_path, 3_000)
    found = imported(tmp_path, told)
    rows = found.answer.rows
    assert rows.read == told.rows == rows.in_cases + rows.set_aside + rows.blank
    assert found.answer.cases > 2_800
    assert found.answer.ready > 850
