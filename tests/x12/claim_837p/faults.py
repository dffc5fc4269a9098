"""Files with one fault each: the base file of two oxygen claims with one thing changed, and what must be found.

Where a fault can be told at more than one place (a segment that is missing has none of its own), each is named.
"""

from collections.abc import Callable
from dataclasses import dataclass

from valid_files import (
    BASE,
    BILLED_SECOND,
    BILLED_SECOND_BY_LINE,
    DEPENDENT,
    after,
    place,
    recounted,
    written,
)

Segments = list[str]
Edit = Callable[[Segments], Segments]


@dataclass(frozen=True)
class Fault:
    """One fault and where it must be found."""

    name: str
    levels: tuple[int, ...]
    """SNIP levels under which it may be told."""
    loops: tuple[str, ...]
    element: str
    """The element or segment that a finding names, for example NM109 or CLM. Several, separated by blanks, where
    any of them will do."""
    at: tuple[str, ...]
    """How the segment begins at whose first byte the finding points; any of them will do."""
    edit: Edit
    claim: str | None = None
    """The claim that is named; None where it is left open."""
    rules: tuple[str, ...] = ()
    """How the id of the rule begins, any of them; empty where it is left open."""
    base: tuple[str, ...] = tuple(BASE)
    counted: bool = True
    """SE01 is made right after the edit."""

    def segments(self) -> Segments:
        """The segments of the file."""
        changed = self.edit(list(self.base))
        assert changed != list(self.base), self.name
        return recounted(changed) if self.counted else changed

    def file(self) -> bytes:
        """The file."""
        return written(self.segments())

    def positions(self) -> set[int]:
        """The byte positions at which it may be told."""
        segments, begin, found = self.segments(), 0, set()
        for segment in segments:
            if segment in self.at or segment.startswith(tuple(filter(None, self.at))):
                found.add(begin)
            begin += len(segment.encode()) + 1
        assert found, f"{self.name}: no segment begins with {self.at}"
        return found


def swap(old: str, new: str, nth: int = 1) -> Edit:
    """Change the nth occurrence of a text; a bar stands for the end of a segment."""

    def edit(segments: Segments) -> Segments:
        text = "|".join(segments) + "|"
        before = text.split(old, nth)
        assert len(before) > nth, old
        return (old.join(before[:nth]) + new + before[nth])[:-1].split("|")

    return edit


def drop(*starts: str, nth: int = 1) -> Edit:
    """Leave out the nth segment that begins so; of several beginnings, one of each."""

    def edit(segments: Segments) -> Segments:
        gone = {place(segments, start, nth) for start in starts}
        return [segment for number, segment in enumerate(segments) if number not in gone]

    return edit


def add(start: str, *added: str, nth: int = 1) -> Edit:
    """Put segments after the nth that begins so."""
    return lambda segments: after(segments, start, *added, nth=nth)


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(segments: Segments) -> Segments:
        for one in edits:
            segments = one(segments)
        return segments

    return edit


def _dependent_of_self(segments: Segments) -> Segments:
    """The second patient becomes a dependent of a subscriber who is said to be the patient."""
    start, end = place(segments, "HL*3"), place(segments, "CLM*A1002")
    level = [s.replace("SBR*P**", "SBR*P*18*") for s in DEPENDENT]
    return [*segments[:start], *level, *segments[end:]]


def _twice(segments: Segments) -> Segments:
    """The same transaction again under the same control number."""
    start, end = place(segments, "ST*"), place(segments, "SE*") + 1
    again = [s.replace("A100", "B100").replace("202602", "202601") for s in segments[start:end]]
    return [*segments[:end], *again, "GE*2*101", segments[-1]]


def _claim_again(segments: Segments) -> Segments:
    """The first claim once more, under another number."""
    start, end = place(segments, "CLM*A1001"), place(segments, "HL*3")
    return [*segments[:end], *[s.replace("A1001", "A1009") for s in segments[start:end]], *segments[end:]]


def _no_lines(segments: Segments) -> Segments:
    start = place(segments, "HI*ABK:J8410") + 1
    return [*segments[:start], *segments[place(segments, "SE*") :]]


