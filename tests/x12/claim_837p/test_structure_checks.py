import polars as pl
import pytest

from oxyclaim.x12.claim_837p.checks import structure
from oxyclaim.x12.claim_837p.checks.structure import structure_findings
from oxyclaim.x12.claim_837p.guide import guide
from oxyclaim.x12.core.checks.findings import FINDINGS
from tests.x12.claim_837p.example_837p import CLAIM, FILE, HEADER, TRAILER, changed
from tests.x12.claim_837p.placing import LOOPS, placed

LINE = "LX*{0}~SV1*HC:E0431:RR*100*UN*1***1~DTP*472*D8*20250301~"


def found(text: str, *, context: int = 0) -> list[tuple[int, str, str, str]]:
    findings = structure_findings(placed(text, context=context), guide(), LOOPS)
    assert findings.schema == FINDINGS
    return list(findings.select("snip_level", "rule", "loop", "message").iter_rows())


def segment_of(text: str) -> list[str]:
    """The ids of the segments that the findings are about."""
    frame = placed(text)
    return frame.join(structure_findings(frame, guide(), LOOPS), on="segment")["id"].to_list()


def lines(count: int) -> str:
    start, end = CLAIM.index("LX*1~"), len(CLAIM)
    return HEADER + CLAIM[:start] + "".join(LINE.format(n) for n in range(1, count + 1)) + CLAIM[end:] + TRAILER


