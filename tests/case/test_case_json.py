"""What is told about JSON that cannot be read, and JSON Lines."""

import json
from pathlib import Path

import pytest
from case_files import SAMPLE, read, sample, told

from oxyclaim.case import files
from oxyclaim.case.reader import CaseIds, SourcedCase, iter_jsonl

BROKEN = {
    "no closing": ('{\n"case_id": "C1"', 2, 16, "the text ends too early: here should stand a comma or the closing }"),
    "no value": ('{"case_id": }', 1, 13, "here should stand a value"),
    "no comma": ('{"a": "1"\n"b": 2}', 2, 1, "here should stand a comma or the closing }"),
    "no colon": ('{"a" 1}', 1, 6, "here should stand a colon between the key and its value"),
    "comma too many": ('{"a": 1,\n}', 1, 8, "a comma too many before the closing }"),
    "comma too many in list": ("[1,]", 1, 3, "a comma too many before the closing ]"),
    "bare key": ('{case_id: "C1"}', 1, 2, "here should stand a key in double quotes"),
    "single quotes": ("{'case_id': 1}", 1, 2, "JSON requires double quotes"),
    "single quoted value": ("{\"case_id\": 'C1'}", 1, 13, "JSON requires double quotes"),
    "comment": ('{"a": 1, // x\n"b": 2}', 1, 10, "is a comment; JSON has none"),
    "open quote": ('{"a": 1,\n "b": "x}', 2, 7, "has an opening quote and no closing one"),
    "newline in text": ('{"a": "x\ny"}', 1, 9, "a text in quotes must end on its line"),
    "backslash": ('{"a": "\\q"}', 1, 8, "write \\\\ for a backslash"),
    "NaN": ('{"a": NaN}', 1, 7, "is not a number; leave the key out"),
    "infinity": ('{"a": -Infinity}', 1, 7, "is not a number; leave the key out"),
    "zero first": ('{"zip": 01234}', 1, 9, "put dates, codes and numbers that begin with 0 in double quotes"),
    "date": ('{"date": 2025-05-08}', 1, 10, "put dates, codes and numbers that begin with 0 in double quotes"),
    "more": ("{}\n{}", 2, 1, "there is more after the end of the case"),
    "deep": ("[" * 100_000, 1, 21, "more than 20 deep inside each other"),
}


@pytest.mark.parametrize(("content", "line", "column", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_told_in_plain_words(
    tmp_path: Path, content: str, line: int, column: int, words: str
) -> None:
    (problem,) = read(tmp_path, content, "a.json").problems
    assert words in problem.message
    assert (problem.line, problem.column) == (line, column)
    assert problem.found is None


def test_doubled_key_is_told_with_both_lines(tmp_path: Path) -> None:
    content = (
        json.dumps(SAMPLE).replace('"tests": [', '"tests": [],\n"tests": [').replace('{"id": "T1"', '\n{"id": "T1"')
    )
    assert "a.json:2: tests: key 'tests' is given twice, first in line 1; keep one of the two" in told(
        tmp_path, content, "a.json"
    )


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_half_a_character_is_refused(tmp_path: Path, name: str) -> None:
    content = json.dumps(sample(supplier={"name": "half \ud800"}))
    assert [m.split(";")[0] for m in told(tmp_path, content, name)] == [
        f"{name}:1: supplier.name: holds half a character (\\ud800 to \\udfff)"
    ]


def test_true_where_a_text_is_wanted_reads_the_same_in_lines(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl"):
        (found,) = read(tmp_path, json.dumps(sample(case_id=True)), name).cases
        assert found.case.case_id == "true"


def test_lines_with_problems_are_told_by_line_and_the_others_read(tmp_path: Path) -> None:
    bad_test = sample(case_id="B", tests=[{"id": "T1", "spo2_percent": 870}])
    doubled = json.dumps(sample(case_id="C")).replace('"notices": []', '"notices": [], "notices": []')
    undocumented = sample(case_id="D", diagnoses=[{"icd10": "J44.9", "document": "X"}])
    lines = [
        json.dumps(SAMPLE),
        json.dumps(bad_test),
        doubled,
        json.dumps(undocumented),
        json.dumps(sample(case_id="E")),
    ]
    result = read(tmp_path, "\n".join(lines), "a.jsonl")
    assert [(problem.line, problem.key) for problem in result.problems] == [
        (2, "tests[id=T1].spo2_percent"),
        (3, "notices"),
        (4, "diagnoses[1].document"),
    ]
    assert [(found.case.case_id, found.line) for found in result.cases] == [("SAMPLE-1", 1), ("E", 5)]


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    long = json.dumps(sample(case_id="L", supplier={"name": "x" * files.MAX_LINE_BYTES}))
    result = read(tmp_path, f"{long}\n{json.dumps(SAMPLE)}\n{long}", "a.jsonl")
    assert [problem.line for problem in result.problems] == [1, 3]
    assert "longer than 1 MB" in result.problems[0].message
    assert [found.line for found in result.cases] == [2]


def test_a_line_of_just_the_limit(tmp_path: Path) -> None:
    line = json.dumps(SAMPLE).ljust(files.MAX_LINE_BYTES)
    assert not told(tmp_path, f"{line}\n{json.dumps(sample(case_id='B'))}", "a.jsonl")


def test_a_large_file_of_lines_has_no_limit(tmp_path: Path) -> None:
    lines = (json.dumps(sample(case_id=f"C{n}")).ljust(500_000) for n in range(12))
    assert len(read(tmp_path, "\n".join(lines), "a.jsonl").cases) == 12


def test_json_over_many_lines_in_a_jsonl_file_is_told_once(tmp_path: Path) -> None:
    (message,) = told(tmp_path, json.dumps(SAMPLE, indent=2), "a.jsonl")
    assert message.startswith("a.jsonl:1: the case goes over several lines")
    assert "named .json" in message


def test_lines_can_be_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(SAMPLE)}\n{{\n{json.dumps(SAMPLE)}\n")
    ids = CaseIds()
    stream = iter_jsonl(path, ids=ids)
    first = next(stream)
    assert isinstance(first, SourcedCase)
    assert "SAMPLE-1" in ids
    assert [str(problem).split(": ", 1)[1] for problem in stream] == [
        'the text ends too early: here should stand a key in double quotes, for example "case_id"',
        f"case_id: found SAMPLE-1; is already used at {path}:1; each case needs its own case_id",
    ]