def _line_3(service: str, charge: str) -> Edit:
    """A third line on the first claim."""
    end = f"REF*6R*A1001-2|{_ORDERING}|"
    line = f"LX*3|SV1*HC:{service}*{charge}*UN*1***1:2|DTP*472*D8*20260210|REF*6R*A1001-3|{_ORDERING}|"
    return both(swap(end, end + line), swap("A1001*605.5", f"A1001*{605.5 + float(charge):g}"))


_ORDERING = "NM1*DK*1*SAMPLE*CARLA****XX*1245319599"
_E1392, _E1390, _SECOND = "SV1*HC:E1392", "SV1*HC:E1390", "SV1*HC:E1390:RR:N2"
_FIRST_LINE = ("LX*1", "SV1*HC:E1392")
_ENVELOPE = ("", "HEADER", "ST")
_OUTSIDE = ("", "ISA", "GS")
_HEADER = ("HEADER", "ST")


def _service(old: str, new: str) -> Edit:
    """Change the first line's service."""
    return swap(f"SV1*HC:{old}*", f"SV1*HC:{new}*")


_E1392_AS_BILLED = "E1392:RR:N1"

LEVEL_1 = [
    Fault("SE01 is a wrong count", (1,), _ENVELOPE, "SE01", ("SE",), swap("SE*45", "SE*44"), counted=False),
    Fault("SE01 is no number", (1,), _ENVELOPE, "SE01", ("SE",), swap("SE*45", "SE*4X"), counted=False),
    Fault("GE01 is a wrong count", (1,), _OUTSIDE, "GE01", ("GE",), swap("GE*1*", "GE*2*")),
    Fault("IEA01 is a wrong count", (1,), _OUTSIDE, "IEA01", ("IEA",), swap("IEA*1", "IEA*2")),
    Fault("SE02 is not ST02", (1,), _ENVELOPE, "SE02", ("SE",), swap("SE*45*0001", "SE*45*0002")),
    Fault("GE02 is not GS06", (1,), _OUTSIDE, "GE02", ("GE",), swap("GE*1*101", "GE*1*102")),
    Fault("IEA02 is not ISA13", (1,), _OUTSIDE, "IEA02", ("IEA",), swap("IEA*1*000000101", "IEA*1*000000102")),
    Fault("HL01 skips a number", (1,), ("2000B",), "HL01", ("HL*4",), swap("HL*3*1", "HL*4*1")),
    Fault("HL02 names no level", (1,), ("2000B",), "HL02", ("HL*3",), swap("HL*3*1", "HL*3*9")),
    Fault("HL04 denies its children", (1,), ("2000A",), "HL04", ("HL*1",), swap("HL*1**20*1", "HL*1**20*0")),
    Fault("HL04 promises children", (1,), ("2000B",), "HL04", ("HL*2",), swap("HL*2*1*22*0", "HL*2*1*22*1")),
    Fault("no SE", (1,), _ENVELOPE, "SE ST GE", ("ST", "GE", "NM1*DK*1*MUSTER"), drop("SE")),
    Fault("no GE", (1,), _ENVELOPE, "GE GS IEA", ("GS", "IEA", "SE"), drop("GE")),
    Fault("no IEA", (1,), _ENVELOPE, "IEA ISA GE", ("ISA", "GE"), drop("IEA")),
    Fault("no ST", (1,), _ENVELOPE, "ST BHT SE GS", ("ISA", "BHT", "SE", "GS"), drop("ST"), counted=False),
    Fault("a segment that X12 does not know", (1,), ("2300",), "", ("ZZZ",), add("HI", "ZZZ*1"), "A1001"),
    Fault("an empty segment", (1,), ("2300", "2400"), "", ("", "LX*1"), add("HI", "")),
    Fault("a first name of 40 characters", (1,), ("2010BA",), "NM104", ("NM1*IL*1*O'BRIEN",), swap("ANNA", "A" * 40)),
    Fault("a payer id of one character", (1,), ("2010BB",), "NM109", ("NM1*PR",), swap("PI*17013", "PI*1")),
    Fault(
        "the 30th of February",
        (1,),
        ("2400",),
        "DTP03",
        ("DTP*472*D8*20260230",),
        swap("20260210", "20260230"),
        "A1001",
    ),
    Fault("a time of 25:60", (1,), _OUTSIDE, "GS05", ("GS",), swap("20260305*1200", "20260305*2560")),
    Fault("a charge that is no number", (1,), ("2400",), "SV102", (_E1390,), swap("*395*UN", "*39X*UN"), "A1001"),
    Fault("units that are no number", (1,), ("2400",), "SV104", (_SECOND,), swap("380*UN*1", "380*UN*ONE"), "A1002"),
    Fault(
        "a separator at the end", (1,), ("2010AA",), "REF", ("REF*EI",), swap("REF*EI*123456789", "REF*EI*123456789*")
    ),
    Fault("an element too many", (1, 2), _HEADER, "BHT07 BHT", ("BHT",), swap("1200*CH", "1200*CH*X")),
    Fault(
        "N4 before N3",
        (1, 2),
        ("2010AA",),
        "N3 N4",
        ("N3*12", "N4*SPRINGFIELD*IL*627011234"),
        swap("N3*12 MARKET STREET|N4*SPRINGFIELD*IL*627011234", "N4*SPRINGFIELD*IL*627011234|N3*12 MARKET STREET"),
    ),
    Fault("LX01 skips a number", (1, 2), ("2400",), "LX01", ("LX*3",), swap("LX*2", "LX*3"), "A1001"),
    Fault("another guide", (1,), _OUTSIDE, "GS08 837", ("ISA", "GS"), swap("X*005010X222A1", "X*005010X223A2")),
    Fault("an older interchange version", (1, 2), _OUTSIDE, "ISA12", ("ISA",), swap("*00501*", "*00401*")),
    Fault("a control number twice", (1,), _ENVELOPE, "ST02", ("ST",), _twice),
    Fault(
        "a qualifier without its id",
        (1, 2),
        ("2010BA",),
        "NM109 NM108",
        ("NM1*IL*1*O'BRIEN",),
        swap("MI*1EG4TE5MK73", "MI"),
    ),
    Fault(
        "a telephone qualifier without a number",
        (1, 2),
        ("1000A",),
        "PER04 PER03",
        ("PER",),
        swap("*TE*2175550100", "*TE"),
    ),
]

