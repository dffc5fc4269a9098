"""The law of `oxyclaim denial`: every daily code is explained in full, and no line looks better than it is."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.engine.denials import ADJUSTED, NOTICE, group_and_carc, is_rarc
from oxyclaim.policy import load
from oxyclaim.policy.denials import Answer, look_up

CATALOGUE = load()
BOOK = CATALOGUE.denials
DAILY = [code for codes in yaml.safe_load((Path(__file__).parent / "daily_codes.yaml").read_text()).values()
         for code in codes.split()]  # fmt: skip
KNOWN = sorted({code for entry in BOOK.denials.values() for code in entry.codes} | set(DAILY))
BESIDE = ["CO-45", "CO-253", "PR-1", "PR-2", "OA-23", "OA-94", "MA01", "MA18", "M16"]
OVERSEAS = ("enrolm", "licence", "anew", "reckon", "wanted", "wants", "colour", "programme", "authoris", "cheque")
"""Words that no American biller writes."""


def paid(outcome: str) -> int:
    """0 for a notice, 1 for an adjustment, 2 for what is not paid."""
    return {NOTICE: 0, ADJUSTED: 1}.get(outcome, 2)


@pytest.mark.parametrize("code", DAILY)
def test_a_daily_code_is_explained_in_full(code: str):
    answer = look_up([code], BOOK)
    assert not answer.not_known
    for piece in answer.pieces:
        for entry in piece.entries:
            assert entry.meaning.endswith(".")
            assert entry.cause.endswith(".")
            assert answer.action(entry, BOOK).endswith(".")
            assert answer.routes(entry, BOOK), "a way on, or that nothing is to be sent"
            assert answer.charge(piece, entry, BOOK).partition(":")[0] in ("yes", "no", "depends")
            assert answer.appeal(entry, BOOK).partition(":")[0] in ("yes", "no", "depends")
            assert entry.authority
            assert CATALOGUE.grade(entry.authority) in ("primary", "secondary", "unconfirmed")


def test_every_sentence_is_plain_american_and_ends():
    for entry in BOOK.denials.values():
        for text in (entry.meaning, entry.cause, entry.action):
            assert text[0].isupper(), (entry.id, text)
            assert text.endswith("."), (entry.id, text)
            assert not [word for word in OVERSEAS if word in text.lower()], (entry.id, text)


@pytest.mark.parametrize("code", [code for code in DAILY if code.startswith(("CO-", "PI-"))])
def test_what_the_supplier_bears_is_never_charged_to_the_patient(code: str):
    answer = look_up([code], BOOK)
    for piece in answer.pieces:
        for entry in piece.entries:
            assert answer.charge(piece, entry, BOOK).startswith("no"), entry.id


def _explained(codes: list[str]) -> Answer:
    answer = look_up(codes, BOOK)
    for piece in answer.pieces:
        for entry in piece.entries:
            answer.action(entry, BOOK)
            assert answer.routes(entry, BOOK)
            appeal, charge = answer.appeal(entry, BOOK), answer.charge(piece, entry, BOOK)
            if appeal.startswith("no"):
                assert "redetermination" not in [route.id for route in answer.routes(entry, BOOK)]
            if piece.group in ("CO", "PI"):
                assert charge.startswith("no")
    return answer


SINGLE = {code: look_up([code], BOOK) for code in KNOWN}


@settings(max_examples=200, deadline=None)
@given(codes=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=6, unique=True))
def test_a_line_never_looks_better_than_its_strongest_code(codes: list[str]):
    answer = _explained(codes)
    reasons_and_remarks = [code for code in codes if group_and_carc(code) or is_rarc(code)] or codes
    assert paid(answer.outcome) >= max(paid(SINGLE[code].outcome) for code in reasons_and_remarks)
    told = {code for piece in answer.pieces for code in piece.codes}
    for code in reasons_and_remarks:
        assert code in told or code in BOOK.overriding or paid(SINGLE[code].outcome) <= paid(answer.outcome)
        if code in BOOK.overriding:
            assert answer.outcome == "rejected"


@settings(max_examples=100, deadline=None)
@given(
    denied=st.sampled_from([code for code in DAILY if paid(SINGLE[code].outcome) == 2]),
    beside=st.lists(st.sampled_from(BESIDE), unique=True),
)
def test_adjustments_and_notices_beside_a_denial_do_not_hide_it(denied: str, beside: list[str]):
    answer = _explained([*beside, denied])
    first = answer.pieces[0]
    assert {entry.id for entry in first.entries} == {entry.id for entry in SINGLE[denied].pieces[0].entries}
    assert answer.action(first.entries[0], BOOK) == SINGLE[denied].action(first.entries[0], BOOK)
