"""A case is kept in versions, each with its hash and that of the one before; two people's changes merge or clash."""

import json
from datetime import datetime
from typing import Any

import pytest
from filled_stores import BY_ANN, IMPORTED, NOW, examples, texts, texts_of, with_payer_name
from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.case.canonical import canonical, canonical_text, case_of, sha256
from oxyclaim.case.merging import merge
from oxyclaim.case.models import Case
from oxyclaim.services.store.kept import Change, Conflict
from oxyclaim.store import SqlStore


def edited(case: Case, **parts: Any) -> Case:
    """The case as a file would have it after these parts were written anew."""
    return case_of(canonical(json.loads(canonical_text(case)) | parts))


def test_a_version_stands_on_the_one_before(store: SqlStore):
    case = examples()[0]
    assert store.save(case, 0, BY_ANN).how == "new"
    assert store.save(with_payer_name(case, "OTHER"), 1, Change("bob", NOW, "typed wrong")).version == 2
    first, second = store.versions(case.case_id)
    assert (first.before, second.before) == ("", first.sha256)
    assert (second.author, second.reason, second.at) == ("bob", "typed wrong", "2026-01-05T09:30:00+00:00")
    assert sha256(second.text) == second.text_sha256
    assert case_of(first.text) == case
    assert store.check()[1] == []


def test_the_same_once_more_is_no_new_version(store: SqlStore):
    case = examples()[0]
    store.save(case, 0, BY_ANN)
    assert store.save(case, 1, BY_ANN).how == "same"
    assert len(store.versions(case.case_id)) == 1


def test_changes_of_different_keys_go_together(store: SqlStore):
    case = examples()[0]
    store.save(case, 0, BY_ANN)
    store.save(with_payer_name(case, "OTHER"), 1, BY_ANN)
    second = edited(case, notices=[])
    assert store.save(second, 1, BY_ANN).how == "merged"
    latest = store.versions(case.case_id)[-1]
    assert latest.merged_from == "1"
    assert case_of(latest.text) == edited(with_payer_name(case, "OTHER"), notices=[])


def test_records_added_by_two_people_are_both_there(store: SqlStore):
    case = examples()[0]
    store.save(case, 0, BY_ANN)
    papers = json.loads(canonical_text(case))["documents"]
    for number, id in enumerate(("FAX-1", "FAX-2"), 1):
        store.save(edited(case, documents=[*papers, {"id": id, "on_file": True}]), 1, BY_ANN)
        assert len(store.versions(case.case_id)) == number + 1
    ids = [paper.id for paper in case_of(store.versions(case.case_id)[-1].text).documents or ()]
    assert ids == [paper["id"] for paper in papers] + ["FAX-1", "FAX-2"]


def test_changes_of_the_same_key_are_shown_side_by_side(store: SqlStore):
    case = examples()[0]
    store.save(case, 0, BY_ANN)
    store.save(with_payer_name(case, "ONE"), 1, BY_ANN)
    with pytest.raises(Conflict) as told:
        store.save(with_payer_name(case, "TWO"), 1, BY_ANN)
    (side,) = told.value.sides
    assert (side.path, side.before, side.kept, side.given) == (
        "coverage.payer_name", case.coverage.payer_name, "ONE", "TWO"
    )  # fmt: skip
    assert (told.value.expected, told.value.current) == (1, 2)
    assert len(store.versions(case.case_id)) == 2


def test_what_together_makes_no_sound_case_is_a_conflict(store: SqlStore):
    case = examples()[0]
    first, *others = json.loads(canonical_text(case))["orders"]
    first = without(first, "received_date")
    case, written = edited(case, orders=[first, *others]), first["order_date"]
    store.save(case, 0, BY_ANN)
    received = edited(case, orders=[first | {"received_date": written}, *others])
    assert store.save(received, 1, BY_ANN).version == 2
    with pytest.raises(Conflict) as told:
        store.save(edited(case, orders=[first | {"order_date": "2030-01-01"}, *others]), 1, BY_ANN)
    assert told.value.sides == ()


def without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


@pytest.mark.parametrize("expected", [1, 7, -1])
def test_a_version_that_never_was_is_a_conflict(store: SqlStore, expected: int):
    case = examples()[0]
    with pytest.raises(Conflict):
        store.save(case, expected, BY_ANN)
    store.save(case, 0, BY_ANN)
    with pytest.raises(Conflict):
        store.save(with_payer_name(case, "OTHER"), 0, BY_ANN)


def test_a_file_taken_in_twice_changes_nothing(store: SqlStore):
    assert {each.how for each in store.take_in(examples(), IMPORTED)} == {"new"}
    assert {each.how for each in store.take_in(examples(), IMPORTED)} == {"same"}
    assert texts(store) == texts_of(examples())


def test_a_file_does_not_overwrite_what_a_person_changed(store: SqlStore):
    case = examples()[0]
    store.take_in([case], IMPORTED)
    newer = with_payer_name(case, "IN A NEWER FILE")
    assert store.take_in([newer], IMPORTED)[0].how == "changed"
    assert store.take_in([case], IMPORTED)[0].how == "older"
    store.save(with_payer_name(case, "BY HAND"), 2, BY_ANN)
    assert store.take_in([newer], IMPORTED)[0].how == "older"
    assert store.take_in([with_payer_name(case, "NEWEST")], IMPORTED)[0].how == "clash"
    assert case_of(next(store.latest()).text).coverage.payer_name == "BY HAND"
    assert store.take_in([newer], IMPORTED, over=True)[0].how == "changed"


def test_a_case_is_found_by_name_and_numbers(store: SqlStore):
    store.take_in(examples(), IMPORTED)
    case = next(case for case in examples() if case.patient and case.patient.last_name and case.coverage.member_id)
    assert case.patient
    assert case.patient.last_name
    for begins in (
        case.patient.last_name[:4].upper(),
        case.case_id,
        case.coverage.member_id,
        case.patient.account_number,
    ):
        assert case.case_id in [each.case_id for each in store.find(begins or "")]
    assert len(store.find()) == len(examples())
    assert store.find("nobody's name") == []
    assert {each.payer for each in store.find(payer="medicare")} == {"medicare"}


def test_a_time_without_its_zone_is_refused(store: SqlStore):
    with pytest.raises(ValueError, match="time zone"):
        store.save(examples()[0], 0, Change("ann", datetime(2026, 1, 5), "first entry"))  # noqa: DTZ001
    assert list(store.latest()) == []


values = st.recursive(
    st.integers(0, 3) | st.sampled_from(["a", "b"]) | st.lists(st.integers(0, 2), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("klmn"), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(st.sampled_from("klmn"), values, max_size=4)


@given(records, records)
def test_what_only_one_changed_is_kept(before: Any, changed: Any):
    assert merge(before, before, changed).value == changed
    assert merge(before, changed, before).value == changed
    assert not merge(before, changed, changed).clashes


@given(records, records, records)
def test_no_merge_depends_on_who_came_first_or_loses_what_nobody_else_touched(before: Any, one: Any, two: Any):
    first, second = merge(before, one, two), merge(before, two, one)
    assert {side.path for side in first.clashes} == {side.path for side in second.clashes}
    if not first.clashes:
        assert first.value == second.value
    for key in {*before, *one, *two}:
        was, a, b = (each.get(key) for each in (before, one, two))
        if a == was and not first.clashes:
            assert first.value.get(key) == b
