"""However an answer is damaged, it is read or refused, and no payment that may be posted is money out of nothing."""

import pytest

from tests.remittance.damaged import BASES, DAMAGES, mutated, problem

SEED = 11


@pytest.mark.parametrize("data", BASES)
def test_the_undamaged_files_are_right(data: bytes):
    assert problem(data) == ""


@pytest.mark.parametrize("files", [60, pytest.param(5000, marks=pytest.mark.slow)])
def test_damaged_answers_are_read_or_refused(files: int):
    found = []
    for number in range(files):
        data, at_once, done = mutated(SEED, number)
        if what := problem(data, at_once):
            found.append(f"number {number}: {', '.join(done)}: {what}")
    assert found == []


def test_each_kind_of_damage_happens():
    assert {name for number in range(200) for name in mutated(SEED, number)[2]} == {each.__name__ for each in DAMAGES}
