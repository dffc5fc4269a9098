"""Earlier claims as the months billed before."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.bulk.family import Family
from oxyclaim.bulk.history import History
from oxyclaim.case.tables import tables
from oxyclaim.policy import load
from tests.bulk.claim_frames import OTHER_SUPPLIER, Billed, piece

FAMILY = Family.of(load())
SHOWN = ["code", "service_date", "kind", "payer", "outcome", "supplier"]
APRIL, MAY = date(2025, 4, 8), date(2025, 5, 8)


def history(*billed, **kwargs):
    earlier = History(FAMILY, **kwargs)
    given = piece(*billed)
    earlier.add(given.claims, given.lines)
    return earlier


def months(earlier, *billed):
    found = earlier.months_for(piece(*billed).claims)
    return found.select("claim", *(f"month.{name}" for name in SHOWN)).rows()


def test_the_months_of_the_beneficiary_and_nobody_elses():
    earlier = history(Billed(0, day=APRIL), Billed(1, day=APRIL, member="2EG4TE5MK74"), Billed(2, day=date(2025, 3, 8)))
    assert months(earlier, Billed(0), Billed(1, member="3EG4TE5MK75")) == [
        (0, "E1390", date(2025, 3, 8), "rental", "medicare", None, "own"),
        (0, "E1390", APRIL, "rental", "medicare", None, "own"),
    ]


def test_the_frame_is_that_of_a_cases_history():
    found = history(Billed(0, day=APRIL)).months_for(piece(Billed(0)).claims)
    schema = dict(tables([]).frames["month"].schema)
    del schema["case_view"]
    assert dict(found.schema) == {"claim": pl.Int64} | schema
    assert found.select("record", "present", "unlisted").rows() == [(0, True, False)]


@pytest.mark.parametrize(
    ("billed", "shown"),
    [
        (Billed(0, code="E0441"), ("contents", "medicare", None, "own")),
        (Billed(0, modifiers=("MS",)), ("maintenance", "medicare", None, "own")),
        (Billed(0, supplier=OTHER_SUPPLIER), ("rental", "medicare", None, "other")),
        (Billed(0, supplier=None), ("rental", "medicare", None, None)),
        (Billed(0, outcome="denied"), ("rental", "medicare", "denied", "own")),
    ],
)
def test_what_is_told_of_a_month(billed, shown):
    ((_, _, _, *rest),) = months(history(billed), Billed(0))
    assert tuple(rest) == shown


def test_who_was_billed():
    for payer, word in (("MB", "medicare"), ("16", "medicare_advantage"), ("12", None), (None, None), ("MC", "other")):
        assert months(history(Billed(0, payer=payer)), Billed(0, payer=payer))[0][4] == word


@pytest.mark.parametrize("none", [Billed(0, code="A4615"), Billed(0, modifiers=("NU",)), Billed(0, code="99213")])
def test_what_is_no_month(none):
    assert not months(history(none), Billed(0))


def test_a_month_stands_once_and_a_voided_one_not_at_all():
    again = [Billed(0, day=APRIL), Billed(1, day=APRIL, frequency="7"), Billed(2, day=MAY), Billed(3, day=MAY)]
    assert [row[2] for row in months(history(*again), Billed(0))] == [APRIL, MAY]
    assert not months(history(Billed(0), Billed(1, frequency="8")), Billed(0))
    answers = history(Billed(0, outcome="denied"), Billed(1, outcome="paid"))
    assert {row[5] for row in months(answers, Billed(0))} == {"denied", "paid"}


def test_a_claim_without_a_member_has_an_unlisted_history():
    earlier = history(Billed(0, member=None), Billed(1, day=None), Billed(2, day=None, member=None))
    assert earlier.incomparable == 3
    found = earlier.months_for(piece(Billed(0), Billed(1, member=None)).claims)
    assert found.select("claim", "unlisted", "month.code").rows() == [(1, True, None)]


billed = st.builds(
    Billed,
    claim=st.integers(0, 5),
    code=st.sampled_from(["E1390", "E1392", "E0441", "A4615"]),
    day=st.sampled_from([None, *(MAY - timedelta(days=30 * n) for n in range(4))]),
    member=st.sampled_from(["A", "B", "C", "D", None]),
    supplier=st.sampled_from(["1", "2", None]),
    frequency=st.sampled_from(["1", "1", "7", "8"]),
    outcome=st.sampled_from([None, "paid"]),
)
claims = st.lists(billed, min_size=1, max_size=12)


def of_one_head(lines):
    """A claim has one beneficiary, supplier and frequency: those of its first line."""
    first = {each.claim: each for each in reversed(lines)}
    return [replace(first[x.claim], code=x.code, day=x.day, outcome=x.outcome) for x in lines]


@settings(max_examples=25, deadline=None)
@given(earlier=claims, run=st.lists(claims, min_size=1, max_size=3), random=st.randoms())
def test_neither_spilling_nor_the_order_changes_the_months(tmp_path_factory, earlier, run, random):
    folder = tmp_path_factory.mktemp("history")
    pieces = [(number, piece(*of_one_head(lines))) for number, lines in enumerate(run)]
    shuffled = of_one_head(earlier)
    whole = history(*shuffled)
    wanted = pl.concat([each.months_for(x.claims) for each in [whole] for x in whole.by_beneficiary(pieces)])
    random.shuffle(shuffled)
    with history(*shuffled, spill_rows=1, buckets=3, folder=folder) as spilled:
        parts = list(spilled.by_beneficiary(pieces, claims_at_once=2))
        found = pl.concat([spilled.months_for(each.claims) for each in parts])
        for name in ("claims", "lines"):
            given_in = sum(getattr(each, name).height for _, each in pieces)
            assert sum(getattr(each, name).height for each in parts) == given_in
        unordered = pl.concat([spilled.months_for(x.claims) for x in whole.by_beneficiary(pieces)])
    key = ["file", "claim", "record"]
    assert found.sort(key).equals(wanted.sort(key))
    assert unordered.sort(key).equals(wanted.sort(key))
    assert not list(folder.iterdir())
