"""What a supplier submitted: the claims of an 837P, as the payer's door needs them."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from oxyclaim_simulator.money import cents
from oxyclaim_simulator.segments import Segments, at, interchanges


@dataclass(frozen=True)
class OtherPayer:
    """What an earlier payer answered on a line (2430): paid, and adjustments as (group, reason, cents)."""

    paid: int
    adjustments: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Line:
    """A service line. ``charge`` in cents; ``position`` is the LX segment's place in the transaction set, from 1."""

    number: str
    id: str
    code: str
    modifiers: tuple[str, ...]
    charge: int
    units: str
    service_date: date
    until: date
    place: str
    orderer: str
    note: str
    position: int
    others: tuple[OtherPayer, ...] = ()


@dataclass(frozen=True)
class Provider:
    """The billing provider: the payee."""

    name: str
    npi: str
    tax_id: str
    street: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True)
class Claim:
    """A claim. ``rank`` is SBR01 (P, S, T); ``position`` the CLM segment's place in the set; ``paid_before`` what
    earlier payers paid, in cents."""

    id: str
    charge: int
    provider: Provider
    payer_id: str
    payer_name: str
    rank: str
    member: str
    last: str
    first: str
    state: str
    place: str
    frequency: str
    original: str
    clearinghouse_id: str
    note: str
    lines: tuple[Line, ...]
    position: int
    paid_before: int = 0

    @property
    def note_text(self) -> str:
        """The narratives of claim and lines."""
        return " ".join([self.note, *(line.note for line in self.lines)]).upper()


@dataclass(frozen=True)
class TransactionSet:
    """One ST: its claims, whether its count is right, and the BHT's number (BHT03)."""

    control: str
    reference: str
    claims: tuple[Claim, ...]
    count_is_right: bool
    submitter: str
    submitter_name: str


@dataclass(frozen=True)
class Group:
    """One GS."""

    control: str
    sender: str
    receiver: str
    version: str
    sets: tuple[TransactionSet, ...]


@dataclass(frozen=True)
class Interchange:
    """One ISA."""

    control: str
    sender: str
    sender_qualifier: str
    receiver: str
    receiver_qualifier: str
    day: str
    time: str
    usage: str
    groups: tuple[Group, ...]


def read(path: Path) -> list[Interchange]:
    """The interchanges of an 837P file. Raises ValueError with a sentence, and OSError."""
    return parse(path.read_bytes().decode("latin-1"))


def parse(text: str) -> list[Interchange]:
    """The interchanges of the text of an 837P. Raises ValueError with a sentence."""
    return [_interchange(each) for each in interchanges(text)]


def _interchange(segments: Segments) -> Interchange:
    isa = segments.rows[0]
    groups: list[Group] = []
    sets: list[TransactionSet] = []
    gs: tuple[str, ...] = ()
    start = 0
    for number, row in enumerate(segments.rows):
        if row[0] == "GS":
            gs, sets = row, []
        elif row[0] == "ST":
            start = number
        elif row[0] == "SE":
            if at(segments.rows[start], 1) != "837":
                raise ValueError(f"transaction set {at(segments.rows[start], 2)} is no 837")
            sets.append(_Reader(segments.rows[start : number + 1], segments.composite).transaction_set())
        elif row[0] == "GE":
            groups.append(Group(at(gs, 6), at(gs, 2), at(gs, 3), at(gs, 8), tuple(sets)))
    if segments.rows[-1][0] != "IEA" or not groups:
        raise ValueError("ends before its envelope does; an 837P ends with SE, GE and IEA")
    return Interchange(
        at(isa, 13), at(isa, 6), at(isa, 5), at(isa, 8), at(isa, 7), at(isa, 9), at(isa, 10), at(isa, 15), tuple(groups)
    )


