"""Further files with one fault each: what passes by the usual checks of a claim file."""

# ruff: noqa: E501 (lists of faults are easier to compare in long lines)

from faults import FAULTS, Fault, Segments, add, both, swap
from valid_files import BASE, BILLED_SECOND, DEPENDENT, place

_SV1 = ("SV1*HC:E1392",)
_ORDERING = "NM1*DK*1*SAMPLE*CARLA****XX*1245319599"
_CLM = "CLM*A1001*605.5***12:B:1*Y*A*Y*Y"
_BILLING_TOWN = "N4*SPRINGFIELD*IL*627011234"
_PROVIDER = ("2010AA",)


def _claim_behind(trailer: str) -> Fault:
    def edit(segments: Segments) -> Segments:
        start, end = place(segments, "CLM*A1002"), place(segments, "SE*")
        where = place(segments, trailer) + 1
        lost = [s.replace("A1002", "LOST") for s in segments[start:end]]
        return [*segments[:where], *lost, *segments[where:]]

    return Fault(f"a claim behind {trailer}", (1,), ("2300",), "CLM", ("CLM*LOST",), edit, "LOST", ("X12-OUTSIDE",))


def _dependent(segments: Segments) -> Segments:
    start, end = place(segments, "HL*3"), place(segments, "CLM*A1002")
    to_medicare = [s.replace("******CI", "******MB").replace("XZ00012345", "2AC3DE4FG56") for s in DEPENDENT]
    return [*segments[:start], *to_medicare, *segments[end:]]


