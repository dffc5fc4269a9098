"""Lists and columns find the same rows."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.x12.core import kinds

NUMBERS = st.lists(st.integers(0, 30), max_size=12)
PLACES = st.lists(st.none() | st.integers(-1, 31), max_size=12)


def both(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    assert callable(found)
    answers = []
    for few in (1_000, -1):
        with monkeypatch.context() as patch:
            patch.setattr(kinds, "FEW", few)
            answers.append(found().to_list())
    assert answers[0] == answers[1]


def series(values: list[int] | list[int | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64)


@given(NUMBERS, PLACES, PLACES)
def test_rows_are_found_alike(rows: list[int], places: list[int | None], others: list[int | None]) -> None:
    patch = pytest.MonkeyPatch()
    among = series(sorted(set(rows)))
    size = min(len(places), len(others))
    ends = series([40 if other is None else other for other in others[:size]])
    both(patch, lambda: kinds.last_before(among, series(places)))
    both(patch, lambda: kinds.first_between(among, series(places[:size]), ends))
    both(patch, lambda: kinds.following(among, 99))
    both(patch, lambda: kinds.index_of(series(places), among))


SEGMENTS = pl.DataFrame(
    {"loop": [0, 1, 1, None, 1], "code": [0, 1, 1, 1, None], "e01": ["A", "B", None, "B", "C"]},
    schema={"loop": pl.Int16, "code": pl.Int16, "e01": pl.String},
)


def test_segments_are_found_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    def of() -> kinds.Kinds:
        return kinds.Kinds(SEGMENTS, {"ISA": 0, "GS": 1}, {"ISA": 0, "GS": 1})

    both(monkeypatch, lambda: of().rows("GS", "GS"))
    both(monkeypatch, lambda: of().rows("ISA", "GS"))
    both(monkeypatch, lambda: of().rows_where("GS", "GS", "e01", "B"))
    both(monkeypatch, lambda: of().elements(series([1, None, 4]), "e01", again="e01")["again"])
