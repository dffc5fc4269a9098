from pathlib import Path
from typing import Any

import pytest
from claim_cases import CREATED, make_case, make_claim, make_item
from claim_reading import ReadLine, read_claims, read_segments

from oxyclaim.claims import Claim, ClaimError, ClaimFile, ClaimLine, ControlNumbers, write_claims, writing

OTHER_NPI = "1245319599"


def write(folder: Path, *claims: Claim, **options: Any) -> Path:
    target = folder / "claims.837"
    write_claims(claims, target, **{"created": CREATED, "numbers": ControlNumbers(7), **options})
    return target


def problems_of(folder: Path, *claims: Claim, **options: Any) -> list[str]:
    with pytest.raises(ClaimError) as raised:
        write(folder, *claims, **options)
    assert list(folder.iterdir()) == []
    assert str(raised.value) == "\n".join(raised.value.problems)
    return list(raised.value.problems)


@pytest.fixture
def not_validated(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of one element: pyx12 takes half a second to load its map, and other tests let it look."""
    monkeypatch.setattr(writing, "validate_837p", lambda *_, **__: [])


def test_one_claim_segment_by_segment(tmp_path: Path) -> None:
    target = tmp_path / "claims.837"
    claim = make_claim("RR", "N1", "KX", narrative="Lost: see report", patient__middle_name="Maria")
    result = write_claims([claim], target, created=CREATED, numbers=ControlNumbers(7))
    assert result == ClaimFile(target, claims=1, lines=1, total_charge_cents=39500)
    assert target.read_text().split("~") == [
        "ISA*00*          *00*          *ZZ*B08000001      *ZZ*17013          *260304*1506*^*00501*000000007*0*T*:",
        "GS*HC*B08000001*17013*20260304*1506*7*X*005010X222A1",
        "ST*837*0001*005010X222A1",
        "BHT*0019*00*000000007000000001*20260304*1506*CH",
        "NM1*41*2*EXAMPLE OXYGEN INC.*****46*B08000001",
        "PER*IC*BEN MUSTER*TE*2175550100",
        "NM1*40*2*CGS JB DME*****46*17013",
        "HL*1**20*1",
        "PRV*BI*PXC*332BX2000X",
        "NM1*85*2*EXAMPLE OXYGEN INC.*****XX*1234567893",
        "N3*12 EXAMPLE STREET",
        "N4*SPRINGFIELD*IL*627011234",
        "REF*EI*123456789",
        "HL*2*1*22*0",
        "SBR*P*18*******MB",
        "NM1*IL*1*EXAMPLE*ANNA*MARIA***MI*1EG4TE5MK73",
        "N3*12 EXAMPLE STREET",
        "N4*SPRINGFIELD*IL*62701",
        "DMG*D8*19500203*F",
        "NM1*PR*2*CGS JB DME*****PI*17013",
        "CLM*A100*395***12:B:1*Y*A*Y*Y",
        "REF*EA*A100",
        "HI*ABK:J449",
        "LX*1",
        "SV1*HC:E1392:RR:N1:KX*395*UN*1***1",
        "DTP*472*D8*20260210",
        "REF*6R*A100L1",
        "NTE*ADD*LOST SEE REPORT",
        "NM1*DK*1*SAMPLE*CARLA****XX*1245319599",
        "SE*28*0001",
        "GE*1*7",
        "IEA*1*000000007",
        "",
    ]


def test_lines_are_read_back(tmp_path: Path) -> None:
    items = [
        make_item(3),
        make_item(1, code="E0431", charge="28.50", place_of_service="33", service_date="2026-02-11"),
        make_item(2, code="A4615", units=2),
    ]
    case = make_case(
        items=items, diagnoses=[{"icd10": code} for code in ("J44.9", "R09.02", "I27.81", "G47.33", "J43.9")]
    )
    lines = (ClaimLine(3, ("RR", "N1", "KX", "QA")), ClaimLine(1, (), "Pick-up day"))
    [claim] = read_claims(write(tmp_path, Claim(case, lines, id="A100")))
    assert (claim.charge, claim.place, claim.account) == ("423.5", "12", "A100")
    assert claim.diagnoses == ["J449", "R0902", "I2781", "G4733", "J439"]
    four = ("1", "2", "3", "4")
    assert claim.lines == [
        ReadLine("E1392", ("RR", "N1", "KX", "QA"), "395", "1", "", four, "20260210", "A100L3", "", OTHER_NPI),
        ReadLine("E0431", (), "28.5", "1", "33", four, "20260211", "A100L1", "PICK-UP DAY", OTHER_NPI),
    ]


def test_suppliers_and_payers_may_differ_in_one_file(tmp_path: Path) -> None:
    second = {"supplier__npi": OTHER_NPI, "supplier__name": "Second Supplier"}
    path = write(
        tmp_path,
        make_claim(case_id="C-1", patient__account_number="A1"),
        make_claim(case_id="C-2", patient__account_number="A2", **second),
        make_claim(case_id="C-3", patient__account_number="A3", coverage__payer_id="16013"),
    )
    assert [(claim.account, claim.supplier_npi) for claim in read_claims(path)] == [
        ("A1", "1234567893"),
        ("A3", "1234567893"),
        ("A2", OTHER_NPI),
    ]
    levels = [segment[1:4] for segment in read_segments(path) if segment[0] == "HL"]
    assert levels == [["1", "", "20"], ["2", "1", "22"], ["3", "1", "22"], ["4", "", "20"], ["5", "4", "22"]]


def test_a_transaction_set_holds_so_many_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writing.MOST_CLAIMS == 5_000
    monkeypatch.setattr(writing, "MOST_CLAIMS", 2)
    path = write(tmp_path, *(make_claim(case_id=f"C-{n}", patient__account_number=f"A{n}") for n in range(5)))
    segments = read_segments(path)
    assert [s[2] for s in segments if s[0] == "ST"] == ["0001", "0002", "0003"]
    assert len({s[3] for s in segments if s[0] == "BHT"}) == 3
    assert [s[1] for s in segments if s[0] == "HL"] == ["1", "2", "3", "1", "2", "3", "1", "2"]
    assert [s[1] for s in segments if s[0] == "GE"] == ["3"]
    assert [claim.account for claim in read_claims(path)] == ["A0", "A1", "A2", "A3", "A4"]


def test_a_test_file_says_so(tmp_path: Path, not_validated: None) -> None:
    assert read_segments(write(tmp_path, make_claim(), test=True))[0][15] == "T"


@pytest.mark.parametrize(
    ("change", "segment"),
    [
        ({"patient__sex": "male"}, "DMG*D8*19500203*M"),
        ({"patient__sex": "unknown"}, "DMG*D8*19500203*U"),
        ({"coverage__assignment": "not_accepted"}, "CLM*A100*395***12:B:1*Y*C*Y*Y"),
        ({"coverage__benefits_assigned": False}, "CLM*A100*395***12:B:1*Y*A*N*Y"),
        ({"coverage__release_signed": False}, "CLM*A100*395***12:B:1*Y*A*Y*I"),
        ({"patient__address__line_2": "Apt #4"}, "N3*12 EXAMPLE STREET*APT 4"),
        ({"patient__address__line_2": "?!"}, "N3*12 EXAMPLE STREET"),
        ({"patient__address__zip": "62701-0001"}, "N4*SPRINGFIELD*IL*627010001"),
        ({"patient__middle_name": "*"}, "NM1*IL*1*EXAMPLE*ANNA****MI*1EG4TE5MK73"),
        ({"patient__account_number": "ab-1"}, "REF*EA*AB-1"),
        ({"patient__last_name": "Ü" * 70}, f"NM1*IL*1*{'U' * 60}*ANNA****MI*1EG4TE5MK73"),
        ({"patient__first_name": "A" * 34 + " B"}, f"NM1*IL*1*EXAMPLE*{'A' * 34}****MI*1EG4TE5MK73"),
        ({"patient__address__city": "A" * 31}, f"N4*{'A' * 30}*IL*62701"),
        ({"diagnoses": [{"icd10": "J44.9"}, {"icd10": "J449"}, {"icd10": "R09.02"}]}, "HI*ABK:J449*ABF:R0902"),
    ],
)  # fmt: skip
def test_what_a_key_becomes(change: dict[str, Any], segment: str, tmp_path: Path, not_validated: None) -> None:
    assert segment.split("*") in read_segments(write(tmp_path, make_claim(**change)))


def test_twelve_diagnoses_stand_on_a_claim(tmp_path: Path) -> None:
    codes = [f"J{number}.0" for number in range(10, 24)]
    [claim] = read_claims(write(tmp_path, make_claim(diagnoses=[{"icd10": code} for code in codes])))
    assert claim.diagnoses == [code.replace(".", "") for code in codes[:12]]


def test_missing_data_of_all_cases_is_named_and_nothing_written(tmp_path: Path) -> None:
    first = make_claim(case_id="C-1", patient__address__zip=None, items=[make_item(1, charge=None)])
    second = make_claim(case_id="C-2", supplier__address__zip="62701")
    assert problems_of(tmp_path, first, make_claim(case_id="C-3"), second) == [
        "case C-1: missing patient.address.zip, items[line 1].charge",
        "case C-2: missing supplier.address.zip (all nine digits)",
    ]


def test_only_the_lines_that_are_billed_need_their_data(tmp_path: Path, not_validated: None) -> None:
    case = make_case(items=[make_item(1), make_item(2, charge=None)])
    [claim] = read_claims(write(tmp_path, Claim(case, (ClaimLine(1, ("RR",)),))))
    assert len(claim.lines) == 1


def test_submitters_do_not_mix(tmp_path: Path) -> None:
    claims = [make_claim(case_id="C-1"), make_claim(case_id="C-2", submitter__id="OTHER1"), make_claim(case_id="C-3")]
    assert problems_of(tmp_path, *claims) == [
        "one file has one submitter and one receiver; write a file for each:",
        "submitter B08000001 to receiver 17013: cases C-1, C-3",
        "submitter OTHER1 to receiver 17013: cases C-2",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"patient__last_name": "*~"}, "patient.last_name holds no letter or digit"),
        ({"patient__first_name": "😀"}, "patient.first_name holds no letter or digit"),
        ({"supplier__name": "--"}, "supplier.name holds no letter or digit"),
        ({"patient__address__line_1": "\u200b:"}, "patient.address.line_1 holds no letter or digit"),
        ({"patient__address__city": "Y"}, "patient.address.city is shorter than 2 characters"),
        ({"patient__address__line_1": "½" * 20}, "patient.address.line_1 is longer than 55 characters; shorten it"),
        ({"patient__address__line_2": "x" * 56}, "patient.address.line_2 is longer than 55 characters; shorten it"),
        (
            {"patient__account_number": "a" * 39 + "_"},
            "patient.account_number holds a character that X12's basic character set lacks (for _ use - instead)",
        ),
        ({"patient__account_number": "a_1"}, "patient.account_number holds a character"),
        ({"submitter__id": "S" * 16}, "submitter.id is longer than 15 characters; shorten it"),
        ({"submitter__receiver_id": "R"}, "submitter.receiver_id is shorter than 2 characters"),
        ({"coverage__payer_id": "1"}, "coverage.payer_id is shorter than 2 characters"),
        ({"narrative": "x" * 81}, "items[line 1].narrative is longer than 80 characters; shorten it"),
        ({"narrative": ":"}, "items[line 1].narrative holds no letter or digit"),
    ],
)
def test_what_cannot_be_written_is_named_without_its_value(
    change: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    [found] = problems_of(tmp_path, make_claim(**change))
    assert found.startswith(f"case C-1: {problem}")


def test_all_values_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    claims = [make_claim(case_id=f"C-{n}", patient__last_name="*", patient__first_name="?") for n in (1, 2)]
    assert [problem.split(" holds")[0] for problem in problems_of(tmp_path, *claims)] == [
        "case C-1: patient.last_name",
        "case C-1: patient.first_name",
        "case C-2: patient.last_name",
        "case C-2: patient.first_name",
    ]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ((), "case C-1: has no line to bill"),
        ((ClaimLine(9, ("RR",)),), "case C-1: has no items with line_number 9; a claim line bills exactly one"),
        ((ClaimLine(1, ()), ClaimLine(1, ())), "case C-1: items[line 1] is billed 2 times in one claim"),
        ((ClaimLine(1, ("AA",) * 5),), "case C-1: items[line 1].modifiers: 5 modifiers, a line holds at most 4"),
        ((ClaimLine(1, ("R:R",)),), "case C-1: items[line 1].modifiers: each must be two letters or digits"),
    ],
)
def test_lines_must_fit_the_case(lines: tuple[ClaimLine, ...], problem: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, Claim(make_case(), lines)) == [problem]


def test_a_file_needs_a_claim_and_a_control_number(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == ["there is no claim to write"]
    assert problems_of(tmp_path, make_claim(), numbers=ControlNumbers(0)) == [
        "the control number must be from 1 to 999999999"
    ]
