"""Valid 837P files, all made up by ourselves: none may give a finding of levels 1 to 5.

``BASE`` holds two claims of home oxygen; the faults change one thing of it.
"""

BASE = """\
ISA*00*          *00*          *ZZ*B08000001      *ZZ*17013          *260305*1200*^*00501*000000101*0*T*:
GS*HC*B08000001*17013*20260305*1200*101*X*005010X222A1
ST*837*0001*005010X222A1
BHT*0019*00*MADEUP1*20260305*1200*CH
NM1*41*2*EXAMPLE OXYGEN INC*****46*B08000001
PER*IC*BEN MUSTER*TE*2175550100
NM1*40*2*CGS JB DME*****46*17013
HL*1**20*1
PRV*BI*PXC*332BX2000X
NM1*85*2*EXAMPLE OXYGEN INC*****XX*1234567893
N3*12 MARKET STREET
N4*SPRINGFIELD*IL*627011234
REF*EI*123456789
HL*2*1*22*0
SBR*P*18*******MB
NM1*IL*1*O'BRIEN*ANNA*B***MI*1EG4TE5MK73
N3*7 ELM STREET
N4*SPRINGFIELD*IL*627025566
DMG*D8*19500203*F
NM1*PR*2*CGS JB DME*****PI*17013
CLM*A1001*605.5***12:B:1*Y*A*Y*Y
HI*ABK:J449*ABF:J9611
LX*1
SV1*HC:E1392:RR:N1*210.5*UN*1***1:2
DTP*472*D8*20260210
REF*6R*A1001-1
NM1*DK*1*SAMPLE*CARLA****XX*1245319599
LX*2
SV1*HC:E1390:RR:N1*395*UN*1***1:2
DTP*472*D8*20260210
REF*6R*A1001-2
NM1*DK*1*SAMPLE*CARLA****XX*1245319599
HL*3*1*22*0
SBR*P*18*******MB
NM1*IL*1*SMITH-JONES*PAUL****MI*2AC3DE4FG56
N3*9 OAK AVENUE
N4*DAYTON*OH*45402
DMG*D8*19470911*M
NM1*PR*2*CGS JB DME*****PI*17013
CLM*A1002*380***12:B:1*Y*A*Y*Y
HI*ABK:J8410
LX*1
SV1*HC:E1390:RR:N2*380*UN*1***1
DTP*472*D8*20260214
REF*6R*A1002-1
NM1*DK*1*MUSTER*DORA****XX*1987654328
SE*45*0001
GE*1*101
IEA*1*000000101
""".splitlines()


def written(segments: list[str], terminator: str = "~") -> bytes:
    """The file of these segments."""
    return "".join(segment + terminator for segment in segments).encode()


def recounted(segments: list[str]) -> list[str]:
    """The same segments with right counts in their SE."""
    result, begun = [], 0
    for number, segment in enumerate(segments):
        begun = number if segment.startswith("ST*") else begun
        control = segment.rpartition("*")[2]
        result.append(f"SE*{number - begun + 1}*{control}" if segment.startswith("SE*") else segment)
    return result


def place(segments: list[str], start: str, nth: int = 1) -> int:
    """Where the nth segment that begins so stands."""
    return [number for number, segment in enumerate(segments) if segment.startswith(start)][nth - 1]


def after(segments: list[str], start: str, *added: str, nth: int = 1) -> list[str]:
    """With more segments after the nth that begins so."""
    where = place(segments, start, nth) + 1
    return [*segments[:where], *added, *segments[where:]]


def swapped(segments: list[str], old: str, new: str) -> list[str]:
    """With a piece of text changed wherever it stands."""
    text = "\n".join(segments)
    assert old in text
    return text.replace(old, new).split("\n")


DEPENDENT = """\
HL*3*1*22*1
SBR*P**GRP7******CI
NM1*IL*1*SAMPLE*FRANK****MI*XZ00012345
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*99901
HL*4*3*23*0
PAT*19
NM1*QC*1*SAMPLE*TIM
N3*9 OAK AVENUE
N4*DAYTON*OH*45402
DMG*D8*20100911*M
""".splitlines()

_SUBSCRIBER_2 = slice(place(BASE, "HL*3"), place(BASE, "CLM*A1002"))
_TRANSACTION = BASE[place(BASE, "ST*") : place(BASE, "SE*") + 1]
_GROUP = BASE[1:-1]

SECOND_PAYER = """\
SBR*P*18*******CI
CAS*CO*45*205.5
AMT*D*400
OI***Y***Y
NM1*IL*1*O'BRIEN*ANNA*B***MI*XZ00055555
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*99901
DTP*573*D8*20260225
""".splitlines()
"""Another payer that has paid 400 of 605.50 (2320)."""

