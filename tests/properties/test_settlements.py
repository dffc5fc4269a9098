"""The law of settlements: a decision lifts one question, never the absence of a rule.

Every worked case that is for a person has all its questions settled as met, round by round. Where a line becomes
billable, its modifiers are known and each of them tells the payer something; a line that no rule judges stays.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine import bulk
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import build, payer_cases, worked_cases

CATALOGUE = load_with_examples()
ROUNDS = 2
EVERY = 6
"""Of the worked cases for a person, one in so many is tried."""


def last_day(case: Case) -> date:
    return max(item.service_date for item in case.items)


def decided(cases: list[Case]) -> Iterator[LineVerdict]:
    """Each case as on the last day of its year: a late claim would hide everything else."""
    return decide(cases, CATALOGUE, [date(last_day(case).year, 12, 31) for case in cases])


def in_review() -> dict[str, dict[str, Any]]:
    """The worked cases with a line for a person."""
    every = {case.id: case.case for case in (*worked_cases(), *payer_cases())}
    numbered = {str(number): case for number, case in enumerate(every.values())}
    cases = [Case.model_validate(case | {"case_id": number}) for number, case in numbered.items()]
    days = [last_day(case) for case in cases]
    found = bulk.verdicts(tables(cases, CATALOGUE.presumptions, days, [DOCUMENTED]), CATALOGUE)
    ids = found.filter(pl.col("verdict").cast(pl.String) == "review")["case_id"].unique()
    return {number: numbered[number] | {"case_id": number} for number in sorted(ids, key=int)[::EVERY]}


def with_settled(case: dict[str, Any], verdicts: list[LineVerdict]) -> dict[str, Any]:
    """The case with every finding of review settled as met."""
    settled = [
        {"line_number": v.line_number, "rule": f.rule, "finding": f.fingerprint, "answer": "met", "by": "R. Example",
         "date": "2026-11-23", "reason": "told in writing", "document": "ANSWER"}
        for v in verdicts for f in v.findings if f.effect == "review" and f.fingerprint
    ]  # fmt: skip
    fresh = {(each["line_number"], each["rule"]) for each in settled}
    kept = [each for each in case.get("settlements") or [] if (each["line_number"], each["rule"]) not in fresh]
    documents = [each for each in case.get("documents") or [] if each["id"] != "ANSWER"]
    return case | {"documents": [*documents, {"id": "ANSWER", "on_file": True}], "settlements": [*kept, *settled]}


def judged(cases: dict[str, dict[str, Any]]) -> dict[str, list[LineVerdict]]:
    found: dict[str, list[LineVerdict]] = {}
    for verdict in decided([Case.model_validate(case) for case in cases.values()]):
        found.setdefault(verdict.case_id, []).append(verdict)
    return found


def test_what_decisions_make_billable_asserts_something():
    cases = in_review()
    billable = 0
    for _ in range(ROUNDS):
        before = judged(cases)
        cases = {id: with_settled(deepcopy(case), before[id]) for id, case in cases.items()}
        for verdict in (verdict for lines in judged(cases).values() for verdict in lines if verdict.is_billable):
            billable += bool(verdict.settled)
            assert verdict.modifiers is not None
            assert all(assertion.statements for assertion in verdict.asserts), verdict
    assert billable > 5


def test_no_decision_stands_in_for_a_rule():
    codes, payers = ("E0601", "E0470", "K0739"), ("medicare", "aetna", "humana_medicare_advantage")
    cases = {}
    for code, payer, start in product(codes, payers, ("2017-05-10", "2025-05-10")):
        facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": code}]}
        id = f"{code}-{len(cases)}"
        cases[id] = build(id, start, facts | {"coverage": {"payer": payer}})
    for _ in range(ROUNDS):
        found = judged(cases)
        cases = {id: with_settled(case, found[id]) for id, case in cases.items()}
    for (verdict,) in judged(cases).values():
        assert verdict.verdict == "review", verdict
        assert verdict.modifiers is None, verdict
        [settled] = [each for each in verdict.settled if each.rule == "COV-010"]
        assert "no rule" in settled.state, verdict


def test_each_billable_line_of_the_worked_cases_asserts_something():
    every = [Case.model_validate(case.case) for case in (*worked_cases(), *payer_cases())[::6]]
    for verdict in decided(every):
        if verdict.is_billable:
            assert all(assertion.statements for assertion in verdict.asserts), verdict
