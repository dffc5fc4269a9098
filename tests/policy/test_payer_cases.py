"""The built-in payers: each is shown by a worked case, and none carries what belongs to Medicare alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import PAYERS, payer_cases

CASES = payer_cases()
FILES = sorted(PAYERS.parent.glob("*.yaml"))
EXAMPLES = Path(__file__).parents[2] / "docs" / "payer-examples"
FAMILIES = sorted({profile.family for profile in load().profiles.values() if not profile.abstract} - {"medicare"})


@pytest.mark.parametrize("payer", FAMILIES)
def test_every_payer_has_a_worked_case(payer: str):
    assert payer in {case.case["coverage"]["payer"].split("/")[0] for case in CASES}


def test_no_consequence_of_medicare_alone():
    cases = [Case.model_validate(worked.case) for worked in CASES]
    for verdict in decide(cases, load(), [worked.as_of for worked in CASES]):
        assert not {"GA", "GZ", "GY", "CR"} & {*(verdict.would_be or ()), *(verdict.modifiers or ())}, verdict
        assert verdict.denial_notice is None or not verdict.denial_notice.modifiers, verdict
        assert not [f.rule for f in verdict.findings if f.rule.startswith(("DEN", "ELG"))], verdict


def _cited(node: Any) -> Iterator[str]:
    """The sources that a file's values, rules and contested values cite."""
    if isinstance(node, list):
        for each in node:
            yield from _cited(each)
    elif isinstance(node, dict):
        cites = node.get("source", [])
        yield from (cite.partition(",")[0] for cite in ([cites] if isinstance(cites, str) else cites))
        for each in node.values():
            yield from _cited(each)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_source_of_a_file_that_sets_values_is_cited(path: Path):
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "values" in written:
        assert {source["id"] for source in written["sources"]} == set(_cited(written))


def test_no_file_is_said_to_be_verified():
    assert {profile.status for profile in load().profiles.values()} == {"built in", "unverified"}


def test_example_contract_sets_what_its_payer_leaves_open():
    catalogue = load(EXAMPLES)
    ours, payers = (catalogue.values[id] for id in ("bcbs_texas_contract", "bcbs_texas"))
    assert [value.value for value in ours["rental_months_paid"]] == [10]
    assert "rental_months_paid" not in payers
    assert ours["authorization_from_plan"] == payers["authorization_from_plan"]