BILLED_SECOND = recounted(
    after([s.replace("SBR*P*18*******MB", "SBR*S*18***12****MB") if n == 14 else s for n, s in enumerate(BASE)],
          "HI*ABK:J449", *SECOND_PAYER)
)  # fmt: skip
"""The first claim goes to its second payer, with the first one's answer for the claim."""

BILLED_SECOND_BY_LINE = recounted(
    after(
        after([s.replace("AMT*D*400", "AMT*D*460") for s in BILLED_SECOND if not s.startswith(("CAS", "DTP*573"))],
              "NM1*DK", "SVD*99901*160*HC:E1392:RR:N1**1", "CAS*CO*45*50.5", "DTP*573*D8*20260225"),
        "NM1*DK", "SVD*99901*300*HC:E1390:RR:N1**1", "CAS*CO*45*95", "DTP*573*D8*20260225", nth=2)
)  # fmt: skip
"""The same, with the first payer's answer for each line (2430)."""

CERTIFICATE = """\
ISA*00*          *00*          *ZZ*OLDSUPPLY      *ZZ*17013          *210405*0815*^*00501*000000007*0*T*:
GS*HC*OLDSUPPLY*17013*20210405*0815*7*X*005010X222A1
ST*837*0007*005010X222A1
BHT*0019*00*MADEUP7*20210405*0815*CH
NM1*41*2*MADE-UP OXYGEN CO*****46*OLDSUPPLY
PER*IC*GRETA*TE*6085550111*EM*GRETA@EXAMPLE.COM
NM1*40*2*CGS JB DME*****46*17013
HL*1**20*1
NM1*85*2*MADE-UP OXYGEN CO*****XX*1234567893
N3*300 LAKE ROAD
N4*MADISON*WI*537031111
REF*EI*987654321
HL*2*1*22*0
SBR*P*18*******MB
NM1*IL*1*MUSTER*EVA****MI*3AF8HJ1KM45
N3*4 HILL LANE
N4*MADISON*WI*53704
DMG*D8*19410630*F
NM1*PR*2*CGS JB DME*****PI*17013
CLM*B-77 /1*454.14***12:B:1*Y*A*Y*Y
HI*ABK:J449*ABF:J9611*ABF:I2720
LX*1
SV1*HC:E1390:RR:KX*395.00*UN*1.00***1:2
PWK*CT*AD
CR3*R*MO*99
DTP*472*RD8*20210321-20210321
DTP*607*D8*20210321
DTP*463*D8*20200321
DTP*461*D8*20210310
NM1*DK*1*SAMPLE*CARLA****XX*1245319599
N3*1 CLINIC WAY
N4*MADISON*WI*53705
PER*IC*JO*TE*6085550122
LQ*UT*484.03
FRM*1A**056
FRM*1C**20210305
FRM*2**1
FRM*3**1
FRM*4*Y
FRM*5**2
FRM*7*N
FRM*8*N
FRM*9*N
LX*2
SV1*HC:E0431:RR:KX*59.14*UN*1.00***1:2
PWK*CT*AD
CR3*R*MO*99
DTP*472*RD8*20210321-20210321
DTP*607*D8*20210321
DTP*463*D8*20200321
DTP*461*D8*20210310
NM1*DK*1*SAMPLE*CARLA****XX*1245319599
LQ*UT*484.03
FRM*4*Y
FRM*5**2
SE*54*0007
GE*1*7
IEA*1*000000007
""".splitlines()
"""Two lines of oxygen with certificates of medical necessity (CMN), as they were billed until 2022."""

WHEELCHAIR = """\
ISA*00*          *00*          *ZZ*OLDSUPPLY      *ZZ*17013          *210405*0815*^*00501*000000008*0*T*:
GS*HC*OLDSUPPLY*17013*20210405*0815*8*X*005010X222A1
ST*837*0008*005010X222A1
BHT*0019*00*MADEUP8*20210405*0815*CH
NM1*41*2*MADE-UP WHEELS*****46*OLDSUPPLY
PER*IC*GRETA*TE*6085550111
NM1*40*2*CGS JB DME*****46*17013
HL*1**20*1
NM1*85*2*MADE-UP WHEELS*****XX*1234567893
N3*300 LAKE ROAD
N4*MADISON*WI*537031111
REF*EI*987654321
HL*2*1*22*0
SBR*P*18*******MB
PAT*******01*155
NM1*IL*1*MUSTER*EVA****MI*3AF8HJ1KM45
N3*4 HILL LANE
N4*MADISON*WI*53704
DMG*D8*19410630*F
NM1*PR*2*CGS JB DME*****PI*17013
CLM*B78*75***12:B:1*Y*A*Y*Y
HI*ABK:G35*ABF:I639
LX*1
SV1*HC:K0001:RR:KH:BR*75*UN*1***1:2
PWK*CT*AB
CR3*I*MO*99
DTP*472*RD8*20210321-20210321
DTP*463*D8*20200421
DTP*461*D8*20210321
MEA*TR*HT*70
NM1*DK*1*SAMPLE*CARLA****XX*1245319599
N3*1 CLINIC WAY
N4*MADISON*WI*53705
PER*IC*JO*TE*6085550122
LQ*UT*02.03B
FRM*1*Y
FRM*2*N
FRM*5**8
FRM*9*Y
SE*38*0008
GE*1*8
IEA*1*000000008
""".splitlines()
"""A rented wheelchair with its certificate."""