LEVEL_2 = [
    Fault(
        "no CLM", (1, 2), ("2000B", "2010BB", "2300"), "CLM HI", ("HI*ABK:J8410", "HL*3", "NM1*PR"), drop("CLM*A1002")
    ),
    Fault(
        "no billing provider",
        (1, 2),
        ("2000A", "2010AA"),
        "NM1 N3 HL",
        ("HL*1", "N3*12", "HL*2", "PRV"),
        drop("NM1*85"),
    ),
    Fault(
        "no service", (2,), ("2400",), "SV1", ("LX*2", "DTP*472"), both(drop(_E1390), swap("605.5", "210.5")), "A1001"
    ),
    Fault("no diagnosis", (2,), ("2300",), "HI", ("CLM*A1002", "LX*1"), drop("HI*ABK:J8410"), "A1002"),
    Fault("no town of the billing provider", (2,), ("2010AA",), "N4", ("NM1*85", "REF*EI", "N3*12"), drop("N4")),
    Fault(
        "no street of the billing provider",
        (2,),
        ("2010AA",),
        "N3",
        ("NM1*85", "N4*SPRINGFIELD*IL*627011234"),
        drop("N3"),
    ),
    Fault("no tax number", (2,), ("2010AA",), "REF", ("NM1*85", "HL*2", "N4*SPRINGFIELD*IL*627011234"), drop("REF*EI")),
    Fault("no subscriber", (1, 2), ("2000B", "2010BA"), "NM1 N3 HL", ("HL*2", "SBR", "N3*7", "NM1*PR"), drop("NM1*IL")),
    Fault(
        "no payer",
        (2,),
        ("2000B", "2010BB"),
        "NM1 HL",
        ("HL*2", "CLM*A1001", "NM1*IL*1*O'BRIEN", "SBR"),
        drop("NM1*PR"),
    ),
    Fault("no SBR", (2,), ("2000B",), "SBR", ("HL*2", "NM1*IL*1*O'BRIEN"), drop("SBR")),
    Fault(
        "no submitter", (1, 2), ("HEADER", "ST", "1000A"), "NM1 PER ST", ("ST", "BHT", "PER", "NM1*40"), drop("NM1*41")
    ),
    Fault("no contact of the submitter", (2,), ("1000A",), "PER", ("NM1*41", "NM1*40"), drop("PER")),
    Fault(
        "no receiver",
        (2,),
        ("HEADER", "ST", "1000B", "1000A"),
        "NM1 ST",
        ("ST", "BHT", "HL*1", "NM1*41", "PER"),
        drop("NM1*40"),
    ),
    Fault("no BHT", (2,), _HEADER, "BHT", ("ST", "NM1*41"), drop("BHT")),
    Fault("no service date", (2,), ("2400",), "DTP", ("LX*1", _SECOND, "REF*6R*A1002"), drop("DTP", nth=3), "A1002"),
    Fault("no line", (2,), ("2300", "2400"), "LX CLM", ("CLM*A1002", "SE", "HI*ABK:J8410"), _no_lines, "A1002"),
    Fault("no LX", (1, 2), ("2400", "2420E"), "LX SV1", (_E1390, "LX*1"), drop("LX*2"), "A1001"),
    Fault("no diagnosis pointer", (2,), ("2400",), "SV107", (_SECOND,), swap("380*UN*1***1", "380*UN*1"), "A1002"),
    Fault(
        "no name of the billing provider",
        (2,),
        ("2010AA",),
        "NM103",
        ("NM1*85",),
        swap("85*2*EXAMPLE OXYGEN INC", "85*2*"),
    ),
    Fault(
        "no member id", (1, 2), ("2010BA",), "NM109 NM108", ("NM1*IL*1*SMITH",), swap("PAUL****MI*2AC3DE4FG56", "PAUL")
    ),
    Fault(
        "an element that is not used",
        (2,),
        ("2300",),
        "CLM03",
        ("CLM*A1001",),
        swap("605.5***12", "605.5*X**12"),
        "A1001",
    ),
    Fault(
        "an unused element of a line",
        (2,),
        ("2400",),
        "SV106",
        (_E1392,),
        swap("210.5*UN*1***", "210.5*UN*1**1*"),
        "A1001",
    ),
    Fault(
        "an unknown entity of a line",
        (1, 2),
        ("2400", "?", "2420E"),
        "NM101 NM1",
        ("NM1*ZZ",),
        swap("NM1*DK", "NM1*ZZ"),
        "A1001",
    ),
    Fault(
        "an unknown entity of a provider",
        (1, 2),
        ("2000A", "?"),
        "NM101 NM1",
        ("NM1*99",),
        add("REF*EI", "NM1*99*2*NOBODY"),
    ),
    Fault("SBR01 of no payer", (2,), ("2000B",), "SBR01", ("SBR*X",), swap("SBR*P", "SBR*X")),
    Fault("a filing indicator that is none", (2,), ("2000B",), "SBR09", ("SBR*P*18*******QQ",), swap("***MB", "***QQ")),
    Fault("a frequency that is none", (2, 5), ("2300",), "CLM05", ("CLM*A1001",), swap("12:B:1", "12:B:X"), "A1001"),
    Fault("a unit that is none", (2,), ("2400",), "SV103", (_E1392,), swap("210.5*UN", "210.5*XX"), "A1001"),
    Fault(
        "a provider that is neither person nor organization",
        (2,),
        ("2010AA",),
        "NM102",
        ("NM1*85",),
        swap("NM1*85*2", "NM1*85*3"),
    ),
    Fault("a date of no format", (2,), ("2400",), "DTP02", ("DTP*472*D9",), swap("472*D8", "472*D9"), "A1001"),
    Fault("BHT01 is another structure", (2,), _HEADER, "BHT01", ("BHT",), swap("BHT*0019", "BHT*0018")),
    Fault("BHT06 is no claim", (2,), _HEADER, "BHT06", ("BHT",), swap("1200*CH", "1200*XX")),
    Fault(
        "assignment that is none",
        (2,),
        ("2300",),
        "CLM07",
        ("CLM*A1002",),
        swap("Y*A*Y*Y|HI*ABK:J8410", "Y*Q*Y*Y|HI*ABK:J8410"),
        "A1002",
    ),
    Fault("release that is none", (2,), ("2300",), "CLM09", ("CLM*A1001",), swap("Y*A*Y*Y", "Y*A*Y*Z"), "A1001"),
    Fault(
        "a diagnosis qualifier that is none",
        (2,),
        ("2300",),
        "HI01",
        ("HI*XYZ",),
        swap("ABK:J449", "XYZ:J449"),
        "A1001",
    ),
    Fault("a sex that is none", (2,), ("2010BA",), "DMG03", ("DMG*D8*19500203",), swap("19500203*F", "19500203*X")),
    Fault("a kind of level that is none", (1, 2), ("2000B", "?"), "HL03 HL", ("HL*3",), swap("HL*3*1*22", "HL*3*1*99")),
    Fault("a code list that is none", (2,), ("2400",), "SV101", ("SV1*ZZ",), swap("HC:E1392", "ZZ:E1392"), "A1001"),
    Fault("PRV01 of another provider", (2,), ("2000A",), "PRV01", ("PRV",), swap("PRV*BI", "PRV*XX")),
    Fault(
        "a reference that does not belong here", (2,), ("2010AA",), "REF01 REF", ("REF*ZZ",), add("REF*EI", "REF*ZZ*1")
    ),
    Fault("two service dates", (1, 2), ("2400",), "DTP", ("DTP*472",), add("DTP", "DTP*472*D8*20260210"), "A1001"),
    Fault("demographics twice", (1, 2), ("2010BA",), "DMG", ("DMG*D8*19500203",), add("DMG", "DMG*D8*19500203*F")),
    Fault(
        "thirteen diagnoses",
        (1, 2),
        ("2300",),
        "HI13 HI",
        ("HI*ABK:J449",),
        swap("*ABF:J9611", "*ABF:J9611" + "".join(f"*ABF:I509{n}" for n in range(11))),
        "A1001",
    ),
    Fault("a segment of another claim kind", (1, 2), ("2300",), "CL1", ("CL1",), add("CLM", "CL1*1"), "A1001"),
    Fault(
        "a service line of a hospital",
        (1, 2),
        ("2400",),
        "SV2",
        ("SV2",),
        add(_E1392, "SV2*0270*HC:E1392*210.5*UN*1"),
        "A1001",
    ),
]

