"""What is told about a case whose form is sound and whose content is not."""

import json
from pathlib import Path

import pytest
from case_files import MINIMAL, read, sample, told

from oxyclaim.case.conflicts import LISTS_OF_FACTS, LISTS_WITH_IDS
from oxyclaim.case.models import Case, Documented, Section
from oxyclaim.case.reader import read_cases
from oxyclaim.case.shapes import Shape, shape_of


def after(tmp_path: Path, added: str) -> list[str]:
    return told(tmp_path, MINIMAL + added)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "tests:\n- id: T2\n  spo2_percent: 870\n",
            "cases.yaml:8: tests[id=T2].spo2_percent: found 870; "
            "must be an oxygen saturation in percent from 30 to 100",
        ),
        (
            "tests:\n- id: T2\n  sp02_percent: 87\n",
            "cases.yaml:8: tests[id=T2].sp02_percent: unknown key 'sp02_percent'; did you mean 'spo2_percent'?",
        ),
        (
            "supplier:\n  zzz: 1\n",
            "cases.yaml:7: supplier.zzz: unknown key 'zzz'; allowed here: name, npi, tax_id, taxonomy, address",
        ),
        (
            "zzz_nothing:\n",
            "cases.yaml:6: zzz_nothing: unknown key 'zzz_nothing'; allowed here: schema_version, case_id",
        ),
        (
            "tests:\n\n- date: 2025-05-05\n",
            "cases.yaml:8: tests[1].id: key 'id' is missing; it must be given: Your label for the test.",
        ),
        ("tests:\n- id:\n", "cases.yaml:7: tests[1].id: nothing is written here; must be a short label"),
        (
            "tests:\n- {id: T1, state: Rest}\n",
            "cases.yaml:7: tests[id=T1].state: found Rest; "
            "must be one of: rest, exercise, sleep, recovery; did you mean rest?",
        ),
        (
            "tests:\n- {id: T1, paid_by: me}\n",
            "cases.yaml:7: tests[id=T1].paid_by: found me; "
            "must be one of: payer, beneficiary, facility, supplier, other",
        ),
        (
            "patient: {address: {state: XX}}\n",
            "cases.yaml:6: patient.address.state: found XX; must be the two letters of a US state or territory",
        ),
        ("tests: T1\n", "cases.yaml:6: tests: must be a list: one entry a line, each beginning with `- `"),
        ("tests: {id: T1}\n", "cases.yaml:6: tests: a group of keys is written here; must be a list"),
        (
            "supplier: [name]\n",
            "cases.yaml:6: supplier: a list is written here; "
            "must be a group of keys, each `key: value` on its own line: name",
        ),
        (
            "tests:\n- T1\n",
            "cases.yaml:7: tests[1]: must be a group of keys, each `key: value` on its own line: basis, document",
        ),
        ("tests:\n-\n", "cases.yaml:7: tests[1]: nothing is written here; must be a group of keys"),
        (
            "tests:\n- {id: T1, date: [2025-05-05]}\n",
            "cases.yaml:7: tests[id=T1].date: a list is written here; must be a date written year-month-day",
        ),
        (
            "tests:\n- {id: T1, date: 2025-02-30}\n",
            "cases.yaml:7: tests[id=T1].date: found 2025-02-30; is not a date: Feb",
        ),
        ("supplier: {name: {a: b}}\n", "cases.yaml:6: supplier.name: a group of keys is written here; must be a text"),
        ("supplier: {name: ''}\n", 'cases.yaml:6: supplier.name: found ""; must not be empty; leave the key out'),
        (
            "supplier: {address: {state: Texas}}\n",
            "cases.yaml:6: supplier.address.state: found Texas; must be the two letters",
        ),
        (
            "supplier: {npi: 1234567890}\n",
            "cases.yaml:6: supplier.npi: found 1234567890; is not an NPI: its check digit",
        ),
        (
            "orders:\n- {id: O1, items: [E1392, oxygen]}\n",
            "cases.yaml:7: orders[id=O1].items[2]: found oxygen; must be a HCPCS code",
        ),
        ("orders:\n- {id: O1, items: E1392}\n", "cases.yaml:7: orders[id=O1].items: found E1392; must be a list"),
        (
            "tests:\n- {id: T1, page: 1e999999999}\n",
            "cases.yaml:7: tests[id=T1].page: found 1e999999999; must be a plain",
        ),
    ],
)
def test_what_is_told(tmp_path: Path, added: str, expected: str) -> None:
    (message,) = after(tmp_path, added)
    assert message.startswith(expected)


