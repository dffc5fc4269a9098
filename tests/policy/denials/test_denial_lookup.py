"""Looking up what a payer answered."""

from itertools import permutations

import pytest

from oxyclaim.policy import load
from oxyclaim.policy.denials import UnknownCodes, look_up

BOOK = load().denials
EVERY = [(entry.id, codes) for entry in BOOK.denials.values() for codes in entry.code_sets]


def ids(*codes: str) -> list[str]:
    return [entry.id for entry in look_up(codes, BOOK).entries]


def charge(*codes: str) -> str:
    """The charge under the strongest piece."""
    answer = look_up(codes, BOOK)
    piece = answer.pieces[0]
    return answer.charge(piece, piece.entries[0], BOOK)


def appeal(*codes: str) -> str:
    answer = look_up(codes, BOOK)
    return answer.appeal(answer.entries[0], BOOK)


@pytest.mark.parametrize(("id", "codes"), EVERY, ids=[" ".join(codes) for _, codes in EVERY])
def test_every_entry_is_reached_by_its_codes_in_any_order(id: str, codes: tuple[str, ...]):
    for order in permutations(codes):
        assert ids(*order) == [id]


@pytest.mark.parametrize(
    "written", ["CO-16 N264 N575 MA13", "ma13,n575, n264 co16", "CO16+N264+N575+MA13", "CO 16 N264"]
)
def test_codes_may_be_written_in_any_way(written: str):
    assert ids(written) == ["orderer-name"]
    assert ids(*written.split()) == ["orderer-name"]


def test_the_most_codes_in_common_decide():
    assert ids("CO-16", "N265") == ["orderer-npi"]
    assert ids("CO-16", "M51", "N350") == ["procedure-code"]


def test_a_remark_code_takes_the_place_of_a_reason_code_that_says_little():
    assert ids("CO-119", "N370") == ["rental-months-used-up"]
    assert ids("CO-16", "N370") == ["lacks-information", "rental-months-used-up"], "a rejection is never lost"


def test_a_reason_code_that_says_little_names_what_would_tell_more():
    [piece] = look_up(["CO-50"], BOOK).pieces
    assert [entry.id for entry in piece.entries] == ["not-necessary-by-remark"]
    assert {"N115", "N102", "M127", "GZ", "GA"} == set(piece.others)
    [piece] = look_up(["CO-16"], BOOK).pieces
    assert {"M77", "N264", "M51", "MA27"} <= set(piece.others)
    assert look_up(["CO-50", "N115"], BOOK).pieces[0].others == ()


def test_where_several_fit_alike_all_are_given():
    assert set(ids("M77")) == {"place-of-service", "place-missing"}


def test_the_group_code_says_who_pays():
    assert charge("PR-50", "GA").startswith("yes")
    assert charge("CO-50", "N115").startswith("no")
    assert charge("PR-50", "N115").startswith("depends: only what a valid ABN says")
    assert charge("50", "N115").startswith("depends")
    assert "usual here is CO" in charge("PR-119", "M86")
    assert charge("PR-27").startswith("depends")
    assert charge("CO-27").startswith("no")
    assert charge("PI-2").startswith("no")


@pytest.mark.parametrize("code", ["MA130", "N704"])
def test_a_code_without_appeal_rights_leaves_only_a_new_claim(code: str):
    for codes in (["CO-50", "N115"], ["CO-119", "M86"], ["PR-50", "GA"]):
        answer = look_up([*codes, code], BOOK)
        [entry] = answer.entries
        assert entry in look_up(codes, BOOK).entries
        assert appeal(*codes, code).startswith("no")
        assert answer.answer(entry) == answer.outcome == "rejected"
        assert charge(*codes, code).startswith("no")
        assert [route.id for route in answer.routes(entry, BOOK)] == ["new_claim"]


def test_a_code_without_appeal_rights_beside_what_only_adjusts_is_told_itself():
    answer = look_up(["CO-45", "MA01", "MA130"], BOOK)
    assert [entry.id for entry in answer.entries] == ["unprocessable", "over-the-fee", "appeal-rights"]
    assert [answer.answer(entry) for entry in answer.entries] == ["rejected", "adjusted", "notice"]


def test_a_code_that_rules_out_an_appeal_does_so_for_the_whole_line():
    assert appeal("CO-50", "N115") == "yes"
    assert appeal("CO-50", "N115", "N211") == "no: N211 says that it cannot be appealed"
    answer = look_up(["CO-50", "N102", "N211"], BOOK)
    entry = answer.entries[0]
    assert "redetermination" not in [route.id for route in answer.routes(entry, BOOK)]
    assert answer.routes(entry, BOOK)
    assert answer.action(entry, BOOK).startswith("Do not appeal")


def test_a_code_that_rules_out_a_charge_does_so_for_the_whole_line():
    assert charge("PR-2", "CO-45").startswith("yes")
    assert charge("PR-2", "CO-45", "N782") == "no: N782 bars it (a QMB owes no deductible, coinsurance or copayment)"
    assert charge("PR-1", "OA-209").startswith("no: OA-209 bars it")
    assert charge("PR-50", "N115", "M39").startswith("no")


def test_an_answer_that_may_be_appealed_says_by_when():
    for codes in (["CO-50", "GZ"], ["CO-97", "M15"], ["CO-50", "N115"]):
        answer = look_up(codes, BOOK)
        assert [route.id for route in answer.routes(answer.entries[0], BOOK)].count("redetermination") == 1
    late = look_up(["CO-29", "N211"], BOOK)
    assert "redetermination" not in [route.id for route in late.routes(late.entries[0], BOOK)]


def test_codes_that_are_not_held_may_stand_beside_known_ones_and_are_named():
    answer = look_up(["CO-45", "N999", "RR"], BOOK)
    assert [entry.id for entry in answer.entries] == ["over-the-fee"]
    assert answer.not_known == ("N999", "RR")
    assert answer.unknown_reasons == ()
    answer = look_up(["CO-45", "CO-999"], BOOK)
    assert [entry.id for entry in answer.entries] == ["over-the-fee"]
    assert answer.unknown_reasons == ("CO-999",)


@pytest.mark.parametrize("codes", [["CO-999"], ["CO-999", "N9999"], ["N9999"], ["CO-16", "nonsense"], ["zz"], ["CO"]])
def test_unknown_codes_are_refused(codes: list[str]):
    with pytest.raises(UnknownCodes):
        look_up(codes, BOOK)


def test_all_unknown_codes_are_named_with_the_nearest():
    with pytest.raises(UnknownCodes) as refused:
        look_up(["CO-156", "N26"], BOOK)
    assert len(refused.value.problems) == 2
    assert "CO-154" in refused.value.problems[0]
    assert "N265" in refused.value.problems[1]


def test_a_group_code_alone_asks_for_its_reason_code():
    with pytest.raises(UnknownCodes, match="OA is a group code: another adjustment"):
        look_up(["OA"], BOOK)
