"""Every worked case of the rule book, of its rules and of its payers, gives the answer it says."""

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, payer_cases, worked_cases

CASES = [*worked_cases(payers=True), *payer_cases()]


@pytest.mark.parametrize("worked", CASES, ids=[case.id for case in CASES])
def test_worked_case(worked: WorkedCase):
    verdicts = {
        v.line_number: v for v in decide([Case.model_validate(worked.case)], load_with_examples(), worked.as_of)
    }
    for number, expected in worked.expect.items():
        verdict = verdicts[number]
        seen = f"{verdict.verdict}: " + " | ".join(f"{f.rule} {f.effect}: {f.sentence}" for f in verdict.findings)
        assert verdict.verdict == expected["verdict"], seen
        deciding = [f for f in verdict.findings if f.effect == verdict.verdict]
        if "rule" in expected:
            assert expected["rule"] in {f.rule for f in deciding}, seen
        if "also" in expected:
            assert expected["also"] in {f.rule for f in verdict.findings}, seen
        if "says" in expected:
            assert any(expected["says"] in f.sentence for f in deciding), seen
        if "note" in expected:
            assert expected["note"] in {f.rule for f in verdict.notes}
        if "task" in expected:
            assert any(expected["task"] in task for task in verdict.tasks), verdict.tasks
        if "denial" in expected:
            wanted = expected["denial"]
            notice = verdict.denial_notice
            assert (notice.status if isinstance(wanted, str) else list(notice.modifiers or ())) == wanted
        if "forecast" in expected:
            assert verdict.forecast.outcome == expected["forecast"]
        if "forecast_rule" in expected:
            assert expected["forecast_rule"] in {f.rule for f in verdict.forecast.reasons}
        if "forecast_codes" in expected:
            assert list(verdict.forecast.answers[0].codes) == expected["forecast_codes"]
        if "forecast_on_review" in expected:
            assert verdict.forecast.only_on_review is expected["forecast_on_review"]
        for key in ("modifiers", "would_be"):
            if key in expected:
                assert list(getattr(verdict, key) or ()) == expected[key], seen
        for key in ("group", "narrative"):
            if key in expected:
                assert getattr(verdict, key) == expected[key]


def test_every_case_has_a_title_of_its_own():
    titles = [case.title for case in CASES]
    assert len(set(titles)) == len(titles)
    assert len({case.id for case in CASES}) == len(CASES)
