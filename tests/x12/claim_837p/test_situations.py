"""SNIP level 4: what is required in a situation. All claims are made up."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from oxyclaim.x12.claim_837p.checks.situations import situation_findings
from tests.x12.claim_837p.claim_frames import (
    AS_OF,
    CLM,
    HI,
    LX_1,
    NPI,
    claims,
    lines,
    rules_of,
    segments,
    with_segments,
)

DAY = dt.timedelta(days=1)
ICD_9 = {"diagnosis_qualifiers": ["BK", "BF"], "diagnoses": ["496", "51881"]}


def found(claim: dict[str, Any], line: dict[str, Any], *more: tuple[int, str, str]) -> list[str]:
    return rules_of(situation_findings(claims(**claim), lines(**line), with_segments(*more), AS_OF))


def test_a_good_claim_has_no_finding() -> None:
    assert situation_findings(claims(), lines(), with_segments(), AS_OF).is_empty()


@pytest.mark.parametrize(
    ("claim", "rules"),
    [
        ({"patient_birth_date": None, "patient_sex": None}, ["X12-SIT-SELF-DMG"]),
        ({"patient_address": None}, ["X12-SIT-SELF-N3"]),
        ({"patient_city": None, "patient_state": None, "patient_zip": None}, ["X12-SIT-SELF-N4"]),
        ({"dependent": True}, ["X12-SIT-SELF-HL23"]),
        ({"relationship": None}, ["X12-SIT-NO-PATIENT"]),
        ({"relationship": None, "dependent": True}, []),
        (
            {"relationship": None, "dependent": True, "patient_birth_date": None, "patient_sex": None},
            ["X12-SIT-DEPENDENT-DMG"],
        ),
        ({"relationship": None, "dependent": True, "patient_address": None}, []),
        ({"payer_sequence": "S"}, ["X12-SIT-OTHER-PAYER"]),
        ({"payer_sequence": "U"}, []),
        ({"frequency": "7"}, ["X12-SIT-F8"]),
        ({"frequency": "7", "payer_reference": "X1"}, []),
        ({"payer_reference": "X1"}, ["X12-SIT-F8-UNASKED"]),
        ({"diagnosis_qualifiers": ["ABF", "ABF"]}, ["X12-SIT-HI-ORDER"]),
        ({"diagnosis_qualifiers": ["ABK", "BF"]}, ["X12-SIT-HI-ORDER"]),
        ({"diagnosis_qualifiers": ["ABK", "ABK"]}, ["X12-SIT-HI-ORDER"]),
        ({"diagnoses": ["J449", "J449"]}, ["X12-SIT-HI-TWICE"]),
        (ICD_9, ["X12-SIT-ICD-10"]),
    ],
)
def test_claims(claim: dict[str, Any], rules: list[str]) -> None:
    assert found(claim, {}) == rules


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ({"pointers": ["1", "3"]}, ["X12-SIT-POINTER"]),
        ({"pointers": ["0"]}, ["X12-SIT-POINTER"]),
        ({"pointers": ["A", "B"]}, ["X12-SIT-POINTER"]),
        ({"pointers": ["2"]}, []),
        ({"pointers": ["1", "1"]}, ["X12-SIT-POINTER-TWICE"]),
        ({"pointers": []}, ["X12-SIT-POINTER-NONE"]),
        ({"service_from": None, "service_to": None}, ["X12-SIT-NO-DATE"]),
        ({"service_from": AS_OF + DAY, "service_to": AS_OF + DAY}, ["X12-SIT-DATE-FUTURE"]),
        ({"service_from": AS_OF, "service_to": AS_OF}, ["X12-SIT-DATE-CREATED"]),
        ({"service_from": AS_OF - DAY, "service_to": AS_OF - DAY}, []),
        ({"service_to": AS_OF + DAY}, ["X12-SIT-DATE-END-FUTURE"]),
        ({"service_to": dt.date(2026, 1, 31)}, ["X12-SIT-DATE-ORDER"]),
        ({"ordering_npi": None}, ["X12-SIT-ORDERING"]),
        ({"ordering_npi": None, "code": "99213"}, []),
        ({"ordering_npi": None, "code": "A9500"}, []),
        ({"ordering_npi": None, "code": "A4615"}, ["X12-SIT-ORDERING"]),
        ({"ordering_npi": None, "code": "K0738"}, ["X12-SIT-ORDERING"]),
        ({"units": 0.0}, ["X12-SIT-UNITS"]),
        ({"units": -1.0}, ["X12-SIT-UNITS"]),
        ({"units": 1.0005}, ["X12-SIT-UNITS-DECIMALS"]),
        ({"units": 1.125}, []),
        ({"unit": "MJ"}, ["X12-SIT-MINUTES"]),
        ({"unit": "MJ", "code": "00142"}, []),
        ({"position": 51}, ["X12-SIT-LINES"]),
    ],
)
def test_lines(line: dict[str, Any], rules: list[str]) -> None:
    assert found({}, line) == rules


def test_only_medicare_asks_for_the_ordering_provider() -> None:
    assert found({"filing_indicator": "CI"}, {"ordering_npi": None}) == []


@pytest.mark.parametrize(
    ("claim", "rules"),
    [
        ({"patient_birth_date": dt.date(2026, 2, 2)}, ["X12-SIT-BEFORE-BIRTH"]),
        ({"patient_birth_date": dt.date(2026, 2, 1)}, []),
        ({"patient_died_on": dt.date(2026, 1, 31)}, ["X12-SIT-AFTER-DEATH"]),
        ({"patient_died_on": dt.date(2026, 2, 1)}, []),
    ],
)
def test_services_fall_into_the_life_of_the_patient(claim: dict[str, Any], rules: list[str]) -> None:
    assert found(claim, {}) == rules


@pytest.mark.parametrize(
    ("day", "claim", "rules"),
    [
        (dt.date(2015, 9, 30), {}, ["X12-SIT-ICD-9"]),
        (dt.date(2015, 9, 30), ICD_9, []),
        (dt.date(2015, 10, 1), ICD_9, ["X12-SIT-ICD-10"]),
        (dt.date(2015, 10, 1), {}, []),
    ],
)
def test_the_diagnosis_code_set_follows_the_date_of_service(day: dt.date, claim: dict[str, Any], rules: list[str]) -> None:  # fmt: skip  # noqa: E501
    assert found(claim, {"service_from": day, "service_to": day}) == rules


@pytest.mark.parametrize(
    ("segment", "created", "rule"),
    [
        ((9, "2010AA", "NM1*85*2*MADE UP OXYGEN"), dt.date(2026, 3, 4), ("X12-SIT-BILLING-NPI", "error", 9)),
        ((9, "2010AA", "NM1*85*2*MADE UP OXYGEN"), dt.date(2007, 5, 22), None),
        ((11, "2010AA", "N4*RICHMOND*IN*47374"), dt.date(2026, 3, 4), ("X12-SIT-BILLING-ZIP", "error", 11)),
        ((11, "2010AA", "N4*RICHMOND*IN*47374"), dt.date(2011, 12, 31), None),
        ((11, "2010AA", "N4*TORONTO*ON*M5V3L9*CA"), dt.date(2026, 3, 4), None),
    ],
)
def test_the_billing_provider(
    segment: tuple[int, str, str], created: dt.date, rule: tuple[str, str, int] | None
) -> None:
    findings = situation_findings(claims(created=created), lines(), with_segments(segment), AS_OF)
    about = findings.filter(pl.col("loop") == "2010AA").select("rule", "severity", "segment").rows()
    assert about == ([rule] if rule else [])


def test_a_billing_provider_that_an_earlier_piece_has_dealt_with_is_passed_over() -> None:
    context = segments((9, "2010AA", "NM1*85*2*MADE UP OXYGEN"), context=True)
    assert situation_findings(claims(), lines(), context, AS_OF).is_empty()


@pytest.mark.parametrize(
    ("line", "more", "rules"),
    [
        ({}, [(113, "2400", "PWK*CT*AD")], ["X12-SIT-CMN-FORM"]),
        ({"form": "484.03"}, [(113, "2400", "PWK*CT*AD")], []),
        ({}, [(113, "2400", "PWK*CT*AB")], []),
        ({}, [(114, "2400", "CR3*R*MO*99")], ["X12-SIT-CR3-REVISED"]),
        ({}, [(114, "2400", "CR3*R*MO*99"), (115, "2400", "DTP*607*D8*20260101")], []),
        ({}, [(114, "2400", "CR3*I*MO*99")], []),
    ],
)
def test_certificates(line: dict[str, Any], more: list[tuple[int, str, str]], rules: list[str]) -> None:
    assert found({}, line, *more) == rules


PAYER = [(102, "2320", "SBR*P*18*******CI"), (106, "2330B", "NM1*PR*2*MADE UP PAYER*****PI*P1")]
PAID = (104, "2320", "AMT*D*395.5")
DECISION = (113, "2430", "SVD*P1*195.5*HC:E1392:RR**1")


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        (PAYER, []),
        ([*PAYER, DECISION], ["X12-SIT-COB-PAID"]),
        ([*PAYER, DECISION, PAID], []),
        ([*PAYER, PAID], ["X12-SIT-COB-DATE"]),
        ([*PAYER, PAID, (107, "2330B", "DTP*573*D8*20260220")], []),
        ([(102, "2320", "SBR*S*18*******CI"), PAYER[1]], ["X12-SIT-SBR01-TWICE"]),
    ],
)
def test_other_payers(more: list[tuple[int, str, str]], rules: list[str]) -> None:
    assert found({"payer_sequence": "S", "other_payers": 1}, {}, *more) == rules


@pytest.mark.parametrize(
    ("claim", "line", "place"),
    [
        ({"diagnosis_qualifiers": ["ABF", "ABF"]}, {}, (HI, "2300", "HI01-1", None)),
        ({}, {"pointers": ["9"]}, (LX_1 + 1, "2400", "SV107", 1)),
        ({}, {"ordering_npi": None}, (LX_1, "2420E", "NM109", 1)),
        ({"patient_address": None}, {}, (15, "2010BA", "N3", None)),
        ({"frequency": "8"}, {}, (CLM, "2300", "REF02", None)),
    ],
)
def test_a_finding_says_where(claim: dict[str, Any], line: dict[str, Any], place: tuple[Any, ...]) -> None:
    findings = situation_findings(claims(**claim), lines(**line), with_segments(), AS_OF)
    assert findings.select("segment", "loop", "element", "line_number").row(0) == place
    assert findings["claim"].to_list() == [0]
    assert NPI not in findings["message"][0]


def test_a_file_without_claims_has_no_finding() -> None:
    empty = claims().clear(), lines().clear(), with_segments().clear()
    assert situation_findings(*empty, AS_OF).is_empty()
