"""SNIP level 5: codes of outside code sets. All claims are made up."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.x12.claim_837p.checks.code_sets import code_set_findings, npi_check_digit_holds
from tests.x12.claim_837p.claim_frames import LX_1, claims, lines, rules_of, segments, with_segments


def found(claim: dict[str, Any], line: dict[str, Any], *more: tuple[int, str, str]) -> list[str]:
    return rules_of(code_set_findings(claims(**claim), lines(**line), with_segments(*more)))


def test_a_good_claim_has_no_finding() -> None:
    assert code_set_findings(claims(), lines(), with_segments()).is_empty()


@given(st.integers(100_000_000, 299_999_999))
def test_one_digit_in_ten_is_the_check_digit_and_no_single_slip_passes(number: int) -> None:
    texts = [f"{number}{digit}" for digit in range(10)]
    frame = pl.DataFrame({"npi": texts}).filter(npi_check_digit_holds(pl.col("npi")))
    assert len(frame) == 1
    good = frame["npi"][0]
    slips = [good[:place] + str((int(good[place]) + 1) % 10) + good[place + 1 :] for place in range(10)]
    assert not pl.DataFrame({"npi": slips}).select(npi_check_digit_holds(pl.col("npi")).any()).item()


def test_the_published_example_of_an_npi_holds() -> None:
    assert pl.DataFrame({"npi": ["1234567893"]}).select(npi_check_digit_holds(pl.col("npi"))).item()


@pytest.mark.parametrize(
    ("segment", "rules"),
    [
        ((17, "2010BA", "N4*MUNCIE*ZZ*47302"), ["X12-SET-STATE"]),
        ((17, "2010BA", "N4*APO*AE*09012"), []),
        ((17, "2010BA", "N4*SAN JUAN*PR*00901"), []),
        ((17, "2010BA", "N4*MUNCIE*IN*4730"), ["X12-SET-ZIP"]),
        ((17, "2010BA", "N4*MUNCIE*IN*47302-1234"), ["X12-SET-ZIP"]),
        ((17, "2010BA", "N4*MUNCIE*IN*00000"), ["X12-SET-ZIP", "X12-SET-ZIP-STATE"]),
        ((17, "2010BA", "N4*MUNCIE*IN*97302"), ["X12-SET-ZIP-STATE"]),
        ((17, "2010BA", "N4*EL PASO*TX*88501"), []),
        ((17, "2010BA", "N4*TORONTO*ON*M5V3L9*CA"), []),
        ((17, "2010BA", "N4*TORONTO*XX*M5V3L9*CA"), ["X12-SET-PROVINCE"]),
        ((17, "2010BA", "N4*TORONTO*ON*12345*CA"), ["X12-SET-POSTAL-CODE"]),
        ((17, "2010BA", "N4*PARIS**75001*FR"), []),
        ((17, "2010BA", "N4*PARIS**75001*XX"), ["X12-SET-COUNTRY"]),
        ((9, "2010AA", "NM1*85*2*A*****XX*123456789"), ["X12-SET-NPI"]),
        ((9, "2010AA", "NM1*85*2*A*****XX*3234567893"), ["X12-SET-NPI"]),
        ((9, "2010AA", "NM1*85*2*A*****XX*1234567890"), ["X12-SET-NPI-CHECK"]),
        ((9, "2010AA", "NM1*85*2*A*****24*1234567890"), []),
        ((8, "2000A", "PRV*BI*PXC*332B0000X"), ["X12-SET-TAXONOMY"]),
        ((8, "2000A", "PRV*BI*PXC*203BF0100Y"), ["X12-SET-TAXONOMY-RETIRED"]),
        ((12, "2010AA", "REF*EI*35-1234567"), ["X12-SET-TAX-ID"]),
        ((12, "2010AA", "REF*0B*35-1234567"), []),
        ((18, "2010BA", "DMG*D8*19500101*X"), ["X12-SET-SEX"]),
        ((18, "2010BA", "DMG*D8*19500101*U"), []),
        ((14, "2000B", "SBR*P*18*******99"), ["X12-SET-FILING"]),
        ((14, "2000B", "SBR*P*01*******MB"), ["X12-SET-RELATIONSHIP-SUBSCRIBER"]),
        ((102, "2320", "SBR*S*99*******CI"), ["X12-SET-RELATIONSHIP-OTHER"]),
        ((102, "2320", "SBR*S*01*******CI"), []),
        ((19, "2000C", "PAT*18"), ["X12-SET-RELATIONSHIP-PATIENT"]),
        ((19, "2000C", "PAT*19"), []),
        ((10, "2000A", "CUR*85*DOLLAR"), ["X12-SET-CURRENCY"]),
        ((10, "2000A", "CUR*85*CAD"), []),
        ((103, "2320", "CAS*XX*45*1"), ["X12-SET-GROUP"]),
        ((103, "2320", "CAS*CO*045*1"), ["X12-SET-CARC"]),
        ((103, "2320", "CAS*CO*45*1**B7*2**P12*3"), []),
        ((104, "2320", "MOA***MA1**N9999X"), ["X12-SET-RARC"]),
        ((104, "2320", "MOA***MA01*N382*M86"), []),
    ],
)
def test_segments(segment: tuple[int, str, str], rules: list[str]) -> None:
    assert found({"other_payers": 1}, {}, segment) == rules


def test_an_npi_is_asked_for_since_it_is_the_standard() -> None:
    bad = with_segments((130, "2420E", "NM1*DK*1*ROE*****XX*9992233334"))
    assert code_set_findings(claims(created=dt.date(2007, 5, 22)), lines(), bad).is_empty()
    findings = code_set_findings(claims(created=dt.date(2007, 5, 23)), lines(), bad)
    assert findings.select("rule", "severity", "segment", "claim", "line_number").row(0) == (
        "X12-SET-NPI", "error", 130, 0, 2,
    )  # fmt: skip
    assert "9992233334" not in findings["message"][0]


def test_segments_that_an_earlier_piece_has_dealt_with_are_passed_over() -> None:
    context = segments((17, "2010BA", "N4*MUNCIE*ZZ*47302"), context=True)
    assert code_set_findings(claims(), lines(), context).is_empty()


@pytest.mark.parametrize(
    ("claim", "rules"),
    [
        ({"place_of_service": "30"}, ["X12-SET-PLACE"]),
        ({"place_of_service": "66"}, []),
        ({"frequency": "2"}, ["X12-SET-FREQUENCY"]),
        ({"frequency": "8"}, []),
        ({"member_id": "1EG4-TE5-MK73"}, ["X12-SET-MBI"]),
        ({"member_id": "1SG4TE5MK73"}, ["X12-SET-MBI"]),
        ({"member_id": "123456789A"}, ["X12-SET-MBI"]),
        ({"member_id": "123456789A", "filing_indicator": "CI"}, []),
        ({"member_id": "123456789A", "created": dt.date(2019, 12, 31)}, []),
        ({"diagnoses": ["J44.9", "J9611"]}, ["X12-SET-ICD-10"]),
        ({"diagnoses": ["J4", "J9611"]}, ["X12-SET-ICD-10"]),
        ({"diagnoses": ["U071", "Z9981"]}, []),
        ({"diagnoses": ["C4A0", "S72001A"]}, []),
        ({"diagnoses": ["W010XXA", "J9611"]}, ["X12-SET-EXTERNAL-CAUSE"]),
        ({"diagnoses": ["J9611", "W010XXA"]}, []),
        ({"diagnoses": ["496", "V4611"], "diagnosis_qualifiers": ["BK", "BF"]}, []),
        ({"diagnoses": ["496", "E8888"], "diagnosis_qualifiers": ["BK", "BF"]}, []),
        ({"diagnoses": ["49", "51881"], "diagnosis_qualifiers": ["BK", "BF"]}, ["X12-SET-ICD-9"]),
    ],
)
def test_claims(claim: dict[str, Any], rules: list[str]) -> None:
    assert found(claim, {}) == rules


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ({"code": "E139"}, ["X12-SET-PROCEDURE"]),
        ({"code": "W1392"}, ["X12-SET-PROCEDURE"]),
        ({"code": "99213"}, []),
        ({"code": "0042T"}, []),
        ({"code": "E139", "code_qualifier": "ER"}, []),
        ({"modifiers": ["R"]}, ["X12-SET-MODIFIER"]),
        ({"modifiers": ["rr"]}, ["X12-SET-MODIFIER"]),
        ({"modifiers": ["RR", "KX", "RR"]}, ["X12-SET-MODIFIER-TWICE"]),
        ({"modifiers": ["RR", "KX", "QA", "N1"]}, []),
        ({"modifiers": []}, []),
        ({"unit": "DA"}, ["X12-SET-UNIT"]),
        ({"place_of_service": "30"}, ["X12-SET-PLACE"]),
    ],
)
def test_lines(line: dict[str, Any], rules: list[str]) -> None:
    assert found({}, line) == rules


@pytest.mark.parametrize(("day", "rules"), [(dt.date(2021, 12, 31), ["X12-SET-PLACE-DATE"]), (dt.date(2022, 1, 1), [])])
def test_a_place_of_service_holds_from_its_first_day(day: dt.date, rules: list[str]) -> None:
    dates = {"service_from": day, "service_to": day}
    assert found({"place_of_service": "10"}, dates) == rules
    assert found({}, {**dates, "place_of_service": "10"}) == rules


def test_a_finding_says_where() -> None:
    findings = code_set_findings(claims(diagnoses=["J449", "J96.11"]), lines(code="E139"), with_segments())
    assert findings.select("segment", "element", "line_number").rows() == [
        (101, "HI02-2", None),
        (LX_1 + 1, "SV101-2", 1),
    ]


def test_a_file_without_claims_has_no_finding() -> None:
    empty = claims().clear(), lines().clear(), with_segments().clear()
    assert code_set_findings(*empty).is_empty()
