"""A worked case gives the same answer as YAML, as JSON, and its billable lines through the 837P."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.claims import Claim, ClaimLine, ControlNumbers, write_claims
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from tests.judged import judged
from tests.sampling import one_in

CASES = [worked.case for worked in worked_cases()]
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
AS_OF = {worked.id: worked.as_of for worked in worked_cases()}


def as_of(cases: list[Case]) -> list[date]:
    """The day of each case's run."""
    return [AS_OF[case.case_id] for case in cases]


@pytest.mark.parametrize("part", one_in(4, range(4)))
def test_yaml_json_and_json_lines_give_the_same_cases(tmp_path: Path, part: int):
    some = CASES[part::4]
    half = len(some) // 2
    files = {
        "yaml": [yaml.dump(some[:half], Dumper=DUMPER), yaml.dump(some[half:], Dumper=DUMPER)],
        "json": [json.dumps(some[:half]), json.dumps(some[half:])],
        "jsonl": ["\n".join(json.dumps(case) for case in some)],
    }
    read = []
    for form, texts in files.items():
        paths = [tmp_path / f"cases-{number}.{form}" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        result = read_cases(paths)
        assert not result.problems, [str(problem) for problem in result.problems]
        read.append([sourced.case for sourced in result.cases])
    assert read[0] == read[1] == read[2] == [Case.model_validate(case) for case in some]


@pytest.mark.parametrize("every", [40, pytest.param(5, marks=pytest.mark.slow)])
def test_many_at_once_and_one_by_one_agree(every: int):
    cases = [Case.model_validate(case) for case in CASES[::every]]
    together = list(decide(cases, load(), as_of(cases)))
    alone = [verdict for case in cases for verdict in decide([case], load(), AS_OF[case.case_id])]
    assert together == alone


def test_the_order_of_cases_and_records_does_not_matter():
    cases = [Case.model_validate(case) for case in CASES]
    turned = []
    for case in reversed(cases):
        lists = {name: list(reversed(getattr(case, name) or [])) or getattr(case, name) for name in ("tests", "orders")}
        turned.append(case.model_copy(update=lists))
    assert judged(turned, load(), as_of(turned)) == judged(cases, load(), as_of(cases))


def test_billable_lines_go_through_the_837p_with_their_modifiers(tmp_path: Path):
    cases = {case["case_id"]: Case.model_validate(case) for case in CASES}
    lines: dict[str, list[ClaimLine]] = {}
    wanted = {}
    every = list(cases.values())
    for number, verdict in enumerate(judged(every, load(), as_of(every)).values()):
        if verdict.is_billable:
            assert verdict.modifiers is not None
            lines.setdefault(verdict.case_id, []).append(ClaimLine(verdict.line_number, verdict.modifiers))
            wanted[number] = [verdict.code, *verdict.modifiers]
    claims = [Claim(cases[case_id], tuple(billed)) for case_id, billed in lines.items()]
    written = write_claims(claims, tmp_path / "all.x12", created=datetime(2026, 3, 4), numbers=ControlNumbers(7))  # noqa: DTZ001
    segments = written.path.read_text().split("~")
    found = [segment.split("*")[1].split(":")[1:] for segment in segments if segment.startswith("SV1*")]
    assert found == list(wanted.values())
