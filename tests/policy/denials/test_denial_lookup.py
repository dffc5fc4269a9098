"""Looking up what a payer answered."""

from itertools import permutations

import pytest

from oxyclaim.policy import load
from oxyclaim.policy.denials import UnknownCodes, look_up

BOOK = load().denials
EVERY = [(entry.id, codes) for entry in BOOK.denials.values() for codes in entry.code_sets]


def ids(*codes: str) -> list[str]:
    return [entry.id for entry in look_up(codes, BOOK).entries]


@pytest.mark.parametrize(("id", "codes"), EVERY, ids=[" ".join(codes) for _, codes in EVERY])
def test_every_entry_is_reached_by_its_codes_in_any_order(id: str, codes: tuple[str, ...]):
    for order in permutations(codes):
        assert ids(*order) == [id]


@pytest.mark.parametrize("written", ["CO-16 N264 N575 MA13", "ma13,n575, n264 co16", "CO16+N264+N575+MA13"])
def test_codes_may_be_written_in_any_way(written: str):
    assert ids(written) == ["orderer-name"]


def test_the_most_codes_in_common_decide():
    assert ids("CO-16", "N265") == ["orderer-npi"]
    assert ids("CO-119", "N370") == ["rental-months-used-up"]
    assert ids("CO-16", "M51", "N350") == ["procedure-code"]


def test_where_several_fit_alike_all_are_given():
    assert set(ids("CO-50")) == {"not-necessary", "records-not-received", "denied-with-gz"}
    assert set(ids("PR-50")) == {"not-necessary", "denied-with-ga"}
    assert {"place-missing", "orderer-name", "procedure-code"} <= set(ids("CO-16"))


def test_the_group_code_says_who_pays():
    [entry] = look_up(["PR-50", "GA"], BOOK).entries
    assert look_up(["PR-50", "GA"], BOOK).charge(entry, BOOK).startswith("yes")
    [necessary] = look_up(["CO-50", "N115"], BOOK).entries
    assert look_up(["CO-50", "N115"], BOOK).charge(necessary, BOOK).startswith("no")
    assert look_up(["PR-50", "N115"], BOOK).charge(necessary, BOOK).startswith("yes")
    assert look_up(["50", "N115"], BOOK).charge(necessary, BOOK).startswith("depends")
    [limit] = look_up(["PR-119", "M86"], BOOK).entries
    assert "usual here is CO" in look_up(["PR-119", "M86"], BOOK).charge(limit, BOOK)


@pytest.mark.parametrize("code", ["MA130", "N704"])
def test_a_code_without_appeal_rights_leaves_only_a_new_claim(code: str):
    for codes in (["CO-50", "N115"], ["CO-119", "M86"], ["PR-50", "GA"]):
        answer = look_up([*codes, code], BOOK)
        [entry] = answer.entries
        assert entry in look_up(codes, BOOK).entries
        assert answer.appeal(entry).startswith("no")
        assert answer.answer(entry) == "rejected"
        assert answer.charge(entry, BOOK).startswith("no")
        assert [route.id for route in answer.routes(entry, BOOK)] == ["new_claim"]


def test_an_answer_that_may_be_appealed_says_by_when():
    for codes in (["CO-50", "GZ"], ["CO-97", "M15"], ["CO-50", "N115"]):
        answer = look_up(codes, BOOK)
        assert [route.id for route in answer.routes(answer.entries[0], BOOK)].count("redetermination") == 1
    late = look_up(["CO-29", "N211"], BOOK)
    assert "redetermination" not in [route.id for route in late.routes(late.entries[0], BOOK)]


def test_a_remark_code_that_is_not_held_may_stand_beside_and_is_named():
    answer = look_up(["CO-45", "N793"], BOOK)
    assert [entry.id for entry in answer.entries] == ["over-the-fee"]
    assert answer.not_known == ("N793",)


@pytest.mark.parametrize("codes", [["CO-999"], ["CO-999", "N264"], ["N9999"], ["CO-16", "nonsense"], ["zz"]])
def test_unknown_codes_are_refused(codes: list[str]):
    with pytest.raises(UnknownCodes):
        look_up(codes, BOOK)


def test_all_unknown_codes_are_named_with_the_nearest():
    with pytest.raises(UnknownCodes) as refused:
        look_up(["CO-155", "N26"], BOOK)
    assert len(refused.value.problems) == 2
    assert "CO-154" in refused.value.problems[0]
    assert "N264" in refused.value.problems[1]