def _delimited(element: str, component: str, repetition: str, terminator: str) -> bytes:
    to = str.maketrans("*:^~", element + component + repetition + terminator)
    return written(BASE).decode().translate(to).encode()


def _second_provider() -> list[str]:
    level = [s.replace("EXAMPLE OXYGEN INC", "SAMPLE HOME CARE LLC") for s in BASE[7:13]]
    level[0] = "HL*3**20*1"
    rest = [s.replace("HL*3*1*22*0", "HL*4*3*22*0") for s in BASE[place(BASE, "HL*3") :]]
    return recounted([*BASE[: place(BASE, "HL*3")], *level, *rest])


def _two_transactions() -> list[str]:
    second = [s.replace("*0001", "*0002").replace("A100", "B100") for s in _TRANSACTION]
    return [*BASE[:-2], *[s.replace("20260210", "20260109").replace("20260214", "20260113") for s in second],
            "GE*2*101", BASE[-1]]  # fmt: skip


def _earlier(segments: list[str]) -> list[str]:
    return [s.replace("A100", "B100").replace("20260210", "20260109").replace("20260214", "20260113") for s in segments]


def _two_groups() -> list[str]:
    second = [s.replace("*101*X", "*102*X").replace("GE*1*101", "GE*1*102") for s in _earlier(_GROUP)]
    return [*BASE[:-1], *second, "IEA*2*000000101"]


def _two_interchanges() -> list[str]:
    return [*BASE, *[s.replace("000000101", "000000102") for s in _earlier(BASE)]]


def _two_claims_of_one() -> list[str]:
    start, end = place(BASE, "CLM*A1001"), place(BASE, "HL*3")
    again = [s.replace("A1001", "A1003").replace("20260210", "20260110") for s in BASE[start:end]]
    return recounted([*BASE[:end], *again, *BASE[end:]])


def _dependent() -> list[str]:
    return recounted([*BASE[: _SUBSCRIBER_2.start], *DEPENDENT, *BASE[_SUBSCRIBER_2.stop :]])


VALID: dict[str, bytes] = {
    "base": written(BASE),
    "other delimiters": _delimited("|", ">", "!", "'").replace(b"O'BRIEN", b"OBRIEN"),
    "newline as terminator": written(BASE, "\n"),
    "CRLF after segments": written(BASE, "~\r\n"),
    "newline after segments": written(BASE, "~\n"),
    "byte order mark": b"\xef\xbb\xbf" + written(BASE),
    "blanks after the end": written(BASE) + b"   \r\n  \n",
    "Latin-1 name": written(BASE).replace(b"MUSTER*DORA", b"M\xdcLLER*DORA"),
    "UTF-8 name": written(BASE).replace(b"MUSTER*DORA", "MÜLLER*DORA".encode()),
    "lower case name": written(BASE).replace(b"SMITH-JONES", b"Smith-Jones"),
    "X222": written(BASE).replace(b"005010X222A1", b"005010X222"),
    "X222A2": written(BASE).replace(b"005010X222A1", b"005010X222A2"),
    "two interchanges": written(_two_interchanges()),
    "two interchanges, other delimiters in the second": written(BASE)
    + written([s.replace("000000101", "000000102").replace("*", "|") for s in _earlier(BASE)], "\n"),
    "two groups": written(_two_groups()),
    "two transactions": written(_two_transactions()),
    "dependent": written(_dependent()),
    "several claims of a subscriber": written(_two_claims_of_one()),
    "several billing providers": written(_second_provider()),
    "second payer": written(BILLED_SECOND),
    "second payer by line": written(BILLED_SECOND_BY_LINE),
    "certificate of oxygen": written(CERTIFICATE),
    "certificate of a wheelchair": written(WHEELCHAIR),
    "corrected claim": written(
        recounted(after(swapped(BASE, "A1002*380***12:B:1", "A1002*380***12:B:7"), "CLM*A1002", "REF*F8*2606400012345"))
    ),
    "amounts with decimals": written(swapped(swapped(BASE, "*605.5*", "*605.50*"), "*395*UN*1*", "*395.00*UN*1.0*")),
}
"""Name and bytes of each."""

CLAIMS = {"two interchanges": 4, "two interchanges, other delimiters in the second": 4, "two groups": 4,
          "two transactions": 4, "several claims of a subscriber": 3, "certificate of oxygen": 1,
          "certificate of a wheelchair": 1}  # fmt: skip
"""Claims in a file where they are not two."""