BEYOND = [
    *(_claim_behind(trailer) for trailer in ("SE*", "GE*", "IEA*")),
    Fault("a segment behind SE", (1,), ("", "ST"), "NTE", ("NTE*ADD",), add("SE", "NTE*ADD*X"), None, ("X12-OUTSIDE",)),
    Fault("no ST03", (2,), ("", "ST"), "ST03", ("ST",), swap("ST*837*0001*005010X222A1", "ST*837*0001"), None, ("X12-ST03",)),
    Fault("three decimals in a charge", (2,), ("2400",), "SV102", _SV1,
          both(swap("*210.5*UN", "*210.505*UN"), swap("605.5", "605.505")), "A1001"),
    Fault("a charge of twelve digits", (2,), ("2300",), "CLM02", ("CLM*A1001",),
          both(swap("605.5", "123456789395"), swap("*210.5*UN", "*123456789000*UN")), "A1001"),
    Fault("units of ten digits", (1,), ("2400",), "SV104", _SV1, swap("UN*1*", "UN*1234567890*"), "A1001"),
    Fault("a person twice in a level", (2,), ("2010BA",), "DMG", ("DMG*D8*19500203",),
          add("DMG", "DMG*D8*19500203*F"), None, ("X12-DMG",)),
    Fault("the numbers of two levels exchanged", (1,), ("2000B",), "HL01", ("HL*3*1*22",),
          both(swap("HL*2*1*22", "HL*9*1*22"), swap("HL*3*1*22", "HL*2*1*22"), swap("HL*9*1*22", "HL*3*1*22")), "A1001",
          ("X12-HL01",)),
    Fault("levels numbered from 2 on", (1,), ("2000A",), "HL01", ("HL*2**20",), swap("HL*1**20", "HL*2**20"), None,
          ("X12-HL01",)),
    Fault("the header before its transaction set", (1,), ("", "GS", "ST", "HEADER"), "BHT", ("BHT",),
          lambda segments: [*segments[:2], segments[3], segments[2], *segments[4:]], None, ("X12-OUTSIDE",)),
    Fault("a group begins behind its transaction set", (1,), ("", "GS", "ST", "HEADER"), "ST", ("ST",),
          lambda segments: [segments[0], segments[2], segments[1], *segments[3:]], None, ("X12-ST",)),
    Fault("a wrong number of a level in the middle", (1,), ("2000B",), "HL01", ("HL*20",),
          swap("HL*2*1*22", "HL*20*1*22"), None, ("X12-HL01",)),
    Fault("no filing indicator", (4,), ("2000B",), "SBR09", ("SBR*P",), swap("SBR*P*18*******MB", "SBR*P*18"), "A1001"),
    Fault("no filing indicator of another payer", (4,), ("2320",), "SBR09", ("SBR*P*18",),
          swap("SBR*P*18*******CI", "SBR*P*18"), "A1001", base=tuple(BILLED_SECOND)),
    Fault("no state of the billing provider", (4,), _PROVIDER, "N402", (_BILLING_TOWN[:14],),
          swap(_BILLING_TOWN, "N4*SPRINGFIELD**627011234")),
    Fault("no ZIP code of a patient", (4,), ("2010BA",), "N403", ("N4*DAYTON",), swap("N4*DAYTON*OH*45402", "N4*DAYTON*OH")),
    Fault("a post office box", (4,), _PROVIDER, "N301", ("N3*PO BOX 12",), swap("N3*12 MARKET STREET", "N3*PO BOX 12")),
    Fault("a post office box, spelled out", (4,), _PROVIDER, "N301", ("N3*P.O. Box",),
          swap("N3*12 MARKET STREET", "N3*P.O. Box 12")),
    Fault("a post office box in the second line", (4,), _PROVIDER, "N301", ("N3*12 MARKET",),
          swap("N3*12 MARKET STREET", "N3*12 MARKET STREET*POST OFFICE BOX 7")),
    Fault("why Medicare pays second, though it pays first", (4,), ("2000B",), "SBR05", ("SBR*P*18***47",),
          swap("SBR*P*18*******MB", "SBR*P*18***47****MB"), "A1001"),
    Fault("not said why Medicare pays second", (4,), ("2000B",), "SBR05", ("SBR*S",),
          swap("SBR*S*18***12****MB", "SBR*S*18*******MB"), "A1001", base=tuple(BILLED_SECOND)),
    Fault("papers by fax without a number", (4,), ("2300",), "PWK06", ("PWK",), add("CLM*A1001", "PWK*OZ*FX"), "A1001"),
    Fault("papers of a line without a number", (4,), ("2400",), "PWK06", ("PWK",), add("SV1*HC:E1392", "PWK*OZ*BM"), "A1001"),
    Fault("a control number on two lines", (4,), ("2400",), "REF02", ("REF*6R*A1001-1",),
          swap("REF*6R*A1001-2", "REF*6R*A1001-1"), "A1001"),
    Fault("an accident without its date", (4,), ("2300",), "CLM11", ("CLM*A1001",), swap(_CLM, f"{_CLM}**OA"), "A1001"),
    Fault("a category for a diagnosis", (5,), ("2300",), "HI02-2", ("HI*ABK:J449",), swap("ABF:J9611", "ABF:J96"), "A1001"),
    Fault("a diagnosis that does not exist", (5,), ("2300",), "HI01-2", ("HI*ABK:J8499",), swap("J8410", "J8499"), "A1002"),
    Fault("an oxygen code that does not exist", (5,), ("2400",), "SV101-2", ("SV1*HC:E1393",),
          swap("HC:E1392", "HC:E1393"), "A1001", ("X12-SET-PROCEDURE-NONE",)),
    Fault("a code of no block", (5,), ("2400",), "SV101-2", ("SV1*HC:E9999",), swap("HC:E1392", "HC:E9999"), "A1001"),
    Fault("a modifier that does not exist", (5,), ("2400",), "SV101-3", _SV1, swap("RR:N1*210", "RR:N1:4Z*210"), "A1001"),
    Fault("an invented taxonomy", (5,), ("2000A",), "PRV03", ("PRV",), swap("332BX2000X", "999BX2000X")),
    Fault("a ZIP code filled up", (5,), _PROVIDER, "N403", (_BILLING_TOWN[:14],), swap("627011234", "627010000")),
]  # fmt: skip
"""What was not told."""

_MEDICARE = (7,)


def _edit(
    name: str, edit: object, loops: tuple[str, ...], element: str, at: str, rule: str, base: list[str] = BASE
) -> Fault:
    return Fault(name, _MEDICARE, loops, element, (at,), edit, None, (rule,), tuple(base))  # type: ignore[arg-type]


