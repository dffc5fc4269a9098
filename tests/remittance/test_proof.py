"""A remittance that balances is proved; one that does not is told at the place where the difference arises."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.remittance.proof import CLAIM, CLAIM_FROM_LINES, FAULT, LINE, LINES, NOT_ENDED, PAYMENT, WRONG_COUNT
from tests.remittance.reading import barring, whole
from tests.remittance.written import DENIED, R1, REVERSED, Claim, Line, Payment, remittance


def told(data: bytes) -> list[tuple[str, str | None]]:
    return barring(whole(data))


def test_r1_is_paid_to_the_cent():
    frames = whole(remittance(Payment((R1,))))
    assert barring(frames) == []
    assert frames["payments"]["payment_cents"].to_list() == [3136]
    claim = frames["claims"].row(0, named=True)
    assert (claim["charge_cents"], claim["paid_cents"], claim["patient_cents"]) == (21000, 3136, 1300)
    amounts = frames["adjustments"].select("group", "reason", "amount_cents").rows()
    assert amounts == [("CO", "45", 16500), ("CO", "253", 64), ("PR", "1", 500), ("PR", "2", 800)]


def test_r2_a_reversal_and_its_correction_balance_beside_another_claim():
    other = Claim((Line(10000, 10000),), id="OXY0002", number="26005000000003")
    frames = whole(remittance(Payment((REVERSED, DENIED, other))))
    assert barring(frames) == []
    assert frames["payments"]["payment_cents"].to_list() == [6864]
    # The signs stay as they are in the file.
    assert frames["adjustments"].filter(pl.col("claim") == 0)["amount_cents"].to_list() == [-16500, -64, -500, -800]


@pytest.mark.parametrize(
    ("provider", "paid"),
    [
        ((("WO", "26005000000001 1EG4TE5MK73", -3136),), 10000),
        ((("L6", "", -27),), 6891),
        (tuple(("FB", f"26005{n:09d}", 1) for n in range(14)), 6850),
    ],
    ids=["a recovery that is put off", "interest", "fourteen pairs in three segments"],
)
def test_money_that_belongs_to_no_claim_balances(provider: tuple[tuple[str, str, int], ...], paid: int):
    other = Claim((Line(10000, 10000),), id="OXY0002", number="26005000000003")
    frames = whole(remittance(Payment((REVERSED, DENIED, other), provider)))
    assert barring(frames) == []
    assert frames["payments"]["payment_cents"].to_list() == [paid]
    assert frames["provider_adjustments"].height == len(provider)
    assert frames["provider_adjustments"]["reference"].to_list() == [to or None for _, to, _ in provider]


LINE_OFF = replace(R1.lines[0], paid=3137)


@pytest.mark.parametrize(
    ("payment", "rules"),
    [
        # A cent too much on the line, which the claim and the payment repeat.
        (Payment((replace(R1, lines=(LINE_OFF,)),)), [(CLAIM, "CLP04"), (LINE, "SVC03")]),
        # A cent too much on the line alone.
        (Payment((replace(R1, lines=(LINE_OFF,), paid=3136),)), [(CLAIM_FROM_LINES, "CLP04"), (LINE, "SVC03")]),
        # The claim's charge is not that of its lines.
        (Payment((replace(R1, charge=21001, paid=3137),)), [
            (CLAIM_FROM_LINES, "CLP04"), (LINES, "CLP03"),
        ]),
        (Payment((R1,), cents=3137), [(PAYMENT, "BPR02")]),
        (Payment((R1,), (("WO", "X", 100),), cents=3136), [(PAYMENT, "BPR02")]),
    ],
    ids=["line", "line alone", "charge", "payment", "provider"],
)  # fmt: skip
def test_a_difference_is_told_where_it_arises(payment: Payment, rules: list[tuple[str, str]]):
    assert sorted(told(remittance(payment))) == sorted(rules)


def test_what_cannot_be_read_bars_the_payment():
    data = remittance(Payment((R1,)))
    assert (FAULT, "CAS03") in told(data.replace(b"CO*45*165", b"CO*45*16x5"))
    # A tenth of a cent is no amount of money.
    assert (FAULT, "CLP04") in told(data.replace(b"*210*31.36*13*", b"*210*31.361*13*"))
    assert (FAULT, "CAS06") in told(data.replace(b"CAS*CO*45*165**253", b"CAS*CO*45*165**"))


def test_a_reversal_that_repeats_no_adjustment_is_told_and_bars_nothing():
    bare = Claim((), status="22", charge=-21000, paid=-3136)
    frames = whole(remittance(Payment((bare, R1))))
    assert barring(frames) == []
    assert "bare_reversal" in frames["wrong"]["rule"].to_list()
    with_line = replace(bare, lines=(Line(-21000, -3136),))
    assert barring(whole(remittance(Payment((with_line, R1))))) == []
    # One that repeats some of them must repeat all.
    partly = replace(REVERSED, lines=(replace(REVERSED.lines[0], adjustments=(("CO", "45", -16500),)),))
    assert (LINE, "SVC03") in told(remittance(Payment((partly, R1))))


def test_a_file_that_was_cut_off_is_not_whole():
    data = remittance(Payment((R1,)), Payment((DENIED,), trace="EFT0000002"))
    cut = data[: data.rindex(b"SE*")]
    frames = whole(cut)
    wrong = frames["wrong"].select("set", "rule").rows()
    assert (1, NOT_ENDED) in wrong
    assert not [each for each in wrong if each[0] == 0], "the first payment is whole"
    # A claim is missing, and the rest balances by chance: the count of segments does not.
    claim = data[data.index(b"CLP*OXY0001*1*210*0") : data.rindex(b"SE*")]
    assert told(data.replace(claim, b"")) == [(WRONG_COUNT, "SE01")]


def test_negative_adjustments_keep_their_sign():
    bundled = Claim((Line(10000, 9000, (("CO", "45", 2000), ("OA", "94", -1000))),))
    frames = whole(remittance(Payment((bundled,))))
    assert barring(frames) == []
    assert frames["adjustments"]["amount_cents"].to_list() == [2000, -1000]


DECIDING = {"BPR": (2,), "CLP": (3, 4), "SVC": (2, 3), "CAS": (3,), "PLB": (4,)}
"""Elements with amounts that decide a payment."""

CENTS = st.integers(min_value=-300_000, max_value=300_000)
REASONS = st.sampled_from(
    [("CO", "45"), ("CO", "253"), ("PR", "1"), ("PR", "2"), ("OA", "23"), ("OA", "94"), ("PI", "16")]
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    adjustments = draw(st.lists(st.tuples(REASONS, CENTS.filter(bool)), max_size=9))
    paid = draw(CENTS)
    own = tuple((group, reason, cents) for (group, reason), cents in adjustments)
    return Line(paid + sum(cents for *_, cents in own), paid, own)


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    claims = []
    for number in range(draw(st.integers(1, 4))):
        own = draw(st.lists(st.tuples(st.just("CO"), st.just("24"), CENTS.filter(bool)), max_size=2))
        some = tuple(draw(st.lists(lines(), min_size=1, max_size=3)))
        claims.append(Claim(some, id=f"OXY{number}", adjustments=tuple(own)))
    provider = draw(st.lists(st.tuples(st.sampled_from(["WO", "FB", "L6", "72"]), st.just("R1"), CENTS), max_size=13))
    return Payment(tuple(claims), tuple(provider))


@settings(max_examples=12, deadline=None)
@given(st.lists(payments(), min_size=1, max_size=3), st.integers(200, 3000))
def test_what_adds_up_is_proved_and_pieces_change_nothing(some: list[Payment], at_once: int):
    data = remittance(*some)
    frames = whole(data)
    assert barring(frames) == []
    assert frames["claims"]["paid_cents"].sum() == sum(claim.paid_cents for each in some for claim in each.claims)
    again = whole(data, at_once)
    assert all(frames[name].equals(again[name]) for name in frames if name != "wrong")
    assert sorted(frames["wrong"].rows(), key=str) == sorted(again["wrong"].rows(), key=str)


@settings(max_examples=40, deadline=None)
@given(payments(), st.data())
def test_one_cent_off_anywhere_is_never_posted(payment: Payment, data: st.DataObject):
    """Every amount that decides a payment: a cent more in one of them, and it does not balance any more."""
    text = remittance(payment).decode()
    segments = text.split("~\n")
    places = [
        (number, element)
        for number, segment in enumerate(segments)
        for element in {"BPR": (2,), "CLP": (3, 4), "SVC": (2, 3), "CAS": (3,), "PLB": (4,)}.get(
            segment.split("*")[0], ()
        )
    ]
    number, element = data.draw(st.sampled_from(places))
    elements = segments[number].split("*")
    cents = round(float(elements[element]) * 100) + 1
    elements[element] = f"{cents / 100:.2f}"
    segments[number] = "*".join(elements)
    assert told("~\n".join(segments).encode())
