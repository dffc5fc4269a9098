"""Facts removed from billable cases of payers other than Medicare: an unknown releases nothing and refuses nothing."""

from copy import deepcopy
from typing import Any

import pytest
from test_facts_removed import OTHER_CLAIMS, keys_of, leaves, without

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, payer_cases, worked_cases

CASES = [
    worked
    for worked in (*worked_cases(payers=True), *payer_cases())
    if worked.case["coverage"]["payer"] != "medicare" and {"billable"} & {e["verdict"] for e in worked.expect.values()}
]

CLAIM_DATA = ("case_id", "patient", "supplier", "submitter", "practitioner")
"""Sections that the claim must carry: one rule asks for all of them, whoever pays."""


def various() -> list[WorkedCase]:
    """Of these cases, those that bring a payer, a subject or a key of the case file of their own."""
    chosen, seen = [], set[Any]()
    for worked in CASES:
        brings = {
            ("subject", worked.folder),
            worked.case["coverage"]["payer"],
            *keys_of(Case.model_validate(worked.case)),
        }
        if brings - seen:
            chosen.append(worked)
            seen |= brings
    return chosen


VARIOUS = various()


def verdicts(cases: list[Case]) -> dict[str, dict[int, LineVerdict]]:
    found: dict[str, dict[int, LineVerdict]] = {case.case_id: {} for case in cases}
    for verdict in decide(cases, load_with_examples()):
        found[verdict.case_id][verdict.line_number] = verdict
    return found


@pytest.mark.parametrize("worked", VARIOUS, ids=[case.id for case in VARIOUS])
def test_blanking_one_fact_of_a_billable_case(worked: WorkedCase):
    whole = verdicts([Case.model_validate(worked.case)])[worked.case["case_id"]]
    cases, paths = [], []
    for path in leaves(worked.case):
        blanked = without(worked.case, path)
        if blanked is not None and path[0] not in CLAIM_DATA and path[-1] not in OTHER_CLAIMS:
            cases.append(blanked.model_copy(update={"case_id": f"B{len(cases)}"}))
            paths.append(path)
    assert len(cases) > 30
    for (_, lines), path in zip(verdicts(cases).items(), paths, strict=True):
        for number, verdict in lines.items():
            if not whole[number].is_billable:
                continue
            where = f"{worked.id} without {path}: {[f.sentence for f in verdict.findings]}"
            assert verdict.verdict in ("billable", "hold", "review"), where
            if verdict.is_billable:
                assert verdict.modifiers == whole[number].modifiers, where


@pytest.mark.parametrize("worked", VARIOUS, ids=[case.id for case in VARIOUS])
def test_nothing_is_billable_on_reports_alone(worked: WorkedCase):
    """Unless the payer asks for nothing that a paper must show."""
    case = deepcopy(worked.case)
    for document in case["documents"]:
        document["on_file"] = False
    before = verdicts([Case.model_validate(worked.case)])[case["case_id"]]
    for number, verdict in verdicts([Case.model_validate(case)])[case["case_id"]].items():
        if before[number].is_billable:
            assert verdict.verdict in ("hold", "review"), [f.sentence for f in verdict.findings]
