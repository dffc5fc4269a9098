"""A short run of the harness of damaged files, and that the harness itself sees what it is there to see."""

from collections.abc import Sequence

import pytest
from mutations import MUTATIONS, PIECE, Counts, claims_in, judge, mutated, problem, problems
from valid_files import BASE, CLAIMS, VALID, written

from bench.mutate import run

FILES = 60


def test_damaged_files_are_judged_or_refused_and_no_claim_is_lost() -> None:
    assert [f"number {f.number}: {', '.join(f.done)}: {f.what}" for f in run(FILES, seed=20)] == []


@pytest.mark.parametrize("name", VALID)
def test_claims_are_counted_by_splitting(name: str) -> None:
    assert claims_in(VALID[name]) == CLAIMS.get(name, 2)
    assert problem(VALID[name]) == ""


def test_a_blank_behind_an_id_makes_another_id_whatever_stands_between_segments() -> None:
    for layout in (b"~", b"~\r\n"):
        data = written(BASE).replace(b"CLM*A1002", b"CLM\x00*A1002").replace(b"~", layout)
        assert claims_in(data) == 1
        assert problem(data) == ""
        assert judge(data).read == 1


def test_a_file_is_the_same_for_the_same_number() -> None:
    first, second = ([mutated(3, number) for number in range(20)] for _ in range(2))
    assert first == second
    assert len({data for data, _, _ in first}) > 15


def test_each_kind_of_damage_changes_some_file() -> None:
    seen = {name for number in range(1500) for name in mutated(2, number)[2]}
    assert seen == set(MUTATIONS)


def test_a_lost_claim_and_an_exception_are_problems() -> None:
    data = written(BASE)

    def fails(data: bytes, at_once: int) -> Counts:
        raise KeyError(at_once)

    assert problem(data, judged=lambda data, at_once: Counts(1)) == "2 claims in the file, 1 read and 0 set aside"
    assert problem(data, judged=lambda data, at_once: Counts(1, set_aside=1)) == ""
    assert problem(data, judged=lambda data, at_once: Counts(0, refused="no X12")) == ""
    assert problem(data, judged=fails).startswith("KeyError")


def test_what_is_no_x12_is_refused_with_a_reason() -> None:
    assert judge(b"case_id: 1").refused


def test_a_batch_that_fails_names_the_file_that_fails_alone() -> None:
    def fails(files: Sequence[bytes]) -> list[Counts]:
        raise KeyError(len(files))

    files = [(VALID["base"], PIECE), (written(BASE), 700)]
    assert problems(files) == ["", ""]
    assert problems(files, fails)[0].startswith("together with those behind it: KeyError")
    assert problems(files, lambda several: [Counts(1)]) == ["2 claims in the file, 1 read and 0 set aside", ""]