LEVEL_3 = [
    Fault(
        "the lines do not add up to the claim",
        (3,),
        ("2300",),
        "CLM02",
        ("CLM*A1001",),
        swap("605.5", "606.5"),
        "A1001",
    ),
    Fault(
        "the claim is a cent short",
        (3,),
        ("2300",),
        "CLM02",
        ("CLM*A1002",),
        swap("A1002*380", "A1002*379.99"),
        "A1002",
    ),
    Fault(
        "the other payer's answer does not add up",
        (3,),
        ("2320", "2300"),
        "AMT CAS CLM",
        ("AMT", "CAS", "SBR*P*18*******CI", "CLM"),
        swap("CAS*CO*45*205.5", "CAS*CO*45*200"),
        "A1001",
        base=tuple(BILLED_SECOND),
    ),
    Fault(
        "the other payer's answer for a line does not add up",
        (3,),
        ("2430", "2400"),
        "SVD SV1 CAS",
        ("SVD*99901*160", _E1392, "CAS", "LX*1"),
        swap("CAS*CO*45*50.5", "CAS*CO*45*40.5"),
        "A1001",
        base=tuple(BILLED_SECOND_BY_LINE),
    ),
    Fault(
        "the other payer's lines do not add up to what it paid",
        (3,),
        ("2320",),
        "AMT",
        ("AMT", "SBR*P*18*******CI"),
        swap("AMT*D*460", "AMT*D*461"),
        "A1001",
        base=tuple(BILLED_SECOND_BY_LINE),
    ),
]

