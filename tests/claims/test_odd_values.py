"""Whatever stands in a case: pyx12 finds nothing in the file, and the claims read back as they were."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from claim_cases import CREATED, make_claim, make_item
from claim_reading import read_claims, read_segments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxyclaim.claims import Claim, ClaimLine, ControlNumbers, write_claims
from oxyclaim.x12.core.characters import ALLOWED, basic

ANY = st.text(max_size=12)
ODD_NAMES = st.builds(lambda before, kept, after: before + kept + after, ANY, st.sampled_from("aÉ李9"), ANY)
ODD_STREETS = ODD_NAMES.filter(lambda text: len(basic(text)) <= 55)
ODD_CITIES = ODD_NAMES.map(lambda text: f"Ōy{text}")
NPIS = st.sampled_from(["1234567893", "1245319599"])
CODES = st.sampled_from(["E1392", "E1390", "E0431", "E0434", "E0439", "K0738"])
MODIFIERS = st.lists(st.sampled_from(["RR", "N1", "N2", "KX", "QA", "QE", "GA", "99"]), max_size=4, unique=True)
CHARGES = st.decimals(min_value="0.01", max_value=9_999_999, places=2)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    items = [
        make_item(
            number,
            code=draw(CODES),
            charge=draw(CHARGES),
            units=draw(st.integers(1, 999)),
            place_of_service=draw(st.sampled_from(["12", "13", "33"])),
            service_date=draw(st.dates(min_value=CREATED.date().replace(year=2016))),
        )
        for number in draw(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
    ]
    changes: dict[str, Any] = {
        "patient__last_name": draw(ODD_NAMES),
        "patient__first_name": draw(ODD_NAMES),
        "patient__middle_name": draw(st.none() | ODD_NAMES),
        "patient__address__line_1": draw(ODD_STREETS),
        "patient__address__line_2": draw(st.none() | ODD_STREETS),
        "patient__address__city": draw(ODD_CITIES),
        "patient__sex": draw(st.sampled_from(["female", "male", "unknown"])),
        "supplier__name": draw(ODD_NAMES),
        "supplier__npi": draw(NPIS),
        "practitioner__last_name": draw(ODD_NAMES),
        "practitioner__npi": draw(NPIS),
        "diagnoses": [{"icd10": f"J4{n}.9"} for n in range(draw(st.integers(1, 9)))],
    }
    case = make_claim(items=items, **changes).case
    lines = (ClaimLine(item.line_number, tuple(draw(MODIFIERS)), draw(st.none() | ODD_STREETS)) for item in case.items)
    return Claim(case, tuple(lines))


def facts_of_lines(claim: Claim) -> list[tuple[Any, ...]]:
    npi = claim.case.practitioner.npi if claim.case.practitioner else None
    return [
        (i.code, line.modifiers, i.charge, i.units, i.service_date.strftime("%Y%m%d"), claim.line_id(line), npi)
        for i, line in zip(claim.items(), claim.lines, strict=True)
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(claims(), min_size=1, max_size=8))
def test_odd_values_do_not_break_a_claim(written: list[Claim]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims.837")
        write_claims(written, path, created=CREATED, numbers=ControlNumbers(7))
        read = read_claims(path)
        values = [element for segment in read_segments(path)[1:] for element in segment]
    assert all(ALLOWED | {":"} >= set(value) for value in values)
    suppliers = list(dict.fromkeys(claim.case.supplier for claim in written))
    in_order = [claim for supplier in suppliers for claim in written if claim.case.supplier == supplier]
    for claim, back in zip(in_order, read, strict=True):
        assert facts_of_lines(claim) == [
            (x.code, x.modifiers, Decimal(x.charge), int(x.units), x.date, x.control, x.ordering_npi)
            for x in back.lines
        ]
        assert Decimal(back.charge) == sum(Decimal(x.charge) for x in back.lines)
        assert [x.place or back.place for x in back.lines] == [i.place_of_service for i in claim.items()]
