"""Whatever stands in a file, reading it says so and never breaks; all formats read alike."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_files import SAMPLE, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SUFFIXES = [".yaml", ".json", ".jsonl"]
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
labels = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,9}", fullmatch=True) | st.sampled_from(
    ["NO", "null", "010", "1e3"]
)
truths = st.booleans()
dates = st.dates().map(str)
percents = st.integers(25, 105) | st.decimals(60, 100, places=1).map(float)


def record(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: st.none() | value for name, value in keys.items()})


cases = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "case_id": labels,
        "coverage": st.builds(
            lambda more: {"payer": "medicare"} | more, record(payer_name=texts, release_signed=truths)
        ),
        "items": st.just(SAMPLE["items"]),
    },
    optional={
        "patient": record(last_name=texts, birth_date=dates, address=record(city=texts, zip=st.just("01234"))),
        "tests": st.lists(record(id=labels, date=dates, on_room_air=truths, spo2_percent=percents), max_size=3),
        "clinical": record(dyspnea=record(value=truths, document=labels)),
        "documents": st.lists(record(id=labels, on_file=truths, description=texts), max_size=2),
        "notices": st.none(),
    },
)


@quick
@given(cases)
def test_json_lines_and_yaml_read_alike(tmp_path: Path, case: dict[str, Any]) -> None:
    contents = {
        ".yaml": yaml.safe_dump(case, sort_keys=False),
        ".json": json.dumps(case, indent=1),
        ".jsonl": json.dumps(case, ensure_ascii=False),
    }
    results = [read(tmp_path, content, f"a{suffix}") for suffix, content in contents.items()]
    cases_read = [[found.case for found in result.cases] for result in results]
    assert cases_read[0] == cases_read[1] == cases_read[2]
    problems = [
        sorted((problem.key, problem.found or "", problem.message.split("(it is")[0]) for problem in result.problems)
        for result in results
    ]
    assert problems[0] == problems[1] == problems[2]
    assert bool(cases_read[0]) != bool(problems[0])


@pytest.mark.parametrize("suffix", SUFFIXES)
@quick
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_arbitrary_content_is_a_problem_and_not_a_crash(tmp_path: Path, suffix: str, content: bytes) -> None:
    result = read(tmp_path, content, f"a{suffix}")
    assert result.problems
    assert all(str(problem).isprintable() for problem in result.problems)


SIGNS = st.text("{}[]\"':,-&*!|>%@`#?\\\t\n\r 0aN\u2028\x85\0<~", max_size=6)


@pytest.mark.parametrize("suffix", SUFFIXES)
@quick
@given(st.data())
def test_a_damaged_case_is_a_problem_and_not_a_crash(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    sound = yaml.safe_dump(SAMPLE, sort_keys=False) if suffix == ".yaml" else json.dumps(SAMPLE)
    start = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(start, min(len(sound), start + 20)))
    result = read(tmp_path, sound[:start] + data.draw(SIGNS) + sound[end:], f"a{suffix}")
    assert result.problems or result.cases
    for problem in result.problems:
        assert problem.line is not None
        assert str(problem).isprintable()


json_values = st.recursive(
    st.none() | truths | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SAMPLE, *SAMPLE["tests"][0], "cases", "", "\ud800"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@quick
@given(json_values)
def test_arbitrary_json_is_a_problem_and_not_a_crash(tmp_path: Path, value: Any) -> None:
    for suffix in (".json", ".jsonl"):
        for problem in read(tmp_path, json.dumps(value), f"a{suffix}").problems:
            assert str(problem).isprintable()
