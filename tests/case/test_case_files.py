"""Which files are read, and what is told about those that cannot be."""

import json
from pathlib import Path

import pytest
import yaml
from case_files import MINIMAL, SAMPLE, read, sample, told

from oxyclaim.case import files
from oxyclaim.case.reader import read_cases


def only(messages: list[str]) -> str:
    assert len(messages) == 1, messages
    return messages[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", yaml.safe_dump(SAMPLE)),
        ("a.YML", yaml.safe_dump(SAMPLE)),
        ("a.json", json.dumps(SAMPLE, indent=2)),
        ("a.jsonl", json.dumps(SAMPLE) + "\n"),
        ("a.ndjson", json.dumps(SAMPLE)),
    ],
)
def test_the_same_case_comes_out_of_every_format(tmp_path: Path, name: str, content: str) -> None:
    result = read(tmp_path, content, name)
    assert not result.problems
    (found,) = result.cases
    assert (found.path.name, found.line) == (name, 1)
    case = found.case
    assert case.patient is not None
    assert case.patient.address is not None
    assert case.patient.address.zip == "01234"
    assert case.items[0].place_of_service == "01"
    assert str(case.items[0].charge) == "395.07"
    assert case.notices == []
    assert case.submitter is None


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("list.yaml", "- {A}\n\n- {B}\n", [1, 3]),
        ("cases.yaml", "# two\ncases:\n- {A}\n- {B}\n", [3, 4]),
        ("documents.yaml", "---\n{A}\n---\n{B}\n---\n", [2, 4]),
        ("list.json", "[{A},\n{B}]", [1, 2]),
        ("cases.json", '{"cases": [{A},\n{B}]}', [1, 2]),
        ("lines.jsonl", "{A}\n\n  \n{B}\r\n", [1, 4]),
    ],
)
def test_many_cases_in_one_file(tmp_path: Path, name: str, content: str, lines: list[int]) -> None:
    for case_id in "AB":
        content = content.replace(f"{{{case_id}}}", json.dumps(sample(case_id=case_id)))
    result = read(tmp_path, content, name)
    assert not result.problems
    assert [(found.case.case_id, found.line) for found in result.cases] == [("A", lines[0]), ("B", lines[1])]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_byte_order_mark_is_accepted(tmp_path: Path, name: str) -> None:
    assert not told(tmp_path, b"\xef\xbb\xbf" + json.dumps(SAMPLE).encode(), name)


def test_unknown_kind_names_the_allowed_ones(tmp_path: Path) -> None:
    message = only(told(tmp_path, MINIMAL, "case.txt"))
    assert message == (
        "case.txt: is of an unknown kind; the name must end in one of: .yaml, .yml, .json, .jsonl, .ndjson"
    )


@pytest.mark.parametrize("name", ["none.yaml", "none.jsonl", "none.txt", "nul\0.yaml", "n" * 300 + ".yaml"])
def test_missing_file(tmp_path: Path, name: str) -> None:
    (problem,) = read_cases([tmp_path / name]).problems
    assert "does not exist" in problem.message or "cannot be read" in problem.message
    assert problem.line is None


def test_directory(tmp_path: Path) -> None:
    (problem,) = read_cases([tmp_path]).problems
    assert str(problem) == f"{tmp_path}: is a directory; name the files in it"


@pytest.mark.parametrize("name", ["a.yaml", "a.jsonl"])
def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / name
    path.write_text(MINIMAL)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = read_cases([path]).problems
    assert str(problem) == f"{path}: cannot be read: Permission denied"


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_not_utf_8(tmp_path: Path, name: str) -> None:
    message = only(told(tmp_path, json.dumps(SAMPLE).encode() + b"\n\xe9", name))
    assert message == f"{name}:2: is not text in UTF-8; save the file again with the encoding UTF-8"


def test_utf_16_is_named(tmp_path: Path) -> None:
    assert "is text in UTF-16; save the file again" in only(told(tmp_path, MINIMAL.encode("utf-16")))


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_too_large_file_says_the_limit_and_the_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(files.MAX_FILE_BYTES + 100_000)
    (problem,) = read_cases([tmp_path / name]).problems
    assert "is 5.1 MB large; a YAML or JSON file may have 5 MB" in problem.message
    assert "one case a line, in a file ending in .jsonl" in problem.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", ""),
        ("a.yaml", "# only a comment\n"),
        ("a.yaml", "---\n---\n"),
        ("a.yaml", "[]"),
        ("a.yaml", "cases: []"),
        ("a.json", ""),
        ("a.json", " \n"),
        ("a.json", "null"),
        ("a.jsonl", ""),
        ("a.jsonl", "\n\n"),
    ],
)
def test_file_without_a_case(tmp_path: Path, name: str, content: str) -> None:
    assert "holds no case; a case is a group of keys that begins with schema_version" in only(
        told(tmp_path, content, name)
    )


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.yaml", "just words", "a text"),
        ("a.yaml", "case_id:C1 schema_version:1", "a text"),
        ("a.json", '"words"', "a text"),
        ("a.json", "[[]]", "a list"),
        ("a.jsonl", "[]", "a list"),
        ("a.jsonl", "null", "nothing"),
    ],
)
def test_something_else_than_a_case(tmp_path: Path, name: str, content: str, what: str) -> None:
    message = only(told(tmp_path, content, name))
    assert message.startswith(f"{name}:1: ")
    assert f"a case should stand here, but {what} does" in message
    assert "`key: value`" in message


def test_nothing_stands_beside_cases(tmp_path: Path) -> None:
    content = "schema_version: 1\ncases:\n- " + json.dumps(SAMPLE)
    assert only(told(tmp_path, content)) == (
        "cases.yaml:1: schema_version: key 'schema_version' stands beside `cases`; "
        "in a file of many cases there is no other"
    )


def test_cases_must_be_a_list(tmp_path: Path) -> None:
    assert only(told(tmp_path, "cases: 5")) == (
        "cases.yaml:1: cases: must be a list of cases, each beginning with `- `"
    )


def test_a_file_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(MINIMAL)
    result = read_cases([path, tmp_path / "." / "a.yaml"])
    assert [problem.message for problem in result.problems] == ["is given twice; name each file once"]


def test_all_problems_of_all_files_come_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(MINIMAL.replace("payer", "payr"))
    (tmp_path / "a.jsonl").write_text('{"case_id": "C2"}\n{bad\n' + json.dumps(SAMPLE))
    result = read_cases([tmp_path / "b.yaml", tmp_path / "gone.yaml", tmp_path / "a.jsonl"])
    assert [(problem.path.name, problem.line) for problem in result.problems] == [
        ("b.yaml", 3),
        ("b.yaml", 3),
        ("gone.yaml", None),
        ("a.jsonl", 1),
        ("a.jsonl", 1),
        ("a.jsonl", 1),
        ("a.jsonl", 2),
    ]
    assert [found.case.case_id for found in result.cases] == ["SAMPLE-1"]


def test_progress_ends_at_all_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MINIMAL)
    (tmp_path / "b.jsonl").write_text(json.dumps(SAMPLE))
    reports: list[tuple[int, int]] = []
    paths = [tmp_path / "a.yaml", tmp_path / "none.json", tmp_path / "b.jsonl"]
    read_cases(paths, on_progress=lambda done, total: reports.append((done, total)))
    size = sum(path.stat().st_size for path in paths if path.exists())
    assert reports[-1] == (size, size)
    assert reports == sorted(reports)
