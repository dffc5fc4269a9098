"""The law of coded lines: modifiers that somebody has put on a line never soften its verdict.

What a modifier asserts is held against the facts; it is no evidence of them. So the line as coded is never judged more
mildly than the same line uncoded, whatever stands on it: group modifiers, liability modifiers, invented ones. Where a
case does not say what is billed, RR, NU, UE or MS says it; such cases are left alone (they are another claim).
"""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

import polars as pl
import pytest

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine import bulk
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import payer_cases, worked_cases
from verdicts.frozen import frozen_cases

CODED: list[list[str]] = [
    ["RR", "N3"], ["RR", "N1"], ["RR", "N2"], ["RR", "KX"], ["NU", "N1"], ["MS", "N1"], ["RR", "GA"], ["RR", "GZ"],
    ["RR", "GY"], ["UE"], ["MS"], [], ["RR", "N1", "RA"], ["RR", "N1", "QF"], ["RR", "KX", "QG"], ["RR", "N1", "QE"],
    ["RR", "KX", "CR"], ["RR", "N1", "GW"], ["RR", "GK"], ["RR", "GL"], ["RR", "N1", "EY"], ["RR", "N1", "ZZ"], ["N3"],
]  # fmt: skip
ORDER = ["billable", "hold", "review", "not covered", "not payable", "excluded"]


def coded(case: Case, modifiers: list[str] | None, number: int) -> Case:
    items = [item.model_copy(update={"modifiers": modifiers}) for item in case.items]
    return case.model_copy(update={"case_id": str(number), "items": items, "settlements": None})


def softened(cases: Sequence[Case], sets: Sequence[Sequence[list[str]]]) -> Iterator[str]:
    """Each line that is judged more mildly as coded: ``sets`` are those tried on each case."""
    variants: list[Case] = []
    about: list[tuple[int, list[str] | None]] = []
    for position, (case, tried) in enumerate(zip(cases, sets, strict=True)):
        for modifiers in (None, *tried):
            about.append((position, modifiers))
            variants.append(coded(case, modifiers, len(variants)))
    catalogue = load_with_examples()
    # Each as on its last service date: a late claim would hide everything else.
    days = [max(item.service_date for item in case.items) for case in variants]
    found = bulk.verdicts(tables(variants, catalogue.presumptions, days, [DOCUMENTED]), catalogue)
    rank = pl.col("verdict").cast(pl.String).replace_strict(ORDER, list(range(len(ORDER))), return_dtype=pl.Int8)
    rows = found.select(pl.col("case_id").cast(pl.Int64), "line_number", "verdict", rank=rank).rows()
    plain = {(about[number][0], line): (verdict, rank) for number, line, verdict, rank in rows if not about[number][1]
             and about[number][1] is None}  # fmt: skip
    for number, line, verdict, rank in rows:
        position, modifiers = about[number]
        without, least = plain[position, line]
        if rank < least:
            yield f"{cases[position].case_id} line {line}: {without}, coded {modifiers} {verdict}"


def says_what_is_billed(case: Case) -> bool:
    return all(item.acquisition for item in case.items)


def in_turn(cases: Sequence[Case], each: int) -> list[list[list[str]]]:
    """Some sets for each case, so that all are tried on many."""
    sets = cycle(CODED)
    return [list(islice(sets, each)) for _ in cases]


@pytest.fixture(scope="module")
def worked() -> list[Case]:
    every = [Case.model_validate(case.case) for case in (*worked_cases(), *payer_cases())]
    return [case for case in every if says_what_is_billed(case)]


def test_no_modifiers_soften_the_verdict_of_a_worked_case(worked: list[Case]):
    assert not list(softened(worked, in_turn(worked, 3)))


def test_no_modifiers_soften_the_verdict_of_a_frozen_case():
    frozen = [case for case in frozen_cases(10) if says_what_is_billed(case)]
    assert not list(softened(frozen, in_turn(frozen, 4)))


def test_a_group_modifier_opens_no_group(worked: list[Case]):
    """Every worked case under the modifier of each group, and of the third alone."""
    groups = [["RR", "N3"], ["RR", "N1"]]
    assert not list(softened(worked, [groups for _ in worked]))
