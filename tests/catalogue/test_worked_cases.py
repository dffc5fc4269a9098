"""Every worked case of the rule book, of its rules and of its payers, gives the answer it says."""

from collections.abc import Iterator
from functools import cache

import pytest

from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, payer_cases, worked_cases
from tests.catalogue.trying import wrong

CASES = [*worked_cases(payers=True), *payer_cases()]
TOGETHER = 100
"""Cases judged in one evaluation: one alone costs as much as many."""


def _batches() -> Iterator[list[WorkedCase]]:
    """Medicare's cases some at a time, all others at once: each set of payers needs a plan of its own."""
    medicare = [case for case in CASES if case.case["coverage"]["payer"] == "medicare"]
    yield from (medicare[start : start + TOGETHER] for start in range(0, len(medicare), TOGETHER))
    yield [case for case in CASES if case.case["coverage"]["payer"] != "medicare"]


BATCHES = list(_batches())
BATCH_OF = {case.id: number for number, batch in enumerate(BATCHES) for case in batch}


@cache
def _wrong(number: int) -> dict[str, list[str]]:
    return wrong(BATCHES[number], load_with_examples())


@pytest.mark.parametrize("id", [case.id for case in CASES])
def test_worked_case(id: str):
    assert not _wrong(BATCH_OF[id])[id]


def test_every_case_has_a_title_of_its_own():
    titles = [case.title for case in CASES]
    assert len(set(titles)) == len(titles)
    assert len({case.id for case in CASES}) == len(CASES)
