"""A person settles a review; the decision counts until the rule or the facts change. All cases are made up."""

from datetime import date
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

EXERCISE: list[dict[str, Any]] = [
    {"id": "REST", "state": "rest", "spo2_percent": 94, "session": "WALK", "study": "exercise"},
    {"id": "WALKING", "state": "exercise", "spo2_percent": 86, "session": "WALK", "study": "exercise"},
    {"id": "ON-OXYGEN", "state": "exercise", "spo2_percent": 93, "session": "WALK", "study": "exercise",
     "oxygen_flow_lpm": 2},
]  # fmt: skip
ILLINOIS = {"address": {"line_1": "1 Example Street", "city": "Springfield", "state": "IL", "zip": "62701"}}
NO_CONDITION: dict[str, Any] = {
    "dependent_edema_suggesting_chf": {"value": False},
    "pulmonary_hypertension": {"value": False},
    "cor_pulmonale": {"value": False},
    "hematocrit_percent": {"value": 44},
}


AS_OF = date(2025, 12, 31)


def judge(case: dict[str, Any]) -> LineVerdict:
    (verdict,) = decide([Case.model_validate(case)], load(), AS_OF)
    return verdict


def exercise_only() -> dict[str, Any]:
    return build("EXERCISE", "2025-06-02", {"tests": EXERCISE, "items": [{"code": "E1390"}]})


def unrounded(value: float = 88.4) -> dict[str, Any]:
    tests = [{"state": "rest", "spo2_percent": value}]
    facts = {
        "patient": ILLINOIS,
        "coverage": {"payer_id": "17013"},
        "tests": tests,
        "clinical": NO_CONDITION,
        "items": [{"code": "E1390"}],
    }
    return build("ROUNDING", "2025-05-10", facts)


def settle(case: dict[str, Any], on_file: bool = True, **changes: Any) -> dict[str, Any]:
    before = judge(case)
    (finding,) = [finding for finding in before.findings if finding.effect == "review"]
    assert finding.fingerprint
    decision = {
        "line_number": 1, "rule": finding.rule, "finding": finding.fingerprint, "answer": "met", "by": "R. Example",
        "date": "2026-11-23", "reason": "the contractor says so in writing", "document": "ANSWER",
    }  # fmt: skip
    documents = [*case["documents"], {"id": "ANSWER", "on_file": on_file}]
    return case | {"documents": documents, "settlements": [decision | changes]}


@pytest.mark.parametrize("case", [exercise_only(), unrounded()], ids=["a rule of review", "an open question"])
def test_a_settled_review_is_billable_and_says_who_settled_it(case: dict[str, Any]) -> None:
    assert judge(case).verdict == "review"
    verdict = judge(settle(case))
    assert (verdict.verdict, verdict.modifiers, verdict.group) == ("billable", ("RR", "N1"), "I")
    (settled,) = verdict.settled
    assert settled.counts
    assert (settled.by, settled.document, settled.reason) == (
        "R. Example", "ANSWER", "the contractor says so in writing",
    )  # fmt: skip
    assert not verdict.findings
    assert {assertion.modifier for assertion in verdict.asserts} == {"RR", "N1"}


def test_it_lapses_when_a_fact_changes() -> None:
    settled = settle(unrounded())
    changed = unrounded(88.3) | {key: settled[key] for key in ("documents", "settlements")}
    verdict = judge(changed)
    assert verdict.verdict == "review"
    assert verdict.settled[0].state.startswith("lapsed")


def test_it_lapses_when_the_rule_changes() -> None:
    verdict = judge(settle(unrounded(), finding="0123456789ab"))
    assert verdict.verdict == "review"
    assert verdict.settled[0].state.startswith("lapsed")


def test_it_does_not_count_without_its_document() -> None:
    verdict = judge(settle(unrounded(), on_file=False))
    assert verdict.verdict == "review"
    assert "not on file" in verdict.settled[0].state


def test_a_person_may_say_that_it_is_not_met() -> None:
    verdict = judge(settle(unrounded(), answer="not_met"))
    assert verdict.verdict == "not covered"
    assert verdict.modifiers is None


def test_nothing_but_a_review_can_be_settled() -> None:
    case = settle(unrounded())
    case["tests"][0]["spo2_percent"] = 94
    verdict = judge(case)
    assert verdict.verdict == "not covered"
    assert verdict.settled[0].state.startswith("not needed")


def test_a_second_review_stays_open() -> None:
    case = settle(unrounded())
    case["items"][0]["device"]["maximum_flow_lpm"] = 1
    verdict = judge(case)
    assert verdict.verdict == "review"
    assert {finding.rule for finding in verdict.findings if finding.effect == "review"} == {"COV-430"}


def test_other_lines_are_not_settled() -> None:
    case = settle(unrounded(), line_number=2)
    assert judge(case).verdict == "review"