@dataclass
class _Reader:
    """Walks one transaction set; each segment changes what the next claim will hold."""

    rows: tuple[tuple[str, ...], ...]
    composite: str
    provider: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    claim: dict[str, str] = field(default_factory=dict)
    line: dict[str, str] = field(default_factory=dict)
    others: list[OtherPayer] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    submitter: tuple[str, str] = ("", "")
    entity: str = ""
    level: str = ""
    other_loop: bool = False

    def transaction_set(self) -> TransactionSet:
        reference = ""
        for position, row in enumerate(self.rows, start=1):
            if row[0] == "BHT":
                reference = at(row, 3)
            elif row[0] == "SE":
                self._end_claim()
            else:
                self._take(row, position)
        counted = at(self.rows[-1], 1)
        right = counted.isdecimal() and int(counted) == len(self.rows)
        return TransactionSet(at(self.rows[0], 2), reference, tuple(self.claims), right, *self.submitter)

    def _take(self, row: tuple[str, ...], position: int) -> None:
        match row[0]:
            case "HL":
                self._end_claim()
                self.level = at(row, 3)
                if self.level == "20":
                    self.provider = {}
                if self.level in ("20", "22"):
                    self.person = {}
            case "SBR":
                self._subscriber(row)
            case "NM1":
                self._name(row)
            case "N3" if self.entity == "85":
                self.provider["street"] = at(row, 1)
            case "N4":
                self._town(row)
            case "REF":
                self._reference(row)
            case "CLM":
                self._end_claim()
                place, _, frequency = [*at(row, 5).split(self.composite), "", "", ""][:3]
                self.claim = {"id": at(row, 1), "charge": at(row, 2), "place": place, "frequency": frequency,
                              "position": str(position)}  # fmt: skip
            case "NTE":
                target = self.line if self.line else self.claim
                target["note"] = f"{target.get('note', '')} {at(row, 2)}".strip()
            case "AMT" if at(row, 1) == "D" and self.claim:
                paid = int(self.claim.get("paid_before", "0")) + cents(at(row, 2))
                self.claim["paid_before"] = str(paid)
            case "LX":
                self._end_line()
                self.line = {"number": at(row, 1), "position": str(position)}
            case "SV1":
                self._service(row)
            case "DTP" if at(row, 1) == "472" and self.line:
                first, _, last = at(row, 3).partition("-")
                self.line |= {"from": first, "until": last or first}
            case "SVD" if self.line:
                self.others.append(OtherPayer(cents(at(row, 2)), ()))
            case "CAS" if self.line and self.others:
                triplets = [(at(row, 1), at(row, index), at(row, index + 1)) for index in range(2, len(row), 3)]
                found = tuple((group, reason, cents(amount)) for group, reason, amount in triplets if reason)
                last_payer = self.others[-1]
                self.others[-1] = OtherPayer(last_payer.paid, last_payer.adjustments + found)

    def _subscriber(self, row: tuple[str, ...]) -> None:
        if self.claim:
            self.other_loop = True
        else:
            self.person["rank"] = at(row, 1)

    def _name(self, row: tuple[str, ...]) -> None:
        self.entity = at(row, 1)
        names = {"last": at(row, 3), "first": at(row, 4)}
        if self.entity == "41":
            self.submitter = (at(row, 9), at(row, 3))
        elif self.entity == "85":
            self.provider |= {"name": at(row, 3), "npi": at(row, 9)}
        elif self.entity == "IL" and not self.claim:
            self.person |= names | {"member": at(row, 9)}
        elif self.entity == "QC" and not self.claim:
            self.person |= names
        elif self.entity == "PR" and not self.claim:
            self.person |= {"payer_name": at(row, 3), "payer_id": at(row, 9)}
        elif self.entity == "DK" and self.line:
            self.line["orderer"] = at(row, 9)

    def _town(self, row: tuple[str, ...]) -> None:
        if self.entity == "85":
            self.provider |= {"city": at(row, 1), "state": at(row, 2), "zip": at(row, 3)}
        elif self.entity in ("IL", "QC") and not self.claim:
            self.person["state"] = at(row, 2)

    def _reference(self, row: tuple[str, ...]) -> None:
        kind, value = at(row, 1), at(row, 2)
        if self.line and kind == "6R":
            self.line["id"] = value
        elif self.claim and not self.other_loop and kind in ("D9", "F8"):
            self.claim[kind] = value
        elif self.entity == "85" and kind in ("EI", "SY"):
            self.provider["tax_id"] = value

    def _service(self, row: tuple[str, ...]) -> None:
        code = at(row, 1).split(self.composite)
        self.line |= {"code": code[1] if len(code) > 1 else "", "charge": at(row, 2), "units": at(row, 4),
                      "modifiers": ":".join(code[2:6]), "place": at(row, 5)}  # fmt: skip

    def _end_line(self) -> None:
        line = self.line
        if line:
            modifiers = tuple(each for each in line.get("modifiers", "").split(":") if each)
            self.lines.append(
                Line(
                    line["number"], line.get("id", ""), line.get("code", ""), modifiers,
                    self._amount(line.get("charge", ""), "the charge of a line (SV102)"), line.get("units", "1"),
                    self._day(line.get("from", "")), self._day(line.get("until", "")),
                    line.get("place") or self.claim["place"], line.get("orderer", ""), line.get("note", ""),
                    int(line["position"]), tuple(self.others),
                )
            )  # fmt: skip
        self.line, self.others = {}, []

    def _end_claim(self) -> None:
        self._end_line()
        claim, person, provider = self.claim, self.person, self.provider
        if claim:
            owner = Provider(
                *(provider.get(name, "") for name in ("name", "npi", "tax_id", "street", "city", "state", "zip"))
            )
            self.claims.append(
                Claim(
                    claim["id"], self._amount(claim["charge"], "the charge (CLM02)"), owner, person.get("payer_id", ""),
                    person.get("payer_name", ""), person.get("rank", "P"), person.get("member", ""),
                    person.get("last", ""), person.get("first", ""), person.get("state", ""), claim["place"],
                    claim["frequency"], claim.get("F8", ""), claim.get("D9", ""), claim.get("note", ""),
                    tuple(self.lines), int(claim["position"]), int(claim.get("paid_before", "0")),
                )
            )  # fmt: skip
        self.claim, self.lines, self.other_loop, self.entity = {}, [], False, ""

    def _amount(self, text: str, what: str) -> int:
        try:
            return cents(text)
        except ValueError as error:
            raise ValueError(f"claim {len(self.claims) + 1}: {what} is {error}") from None

    def _day(self, text: str) -> date:
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        except ValueError:
            raise ValueError(f"claim {len(self.claims) + 1}: the service date (DTP*472) is no date") from None