LEVEL_4 = [
    Fault(
        "no birth date of a subscriber who is the patient",
        (2, 4),
        ("2010BA",),
        "DMG",
        ("NM1*IL*1*O'BRIEN", "NM1*PR", "HL*2"),
        drop("DMG"),
    ),
    Fault(
        "no street of a subscriber who is the patient",
        (2, 4),
        ("2010BA",),
        "N3",
        ("NM1*IL*1*O'BRIEN", "N4", "HL*2"),
        drop("N3*7"),
    ),
    Fault(
        "no town of a subscriber who is the patient",
        (2, 4),
        ("2010BA",),
        "N4",
        ("NM1*IL*1*O'BRIEN", "N3*7", "DMG", "HL*2"),
        drop("N4", nth=2),
    ),
    Fault(
        "a pointer to no diagnosis", (4,), ("2400",), "SV107", (_SECOND,), swap("380*UN*1***1", "380*UN*1***2"), "A1002"
    ),
    Fault("a fourth pointer to no diagnosis", (4,), ("2400",), "SV107", (_E1392,), swap("***1:2", "***1:2:4"), "A1001"),
    Fault(
        "no ordering provider",
        (4,),
        ("2400", "2420E"),
        "NM1",
        ("LX*1", "SV1*HC:E1390:RR:N2"),
        drop("NM1*DK", nth=3),
        "A1002",
    ),
    Fault("no relationship and no dependent", (4,), ("2000B",), "SBR02", ("SBR*P**",), swap("SBR*P*18", "SBR*P*")),
    Fault(
        "the patient is the subscriber and a dependent",
        (4,),
        ("2000B", "2000C"),
        "SBR02 HL",
        ("SBR*P*18*GRP7", "HL*3", "HL*4"),
        _dependent_of_self,
    ),
    Fault(
        "a service date in the future",
        (4,),
        ("2400",),
        "DTP03",
        ("DTP*472*D8*2099",),
        swap("20260210", "20990210"),
        "A1001",
    ),
    Fault("negative units", (4,), ("2400",), "SV104", (_SECOND,), swap("380*UN*1", "380*UN*-1"), "A1002"),
    Fault("no units at all", (4,), ("2400",), "SV104", (_SECOND,), swap("380*UN*1", "380*UN*0"), "A1002"),
    Fault(
        "born after the service",
        (4,),
        ("2010BA", "2400"),
        "DMG02 DTP03",
        ("DMG*D8*20260220", "DTP*472"),
        swap("19500203", "20260220"),
    ),
    Fault(
        "dates in the wrong order",
        (1, 4),
        ("2400",),
        "DTP03",
        ("DTP*472*RD8",),
        swap("D8*20260210", "RD8*20260212-20260210"),
        "A1001",
    ),
    Fault(
        "a replacement of no claim",
        (4,),
        ("2300",),
        "REF CLM05",
        ("CLM*A1002",),
        swap("A1002*380***12:B:1", "A1002*380***12:B:7"),
        "A1002",
    ),
    Fault("a diagnosis of ICD-9", (4, 5), ("2300",), "HI01", ("HI*BK",), swap("HI*ABK:J8410", "HI*BK:496"), "A1002"),
]

