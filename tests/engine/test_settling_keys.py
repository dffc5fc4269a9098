"""Every reason names the key or the paper that settles it, and a key that is named is one that nobody has entered."""

from functools import cache
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.case.places import readable
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build, worked_cases


@cache
def judged() -> list[tuple[Case, LineVerdict]]:
    some = worked_cases()[::9]
    cases = {each.id: Case.model_validate(each.case) for each in some}
    found = decide(list(cases.values()), load(), [each.as_of for each in some])
    return [(cases[verdict.case_id], verdict) for verdict in found]


def at(case: dict[str, Any], pointer: str) -> Any:
    value: Any = case
    for step in pointer.split("/")[1:]:
        value = None if value is None else value[int(step)] if isinstance(value, list) else value.get(step)
    return value


def test_a_key_that_is_named_leads_to_nothing_that_is_entered():
    named = 0
    for case, verdict in judged():
        written = case.model_dump(mode="json")
        for finding in verdict.findings:
            for reason in finding.reasons:
                for key in reason.keys:
                    assert at(written, key) is None, (case.case_id, finding.rule, key)
                    named += 1
    assert named > 30


def test_whoever_is_asked_to_fix_a_hold_is_told_the_key_or_the_paper():
    for case, verdict in judged():
        for finding in verdict.findings:
            if finding.effect == "hold":
                told = [reason.keys or reason.cure or reason.said for reason in finding.reasons]
                assert any(told) or finding.cure, (case.case_id, finding.rule, finding.sentence)


def only_hold(facts: dict[str, Any]) -> LineVerdict:
    case = Case.model_validate(build("K", "2025-06-10", {"items": [{"code": "E1390"}]} | facts))
    (verdict,) = decide([case], load(), case.items[0].service_date)
    return verdict


def test_a_fact_that_is_only_reported_is_settled_by_a_paper_and_not_by_a_key():
    test = {"state": "rest", "spo2_percent": 86, "basis": "reported", "document": None}
    (finding,) = [each for each in only_hold({"tests": [test]}).findings if each.rule == "COV-100"]
    assert any(reason.said for reason in finding.reasons)
    assert not [key for reason in finding.reasons if reason.said for key in reason.keys]


def keys_of(verdict: LineVerdict) -> set[str]:
    return {key for finding in verdict.findings for reason in finding.reasons for key in reason.keys}


def test_a_stay_that_never_was_is_settled_by_inpatient():
    test = {"state": "rest", "spo2_percent": 86, "inpatient": None}
    assert "/tests/0/inpatient" in keys_of(only_hold({"tests": [test]}))


def test_a_list_that_is_left_out_is_named_itself():
    assert "/deliveries" in keys_of(only_hold({"deliveries": None}))
    assert readable("/deliveries/0/date") == "deliveries[1].date"


def test_what_the_policy_of_the_day_no_longer_reads_is_not_asked_for():
    """After 2022 no stable state; while the older LCD was in force no signs, unless the newer NCD already read them."""
    test = {"state": "rest", "spo2_percent": 86, "signs_noted": None, "stable_state": None}
    in_state = {"/tests/0/signs_noted", "/tests/0/stable_state"}
    assert keys_of(only_hold({"tests": [test]})) & in_state == {"/tests/0/signs_noted"}
    older = Case.model_validate(build("K", "2019-06-10", {"items": [{"code": "E1390"}], "tests": [test]}))
    (verdict,) = decide([older], load(), older.items[0].service_date)
    assert keys_of(verdict) & in_state == {"/tests/0/stable_state"}
