"""Reads back an 837P that Oxyclaim wrote. Knows nothing of the writer: splits on ``~``, ``*`` and ``:``."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class ReadLine:
    code: str = ""
    modifiers: tuple[str, ...] = ()
    charge: str = ""
    units: str = ""
    place: str = ""
    pointers: tuple[str, ...] = ()
    date: str = ""
    control: str = ""
    note: str = ""
    ordering_npi: str = ""


@dataclass
class ReadClaim:
    account: str
    charge: str
    place: str
    supplier_npi: str
    member_id: str
    diagnoses: list[str] = field(default_factory=list)
    lines: list[ReadLine] = field(default_factory=list)


def read_segments(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="ascii")
    assert text.endswith("~")
    return [segment.split("*") for segment in text[:-1].split("~")]


def read_claims(path: Path) -> list[ReadClaim]:
    claims: list[ReadClaim] = []
    supplier = member = ""
    for segment in read_segments(path):
        match segment:
            case ["NM1", "85", *rest]:
                supplier = rest[7]
            case ["NM1", "IL", *rest]:
                member = rest[7]
            case ["CLM", account, charge, _, _, place, *_]:
                claims.append(ReadClaim(account, charge, place.split(":")[0], supplier, member))
            case ["HI", *codes]:
                claims[-1].diagnoses = [code.split(":")[1] for code in codes]
            case ["LX", number]:
                claims[-1].lines.append(ReadLine())
                assert number == str(len(claims[-1].lines))
            case ["SV1", service, charge, "UN", units, place, "", pointers]:
                line = claims[-1].lines[-1]
                _, line.code, *modifiers = service.split(":")
                line.modifiers, line.charge, line.units, line.place = tuple(modifiers), charge, units, place
                line.pointers = tuple(pointers.split(":"))
            case ["DTP", "472", "D8", date]:
                claims[-1].lines[-1].date = date
            case ["REF", "6R", control]:
                claims[-1].lines[-1].control = control
            case ["NTE", "ADD", note]:
                claims[-1].lines[-1].note = note
            case ["NM1", "DK", *rest]:
                claims[-1].lines[-1].ordering_npi = rest[7]
    return claims
