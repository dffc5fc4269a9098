"""SNIP level 3: amounts that must add up. All claims are made up."""

import pytest

from oxyclaim.x12.claim_837p.checks.balancing import balancing_findings
from tests.x12.claim_837p.claim_frames import CLM, LX_1, claims, lines, rules_of, with_segments

# Another payer decided both lines: it paid 100 + 150, wrote off 40.5 + 20 and left 55 + 30 to the patient.
DECIDED = [
    (102, "2320", "SBR*P*18*******CI"),
    (104, "2320", "AMT*D*250"),
    (106, "2330B", "NM1*PR*2*MADE UP PAYER*****PI*P1"),
    (113, "2430", "SVD*P1*100*HC:E1392:RR**1"),
    (114, "2430", "CAS*CO*45*40.5"),
    (115, "2430", "CAS*PR*1*50**2*5"),
    (123, "2430", "SVD*P1*150*HC:E1390:RR**1"),
    (124, "2430", "CAS*CO*45*20"),
    (125, "2430", "CAS*PR*1*30"),
]
SECOND = {"payer_sequence": "S", "other_payers": 1}


def test_a_claim_that_adds_up_has_no_finding() -> None:
    assert balancing_findings(claims(), lines(), with_segments()).is_empty()


def test_the_charge_of_a_claim_is_the_sum_of_its_lines() -> None:
    findings = balancing_findings(claims(charge_cents=38550), lines(), with_segments())
    assert findings.select("rule", "segment", "loop", "element", "claim", "severity", "snip_level").row(0) == (
        "X12-BAL-CLM02", CLM, "2300", "CLM02", 0, "error", 3,
    )  # fmt: skip
    assert "385.50" in findings["message"][0]
    assert "395.50" in findings["message"][0]


@pytest.mark.parametrize(
    ("claim", "line", "segment", "rules"),
    [
        ({"charge_cents": -1}, {"charge_cents": -20001}, (), ["X12-BAL-CLM02-NEGATIVE", "X12-BAL-SV102-NEGATIVE"]),
        ({"charge_cents": 20000}, {"charge_cents": 0}, (), []),
        ({"charge_cents": None}, {}, ((CLM, "2300", "CLM*A*12,50"),), ["X12-BAL-AMOUNT"]),
        ({"charge_cents": None}, {}, ((CLM, "2300", "CLM*A"),), []),
        ({}, {"charge_cents": None}, ((LX_1 + 1, "2400", "SV1*HC:E1392*12,50"),), ["X12-BAL-AMOUNT"]),
    ],
)
def test_charges(claim: dict[str, int], line: dict[str, int], segment: tuple, rules: list[str]) -> None:  # type: ignore[type-arg]
    assert rules_of(balancing_findings(claims(**claim), lines(**line), with_segments(*segment))) == rules


def test_the_finding_of_an_amount_in_a_line_names_its_segment_and_number() -> None:
    bad = with_segments((LX_1 + 1, "2400", "SV1*HC:E1392*12,50"))
    findings = balancing_findings(claims(), lines(charge_cents=None), bad)
    assert findings.select("segment", "line_number", "element").row(0) == (LX_1 + 1, 1, "SV102")


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ((), []),
        # The write-off of the first line was left out: neither the line nor the claim adds up.
        ([(114, "2430", "CAS*CO*45*0")], ["X12-BAL-COB-CHARGE", "X12-BAL-SVD02"]),
        ([(104, "2320", "AMT*D*240")], ["X12-BAL-COB-PAID"]),
        # 50 taken from the whole claim: the payment is 50 less than those of the lines.
        ([(103, "2320", "CAS*OA*100*50"), (104, "2320", "AMT*D*200")], []),
        ([(103, "2320", "CAS*OA*100*50")], ["X12-BAL-COB-PAID"]),
        ([(113, "2430", "SVD*P9*100*HC:E1392:RR**1")], ["X12-BAL-COB-PAID", "X12-BAL-SVD01"]),
        (
            [(113, "2430", "SVD*P1*-100*HC:E1392:RR**1")],
            ["X12-BAL-COB-PAID", "X12-BAL-SVD02", "X12-BAL-SVD02-NEGATIVE"],
        ),
        # What cannot be read cannot be said not to balance.
        ([(113, "2430", "SVD*P1*ABC*HC:E1392:RR**1")], []),
        ([(104, "2320", "AMT*D*ABC")], []),
    ],
)  # fmt: skip
def test_what_another_payer_decided_adds_up(change: list[tuple[int, str, str]], rules: list[str]) -> None:
    found = rules_of(balancing_findings(claims(**SECOND), lines(), with_segments(*DECIDED, *change)))
    assert found == rules


def test_a_claim_decided_as_a_whole_is_paid_amount_and_adjustments() -> None:
    whole = [row for row in DECIDED if row[1] != "2430"]
    balanced = [*whole, (103, "2320", "CAS*PR*1*100**2*45.5")]
    assert balancing_findings(claims(**SECOND), lines(), with_segments(*balanced)).is_empty()
    assert rules_of(balancing_findings(claims(**SECOND), lines(), with_segments(*whole))) == ["X12-BAL-COB-CHARGE"]


def test_a_line_that_a_payer_split_balances_over_its_parts() -> None:
    parts = [(113, "2430", "SVD*P1*60*HC:E1392:RR**1"), (116, "2430", "SVD*P1*40*HC:E1392:RR**1")]
    assert balancing_findings(claims(**SECOND), lines(), with_segments(*DECIDED, *parts)).is_empty()


def test_two_payers_under_one_id_are_not_balanced_against_each_other() -> None:
    twin = [(107, "2320", "SBR*T*18*******CI"), (108, "2330B", "NM1*PR*2*MADE UP PAYER*****PI*P1")]
    assert balancing_findings(claims(**SECOND), lines(), with_segments(*DECIDED, *twin)).is_empty()


def test_a_file_without_claims_has_no_finding() -> None:
    empty = claims().clear(), lines().clear(), with_segments().clear()
    assert balancing_findings(*empty).is_empty()
