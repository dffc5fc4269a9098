"""Small 837P files of made-up claims: one billing provider, a subscriber and a claim for each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

NPI, ORDERING_NPI = "1234567893", "1245319599"
LAST_NAME, FIRST_NAME, MEMBER = "QUIXOTE-MADEUP", "ZEBULON", "1EG4TE5MK73"
"""Made up, and of a kind that stands in no message for another reason."""
DAY = date(2026, 2, 10)

HEADER = (
    "BHT*0019*00*MADEUP1*20260305*1200*CH", "NM1*41*2*EXAMPLE OXYGEN INC*****46*B08000001",
    "PER*IC*BEN MUSTER*TE*2175550100", "NM1*40*2*CGS JB DME*****46*17013", "HL*1**20*1",
    "PRV*BI*PXC*332BX2000X", f"NM1*85*2*EXAMPLE OXYGEN INC*****XX*{NPI}", "N3*12 MARKET STREET",
    "N4*SPRINGFIELD*IL*627011234", "REF*EI*123456789",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A service line. ``charge`` in dollars, as SV102 has it."""

    service: str = "E1390:RR:N1"
    charge: str = "395"
    day: date = DAY


@dataclass(frozen=True)
class Claim:
    """A claim whose total is that of its lines unless another is given; ``broken`` segments come after its last."""

    id: str = "C1"
    lines: Sequence[Line] = field(default_factory=lambda: [Line()])
    member: str = MEMBER
    total: str = ""
    broken: Sequence[str] = ()


def claim_segments(claim: Claim, level: int) -> list[str]:
    """From its HL on."""
    total = claim.total or f"{sum(float(line.charge) for line in claim.lines):g}"
    segments = [
        f"HL*{level}*1*22*0", "SBR*P*18*******MB", f"NM1*IL*1*{LAST_NAME}*{FIRST_NAME}****MI*{claim.member}",
        "N3*7 ELM STREET", "N4*SPRINGFIELD*IL*627025566", "DMG*D8*19500203*F", "NM1*PR*2*CGS JB DME*****PI*17013",
        f"CLM*{claim.id}*{total}***12:B:1*Y*A*Y*Y", "HI*ABK:J449*ABF:J9611",
    ]  # fmt: skip
    for number, line in enumerate(claim.lines, start=1):
        segments += [
            f"LX*{number}", f"SV1*HC:{line.service}*{line.charge}*UN*1***1:2", f"DTP*472*D8*{line.day:%Y%m%d}",
            f"REF*6R*{claim.id}-{number}", f"NM1*DK*1*SAMPLE*CARLA****XX*{ORDERING_NPI}",
        ]  # fmt: skip
    return [*segments, *claim.broken]


def transaction(
    body: Sequence[str], control: str = "0001", kind: str = "837", version: str = "005010X222A1"
) -> list[str]:
    """A transaction set of some segments."""
    return [f"ST*{kind}*{control}*{version}", *body, f"SE*{len(body) + 2}*{control}"]


def professional(*claims: Claim, control: str = "0001") -> list[str]:
    """A transaction set of professional claims."""
    body = [segment for level, claim in enumerate(claims, start=2) for segment in claim_segments(claim, level)]
    return transaction([*HEADER, *body], control)


def group(
    *transactions: Sequence[str], control: str = "1", kind: str = "HC", version: str = "005010X222A1"
) -> list[str]:
    """A group of transaction sets."""
    begin = f"GS*{kind}*B08000001*17013*20260305*1200*{control}*X*{version}"
    return [begin, *(s for each in transactions for s in each), f"GE*{len(transactions)}*{control}"]


def interchange(*groups: Sequence[str]) -> str:
    """The text of a file."""
    begin = "ISA*00*          *00*          *ZZ*B08000001      *ZZ*17013          *260305*1200*^*00501*000000101*0*T*:"
    segments = [begin, *(s for each in groups for s in each), f"IEA*{len(groups)}*000000101"]
    return "".join(segment + "~" for segment in segments)


def write(path: Path, *claims: Claim) -> Path:
    """A file of professional claims."""
    path.write_text(interchange(group(professional(*claims))))
    return path
