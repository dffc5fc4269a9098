"""Months 37 and 38 are found within the files of a run, and with the history. All claims are made up."""

from datetime import date
from pathlib import Path

import pytest
from x12_files import Claim, Line, write

from oxyclaim.bulk.scrub import Settings, scrub
from oxyclaim.case.days import add_months
from oxyclaim.policy import load
from tests.bulk.test_scrub import Kept

START = date(2023, 1, 10)


def months(first: int, last: int, service: str = "E1390:RR:N1", start: date = START) -> list[Claim]:
    """A claim for each of these months of a rental, from 1."""
    return [Claim(f"{service[:5]}{n}", [Line(service, day=add_months(start, n - 1))]) for n in range(first, last + 1)]


def late(*paths: Path, **settings: object) -> list[str]:
    """The claims that are told to be behind the paid months, by their ids."""
    kept = Kept()
    scrub(paths, Settings(date(2026, 3, 20), **settings), load(), kept)  # type: ignore[arg-type]
    found = kept.rows.filter((kept.rows["rule"] == "LED-010") & (kept.rows["severity"] == "warning"))
    return found["claim_id"].to_list()


def test_months_37_and_38_within_one_file(tmp_path: Path) -> None:
    assert late(write(tmp_path / "a.x12", *months(1, 36))) == []
    assert late(write(tmp_path / "a.x12", *months(1, 38))) == ["E139037", "E139038"]


def test_the_order_of_the_claims_does_not_matter(tmp_path: Path) -> None:
    assert sorted(late(write(tmp_path / "a.x12", *reversed(months(1, 38))))) == ["E139037", "E139038"]


def test_with_the_history_and_over_several_files(tmp_path: Path) -> None:
    history = write(tmp_path / "history.x12", *months(1, 35))
    one, other = write(tmp_path / "a.x12", *months(36, 37)), write(tmp_path / "b.x12", *months(38, 38))
    assert late(one, other, history=[history]) == ["E139037", "E139038"]
    assert late(one, other) == []
    assert late(one, other, history=[history], spill_rows=5) == ["E139037", "E139038"]


@pytest.mark.parametrize(
    "claims",
    [
        [*months(1, 20), *months(1, 18, "E1392:RR:N1")],  # two kinds are counted apart
        [*months(1, 20), *months(25, 42)],  # a gap that may hide a break in need
        [*months(1, 20), *months(21, 21, "E1390:RR:N1:RA"), *months(22, 40)],  # a replacement begins anew
        [*months(1, 36), *months(1, 36)],  # billed twice is not 72 months
    ],
)
def test_what_is_no_month_37(tmp_path: Path, claims: list[Claim]) -> None:
    assert late(write(tmp_path / "a.x12", *claims)) == []
