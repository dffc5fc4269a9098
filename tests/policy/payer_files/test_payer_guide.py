"""The guide to the payer file is up to date, complete, and true: its example gives the verdicts that it names."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.payer_files.entries import ENTRIES
from oxyclaim.policy.payer_files.guide import guide
from oxyclaim.policy.payer_files.guide_example import EXAMPLE, VERDICTS
from oxyclaim.policy.payer_files.guide_words import SUBJECTS
from oxyclaim.policy.payer_files.schema import payer_schema
from oxyclaim.policy.payer_files.subjects import subjects

ROOT = Path(__file__).parents[3]
START = date(2025, 5, 12)
AUTHORIZATION = {
    "id": "A-1", "document": "AUTH-1", "number": "77", "status": "approved", "codes": ["E1392"],
    "decided_on": date(2025, 7, 20), "first_day": date(2025, 8, 1), "last_day": date(2026, 1, 31),
}  # fmt: skip


def saturation(percent: int) -> Callable[[dict[str, Any]], None]:
    return lambda case: case["tests"][0].update(spo2_percent=percent)


def month(number: int, paid: int | None = None) -> Callable[[dict[str, Any]], None]:
    """The rental month of that number, with so many months before it paid; None: not listed."""

    def change(case: dict[str, Any]) -> None:
        for item in case["items"]:
            item["service_date"] = add_months(START, number - 1)
        if paid is not None:
            case["history"] = [
                {"code": code, "service_date": add_months(START, earlier), "kind": "rental", "payer": "maple_valley",
                 "outcome": "paid", "supplier": "own"}
                for earlier in range(paid) for code in ("E1390", "E1392")
            ]  # fmt: skip

    return change


def approved(case: dict[str, Any]) -> None:
    case["documents"].append({"id": "AUTH-1", "kind": "payer_form", "date": date(2025, 7, 20), "on_file": True})
    case["authorizations"] = [AUTHORIZATION]


def flow_changed(case: dict[str, Any]) -> None:
    case["changes"] = [{"date": date(2025, 8, 5), "what": "flow"}]


CHANGES: dict[str, list[Callable[[dict[str, Any]], None]]] = {
    "as the file stands": [],
    "89 % at rest": [saturation(89)],
    "90 % at rest": [saturation(90)],
    "no test at all (`tests: []`)": [lambda case: case.update(tests=[])],
    "E0431 in the place of E1392": [lambda case: case["items"][1].update(code="E0431")],
    "third rental month, no authorization": [month(3, 2)],
    "fourth rental month, no authorization": [month(4, 3)],
    "fourth rental month, approved in July": [month(4, 3), approved],
    "fourth rental month, approved in July, flow changed in August": [month(4, 3), approved, flow_changed],
    "tenth rental month, nine paid": [month(10, 9)],
    "eleventh rental month, ten paid": [month(11, 10)],
    "eleventh rental month, what was paid not listed": [month(11)],
}


@pytest.fixture(scope="module")
def maple_valley(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("payers")
    (folder / "maple_valley.yaml").write_text(EXAMPLE, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("what", "code", "verdict", "rule"), VERDICTS)
def test_the_example_gives_the_verdicts_of_the_guide(maple_valley: Path, what: str, code: str, verdict: str, rule: str):
    case = deepcopy(yaml.safe_load((ROOT / "examples" / "01-clinic-test.yaml").read_text(encoding="utf-8")))
    case["coverage"] |= {"payer": "maple_valley", "member_id": "MV-1"}
    case |= {"authorizations": [], "changes": []}
    for change in CHANGES[what]:
        change(case)
    verdicts = list(decide([Case.model_validate(case)], load(maple_valley), date(2025, 10, 1)))
    line = next(each for each in verdicts if each.code == code)
    assert line.verdict == verdict
    assert [finding.rule for finding in line.findings][:1] == ([rule] if rule else [])


def test_the_page_is_up_to_date():
    page = ROOT / "docs" / "payer-file.md"
    assert page.read_text(encoding="utf-8") == guide(load()), "run: make docs"


def test_the_page_holds_the_example_and_every_key_of_the_layout():
    page = guide(load())
    assert EXAMPLE in page
    for parameter in load().parameters:
        assert f"| `{parameter.name}` | {parameter.title} |" in page
    for model in ENTRIES.values():
        for key in model.model_fields:
            assert f"| `{key}` |" in page.split(f"#### An entry of `{model.PARAMETER}`")[1].split("\n#")[0]
    for key in payer_schema(load().parameters)["properties"]:
        assert f"| `{key}` |" in page


def test_every_subject_that_payers_differ_in_says_what_silence_does():
    own = {subject.folder for subject in subjects(load()) if subject.own}
    switched = {rule.folder.removeprefix("oxyclaim.policy.rules.").rpartition(".")[0]
                for rule in load().rules if rule.id.startswith("PAY-")}  # fmt: skip
    assert own | switched == set(SUBJECTS)