LEVEL_5 = [
    Fault(
        "a state that is none",
        (5,),
        ("2010AA",),
        "N402",
        ("N4*SPRINGFIELD*ZZ",),
        swap("SPRINGFIELD*IL", "SPRINGFIELD*ZZ"),
    ),
    Fault("a patient's state that is none", (5,), ("2010BA",), "N402", ("N4*DAYTON",), swap("DAYTON*OH", "DAYTON*OO")),
    Fault(
        "a place of service that is none", (5,), ("2300",), "CLM05", ("CLM*A1001",), swap("12:B:1", "77:B:1"), "A1001"
    ),
    Fault(
        "a billing NPI with a wrong digit", (5,), ("2010AA",), "NM109", ("NM1*85",), swap("1234567893", "1234567890")
    ),
    Fault("a billing NPI of nine digits", (5,), ("2010AA",), "NM109", ("NM1*85",), swap("1234567893", "123456789")),
    Fault(
        "an ordering NPI with a wrong digit",
        (5,),
        ("2420E",),
        "NM109",
        ("NM1*DK*1*SAMPLE*CARLA****XX*1245319590",),
        swap("1245319599", "1245319590"),
        "A1001",
    ),
    Fault("a diagnosis with a dot", (5,), ("2300",), "HI01", ("HI*ABK:J44.9",), swap("J449", "J44.9"), "A1001"),
    Fault(
        "a diagnosis of no form", (5,), ("2300",), "HI02", ("HI*ABK:J449*ABF:99611",), swap("J9611", "99611"), "A1001"
    ),
    Fault("a code of four characters", (5,), ("2400",), "SV101", ("SV1*HC:E139:",), swap("E1392", "E139"), "A1001"),
    Fault("a code of no form", (5,), ("2400",), "SV101", ("SV1*HC:EE392",), swap("E1392", "EE392"), "A1001"),
    Fault(
        "a modifier of no form",
        (5,),
        ("2400",),
        "SV101",
        ("SV1*HC:E1392:RR:N1:1-",),
        swap("E1392:RR:N1", "E1392:RR:N1:1-"),
        "A1001",
    ),
    Fault("a taxonomy of no form", (5,), ("2000A",), "PRV03", ("PRV",), swap("332BX2000X", "332BX2000Y")),
    Fault("a ZIP of four digits", (5,), ("2010BA",), "N403", ("N4*DAYTON",), swap("45402", "4540")),
    Fault("a ZIP with a letter", (5,), ("2010BA",), "N403", ("N4*DAYTON",), swap("45402", "4540O")),
    Fault(
        "a billing ZIP of five digits",
        (4, 5),
        ("2010AA",),
        "N403",
        ("N4*SPRINGFIELD*IL*62701",),
        swap("627011234", "62701"),
    ),
    Fault(
        "a Medicare number of no form",
        (5,),
        ("2010BA",),
        "NM109",
        ("NM1*IL*1*O'BRIEN",),
        swap("1EG4TE5MK73", "1SG4TE5MK73"),
    ),
    Fault(
        "a Medicare number of ten characters",
        (5,),
        ("2010BA",),
        "NM109",
        ("NM1*IL*1*O'BRIEN",),
        swap("1EG4TE5MK73", "1EG4TE5MK7"),
    ),
    Fault(
        "N1 before 2023",
        (5, 6, 7),
        ("2400",),
        "SV101 SV1 LX",
        (*_FIRST_LINE, _E1390, "LX*2"),
        both(swap("20260210", "20221210"), swap("20260210", "20221210")),
    ),
]

