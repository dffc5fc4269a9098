"""Frames of made-up claims for the tests of the checks: one good Medicare claim with two lines, changed at will."""

import datetime as dt
from typing import Any

import polars as pl

from oxyclaim.x12.claim_837p.loops import CODE, NUMBER
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES, PLACED
from oxyclaim.x12.core.schema import ELEMENTS, SEGMENTS

SERVICE = dt.date(2026, 2, 1)
CREATED = dt.date(2026, 3, 4)
AS_OF = dt.date(2026, 3, 5)
NPI = "1234567893"
CLM, HI, LX_1, LX_2 = 100, 101, 110, 120

_CLAIM = {
    "claim": 0,
    "segment": CLM,
    "claim_id": "MADE-UP-1",
    "charge_cents": 39550,
    "place_of_service": "12",
    "place_qualifier": "B",
    "frequency": "1",
    "diagnoses": ["J449", "J9611"],
    "diagnosis_qualifiers": ["ABK", "ABF"],
    "other_payers": 0,
    "created": CREATED,
    "payer_sequence": "P",
    "relationship": "18",
    "filing_indicator": "MB",
    "member_id": "1EG4TE5MK73",
    "dependent": False,
    "patient_address": "1 MADE UP STREET",
    "patient_city": "MUNCIE",
    "patient_state": "IN",
    "patient_zip": "47302",
    "patient_birth_date": dt.date(1950, 1, 1),
    "patient_sex": "F",
}
_LINE = {
    "claim": 0,
    "code_qualifier": "HC",
    "modifiers": ["RR"],
    "unit": "UN",
    "units": 1.0,
    "pointers": ["1", "2"],
    "service_from": SERVICE,
    "service_to": SERVICE,
    "ordering_npi": NPI,
}
_LINES = [
    {**_LINE, "position": 1, "line_number": 1, "segment": LX_1, "code": "E1392", "charge_cents": 19550},
    {**_LINE, "position": 2, "line_number": 2, "segment": LX_2, "code": "E1390", "charge_cents": 20000},
]

_PLACED = {**PLACED, "code": pl.Int16, "context": pl.Boolean}


def claims(**changes: Any) -> pl.DataFrame:
    """The claim, with changes."""
    return _frame([{**_CLAIM, **changes}], CLAIMS)


def lines(**changes: Any) -> pl.DataFrame:
    """Its two lines, the first with changes."""
    return _frame([{**_LINES[0], **changes}, _LINES[1]], LINES)


def segments(*rows: tuple[int, str, str], context: bool = False) -> pl.DataFrame:
    """Segments by number, loop and text (``N4*MUNCIE*IN*47302``); from 100 they are the claim's, from 110 a line's."""
    return _frame([_segment(*row, context) for row in rows], {**SEGMENTS, **_PLACED})


def good_segments() -> list[tuple[int, str, str]]:
    """The segments of the claim that the checks look at."""
    return [
        (8, "2000A", "PRV*BI*PXC*332B00000X"),
        (9, "2010AA", f"NM1*85*2*MADE UP OXYGEN*****XX*{NPI}"),
        (11, "2010AA", "N4*RICHMOND*IN*473741234"),
        (12, "2010AA", "REF*EI*351234567"),
        (14, "2000B", "SBR*P*18*******MB"),
        (15, "2010BA", "NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73"),
        (17, "2010BA", "N4*MUNCIE*IN*47302"),
        (18, "2010BA", "DMG*D8*19500101*F"),
        (CLM, "2300", "CLM*MADE-UP-1*395.5***12:B:1*Y*A*Y*Y"),
        (HI, "2300", "HI*ABK:J449*ABF:J9611"),
        (LX_1, "2400", "LX*1"),
        (LX_1 + 1, "2400", "SV1*HC:E1392:RR*195.5*UN*1***1:2"),
        (LX_1 + 2, "2400", "DTP*472*D8*20260201"),
        (LX_2, "2400", "LX*2"),
        (LX_2 + 1, "2400", "SV1*HC:E1390:RR*200*UN*1***1:2"),
        (LX_2 + 2, "2400", "DTP*472*D8*20260201"),
    ]


def with_segments(*more: tuple[int, str, str]) -> pl.DataFrame:
    """The good segments and others, which take the place of those with the same number."""
    return segments(*sorted({number: (number, *rest) for number, *rest in [*good_segments(), *more]}.values()))  # type: ignore[misc]


def rules_of(findings: pl.DataFrame) -> list[str]:
    """The rules that were broken, each once."""
    return sorted(findings["rule"].unique())


def _segment(number: int, loop: str, text: str, context: bool) -> dict[str, Any]:
    id_, *elements = text.split("*")
    line = (LX_2 if number >= LX_2 else LX_1) if number >= LX_1 and loop.startswith("24") else None
    opener = number if id_ in {"NM1", "SBR", "SVD", "CLM", "LX"} else _OPENERS.get(number, number)
    return {
        "segment": number,
        "id": id_,
        **{f"e{place:02d}": element or None for place, element in enumerate(elements[:ELEMENTS], 1)},
        "instance": opener,
        "claim": 0 if number >= CLM else None,
        "line": line,
        "loop": NUMBER[loop],
        "code": CODE[id_],
        "context": context,
    }


_OPENERS = {103: 102, 104: 102, 114: 113, 115: 113, 124: 123, 125: 123}
"""The segment that opened the loop of a segment, in the claims with another payer: SBR at 102, SVD at 113 and 123."""


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
