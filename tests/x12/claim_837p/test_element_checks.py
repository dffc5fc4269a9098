import polars as pl
import pytest

from oxyclaim.x12.claim_837p.guide import guide
from oxyclaim.x12.core.checks.elements import element_findings
from oxyclaim.x12.core.checks.findings import FINDINGS
from tests.x12.claim_837p.example_837p import FILE, changed
from tests.x12.claim_837p.placing import placed


def found(text: str, component: str = ":") -> list[tuple[int, str, str]]:
    findings = element_findings(placed(text, component), guide(), component)
    assert findings.schema == FINDINGS
    return list(findings.select("snip_level", "rule", "message").iter_rows())


def only(text: str) -> tuple[int, str, str]:
    (finding,) = found(text)
    return finding


def test_nothing_is_found_in_a_valid_file():
    assert found(FILE) == []
    assert found(FILE.replace(":", ">"), ">") == []


@pytest.mark.parametrize("day", ["20000229", "19400229"])
def test_a_leap_day_is_a_date(day):
    assert found(changed("D8*19400101", f"D8*{day}")) == []


def test_a_missing_date_is_told_once_beside_others_that_are_there():
    assert [rule for _, rule, _ in found(changed("RD8*20250301-20250331", "RD8*"))] == ["X12-DTP03"]


@pytest.mark.parametrize("version", ["005010X222", "005010X222A2"])
def test_every_version_of_the_guide_is_accepted(version):
    assert found(FILE.replace("005010X222A1", version)) == []


