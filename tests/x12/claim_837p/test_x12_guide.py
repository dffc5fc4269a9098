import polars as pl
import pytest

from oxyclaim.x12.claim_837p.guide import guide
from oxyclaim.x12.core.guide import ElementDef, SegmentDef, Usage
from tests.x12.claim_837p.example_837p import FILE, changed
from tests.x12.claim_837p.placing import LOOPS, placed


def uses(loop: str, id: str) -> list[SegmentDef]:
    return [segment for segment in guide().segments if (segment.loop, segment.id) == (loop, id)]


def element(loop: str, place: str) -> ElementDef:
    (segment,) = uses(loop, place[:-2])
    return next(element for element in segment.elements if element.place == place)


def definitions(frame: pl.DataFrame, id: str) -> list[str]:
    return [guide().segments[number].name for number in frame.filter(pl.col("id") == id)["definition"]]


def test_segments_are_numbered_by_their_place():
    assert [segment.number for segment in guide().segments] == list(range(len(guide().segments)))


def test_a_claim_stands_under_a_subscriber_or_a_dependent():
    claim = guide().loops["2300"]
    assert claim.parents == ("2000B", "2000C")
    assert (claim.repeat, guide().loops["2400"].repeat, guide().loops["2000A"].repeat) == (100, 50, None)


def test_elements_have_usage_type_length_and_codes():
    npi = element("2010AA", "NM109")
    assert (npi.usage, npi.data_type, npi.shortest, npi.longest) == (Usage.SITUATIONAL, "AN", 2, 80)
    assert element("2400", "SV103").codes == {"MJ", "UN"}
    assert element("2010BA", "N402").external == "states"
    procedure = element("2400", "SV101")
    assert [part.place for part in procedure.parts][:3] == ["SV101-1", "SV101-2", "SV101-3"]
    assert procedure.parts[0].usage is Usage.REQUIRED
    (birth,) = uses("2010BA", "DMG")
    assert birth.elements[1].format_by == "DMG01"


def test_siblings_are_told_apart_by_their_codes():
    tax, licence = uses("2010AA", "REF")
    assert tax.qualifiers == {"REF01": {"EI", "SY"}}
    assert licence.qualifiers == {"REF01": {"0B", "1G"}}
    assert uses("2310A", "NM1")[0].qualifiers == {"NM101": {"DN", "P3"}}
    assert uses("2000B", "HL")[0].qualifiers == {"HL03": {"22"}}
    assert {place for use in uses("2300", "HI") for place in use.qualifiers} == {"HI01-1"}


def test_the_version_may_be_any_of_the_guide_and_its_errata():
    assert element("GS", "GS08").codes == {"005010X222", "005010X222A1", "005010X222A2"}
    assert element("ST", "ST03").codes == element("GS", "GS08").codes


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        ("PWK*CT*AD", "Durable Medical Equipment Certificate of Medical Necessity Indicator"),
        ("PWK*CT*AA", "Line Supplemental Information"),
        ("PWK*OZ*EL", "Line Supplemental Information"),
        ("PWK*CT*QQ", "Line Supplemental Information"),
    ],
)
def test_a_certificate_of_medical_necessity_is_told_from_other_papers(paper, name):
    frame = placed(changed("SV1*HC:E0431:RR*100*UN*1***1:2~", f"SV1*HC:E0431:RR*100*UN*1***1:2~{paper}~"))
    assert definitions(frame, "PWK") == [name]


def test_segments_find_their_definition():
    frame = placed(FILE)
    assert definitions(frame, "DTP") == ["Date - Service Date"] * 2
    assert definitions(frame, "REF") == ["Billing Provider Tax Identification", "Line Item Control Number"]
    assert definitions(frame, "HI") == ["Health Care Diagnosis Code"]
    placed_in = [(LOOPS[row["loop"]], row["id"]) for row in frame.iter_rows(named=True)]
    assert placed_in == [(guide().segments[n].loop, guide().segments[n].id) for n in frame["definition"]]


def test_what_the_guide_does_not_have_has_no_definition():
    frame = placed(changed("REF*EI*123456789~", "REF*EI*123456789~REF*ZZ*1~ZZZ*1~"))
    unknown = frame.filter(pl.col("definition").is_null())
    assert unknown["id"].to_list() == ["REF", "ZZZ"]
    lost = frame.with_columns(loop=pl.lit(None, pl.Int16))
    assert guide().definition_of(lost, LOOPS).null_count() == len(lost)