def test_column_and_parts_are_given(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, MINIMAL + "tests:\n- {id: T1, spo2_percent: 870}\n").problems
    assert (problem.line, problem.column, problem.key, problem.found) == (7, 26, "tests[id=T1].spo2_percent", "870")


def test_items_must_not_be_empty_or_too_many(tmp_path: Path) -> None:
    (few,) = told(tmp_path, json.dumps(sample(items=[])), "a.json")
    assert few == "a.json:1: items: must have at least 1 entry"
    lines = [{"line_number": 1 + n % 50, "code": "E1392", "service_date": "2025-05-08"} for n in range(51)]
    many = told(tmp_path, json.dumps(sample(items=lines)), "a.json")
    assert "a.json:1: items: must have at most 50 entries" in many


def test_all_problems_of_a_file_are_told_by_line(tmp_path: Path) -> None:
    content = """\
case_id: C1
coverage: {payer: medicare, assignment: yes}
documents: [{id: LAB, on_file: yes}]
tests:
  - id: T1
    document: LAP
    spo2_percent: 870
  - {id: T1, basis: document}
  - {id: T3, po2: 55}
items:
  - {line_number: 1, code: E1392}
  - {line_number: 01, code: 1392, service_date: 05/08/2025}
clinical: {angina: {value: maybe, document: NOTE}}
"""
    assert [(problem.line, problem.key) for problem in read(tmp_path, content).problems] == [
        (1, "schema_version"),
        (2, "coverage.assignment"),
        (6, "tests[id=T1].document"),
        (7, "tests[id=T1].spo2_percent"),
        (8, "tests[id=T1].id"),
        (8, "tests[id=T1].basis"),
        (9, "tests[id=T3].po2"),
        (11, "items[1].service_date"),
        (12, "items[2].line_number"),
        (12, "items[2].code"),
        (12, "items[2].service_date"),
        (13, "clinical.angina.value"),
        (13, "clinical.angina.document"),
    ]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_patient_data_is_never_repeated(tmp_path: Path, name: str) -> None:
    secret = "Zyxwv9"
    patient = {
        "last_name": [secret],
        "first_name": secret * 100,
        "birth_date": secret,
        "sex": "female",
        "address": {"line_1": {"x": secret}, "zip": secret, "country": secret},
        "account_number": f"#{secret}",
        "maiden_name": secret,
    }
    coverage = {"payer": "medicare", "member_id": secret}
    messages = told(tmp_path, json.dumps(sample(patient=patient, coverage=coverage)), name)
    assert len(messages) == 9
    assert not any(secret in message for message in messages)
    assert f"{name}:1: patient.birth_date: found (not shown: patient data); must be a date" in " ".join(messages)


@pytest.mark.parametrize(
    "patient", ["Zyxwv, Pat", "[Zyxwv]", "{last_name: Sample, Zyxwv}", "{address: 1 Zyxwv Street}"]
)
def test_patient_data_in_the_wrong_place_is_not_repeated(tmp_path: Path, patient: str) -> None:
    (message,) = after(tmp_path, f"patient: {patient}\n")
    assert message.startswith("cases.yaml:6: patient")
    assert "Zyxwv" not in message


def test_long_and_odd_texts_are_shown_short_and_on_one_line(tmp_path: Path) -> None:
    content = json.dumps(sample(tests=[{"id": "T1", "state": "\x1b[31m" + "x" * 5000}]))
    (problem,) = read(tmp_path, content, "a.json").problems
    assert problem.found == "\\x1b[31m" + "x" * 55 + "…"
    (unknown,) = read(tmp_path, MINIMAL + f"{'x' * 200}: 1\n").problems
    assert len(unknown.key) <= 61


def test_a_flood_of_problems_in_one_case_is_cut(tmp_path: Path) -> None:
    messages = told(tmp_path, json.dumps(sample(**{f"key{n}": 1 for n in range(600)})), "a.json")
    assert len(messages) == 501
    assert "a.json:1: has 100 more problems that are not listed here" in messages


