"""The claims of simulated patients as 837P files (005010X222A1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim_simulator import x12
from oxyclaim_simulator.money import decimal
from oxyclaim_simulator.payers import payer_of
from oxyclaim_simulator.x12 import Segment

VERSION = "005010X222A1"
SUBMITTER = "SIM837"
NPI = "1234567893"
BILLER: tuple[Segment, ...] = (
    ("NM1", "85", "2", "MADE UP OXYGEN SUPPLY", "", "", "", "", "XX", NPI),
    ("N3", "12 LANTERN STREET"),
    ("N4", "TROY", "NY", "121803317"),
    ("REF", "EI", "174409321"),
)


@dataclass(frozen=True)
class Item:
    """A line: code, modifiers, charge in cents."""

    code: str
    modifiers: tuple[str, ...]
    charge: int


@dataclass(frozen=True)
class Bill:
    """A claim to be sent. ``subject``: last and first name, street, town, state, ZIP, birth (YYYYMMDD), sex."""

    id: str
    payer: str
    member: str
    subject: tuple[str, str, str, str, str, str, str, str]
    orderer: str
    service_date: date
    items: tuple[Item, ...]
    note: str = ""


def claim_file(bills: Sequence[Bill], day: date, control: int) -> str:
    """One interchange, with a transaction set for each payer."""
    payers = sorted({bill.payer for bill in bills})
    sets = [
        x12.transaction_set(
            "837", number,
            _body([bill for bill in bills if bill.payer == payer], payer, day, f"{control:06}{number:03}"), VERSION,
        )
        for number, payer in enumerate(payers, start=1)
    ]  # fmt: skip
    return x12.interchange(x12.Envelope("HC", VERSION, SUBMITTER, "PAYERS", day, control), sets)


def _body(bills: Sequence[Bill], payer_id: str, day: date, reference: str) -> list[Segment]:
    payer = payer_of(payer_id, "")
    rows: list[Segment] = [
        ("BHT", "0019", "00", reference, f"{day:%Y%m%d}", "0600", "CH"),
        ("NM1", "41", "2", "MADE UP OXYGEN SUPPLY", "", "", "", "", "46", SUBMITTER),
        ("PER", "IC", "BILLING", "TE", "5185550142"),
        ("NM1", "40", "2", "PAYERS", "", "", "", "", "46", "PAYERS"),
        ("HL", "1", "", "20", "1"),
        *BILLER,
    ]
    for number, bill in enumerate(bills, start=2):
        last, first, street, town, state, zip_code, birth, sex = bill.subject
        rows += [
            ("HL", str(number), "1", "22", "0"),
            ("SBR", "P", "18", "", "", "", "", "", "", payer.filing),
            ("NM1", "IL", "1", last, first, "", "", "", "MI", bill.member),
            ("N3", street),
            ("N4", town, state, zip_code),
            ("DMG", "D8", birth, sex),
            ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.id),
            (
                "CLM",
                bill.id,
                decimal(sum(item.charge for item in bill.items)),
                "",
                "",
                ("12", "B", "1"),
                "Y",
                "A",
                "Y",
                "Y",
            ),
            *((("NTE", "ADD", bill.note),) if bill.note else ()),
            ("HI", ("ABK", "J449")),
        ]
        for position, item in enumerate(bill.items, start=1):
            rows += [
                ("LX", str(position)),
                ("SV1", ("HC", item.code, *item.modifiers), decimal(item.charge), "UN", "1", "", "", "1"),
                ("DTP", "472", "D8", f"{bill.service_date:%Y%m%d}"),
                ("REF", "6R", f"{bill.id}{position}"),
                ("NM1", "DK", "1", "BRANNIGAN", "AOIFE", "", "", "", "XX", bill.orderer),
            ]
    return rows