_LINE = "SV1 SV101 LX"
_POLICY = (6, 7)


def _of_line(name: str, rules: tuple[str, ...], edit: Edit, at: tuple[str, ...] = _FIRST_LINE) -> Fault:
    return Fault(name, _POLICY, ("2400",), _LINE, at, edit, "A1001", rules)


_LINE_2 = ("LX*2", "SV1*HC:E1390")
_LINE_3 = ("LX*3", "SV1*HC:")

LEVEL_7 = [
    _of_line("no RR", ("SCR-130",), _service(_E1392_AS_BILLED, "E1392:N1")),
    _of_line("no coverage modifier", ("SCR-100",), _service(_E1392_AS_BILLED, "E1392:RR")),
    _of_line("two coverage modifiers", ("SCR-110",), _service(_E1392_AS_BILLED, "E1392:RR:N1:N2")),
    _of_line("KX beside N1", ("SCR-110",), _service(_E1392_AS_BILLED, "E1392:RR:KX:N1")),
    _of_line("rented and bought", ("SCR-110",), _service(_E1392_AS_BILLED, "E1392:RR:NU:N1")),
    _of_line("RA beside RB", ("SCR-115",), _service(_E1392_AS_BILLED, "E1392:RR:N1:RA:RB")),
    _of_line(
        "a certificate attached after 2022", ("SCR-160", "PAP-131"), add(_E1392, "PWK*CT*AD"), (*_FIRST_LINE, "PWK")
    ),
    _of_line("QE on a portable unit", ("COD-220", "COD-260"), _service(_E1392_AS_BILLED, "E1392:RR:N1:QE")),
    _of_line("QG beside a portable unit", ("SCR-140",), swap("E1390:RR:N1", "E1390:RR:N1:QG"), _LINE_2),
    _of_line("a purchase", ("COV-400",), _service(_E1392_AS_BILLED, "E1392:NU:N1")),
    _of_line("EY beside N1", ("SCR-200",), _service(_E1392_AS_BILLED, "E1392:RR:N1:EY")),
    _of_line("GZ", ("SCR-300",), _service(_E1392_AS_BILLED, "E1392:RR:GZ")),
    _of_line("GY", ("SCR-320",), _service(_E1392_AS_BILLED, "E1392:RR:GY")),
    _of_line("two units of a month", ("CLM-110",), swap("210.5*UN*1", "210.5*UN*2")),
    _of_line("tubing during the rental", ("COV-530",), _line_3("A4616:NU", "12"), _LINE_3),
    _of_line("contents during the rental", ("SCR-520",), _line_3("E0443:N1", "70"), _LINE_3),
    _of_line("RR on contents", ("SCR-135",), _line_3("E0443:RR:N1", "70"), _LINE_3),
    _of_line("two portable units", ("COV-420",), _line_3("E0431:RR:N1", "59"), (*_FIRST_LINE, *_LINE_3)),
    _of_line("two stationary units", ("COV-420",), _line_3("E0424:RR:N1", "59"), (*_LINE_2, *_LINE_3)),
    _of_line(
        "billed in a nursing facility", ("COV-410",), swap("12:B:1", "31:B:1"), (*_FIRST_LINE, *_LINE_2, "CLM*A1001")
    ),
    Fault(
        "filed after a calendar year",
        _POLICY,
        ("2400",),
        f"{_LINE} DTP DTP03",
        ("LX*1", _SECOND, "DTP*472*D8*2024"),
        swap("20260214", "20240214"),
        "A1002",
        ("SCR-400",),
    ),
    Fault(
        "the same claim again",
        _POLICY,
        ("2300", "2400"),
        f"{_LINE} CLM",
        ("LX", "SV1", "CLM"),
        _claim_again,
        None,
        ("LED-070", "DUP"),
    ),
    Fault(
        "no NPI of the ordering provider",
        (2, 4, *_POLICY),
        ("2400", "2420E"),
        f"{_LINE} NM1 NM109",
        ("LX*1", _SECOND, "NM1*DK*1*MUSTER"),
        swap("DORA****XX*1987654328", "DORA"),
        "A1002",
    ),
    Fault(
        "N3 without cluster headache",
        _POLICY,
        ("2400",),
        _LINE,
        ("LX*1", "SV1*HC:E1390:RR:N3"),
        swap("E1390:RR:N2", "E1390:RR:N3"),
        "A1002",
    ),
]

NEEDS_HISTORY = Fault(
    "KX on a rental that may be new",
    _POLICY,
    ("2400",),
    _LINE,
    ("LX*1", "SV1*HC:E1390:RR:KX"),
    swap("E1390:RR:N2", "E1390:RR:KX"),
    "A1002",
    ("SCR-120",),
)
"""Whether KX is wrong hangs on the rental's start, which no claim shows: it is told apart, and is no money at risk."""

FAULTS = [*LEVEL_1, *LEVEL_2, *LEVEL_3, *LEVEL_4, *LEVEL_5, *LEVEL_7]