@pytest.mark.parametrize(
    ("old", "new", "level", "rule", "says"),
    [
        ("*MI*1EG4TE5MK73", "*MI*1", 1, "X12-NM109", "NM109 has 1 character; 2 to 80 are allowed"),
        ("*AUSTIN*TX*78701~", f"*{'A' * 31}*TX*78701~", 1, "X12-N401", "31 characters; 2 to 30"),
        ("ST~\nN4*AUSTIN*TX*78701~", "ST~\nN4*   *TX*78701~", 1, "X12-N401", "nothing but blanks"),
        ("*TX*78701~", "*T *78701~", 1, "X12-N402", "begins or ends with a blank"),
        ("*295.5*", "*295.5O*", 1, "X12-SV102", "not a number"),
        ("*295.5*", "*1E2*", 1, "X12-SV102", "not a number"),
        ("LX*2~", "LX*B~", 1, "X12-LX01", "digits only"),
        ("D8*20250301~", "D8*20250230~", 1, "X12-DTP03", "date of the calendar, written CCYYMMDD (DTP02 is D8)"),
        ("D8*20250301~", "D8*20250301-20250302~", 1, "X12-DTP03", "DTP02 is D8"),
        ("20250301-20250331", "20250331-20250301", 1, "X12-DTP03", "the earlier first (DTP02 is RD8)"),
        ("20250301-20250331", "20250301-20250332", 1, "X12-DTP03", "two dates"),
        ("RD8*20250301-20250331", "RD8*20250301", 1, "X12-DTP03", "two dates"),
        ("D8*19400101", "D8*19401301", 1, "X12-DMG02", "date of the calendar"),
        ("D8*19400101", "D8*19000229", 1, "X12-DMG02", "date of the calendar"),
        ("20250101*1200*CH", "20250101*2500*CH", 1, "X12-BHT05", "a time"),
        ("20250101*1200*CH", "20251301*1200*CH", 1, "X12-BHT04", "a date"),
        ("N3*2 SIDE ST~", "N3*2 SIDE ST*B*C~", 1, "X12-N303", "N3 has 3 elements; at most 2 are allowed"),
        ("12:B:1", "12:B:1:9", 1, "X12-CLM05", "more components than the 3"),
        ("*DOE*", "*DO:E*", 1, "X12-NM103", "is one element"),
        ("*DOE*", "*DO^E*", 1, "X12-NM103", "is repeated"),
        ("*DOE*", "*DO\tE*", 1, "X12-NM103", "control character"),
        ("*295.5*UN*", "*295.5*XX*", 2, "X12-SV103", "SV103 is XX, not one of the codes allowed here: MJ, UN"),
        ("HC:E1392", "ZZ:E1392", 2, "X12-SV101-1", "SV101-1 is ZZ, not one of the codes"),
        ("HC:E1392:RR:KX", "HC::RR:KX", 2, "X12-SV101-2", "SV101-2 is missing"),
        ("HC:E1392:RR:KX", "HC:E1392:RRR:KX", 1, "X12-SV101-3", "3 characters; exactly 2"),
        ("ABF:R0902", "ABF:R0902:D8", 2, "X12-HI02-3", "HI02-3 must be left empty here"),
        ("NM1*IL*1*DOE", "NM1*IL*1*", 2, "X12-NM103", "NM103 is missing"),
        ("CLM*CLAIM1*395.5***", "CLM*CLAIM1*395.5*A**", 2, "X12-CLM03", "CLM03 must be left empty here"),
        ("*MI*1EG4TE5MK73", "*MI", 2, "X12-NM109", "NM109 is missing; it is required here"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is_and_nothing_else(old, new, level, rule, says):
    got_level, got_rule, message = only(changed(old, new))
    assert (got_level, got_rule) == (level, rule)
    assert says in message


def test_letters_outside_ascii_are_a_warning():
    findings = element_findings(placed(changed("*DOE*", "*DOÉ*")), guide())
    assert findings.select("rule", "severity", "loop").rows() == [("X12-NM103", "warning", "2010BA")]


def test_what_stands_in_an_element_is_not_told():
    text = changed("*TX*78701~", "*TX*SECRET-SECRET-SECRET~", changed("DMG*D8*19400101*F", "DMG*D8*19990230*SECRET"))
    assert [rule for _, rule, _ in found(text)] == ["X12-N403", "X12-DMG02", "X12-DMG03"]
    assert not any("SECRET" in message or "1999" in message for *_, message in found(text))


@pytest.mark.parametrize(
    ("segment", "rules"),
    [
        ("CR3*I*MO~", ["X12-CR303"]),  # P0203
        ("MEA*TR*HT~", ["X12-MEA03"]),  # R03050608, required as well
        ("CAS*CO*45~", ["X12-CAS03"]),
        ("CAS*CO*45*10*1*96~", ["X12-CAS06"]),  # L050607
        ("CAS*CO*45*10***5~", ["X12-CAS05"]),  # C0605
    ],
)
def test_elements_that_demand_each_other(segment, rules):
    # CAS stands in 2430, behind its SVD.
    before = "SVD*12345*50*HC:E0431:RR**1~" if segment.startswith("CAS") else ""
    at = "DTP*472*RD8*20250301-20250331~\n" if before else "SV1*HC:E0431:RR*100*UN*1***1:2~\n"
    assert [rule for _, rule, _ in found(changed(at, at + before + segment))] == rules


def test_states_and_countries_exclude_each_other():
    # E0207: a state of the United States stands beside no subdivision of another country.
    text = changed("N3*2 SIDE ST~\nN4*AUSTIN*TX*78701~", "N3*2 SIDE ST~\nN4*AUSTIN*TX*78701*CA***ON~")
    assert [rule for _, rule, _ in found(text)] == ["X12-N407"]


def test_segments_of_the_context_are_not_judged_again():
    text = changed("N3*1 MAIN ST~", "N3*1 MAIN ST*B*C~")
    assert len(found(text)) == 1
    assert element_findings(placed(text, context=13), guide()).is_empty()


def test_every_segment_with_a_fault_is_named():
    text = FILE.replace("*UN*1*", "*QQ*1*")
    findings = element_findings(placed(text), guide())
    lines = placed(text)
    assert findings["segment"].to_list() == lines.filter(lines["id"] == "SV1")["segment"].to_list()


def test_faults_in_one_of_several_chunks_of_the_frame_are_found():
    wrong = changed("*295.5*UN*", "*295.5*QQ*").replace("*100*UN*", "*100*QQ^RR*")
    frame = pl.concat([placed(FILE), placed(FILE), placed(wrong), placed(FILE)], rechunk=False)
    frame = frame.with_columns(frame["segment"].rechunk(), frame["definition"].rechunk())  # as the reader makes it
    assert element_findings(frame, guide())["rule"].to_list() == ["X12-SV103", "X12-SV103"]
