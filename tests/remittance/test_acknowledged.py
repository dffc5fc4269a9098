"""What was accepted and what was rejected: TA1, 999 and 277CA."""

import pytest

from oxyclaim.remittance.accepted import claims, wholes
from tests.remittance.reading import whole
from tests.remittance.written import Told, acknowledged, file_acknowledged, interchange


def outcomes(data: bytes) -> dict[str, str]:
    frames = whole(data)
    found = claims(frames["headers"], frames["levels"], frames["statuses"])
    return dict(found.select("claim_id", "outcome").iter_rows())


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((("A2:20", "WQ"),), "accepted"),
        ((("A7:507", "U"),), "rejected"),
        ((("A7:164:IL", "U"),), "rejected"),
        ((("A3:247", "U"),), "rejected"),
        # One status that rejects, rejects; in whatever order, and as whichever of the three of a segment.
        ((("A2:20", "WQ"), ("A8:496:85", "U")), "rejected"),
        ((("A8:496:85", "U"), ("A2:20", "WQ")), "rejected"),
        # The category decides, not the action code.
        ((("A7:453", "WQ"),), "rejected"),
        ((("A2:20", "U"),), "accepted"),
        ((("A0:16", "WQ"),), "pending"),
        ((("A4:35", "U"),), "not known"),
        ((("F1:65", "WQ"),), "not known"),
    ],
)
def test_one_status_that_rejects_rejects_the_claim(statuses: tuple[tuple[str, str], ...], outcome: str):
    data = acknowledged([Told("OXY1", statuses), Told("OXY2")])
    assert outcomes(data) == {"OXY1": outcome, "OXY2": "accepted"}


def test_a_second_status_of_a_segment_counts():
    data = acknowledged([Told("OXY1")]).replace(b"STC*A2:20*20260106*WQ*50", b"STC*A2:20*20260106*WQ*50******A7:507")
    assert outcomes(data) == {"OXY1": "rejected"}


def test_a_rejected_line_tells_why():
    frames = whole(acknowledged([Told("OXY1", (("A3:247", "U"),), lines=(("E1392:RR", "A7:507"),))]))
    found = claims(frames["headers"], frames["levels"], frames["statuses"])
    assert found["statuses"].to_list() == [["A3:247", "A7:507"]]
    assert frames["services"].select("code", "control_number").rows() == [("E1392", "L1")]


def test_a_provider_that_is_rejected_takes_all_its_claims_along():
    data = acknowledged([Told("OXY1")], provider=("A8:496:85", "U"), rejected=5)
    assert outcomes(data) == {"OXY1": "rejected"}
    frames = whole(data)
    found = wholes(frames["headers"], frames["levels"], frames["statuses"])
    provider = found.filter(found["outcome"] == "rejected").row(0, named=True)
    assert (provider["id"], provider["statuses"], provider["said_rejected"]) == ("1234567893", ["A8:496:85"], 5)


def test_a_receiver_that_is_rejected_takes_all_claims_along():
    assert outcomes(acknowledged([Told("OXY1"), Told("OXY2")], receiver=("A3:116", "U"))) == {
        "OXY1": "rejected", "OXY2": "rejected",
    }  # fmt: skip


def test_the_payers_number_comes_with_the_claim():
    frames = whole(acknowledged([Told("OXY1", number="26005000000077")]))
    found = claims(frames["headers"], frames["levels"], frames["statuses"])
    assert found.select("claim_id", "payer_claim_number", "batch", "provider").rows() == [
        ("OXY1", "26005000000077", "B0001", "1234567893")
    ]


@pytest.mark.parametrize("at_once", [200, 260, 333, 1000])
def test_pieces_change_nothing(at_once: int):
    data = acknowledged([Told(f"OXY{n}", (("A7:507", "U"),) if n % 3 == 0 else (("A2:20", "WQ"),)) for n in range(20)])
    one, many = whole(data), whole(data, at_once)
    assert all(one[name].equals(many[name]) for name in ("headers", "levels", "statuses", "services"))
    assert sum(outcome == "rejected" for outcome in outcomes(data).values()) == 7


def test_a_999_says_which_set_and_which_claim():
    errors = ["IK3*CLM*22*2300*8", "CTX*CLM01:OXY7", "IK4*2*782*1", "IK3*NM1*30**3"]
    frames = whole(file_acknowledged([("0001", "A"), ("0002", "R")], "P", errors, accepted=1))
    assert frames["sets"].select("control", "outcome").rows() == [("0001", "A"), ("0002", "R")]
    assert frames["errors"].select("segment_id", "position", "element", "claim_id").rows() == [
        ("CLM", 22, "2", "OXY7"), ("NM1", 30, None, None),
    ]  # fmt: skip
    assert frames["ends"].select("outcome", "included", "received", "accepted").rows() == [("P", 2, 2, 1)]


def test_a_ta1_ahead_of_a_group_is_read():
    data = interchange([], "", "", before=["TA1*000000017*260105*1200*R*025"])
    assert whole(data)["interchanges"].select("control", "outcome", "note").rows() == [("000000017", "R", "025")]
    data = file_acknowledged([("0001", "A")], "A", accepted=1).replace(
        b"GS*FA", b"TA1*000000017*260105*1200*A*000~\nGS*FA"
    )
    frames = whole(data)
    assert frames["interchanges"]["outcome"].to_list() == ["A"]
    assert frames["sets"]["outcome"].to_list() == ["A"]


def test_several_sets_of_one_file_do_not_mix():
    """Two answers in one file: each claim keeps its own status, each set its own outcome."""
    first = acknowledged([Told("OXY1", (("A7:507", "U"),)), Told("OXY2")], batch="B1")
    second = acknowledged([Told("OXY3"), Told("OXY4", (("A7:453", "U"),))], batch="B2")
    both = first + b"\n" + second
    frames = whole(both)
    found = claims(frames["headers"], frames["levels"], frames["statuses"])
    assert found.select("claim_id", "outcome").rows() == [
        ("OXY1", "rejected"), ("OXY2", "accepted"), ("OXY3", "accepted"), ("OXY4", "rejected"),
    ]  # fmt: skip
    files = file_acknowledged([("0001", "R")], "R") + b"\n" + file_acknowledged([("0001", "A")], "A", accepted=1)
    assert whole(files)["sets"].select("answer", "outcome").rows() == [(0, "R"), (1, "A")]
