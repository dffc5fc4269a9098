"""What is told about YAML that cannot be read, or uses what case files leave out."""

from pathlib import Path

import pytest
import yaml
from case_files import MINIMAL, read, told

from oxyclaim.case import yaml_nodes


def test_values_stay_as_written(tmp_path: Path) -> None:
    content = MINIMAL.replace("C1", "010") + (
        "supplier: {name: NO, address: {zip: 01234}}\npatient: {first_name: null, last_name: 'null'}\nnotices:\n"
    )
    (found,) = read(tmp_path, content).cases
    assert found.case.case_id == "010"
    assert found.case.supplier is not None
    assert found.case.supplier.name == "NO"
    assert found.case.supplier.address is not None
    assert found.case.supplier.address.zip == "01234"
    assert found.case.patient is not None
    assert (found.case.patient.first_name, found.case.patient.last_name) == (None, "null")
    assert found.case.notices is None


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("tests: []\ntests: []\n", "cases.yaml:7: tests: key 'tests' is given twice, first in line 6; keep one"),
        ("tests: *old\n", "cases.yaml:6: tests: a value that begins with * repeats another part of the file"),
        ("tests: &old []\n", "cases.yaml:6: tests: a value that begins with & names a part of the file"),
        ("supplier: {name: !!python/name:os.system x}\n", "cases.yaml:6: supplier.name: a value that begins with !"),
        ("supplier: {name: !special x}\n", "cases.yaml:6: supplier.name: a value that begins with ! is not"),
        ("<<: {tests: []}\n", "cases.yaml:6: << (merge) is not understood: write the keys out"),
        ("patient:\n  last_name: {{ name }}\n", "cases.yaml:7: patient.last_name: a key must be one word"),
        ("? [a, b]\n: c\n", "cases.yaml:6: a key must be one word before a colon"),
        ("supplier: {~: c}\n", "cases.yaml:6: supplier: a key must be one word before a colon"),
    ],
)
def test_what_case_files_leave_out(tmp_path: Path, added: str, expected: str) -> None:
    messages = told(tmp_path, MINIMAL + added)
    assert any(message.startswith(expected) for message in messages)


def test_a_refused_value_is_told_once(tmp_path: Path) -> None:
    assert len(told(tmp_path, MINIMAL.replace("C1", "*id").replace("E1392", "&code E1392"))) == 2


def test_a_doubled_key_hides_no_other_problem(tmp_path: Path) -> None:
    messages = told(tmp_path, MINIMAL + "tests:\n- id: T1\n  spo2_percent: 870\n  spo2_percent: 87\n")
    assert [message.split(";")[0] for message in messages] == [
        "cases.yaml:8: tests[id=T1].spo2_percent: found 870",
        "cases.yaml:9: tests[id=T1].spo2_percent: key 'spo2_percent' is given twice, first in line 8",
    ]


BROKEN = {
    "colon": ("case_id: C1\nsupplier: {name: x}\npatient: a: b", 3, "put a value that holds a colon and a space in"),
    "tab": ("case_id: C1\ncoverage:\n\tpayer: medicare", 3, "a tab stands here: use spaces"),
    "tab after value": ("case_id: C1\n\tpayer: medicare", 2, "a tab stands here: use spaces"),
    "indentation": ("coverage:\n    payer: medicare\n  member_id: x", 3, "must begin in the same column"),
    "deeper": ("case_id: C1\n  coverage: x", 2, "must begin in the same column"),
    "list": ("tests:\n- id: T1\nitems:\n- id: T1\n- x\nid: 3\n- z", 7, "does not fit in here"),
    "list ends": ("- id: T1\nid: 3", 2, "begin each entry of the list with `- `"),
    "quote": ("case_id: C1\npatient: {last_name: 'Sample}\nitems: []\n", 2, "a quote is opened here and not closed"),
    "after quote": ("patient: 'x' y", 1, "nothing may follow a closing quote"),
    "no colon": ("case_id: C1\nsome words\nitems: []", 2, "a line without a key: write `key: value`"),
    "no space": ("case_id: C1\nitems:x\ntests: []", 2, "with a space after the colon"),
    "bracket": ("case_id: C1\nitems: [a, b\ntests: []", 2, "lacks its closing ] or a comma"),
    "brace": ("case_id: C1\nitems: {a: b\ntests: []", 2, "lacks its closing } or a comma"),
    "comma": ("case_id: C1\nitems: [,]", 2, "a bracket or a comma is out of place"),
    "at": ("case_id: @C1", 1, "put a text that begins with @, %, ` or another sign in quotes"),
    "backslash": ('case_id: "C\\q"', 1, "use single quotes"),
    "ampersand": ("case_id: & Co", 1, "put a text that begins with & in quotes"),
    "asterisk": ("case_id: ** x", 1, "put a text that begins with * in quotes"),
    "tag": ("case_id: !x!y z", 1, "take the word with ! out"),
    "greater": ("case_id: >x", 1, "a text that begins with > or | must be in quotes"),
    "percent": ("%x\ncase_id: 5", 1, ""),
    "binary": ("case_id: C1\nx\0y", 2, "belongs in no text file (is it a Word, PDF or zipped file?)"),
}


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("content", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_yaml_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str, content: str, line: int, words: str
) -> None:
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, loader))
    (problem,) = read(tmp_path, content).problems
    if loader == "CSafeLoader":
        assert words in problem.message
        assert problem.line == line
    assert problem.message
    assert "mapping" not in problem.message
    assert "token" not in problem.message
    assert "Sample" not in str(problem)


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("content", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_deep_nesting_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str, content: str) -> None:
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, loader))
    (problem,) = read(tmp_path, content).problems
    assert "more than 20 deep inside each other" in problem.message


def test_documents_before_a_broken_one_are_checked(tmp_path: Path) -> None:
    messages = told(tmp_path, MINIMAL.replace("E1392", "1392") + "---\ncase_id: [")
    assert len(messages) == 2
    assert "found 1392; must be a HCPCS code" in messages[0]
    assert messages[1].startswith("cases.yaml:7: case_id[1]: a value should stand here")
