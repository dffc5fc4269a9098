"""The situations of claims in ``situations/``, as cases. All of it is made up."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.case.models import Case
from oxyclaim.policy.worked_cases import build

FOLDER = Path(__file__).parent / "situations"
START = "2025-05-10"
BASE: dict[str, Any] = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390"}]}
OTHER_PAYER: dict[str, Any] = {"history": [], "authorizations": [], "changes": []}


@cache
def situations() -> dict[str, dict[str, Any]]:
    files = sorted(FOLDER.glob("*.yaml"))
    found = [entry for path in files for entry in yaml.safe_load(path.read_text())]
    assert len({entry["id"] for entry in found}) == len(found)
    return {entry["id"]: entry for entry in found}


def case_of(entry: dict[str, Any]) -> Case:
    facts = dict(entry.get("facts", {}))
    if "payer" in entry:
        facts = OTHER_PAYER | facts
        facts["coverage"] = {"payer": entry["payer"]} | facts.get("coverage", {})
    if "items" in facts:
        facts["items"] = [dict(item) for item in facts["items"]]
    case = build(entry["id"], START, BASE | facts)
    # A case of its own: members are told apart, so that no situation is judged beside another.
    return Case.model_validate(case)
