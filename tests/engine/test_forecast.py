"""What is foretold of a line that somebody has coded."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import Forecast, LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases

WORKED = {case.id: case.case for case in worked_cases()}


def last_day(case: dict[str, Any]) -> date:
    return max(date.fromisoformat(item["service_date"]) for item in case["items"])


@cache
def every() -> list[LineVerdict]:
    """Every worked case as at the end of the year of its service date, so that its claim is still timely."""
    days = [date(last_day(case).year, 12, 31) for case in WORKED.values()]
    return list(decide([Case.model_validate(case) for case in WORKED.values()], load(), days))


def coded() -> list[LineVerdict]:
    return [verdict for verdict in every() if verdict.forecast]


def forecast(id: str, line: int = 1) -> Forecast:
    [found] = [verdict.forecast for verdict in every() if (verdict.case_id, verdict.line_number) == (id, line)]
    assert found is not None
    return found


def recoded(id: str, modifiers: list[str], **item: object) -> LineVerdict:
    return all_recoded([id], modifiers, **item)[0]


def all_recoded(ids: Sequence[str], modifiers: list[str], **item: object) -> list[LineVerdict]:
    """The verdict of the first line of each of these cases, coded so."""
    cases = [deepcopy(WORKED[id]) for id in ids]
    for case in cases:
        case["items"][0] |= {"modifiers": modifiers, **item}
    verdicts = decide([Case.model_validate(case) for case in cases], load(), [last_day(case) for case in cases])
    first = {verdict.case_id: verdict for verdict in reversed(list(verdicts))}
    return [first[id] for id in ids]


def test_c03_says_what_comes_and_what_to_do():
    """Worked case C03 of the billing sheet."""
    found = forecast("billing-C03")
    [answer] = found.answers
    assert found.outcome == "rejected"
    assert (answer.group, answer.carc, answer.rarcs) == ("CO", "4", ("N519", "MA130"))
    assert (answer.appeal, answer.route, answer.last_day) == ("no", "new claim", date(2024, 6, 3))
    assert found.correction == ("RR", "N1")


def test_month_37_says_what_to_do_and_charges_nobody():
    """The denial of worked case C17 of the billing sheet."""
    [answer] = forecast("billing-C17-month-37").answers
    assert answer.codes == ("N370",)
    assert answer.on_arrival
    assert answer.action.startswith("Stop the rent")
    assert answer.charge_patient.startswith("no")


@pytest.mark.parametrize("modifier", ["GZ", "GA", "GY"])
@pytest.mark.parametrize("id", ["coverage-1", "coverage-7", "billing-C17-month-37", "coded-test-only-reported"])
def test_a_line_with_a_liability_modifier_is_denied_whatever_the_verdict(id: str, modifier: str):
    verdict = recoded(id, ["RR", modifier])
    assert verdict.forecast is not None
    assert verdict.forecast.outcome == "denied"
    assert not verdict.forecast.only_on_review


def test_what_is_denied_on_arrival_is_not_reviewed():
    assert [answer.codes for answer in forecast("billing-C06-gz", 2).answers] == [("CO-50", "GZ")]


def test_a_line_that_cannot_be_paid_never_proposes_a_notice_or_a_charge_to_the_patient():
    seen = [verdict for verdict in coded() if verdict.verdict == "not payable"]
    first = [verdict.case_id for verdict in every() if (verdict.verdict, verdict.line_number) == ("not payable", 1)]
    recoded_so = [verdict for m in ("GA", "GY") for verdict in all_recoded(first, ["RR", m])]
    seen += [verdict for verdict in recoded_so if verdict.verdict == "not payable"]
    assert len(seen) > 5
    for verdict in seen:
        assert verdict.forecast is not None
        assert verdict.denial_notice is None
        assert verdict.forecast.correction is None
        for answer in verdict.forecast.answers:
            assert answer.charge_patient.startswith("no"), (verdict.case_id, answer)
            assert "bill the patient" not in answer.action.lower()


def test_a_covered_line_is_put_right_before_the_patient_is_charged():
    [answer] = forecast("coded-ga-alone").answers
    assert answer.charge_patient.startswith("depends")
    assert forecast("coded-ga-alone").correction == ("RR", "N1")


@pytest.mark.parametrize("id", ["abn-same-day-after", "abn-not-listed", "abn-no-cost"])
def test_without_a_valid_notice_ga_gives_no_leave_to_charge_the_patient(id: str):
    found = recoded(id, ["RR", "GA"]).forecast
    assert found is not None
    assert found.answers[0].codes == ("PR-50", "GA")
    assert found.answers[0].charge_patient.startswith("depends")
    valid = recoded("abn-day-before", ["RR", "GA"]).forecast
    assert valid is not None
    assert valid.answers[0].charge_patient.startswith("yes")


def test_an_accepted_line_that_is_not_billable_says_that_a_denial_may_follow():
    accepted = [verdict for verdict in coded() if verdict.forecast and verdict.forecast.outcome == "accepted"]
    assert any(not verdict.is_billable for verdict in accepted)
    for verdict in accepted:
        assert verdict.forecast is not None
        assert bool(verdict.forecast.doubt) is not verdict.is_billable, verdict.case_id
        assert not verdict.forecast.answers


def test_only_what_is_certain_is_denied():
    """A line whose verdict rests on something unknown or open alone is never foretold to be denied."""
    for verdict in coded():
        assert verdict.forecast is not None
        if verdict.forecast.outcome == "denied":
            for rule in (rule for answer in verdict.forecast.answers for rule in answer.rules):
                effects = {f.rule: (f.effect, f.certain) for f in (*verdict.findings, *verdict.forecast.reasons)}
                assert effects.get(rule, ("", True))[1], (verdict.case_id, rule)
                assert effects.get(rule, ("", True))[0] != "review", (verdict.case_id, rule)


@pytest.mark.parametrize("outcome", ["accepted", "rejected", "denied", "unknown"])
def test_each_outcome_is_met_in_some_worked_case(outcome: str):
    assert any(verdict.forecast and verdict.forecast.outcome == outcome for verdict in coded())


def test_the_charge_stands_on_the_forecast_in_cents():
    assert forecast("billing-C03").charge_cents == 39500
