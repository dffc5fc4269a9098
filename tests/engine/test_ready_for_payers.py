"""Whoever stands beside a line and whoever was met before, it is judged alike; no more plans are made than payers."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases

ON = date(2025, 12, 31)
PAYERS = sorted(load().values)
SOME = [Case.model_validate(worked.case) for worked in worked_cases()][::150]


def test_several_share_what_was_made_for_more_of_them() -> None:
    book = replace(load())
    random = Random(1)
    for _ in range(300):
        mixture = random.sample(PAYERS, random.randint(1, 6))
        assert set(mixture) <= set(book.ready_for(mixture).payers)
        assert book.ready_for(mixture) is book.ready_for(reversed(mixture)), "asked again, the same is given"
    several = [ready for ready in book._ready.values() if len(ready.payers) > 1]
    assert len(several) < len(PAYERS)
    alone = book.ready_for([PAYERS[0]])
    assert alone.payers == [PAYERS[0]], "one payer has its own, however many were met"


@pytest.mark.parametrize("before", [(), tuple(PAYERS[:2]), tuple(PAYERS)])
def test_who_was_met_before_changes_no_verdict(before: tuple[str, ...]) -> None:
    mixture = Random(2).sample(PAYERS, 3)
    cases = [case.under(payer) for case in SOME for payer in mixture]
    book = replace(load())
    book.ready_for(before)
    alone = [verdict for case in cases for verdict in decide([case], load(), ON)]
    assert list(decide(cases, book, ON)) == alone
    fingerprints = [finding.fingerprint for verdict in alone for finding in verdict.findings if finding.fingerprint]
    assert len(fingerprints) > len(SOME), "what a person settled holds in whatever company"
