"""A tiny reading of 835 files for the tests: splits, adds up, and says where the identities do not hold.

It shares nothing with the simulator or the product. Identities (numbers as in docs/simulator.md): B1 line, B2 claim, B3
transaction, B4 lines against claim, B7 patient's share, B9 lines are there.
"""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Clp:
    elements: list[str]
    cas: list[tuple[str, str, Decimal]] = field(default_factory=list)
    lines: list["Svc"] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.elements[1]

    @property
    def status(self) -> str:
        return self.elements[2]

    @property
    def charge(self) -> Decimal:
        return Decimal(self.elements[3])

    @property
    def paid(self) -> Decimal:
        return Decimal(self.elements[4])

    @property
    def all_cas(self) -> list[tuple[str, str, Decimal]]:
        return [*self.cas, *(each for line in self.lines for each in line.cas)]

    @property
    def is_bare(self) -> bool:
        """A reversal that repeats nothing, as some payers send it."""
        return self.status == "22" and not self.lines


@dataclass
class Svc:
    elements: list[str]
    cas: list[tuple[str, str, Decimal]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def charge(self) -> Decimal:
        return Decimal(self.elements[2])

    @property
    def paid(self) -> Decimal:
        return Decimal(self.elements[3])


@dataclass
class St:
    bpr: list[str]
    trn: list[str]
    claims: list[Clp] = field(default_factory=list)
    plb: list[tuple[str, str, Decimal]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.bpr[2])


def rows_of(text: str) -> tuple[list[list[str]], str]:
    """Elements of every segment, and the composite separator."""
    element, composite, terminator = text[3], text[104], text[105]
    rows = [row.strip("\r\n").split(element) for row in text.split(terminator)]
    return [row for row in rows if row != [""]], composite


def transactions(text: str) -> list[St]:
    """Every ST of an 835 file, as far as it goes."""
    rows, composite = rows_of(text)
    found: list[St] = []
    for row in rows:
        kind = row[0]
        if kind == "ST":
            found.append(St([], []))
        if found:
            _take(found[-1], row, composite)
    return found


def _take(st: St, row: list[str], composite: str) -> None:
    st.rows.append(row)
    match row[0]:
        case "BPR":
            st.bpr = row
        case "TRN":
            st.trn = row
        case "CLP":
            st.claims.append(Clp(row))
        case "SVC":
            st.claims[-1].lines.append(Svc(row))
        case "CAS":
            owner = st.claims[-1].lines[-1] if st.claims[-1].lines else st.claims[-1]
            owner.cas += [(row[1], row[at], Decimal(row[at + 1])) for at in range(2, len(row), 3) if row[at]]
        case "PLB":
            for at in range(3, len(row), 2):
                code, _, reference = row[at].partition(composite)
                st.plb.append((code, reference, Decimal(row[at + 1])))
    if st.claims:
        owner = st.claims[-1].lines[-1] if st.claims[-1].lines else st.claims[-1]
        owner.rows.append(row)


def wrong(st: St) -> list[str]:
    """Every identity that a transaction breaks, with the place and the difference."""
    found = []
    sum_of_claims = sum((claim.paid for claim in st.claims), Decimal(0))
    difference = sum_of_claims - sum((amount for _, _, amount in st.plb), Decimal(0)) - st.amount
    if difference:
        found.append(f"B3 {st.trn[2]}: {difference}")
    for claim in st.claims:
        if not claim.is_bare:
            found += _wrong_claim(claim)
    return found


def _wrong_claim(claim: Clp) -> list[str]:
    zero, found = Decimal(0), []
    for number, line in enumerate(claim.lines, start=1):
        if difference := line.charge - sum((each[2] for each in line.cas), zero) - line.paid:
            found.append(f"B1 {claim.id} line {number}: {difference}")
    if difference := claim.charge - sum((each[2] for each in claim.all_cas), zero) - claim.paid:
        found.append(f"B2 {claim.id}: {difference}")
    if not claim.lines:
        found.append(f"B9 {claim.id}: no lines")
    if difference := sum((line.charge for line in claim.lines), zero) - claim.charge:
        found.append(f"B4 charges of {claim.id}: {difference}")
    at_claim = sum((each[2] for each in claim.cas), zero)
    if difference := sum((line.paid for line in claim.lines), zero) - at_claim - claim.paid:
        found.append(f"B4 payments of {claim.id}: {difference}")
    patient = sum((each[2] for each in claim.all_cas if each[0] == "PR"), zero)
    told = Decimal(claim.elements[5] or "0")
    if claim.status != "22" and patient != told:
        found.append(f"B7 {claim.id}: {patient} is not {told}")
    return found
