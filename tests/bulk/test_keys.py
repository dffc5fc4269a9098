"""Lines that several claims of a run bill together."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.bulk.family import Family
from oxyclaim.bulk.keys import KeyTable
from oxyclaim.policy import load
from tests.bulk.claim_frames import OTHER_SUPPLIER, Billed, piece

FAMILY = Family.of(load())
PAIR = ["file", "claim", "position", "first_file", "first_claim", "first_position", "same_supplier"]
FINDERS = ("duplicates", "two_portables", "contents_during_rental")


def table(*files, **kwargs):
    keys = KeyTable(FAMILY, **kwargs)
    for number, billed in enumerate(files):
        keys.add(piece(*billed).claims, piece(*billed).lines, number)
    return keys


def pairs(found):
    return sorted((row for frame in found for row in frame.select(PAIR).rows()), key=str)


def test_the_same_month_billed_twice_is_a_duplicate_of_the_first():
    keys = table([Billed(0), Billed(1), Billed(2, code="E1392")], [Billed(0)])
    assert pairs(keys.duplicates()) == [(0, 1, 1, 0, 0, 1, True), (1, 0, 1, 0, 0, 1, True)]


def test_another_suppliers_month_is_told_apart():
    assert pairs(table([Billed(0), Billed(1, supplier=OTHER_SUPPLIER)]).duplicates()) == [(0, 1, 1, 0, 0, 1, False)]


def test_a_supplier_that_is_not_known_is_neither_the_same_nor_another():
    assert pairs(table([Billed(0), Billed(1, supplier=None)]).duplicates()) == [(0, 1, 1, 0, 0, 1, None)]


@pytest.mark.parametrize(
    "other",
    [
        Billed(1, member="2EG4TE5MK74"),
        Billed(1, day=date(2025, 5, 9)),
        Billed(1, code="E1392"),
        Billed(1, modifiers=("MS",)),  # a visit to the same concentrator
        Billed(1, frequency="7"),
        Billed(1, frequency="8"),
        Billed(1, payer="16"),
        Billed(1, member=None),
        Billed(1, day=None),
    ],
)
def test_what_is_no_duplicate(other):
    assert not pairs(table([Billed(0), other]).duplicates())


def test_nobody_is_the_duplicate_of_nobody():
    keys = table([Billed(0, member=None), Billed(1, member=None), Billed(2, day=None), Billed(3, day=None)])
    assert not pairs(keys.duplicates())
    assert keys.incomparable == 4
    assert len(keys) == 0


def test_a_month_billed_again_after_it_was_voided_is_no_duplicate():
    assert not pairs(table([Billed(0), Billed(1, frequency="8"), Billed(2)]).duplicates())
    assert pairs(table([Billed(0), Billed(1, frequency="8"), Billed(2), Billed(3)]).duplicates())


def test_an_id_is_the_same_however_it_is_written():
    assert pairs(table([Billed(0), Billed(1, member=" 1eg4-te5-mk73")]).duplicates())


def test_two_portables_in_a_rental_month():
    keys = table([Billed(0, code="E1392"), Billed(1, code="E0431", day=date(2025, 6, 7))])
    assert pairs(keys.two_portables()) == [(0, 1, 1, 0, 0, 1, True)]
    later = table([Billed(0, code="E1392"), Billed(1, code="E0431", day=date(2025, 6, 8))])
    assert not pairs(later.two_portables())


def test_the_end_of_a_month_ends_the_rental_month():
    january = Billed(0, day=date(2025, 1, 31))
    assert not pairs(table([january, Billed(1, code="E0424", day=date(2025, 2, 28))]).two_portables())
    assert pairs(table([january, Billed(1, code="E0424", day=date(2025, 2, 27))]).two_portables())


@pytest.mark.parametrize(
    "other",
    [
        Billed(0, code="E0431"),  # of the same claim: the claim shows it itself
        Billed(1, code="E1390"),
        Billed(1, code="E0431", modifiers=("NU",)),
        Billed(1, code="E0431", frequency="8"),
        Billed(1, code="E0431", member="2EG4TE5MK74"),
    ],
)
def test_what_is_no_second_portable(other):
    assert not pairs(table([Billed(0, code="E1392"), other]).two_portables())


def test_a_second_portable_is_seen_past_other_lines_of_its_own_claim_and_past_duplicates():
    keys = table([Billed(0, code="E1392"), Billed(1, code="E1392"), Billed(2, code="E0431"), Billed(2, code="E0434")])
    assert [row[:5] for row in pairs(keys.two_portables())] == [(0, 2, 1, 0, 0), (0, 2, 2, 0, 0)]


def test_contents_during_rental():
    keys = table([Billed(0, code="E0441", day=date(2025, 5, 20)), Billed(1)])
    assert pairs(keys.contents_during_rental()) == [(0, 0, 1, 0, 1, 1, True)]
    for day in (date(2025, 5, 7), date(2025, 6, 8)):
        assert not pairs(table([Billed(0, code="E0441", day=day), Billed(1)]).contents_during_rental())


def test_a_rent_whose_supplier_is_not_known_lends_none_from_another_row():
    rent = Billed(0, supplier=None)
    earlier = Billed(1, day=date(2025, 3, 8))
    keys = table([rent, earlier, Billed(2, code="E0441", day=date(2025, 5, 9))])
    assert pairs(keys.contents_during_rental()) == [(0, 2, 1, 0, 0, 1, None)]


def test_no_id_is_kept_and_a_line_takes_few_bytes():
    keys = table([Billed(n, member=f"MEMBER{n}") for n in range(200)])
    frame = next(keys._buckets.frames())
    assert not [name for name, kind in frame.schema.items() if kind == pl.String]
    assert frame.estimated_size() / frame.height < 48


def test_temporary_files_are_removed_also_after_an_error(tmp_path):
    def broken_run():
        with table([Billed(0)], [Billed(0)], spill_rows=1, folder=tmp_path) as keys:
            assert pairs(keys.duplicates())
            assert list(tmp_path.iterdir())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_run()
    assert not list(tmp_path.iterdir())


billed = st.builds(
    Billed,
    claim=st.integers(0, 3),
    code=st.sampled_from(["E1390", "E1392", "E0431", "E0441", "A4615", "99213"]),
    day=st.sampled_from([None, *(date(2025, 5, 1) + timedelta(days=n) for n in (0, 7, 30, 31, 45))]),
    member=st.sampled_from(["A", "B", "C", None]),
    supplier=st.sampled_from(["1", "2", None]),
    frequency=st.sampled_from(["1", "1", "1", "7", "8"]),
    modifiers=st.sampled_from([("RR",), ("MS",), ("NU",), ()]),
)


def of_one_head(files):
    """A claim has one beneficiary, supplier, frequency and modifiers: those of its first line."""
    return [
        [replace(next(x for x in lines if x.claim == each.claim), code=each.code, day=each.day) for each in lines]
        for lines in files
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(billed, min_size=1, max_size=6), min_size=1, max_size=4), st.randoms())
def test_neither_spilling_nor_the_order_of_the_files_changes_what_is_found(files, random):
    files = of_one_head(files)
    whole = table(*files)
    with KeyTable(FAMILY, spill_rows=2, buckets=3) as spilled:
        for number, lines in random.sample(list(enumerate(files)), len(files)):
            spilled.add(piece(*lines).claims, piece(*lines).lines, number)
        for finder in FINDERS:
            assert pairs(getattr(spilled, finder)()) == pairs(getattr(whole, finder)())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(billed, min_size=1, max_size=2), min_size=1, max_size=3))
def test_where_no_lines_may_meet_none_do(files):
    keys = table(*of_one_head(files))
    found = [each for finder in FINDERS for each in pairs(getattr(keys, finder)())]
    assert keys.may_meet() or found == []


def test_lines_of_one_claim_and_day_with_codes_of_their_own_cannot_meet():
    assert not table([Billed(0), Billed(0, code="E1392")], [Billed(0, member="2EG4TE5MK74")]).may_meet()
    assert table([Billed(0), Billed(0)]).may_meet()
    assert table([Billed(0)], [Billed(0, code="E1392")]).may_meet()
    assert table([Billed(0), Billed(0, code="E1392", day=date(2025, 5, 9))]).may_meet()


def plain_duplicates(files):
    """The same, told line by line: a line is a duplicate of the first one of its supplier, or else of any."""
    found, before = [], []
    for file, lines in enumerate(files):
        given = piece(*lines)
        rows = given.lines.join(given.claims.select("claim", "member_id", "billing_npi", "frequency"), on="claim")
        kinds = FAMILY.lines(rows).sort("claim", "position")
        for row in kinds.iter_rows(named=True):
            if None in (row["member_id"], row["service_from"]) or row["frequency"] == "7":
                continue
            key = [row[name] for name in ("member_id", "code", "kind", "service_from")]
            npi, place = row["billing_npi"], (file, row["claim"], row["position"])
            alike = [(other, at) for other_key, other, at in before if other_key == key]
            own = [at for other, at in alike if other == npi and npi is not None]
            if own:
                found.append((*place, *own[0], True))
            elif alike:
                other, at = alike[0]
                found.append((*place, *at, None if None in (other, npi) else False))
            before.append((key, npi, place))
    return sorted(found, key=str)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(billed.filter(lambda each: each.frequency != "8"), min_size=1, max_size=8), max_size=3))
def test_duplicates_are_those_that_a_plain_loop_finds(files):
    files = of_one_head(files)
    assert pairs(table(*files).duplicates()) == plain_duplicates(files)
