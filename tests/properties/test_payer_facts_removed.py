"""Facts removed from billable cases of payers other than Medicare: an unknown releases nothing and refuses nothing."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from test_facts_removed import OTHER_CLAIMS, keys_of, leaves, without

from oxyclaim.case.models import Case
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, payer_cases, worked_cases
from tests.judged import Line, judged
from tests.sampling import one_in

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
PARTS = 4
NO_PAPER_ASKED = {"own-visit-six-months"}
"""A visit under a payer that asks for no paper: the supplier's own word and history decide."""


def whole() -> dict[tuple[str, int], Line]:
    """What is said of the cases as they are."""
    return answers([Case.model_validate(worked.case) for worked in VARIOUS], VARIOUS)


def answers(cases: list[Case], of: Sequence[WorkedCase]) -> dict[tuple[str, int], Line]:
    return judged(cases, load_with_examples(), [worked.as_of for worked in of])


@pytest.mark.parametrize("part", one_in(PARTS, range(PARTS)))
def test_blanking_one_fact_of_a_billable_case(part: int):
    cases: list[Case] = []
    about: list[tuple[WorkedCase, tuple[Any, ...]]] = []
    for worked in VARIOUS[part::PARTS]:
        earlier = len(cases)
        for path in leaves(worked.case):
            blanked = without(worked.case, path)
            if blanked is not None and path[0] not in CLAIM_DATA and path[-1] not in OTHER_CLAIMS:
                cases.append(blanked.model_copy(update={"case_id": f"B{len(cases)}"}))
                about.append((worked, path))
        assert len(cases) - earlier > 30
    before = whole()
    for line in answers(cases, [worked for worked, _ in about]).values():
        worked, path = about[int(line.case_id[1:])]
        was = before[worked.id, line.line_number]
        if was.is_billable:
            where = f"{worked.id} without {path}: {line}"
            assert line.verdict in ("billable", "hold", "review"), where
            if line.is_billable:
                assert line.modifiers == was.modifiers, where


def test_nothing_is_billable_on_reports_alone():
    """Unless the payer asks for nothing that a paper must show."""
    cases = []
    for worked in VARIOUS:
        case = deepcopy(worked.case)
        for document in case["documents"]:
            document["on_file"] = False
        cases.append(Case.model_validate(case))
    before = whole()
    for key, line in answers(cases, VARIOUS).items():
        if before[key].is_billable and line.case_id not in NO_PAPER_ASKED:
            assert line.verdict in ("hold", "review"), line
