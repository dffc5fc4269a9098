"""A law: whatever stands in the ledger, the lines of a claim that are work add up to what the claim stands at."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.remittance.denials.lines import standing_lines
from oxyclaim.remittance.ledger.accounts import entries
from oxyclaim.remittance.ledger.matching import KNOWN_LINES

IDS = ("1", "2", "3")
AMOUNT = st.integers(-30000, 30000)
ROWS = st.lists(st.tuples(st.sampled_from(("A", "B")), st.sampled_from((*IDS, None)), AMOUNT, AMOUNT), max_size=12)
CLAIMS = pl.DataFrame({"claim_id": ["A", "B"], "account": ["A", "B"]})
LINES = pl.DataFrame(
    [(claim, id, "E1392", "RR", date(2026, 1, 5), 10000) for claim in ("A", "B") for id in IDS], schema=KNOWN_LINES,
    orient="row",
)  # fmt: skip


def made(rows: list[tuple[str, str | None, int, int]]) -> pl.DataFrame:
    schema = {"claim_id": pl.String, "line_id": pl.String, "denied": pl.Int64, "patient_other": pl.Int64}
    return entries(pl.DataFrame(rows, schema=schema, orient="row").with_columns(kind=pl.lit("answer")))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_lines_add_up_to_the_claim(rows: list[tuple[str, str | None, int, int]]):
    found = standing_lines(CLAIMS, LINES, made(rows))
    assert found.select((pl.col("denied") >= 0).all(), (pl.col("to_patient") >= 0).all()).row(0) == (True, True)
    for claim in ("A", "B"):
        own = found.filter(pl.col("claim_id") == claim)
        assert own["denied"].sum() == max(0, sum(row[2] for row in rows if row[0] == claim))
        assert own["to_patient"].sum() == max(0, sum(row[3] for row in rows if row[0] == claim))
    assert set(found.filter(pl.col("line_id").is_not_null()).select("claim_id", "line_id").iter_rows()) == {
        (claim, id) for claim in ("A", "B") for id in IDS
    }


@settings(max_examples=30, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_entries_changes_nothing(rows: list[tuple[str, str | None, int, int]], random: object):
    other = list(rows)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert standing_lines(CLAIMS, LINES, made(rows)).equals(standing_lines(CLAIMS, LINES, made(other)))