def test_nothing_is_found_in_a_valid_file():
    assert found(FILE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # of one position, in another order than the guide's
        ("REF*EI*123456789~", "REF*0B*1~REF*EI*123456789~REF*1G*2~"),
        ("DTP*472*D8*20250301~", "DTP*463*D8*20250101~DTP*472*D8*20250301~"),
        ("NM1*DK*1*ROE*RICHARD****XX*1234567893~\nLX*2~", "NM1*DK*1*ROE****XX*1~NM1*82*1*POE****XX*1~LX*2~"),
        # optional loops and segments
        ("LX*1~", "NM1*82*1*POE~NM1*DN*1*ROE~SBR*S*18*******CI~OI***Y***Y~NM1*IL*1*DOE~NM1*PR*2*B~LX*1~"),
        ("SV1*HC:E0431:RR*100*UN*1***1:2~", "SV1*HC:E0431:RR*100*UN*1***1:2~PWK*CT*AA~PWK*CT*AD~CR3*I*MO*9~"),
        # a dependent
        (
            "CLM*CLAIM1",
            "HL*3*2*23*0~PAT*19~NM1*QC*1*DOE*JIM~N3*1 A~N4*AUSTIN*TX*78701~DMG*D8*20100101*M~CLM*CLAIM1",
        ),
        ("LX*1~", "HI*BG:01~HI*BG:02~LX*1~"),
    ],
)
def test_what_the_guide_allows_is_no_fault(old, new):
    assert found(changed(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "level", "rule", "loop", "says"),
    [
        ("N3*1 MAIN ST~\n", "", 2, "X12-N3", "2010AA", "N3 (Billing Provider Address) is missing"),
        ("REF*EI*123456789~", "REF*0B*123456789~", 2, "X12-REF", "2010AA", "Billing Provider Tax Identification"),
        ("HI*ABK:J449*ABF:R0902~\n", "", 2, "X12-HI", "2300", "is missing; it is required in loop 2300"),
        ("DTP*472*D8*20250301~\n", "", 2, "X12-DTP", "2400", "Date - Service Date"),
        ("NM1*PR*2*MADE UP PAYER*****PI*12345~\n", "", 2, "X12-2010BB", "2010BB", "it is required in loop 2000B"),
        ("NM1*40*2*MADE UP PAYER*****46*RECEIVER1~\n", "", 2, "X12-1000B", "1000B", "is missing"),
        ("PER*IC*NOBODY*TE*5555550100~\n", "", 2, "X12-PER", "1000A", "is missing"),
        ("SBR*P*18*******MB~\n", "", 2, "X12-SBR", "2000B", "is missing"),
        ("REF*EI*123456789~", "REF*EI*1~REF*SY*2~", 2, "X12-REF", "2010AA", "2 times; at most 1"),
        ("N3*1 MAIN ST~", "N3*1 MAIN ST~N3*2 MAIN ST~", 2, "X12-N3", "2010AA", "2 times; at most 1"),
        ("LX*1~", "NM1*82*1*A~NM1*82*1*B~LX*1~", 2, "X12-2310B", "2310B", "2 times; at most 1"),
        (
            "N3*1 MAIN ST~\nN4*AUSTIN*TX*787010000~",
            "N4*AUSTIN*TX*787010000~N3*1 MAIN ST~",
            1, "X12-N3", "2010AA", "belongs before it",
        ),
        ("LX*2~", "LX*3~", 1, "X12-LX01", "2400", "LX01 must be 2 here"),
        ("LX*2~", "LX*A~", 1, "X12-LX01", "2400", "LX01 must be 2 here"),
        ("LX*1~", "ZZZ*1~LX*1~", 1, "X12-UNKNOWN-ID", "2300", "no segment of this id"),
        ("LX*1~", "REF*ZZ*1~LX*1~", 2, "X12-REF01", "2300", "not one of the codes allowed in loop 2300"),
        ("LX*1~", "CTP*1~LX*1~", 2, "X12-CTP", "2300", "CTP is not allowed at this place"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is_and_nothing_else(old, new, level, rule, loop, says):
    ((got_level, got_rule, got_loop, message),) = found(changed(old, new))
    assert (got_level, got_rule, got_loop) == (level, rule, loop)
    assert says in message


def test_what_a_broken_segment_leaves_is_not_shown_as_an_id():
    (finding,) = found(changed("LX*1~", "MUSTERMANN*1~LX*1~"))
    assert not any("MUSTERMANN" in str(each) for each in finding)


def test_a_claim_without_lines_lacks_them():
    assert [finding[1:3] for finding in found(lines(0))] == [("X12-2400", "2400")]


def test_a_billing_provider_without_subscribers_lacks_them():
    assert [rule for _, rule, *_ in found(HEADER + TRAILER)] == ["X12-2000B"]
    # In a stream they may come in the next piece.
    assert found(HEADER) == []


def test_a_claim_has_fifty_lines_at_most():
    assert found(lines(50)) == []
    assert [rule for _, rule, *_ in found(lines(51))] == ["X12-2400"]


def test_what_is_missing_is_reported_at_the_segment_that_opens_its_loop():
    assert segment_of(changed("HI*ABK:J449*ABF:R0902~\n", "")) == ["CLM"]
    assert segment_of(changed("REF*EI*123456789~\n", "")) == ["NM1"]


def test_each_claim_is_numbered_and_judged_by_itself():
    second = CLAIM.replace("CLAIM1", "CLAIM2").replace("HL*2*", "HL*3*")
    assert found(HEADER + CLAIM + second + TRAILER) == []
    broken = second.replace("HI*ABK:J449*ABF:R0902~", "")
    frame = placed(HEADER + CLAIM + broken + TRAILER)
    assert structure_findings(frame, guide(), LOOPS)["segment"].to_list() == [37]  # its CLM


def test_segments_of_the_context_count_and_are_not_judged_again():
    # The piece of a stream that begins behind the provider: its header is repeated for placement.
    header = HEADER.replace("REF*EI*123456789~", "").replace("N3*1 MAIN ST~", "")
    assert found(header + CLAIM + TRAILER, context=header.count("~")) == []
    assert len(found(header + CLAIM + TRAILER)) == 2


def test_the_quick_look_overlooks_nothing(monkeypatch):
    """What a close look at everything finds, a close look at what is in doubt finds too."""
    broken = [
        FILE,
        *(FILE.replace(f"{segment}~", "", 1) for segment in FILE.replace("\n", "").split("~")[2:-3] if segment),
    ]
    broken += [FILE.replace(f"{s}~", f"{s}~{s}~", 1) for s in FILE.replace("\n", "").split("~")[2:-3] if s]
    quick = [structure_findings(placed(text), guide(), LOOPS) for text in broken]

    monkeypatch.setattr(structure.Grammar, "doubtful", lambda self, known: known["segment"])
    for text, before in zip(broken, quick, strict=True):
        close = structure_findings(placed(text), guide(), LOOPS)
        assert before.sort(pl.all()).equals(close.sort(pl.all()))
