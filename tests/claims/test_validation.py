"""A broken file is caught. Each case breaks a good file in one way."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from claim_cases import CREATED, make_claim, make_item

from oxyclaim.claims import ControlNumbers, validate_837p, write_claims

SECRETS = ("SMITHSON", "ANNABELLE", "1EG4TE5MK73", "ACC77", "19500203", "ELMWOOD")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two claims, the second with two lines; segments 14 to 27 and 28 to 46."""
    path = tmp_path_factory.mktemp("good") / "claims.837"
    secret = {
        "patient__last_name": "Smithson",
        "patient__first_name": "Annabelle",
        "patient__account_number": "ACC77",
        "patient__address__line_1": "1 Elmwood",
    }
    claims = [
        make_claim("RR", "N1", case_id="C-1", **secret),
        make_claim(
            case_id="C-2",
            items=[make_item(1), make_item(2, code="E0431")],
            **secret | {"patient__account_number": "ACC78"},
        ),
    ]
    write_claims(claims, path, created=CREATED, numbers=ControlNumbers(7))
    return path.read_text()


BREAKS = [
    ("a wrong count in SE", r"SE\*\d+", "SE*99", "SE): the number of segments is wrong", None),
    ("a wrong control number in SE", r"(SE\*\d+)\*0001", r"\1*0002", "SE): the control number", None),
    ("a wrong count in GE", r"GE\*1", "GE*2", "GE): the number of transaction sets is wrong", None),
    ("no number in GE", r"GE\*1", "GE*X", "pyx12 cannot read this segment", None),
    ("a wrong control number in GE", r"GE\*1\*7", "GE*1*8", "GE): the control number", None),
    ("a wrong count in IEA", r"IEA\*1", "IEA*2", "IEA): the number of groups is wrong", None),
    ("a bad qualifier in ISA", r"\*ZZ\*", "*QQ*", "segment 1 (ISA05): is not a valid code", None),
    ("another kind of group", r"GS\*HC", "GS*HX", "segment 2: pyx12 cannot read", None),
    ("another guide", r"005010X222A1", "005010X223A2", "segment 2", None),
    ("an unknown segment in the header", r"~ST", "~ZZZ*SMITHSON~ST", "segment 3: pyx12 refuses", None),
    ("an unknown segment in a claim", r"~HI", "~ZZZ*SMITHSON~HI", "segment 23: does not belong here", 1),
    ("a delimiter in a name", r"SMITHSON", "SMI~SMITHSON", "segment 17: does not belong here", 1),
    ("no submitter", r"NM1\*41[^~]*~", "", "does not belong here", None),
    ("no billing provider", r"NM1\*85[^~]*~", "", "2010AA is missing before", None),
    ("no subscriber", r"NM1\*IL[^~]*~", "", "2010BA is missing before", 1),
    ("no payer", r"NM1\*PR[^~]*~", "", "2010BB is missing before", 1),
    ("no diagnosis", r"HI\*[^~]*~", "", "segment 23: HI is missing before", 1),
    ("no service", r"SV1[^~]*~", "", "SV1 is missing before", 1),
    ("no service date", r"DTP[^~]*~", "", "DTP is missing before", 1),
    ("no service date at a claim's end", r"DTP[^~]*~REF[^~]*~NM1\*DK[^~]*~HL", "HL", "DTP is missing before", 1),
    ("a bad qualifier", r"\*MI\*", "*XY*", "segment 16 (NM108): is not a valid code", 1),
    ("a bad entity", r"NM1\*85", "NM1*99", "segment 10 (NM1): does not belong here", None),
    ("an unknown place of service", r"12:B:1", "77:B:1", "CLM05-1): is not a valid code", 1),
    ("a day that is none", r"D8\*20260210", "D8*20260230", "DTP03): is not a valid date", 1),
    ("an id without a qualifier's partner", r"\*MI\*1EG4TE5MK73", "*MI", "NM109): is missing", 1),
    ("a name too long", r"ANNABELLE", "ANNABELLE" * 5, "segment 16 (NM104): is too long", 1),
    ("a name not in ASCII", r"ANNABELLE", "ÄNNABELLE", "outside ASCII", None),
    ("an element too many", r"SBR\*P\*18\*\*\*\*\*\*\*MB", "SBR*P*18*******MB*X", "segment 15 (SBR", 1),
    ("a separator at the end", r"\*\*\*1~", "***1*~", "ends with an empty element", 1),
    ("HL out of sequence", r"HL\*3\*", "HL*4*", "segment 29 (HL): HL01", 2),
    ("HL without a parent", r"HL\*3\*1", "HL*3*9", "segment 29 (HL): HL02", 2),
    ("LX out of sequence", r"LX\*2", "LX*3", "LX): LX01", 2),
    ("a billing NPI with a wrong digit", r"1234567893", "1234567890", "segment 10 (NM109): is not a valid NPI", None),
    ("an ordering NPI with a wrong digit", r"1245319599", "1245319590", "segment 28 (NM109): is not a valid NPI", 1),
    ("a charge that is no sum", r"ACC78\*790", "ACC77*791", "CLM02): the claim's charge is not the sum", 2),
    ("an empty segment", r"~HI", "~~HI", "segment 23: an empty segment", None),
    ("a file cut short", r"~SE.*", "~", "the interchange has no IEA", None),
    ("a last segment cut short", r"0007~$", "0007", "ends in the middle of a segment", None),
    ("text after the end", r"0007~$", "0007~MORE", "ends in the middle of a segment", None),
    ("no claims", r"HL\*2.*SE\*\d+", "SE*12", "the file holds no claim", None),
    ("an ISA cut short", r"ISA\*00\*", "ISA*", "not an X12 interchange", None),
    ("no X12 at all", r"^.*$", "hello SMITHSON", "not an X12 interchange", None),
    ("nothing", r"^.*$", "", "not an X12 interchange", None),
]


@pytest.mark.parametrize(
    ("pattern", "broken", "expected", "claim"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS]
)
def test_a_broken_file_is_caught(
    pattern: str, broken: str, expected: str, claim: int | None, good: str, tmp_path: Path
) -> None:
    text = re.sub(pattern, broken, good, count=1 if expected != "segment 2" else 0)
    assert text != good
    path = tmp_path / "broken.837"
    path.write_text(text, encoding="utf-8")
    problems = validate_837p(path)
    found = [problem for problem in problems if expected in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert found[0].claim == claim
    assert not any(secret in str(problem) for problem in problems for secret in SECRETS)


def test_line_ends_after_segments_are_fine(good: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.837"
    path.write_text(good.replace("~", "~\r\n"), newline="")
    assert validate_837p(path) == []


def test_a_map_is_read_once_and_a_broken_file_leaves_it_as_it_was(
    good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = tmp_path / "good.837", tmp_path / "broken.837"
    whole.write_text(good)
    broken.write_text(good.replace("D8*20260210", "D8*20260230", 1))
    before = validate_837p(broken)
    assert before

    def read_again(*_: object, **__: object) -> None:
        raise AssertionError("a map was read again")

    monkeypatch.setattr("pyx12.map_if._loader.map_if", read_again)
    assert validate_837p(whole) == []
    assert validate_837p(broken) == before


def test_pyx12_is_loaded_only_for_validating() -> None:
    code = "import sys, oxyclaim.claims; sys.exit('pyx12' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