OF_MEDICARE = [
    _edit("a replacement to Medicare", both(swap("A1002*380***12:B:1", "A1002*380***12:B:7"), add("CLM*A1002", "REF*F8*1")),
          ("2300",), "CLM05-3", "CLM*A1002", "EDIT-FREQUENCY"),
    _edit("the number of an earlier claim", both(swap("A1002*380***12:B:1", "A1002*380***12:B:8"), add("CLM*A1002", "REF*F8*1")),
          ("2300",), "REF", "REF*F8", "EDIT-ORIGINAL-REFERENCE"),
    _edit("Medicare pays third", swap("SBR*S*18***12****MB", "SBR*T*18***12****MB"), ("2000B",), "SBR01", "SBR*T",
          "EDIT-SEQUENCE", BILLED_SECOND),
    _edit("a dependent of a Medicare patient", _dependent, ("2000C",), "HL", "HL*4", "EDIT-DEPENDENT"),
    _edit("a further number of the payer", add("NM1*PR", "REF*FY*ABC"), ("2010BB",), "REF", "REF*FY", "EDIT-PAYER-REFERENCE"),
    _edit("contract data", add("CLM*A1001", "CN1*02*100"), ("2300",), "CN1", "CN1", "EDIT-CONTRACT"),
    _edit("Canadian dollars", add("PRV", "CUR*85*CAD"), ("2000A",), "CUR02", "CUR", "EDIT-CURRENCY"),
    _edit("a file that is sent again", swap("BHT*0019*00", "BHT*0019*18"), ("", "ST", "HEADER"), "BHT02", "BHT", "EDIT-PURPOSE"),
    _edit("an encounter", swap("1200*CH", "1200*RP"), ("", "ST", "HEADER"), "BHT06", "BHT", "EDIT-ENCOUNTER"),
    _edit("Medicare is the other payer too", swap("SBR*P*18*******CI", "SBR*P*18*******MB"), ("2320",), "SBR09", "SBR*P*18",
          "EDIT-SECOND-PAYER", BILLED_SECOND),
    _edit("a charge over 99,999.99", both(swap("*210.5*UN", "*100000*UN"), swap("605.5", "100395")), ("2400",), "SV102",
          "SV1*HC:E1392", "EDIT-AMOUNT"),
    _edit("ten thousand units", swap("UN*1*", "UN*10000*"), ("2400",), "SV104", "SV1*HC:E1392", "EDIT-UNITS"),
    _edit("a group of the future", swap("*20260305*1200*101", "*20270305*1200*101"), ("", "GS"), "GS04", "GS", "EDIT-FUTURE"),
    _edit("a treatment of the future", add("CLM*A1001", "DTP*454*D8*20300101"), ("2300",), "DTP03", "DTP*454", "EDIT-FUTURE"),
    _edit("a hospital stay that ends in the future", add("CLM*A1001", "DTP*314*RD8*20260201-20300101"), ("2300",), "DTP03",
          "DTP*314", "EDIT-FUTURE"),
    _edit("a paid claim of the future", swap("DTP*573*D8*20260225", "DTP*573*D8*20300225"), ("2330B",), "DTP03", "DTP*573",
          "EDIT-FUTURE", BILLED_SECOND),
    _edit("a file made in the future", swap("MADEUP1*20260305", "MADEUP1*20270305"), ("", "ST", "HEADER"), "BHT04", "BHT",
          "EDIT-FUTURE"),
    _edit("more than 9,999.9 units on a later line", swap("UN*1*", "UN*9999.95*", 2), ("2400",), "SV104",
          "SV1*HC:E1390:RR:N1", "EDIT-UNITS"),
    _edit("a psychiatric stay without admission", swap("12:B:1", "51:B:1"), ("2300",), "CLM", "CLM*A1001", "EDIT-ADMISSION"),
    _edit("a hospital stay without admission", swap("12:B:1", "21:B:1"), ("2300",), "CLM", "CLM*A1001", "EDIT-ADMISSION"),
    _edit("papers by a way that Medicare lacks", add("CLM*A1001", "PWK*OZ*AA"), ("2300",), "PWK02", "PWK", "EDIT-PAPERS"),
]  # fmt: skip
"""What the front end of Medicare refused by its companion guide of 2018."""

EVERY_FAULT = [*FAULTS, *BEYOND, *OF_MEDICARE]