# --- what does not agree between records ---


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (
            [{"id": "LAB", "on_file": True}, {"id": "SWO", "on_file": True}],
            "found LAP; is not the id of one of the `documents`, which are LAB, SWO; did you mean LAB?",
        ),
        ([], "found LAP; is not in `documents`, which lists none; add it there with this id"),
        (None, "found LAP; names a document, but the case lists no `documents`; add it there with this id"),
    ],
)
@pytest.mark.parametrize("where", [*LISTS_OF_FACTS, "clinical"])
def test_a_document_that_is_not_listed(tmp_path: Path, where: str, documents: object, expected: str) -> None:
    case = sample(documents=documents, **dict.fromkeys([*LISTS_OF_FACTS, "clinical"]))
    record = {"document": "LAP"} if where in ("clinical", "diagnoses") else {"id": "R1", "document": "LAP"}
    case[where] = {"dyspnea": record} if where == "clinical" else [record]
    (problem,) = read(tmp_path, json.dumps(case), "a.jsonl").problems
    assert str(problem).endswith(f".document: {expected}")
    assert problem.key.startswith(where)


@pytest.mark.parametrize("name", LISTS_WITH_IDS)
def test_doubled_ids(tmp_path: Path, name: str) -> None:
    extra = ", on_file: yes" if name == "documents" else ""
    (message,) = after(tmp_path, f"{name}:\n- {{id: A{extra}}}\n- {{id: B{extra}}}\n- {{id: A{extra}}}\n")
    assert message == (
        f"cases.yaml:9: {name}[id=A].id: found A; is used twice in {name}; each of them needs its own id "
        "(it is used first in line 7)"
    )


def test_doubled_line_numbers(tmp_path: Path) -> None:
    (message,) = after(tmp_path, MINIMAL.splitlines()[-1])
    assert message.startswith("cases.yaml:6: items[2].line_number: found 1; is used twice in items")
    assert message.endswith("(it is used first in line 5)")


def test_basis_document_without_document(tmp_path: Path) -> None:
    (message,) = after(tmp_path, "tests:\n- {id: T1, basis: document, document: }\n")
    assert message.startswith("cases.yaml:7: tests[id=T1].basis: found document; basis is `document` but no document")


def test_case_ids_doubled_in_a_file_and_across_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MINIMAL + "---\n" + MINIMAL)
    (tmp_path / "b.jsonl").write_text(
        json.dumps(sample(case_id="C1")) + "\n" + json.dumps(sample(case_id="C1", items=[]))
    )
    result = read_cases([tmp_path / "a.yaml", tmp_path / "b.jsonl"])
    used = f"found C1; is already used at {tmp_path}/a.yaml:2; each case needs its own case_id"
    assert [str(problem) for problem in result.problems if problem.key == "case_id"] == [
        f"{tmp_path}/a.yaml:8: case_id: {used}",
        f"{tmp_path}/b.jsonl:1: case_id: {used}",
        f"{tmp_path}/b.jsonl:2: case_id: {used}",
    ]
    assert len(result.problems) == 4
    assert len(result.cases) == 1


def test_case_ids_doubled_on_one_line(tmp_path: Path) -> None:
    (message,) = told(tmp_path, json.dumps([sample(), sample()]), "a.json")
    assert message.startswith("a.json:1: [case_id=SAMPLE-1].case_id: found SAMPLE-1; is already used at")


def test_the_checks_between_records_know_all_lists_of_the_models() -> None:
    documented, with_ids = set(), set()
    for name, info in Case.model_fields.items():
        text = str(info.annotation)
        models = [model for model in _all_sections(Section) if f"[{model.__module__}.{model.__qualname__}]" in text]
        documented |= {name for model in models if issubclass(model, Documented)}
        with_ids |= {name for model in models if "id" in model.model_fields}
    assert documented == set(LISTS_OF_FACTS)
    assert with_ids == set(LISTS_WITH_IDS)


def _all_sections(model: type[Section]) -> list[type[Section]]:
    return [model, *(below for sub in model.__subclasses__() for below in _all_sections(sub))]


def test_every_key_of_the_layout_has_a_description() -> None:
    def keys(shape: Shape) -> list[tuple[str, Shape]]:
        own = list((shape.keys or {}).items())
        nested = [shape.item] if shape.item else [below for _, below in own]
        return own + [pair for below in nested for pair in keys(below)]

    assert [name for name, shape in keys(shape_of(Case)) if not shape.description] == []
