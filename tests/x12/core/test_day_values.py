"""Laws: what a file's reader takes for a day is one that Python has too, and no other text is."""

from datetime import date

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oxyclaim.x12.core.values import day

texts = st.one_of(
    st.dates().map(lambda found: found.strftime("%Y%m%d").zfill(8)),
    st.text("0123456789", min_size=8, max_size=8),
    st.text("+-. 0129", max_size=10),
)


def python_has(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 and text.isdigit() else None
    except ValueError:
        return None


@given(st.lists(texts, min_size=1, max_size=20))
@example(["-20261201"])
@example(["00000101"])
@example(["99991231"])
def test_a_day_is_one_that_python_has(some: list[str]) -> None:
    read = pl.DataFrame({"text": some}).select(day("text")).to_series().to_list()
    assert read == [python_has(text) for text in some]


@pytest.mark.parametrize("text", ["-20261201", "+20261201", "2026-1201", "", "20261301"])
def test_what_looks_like_a_day_and_is_none(text: str) -> None:
    assert pl.DataFrame({"text": [text]}).select(day("text")).item() is None
