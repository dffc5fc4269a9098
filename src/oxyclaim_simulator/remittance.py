"""The 835 (005010X221A1) of one payment, and of several in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim_simulator.memory import Adjusted, Answer, LineAnswer, Payee, Record
from oxyclaim_simulator.money import decimal
from oxyclaim_simulator.payers import Payer
from oxyclaim_simulator.x12 import Delimiters, Segment

VERSION = "005010X221A1"
PAIRS = 6
TRIPLETS = 6
UNNAMED = "#"
"""Begins the id of a line that was sent without a control number (REF*6R); nothing is returned then."""


@dataclass(frozen=True)
class Pair:
    """One provider-level adjustment: code and reference (PLB03), cents; positive lowers the payment."""

    code: str
    reference: str
    cents: int


@dataclass
class Payment:
    """What one ST holds: claim answers with their accounts, provider-level adjustments, and the sum."""

    payer: Payer
    npi: str
    payee: Payee
    trace: str
    day: date
    effective: date
    answers: list[tuple[Answer, Record]]
    pairs: list[Pair]
    receiver: str

    @property
    def cents(self) -> int:
        """BPR02: the claims' payments less the provider-level adjustments."""
        return sum(answer.paid for answer, _ in self.answers) - sum(pair.cents for pair in self.pairs)


def body(payment: Payment, delimiters: Delimiters) -> list[Segment]:
    """The segments between ST and SE."""
    rows = [*_header(payment, delimiters)]
    for answer, record in payment.answers:
        rows += _claim(answer, record, payment.payer, delimiters)
    rows += _provider_level(payment)
    return rows


def _header(payment: Payment, delimiters: Delimiters) -> Iterator[Segment]:
    payer, payee, amount = payment.payer, payment.payee, payment.cents
    number, day = f"1{payer.tax_id}", f"{payment.day:%Y%m%d}"
    effective = f"{payment.effective:%Y%m%d}"
    if amount:
        yield ("BPR", "I", decimal(amount), "C", "ACH", "CCP", "01", "011000015", "DA", "5550001", number, "", "01",
               "011000028", "DA", "5550002", effective)  # fmt: skip
    else:
        yield ("BPR", "H", "0", "C", "NON", *[""] * 11, effective)
    yield ("TRN", "1", payment.trace, number)
    yield ("REF", "EV", payment.receiver)
    yield ("DTM", "405", day)
    yield ("N1", "PR", delimiters.clean(payer.name))
    yield ("N3", "1 MADE UP PLAZA")
    yield ("N4", "ALBANY", "NY", "12207")
    yield ("REF", "2U", payer.id)
    yield ("PER", "BL", "PROVIDER SERVICES", "TE", "8005550100")
    yield ("N1", "PE", delimiters.clean(payee.name), "XX", payment.npi)
    yield ("N3", delimiters.clean(payee.street) or "UNKNOWN")
    yield ("N4", delimiters.clean(payee.city), payee.state, payee.zip)
    yield ("REF", "TJ", payee.tax_id)
    if payment.answers:
        yield ("LX", "1")


def _claim(answer: Answer, record: Record, payer: Payer, delimiters: Delimiters) -> Iterator[Segment]:
    reversal = answer.is_reversal
    patient = "" if reversal or not answer.patient else decimal(answer.patient)
    name = record.claim_id[: payer.cuts_ids] if payer.cuts_ids else record.claim_id
    yield ("CLP", name, answer.status, decimal(answer.charge), decimal(answer.paid), patient, payer.filing, answer.icn,
           record.place, "1")  # fmt: skip
    bare = answer.style == "bare"
    if not bare:
        yield from _adjustments(answer.adjusted, "")
    member = delimiters.clean(record.member)
    yield ("NM1", "QC", "1", delimiters.clean(record.last), delimiters.clean(record.first), "", "", "", "MI", member)
    if answer.style == "corrected":
        yield (
            "NM1",
            "74",
            "1",
            delimiters.clean(record.last),
            delimiters.clean(record.first),
            "",
            "",
            "",
            "C",
            _right(member),
        )
    if answer.forwarded_to:
        yield ("NM1", "TT", "2", "NEXT PAYER", "", "", "", "", "PI", answer.forwarded_to)
    if answer.remarks:
        yield ("MOA", "", "", *answer.remarks[:5])
    if answer.original:
        yield ("REF", "F8", answer.original)
    if bare and answer.lines:
        yield ("DTM", "232", f"{min(line.service_date for line in answer.lines):%Y%m%d}")
    yield ("DTM", "050", f"{record.received:%Y%m%d}")
    if answer.interest:
        yield ("AMT", "I", decimal(answer.interest))
    if not bare:
        for line in answer.lines:
            yield from _line(line, payer, answer.style)


def _right(member: str) -> str:
    """The member id that the payer says is the right one: its fourth and fifth characters exchanged."""
    return f"{member[:3]}{member[4:5]}{member[3:4]}{member[5:]}"


def _line(line: LineAnswer, payer: Payer, style: str) -> Iterator[Segment]:
    modifiers = [] if payer.drops_modifiers else line.modifiers
    billed = ("HC", line.billed, *line.billed_modifiers) if line.billed else ""
    service = ("HC", line.code, *modifiers)
    units = line.units if line.paid or not billed else "0"
    yield ("SVC", service, decimal(line.charge), decimal(line.paid), "", units, billed,
           line.units if units != line.units else "")  # fmt: skip
    if line.until != line.service_date:
        yield ("DTM", "150", f"{line.service_date:%Y%m%d}")
        yield ("DTM", "151", f"{line.until:%Y%m%d}")
    else:
        yield ("DTM", "472", f"{line.service_date:%Y%m%d}")
    yield from _adjustments(line.adjusted, style)
    if not line.line_id.startswith(UNNAMED):
        dash = min(4, len(line.line_id)) if payer.dashes_line_ids else 0
        yield ("REF", "6R", f"{line.line_id[:dash]}-{line.line_id[dash:]}" if dash else line.line_id)
    if line.allowed is not None:
        yield ("AMT", "B6", decimal(line.allowed))
    for remark in line.remarks:
        yield ("LQ", "HE", remark)


def _adjustments(adjusted: Sequence[Adjusted], style: str) -> Iterator[Segment]:
    """CAS by group, up to six triplets each; with ``gap`` the second triplet is blank."""
    groups: dict[str, list[Adjusted]] = {}
    for each in adjusted:
        groups.setdefault(each.group, []).append(each)
    for group, members in groups.items():
        triplets: list[tuple[str, str, str]] = [(each.reason, decimal(each.cents), "") for each in members]
        if style == "gap":
            triplets.insert(1, ("", "", ""))
        for start in range(0, len(triplets), TRIPLETS):
            yield ("CAS", group, *(part for each in triplets[start : start + TRIPLETS] for part in each))


def _provider_level(payment: Payment) -> Iterator[Segment]:
    """PLB, up to six pairs each."""
    for start in range(0, len(payment.pairs), PAIRS):
        pairs = payment.pairs[start : start + PAIRS]
        parts: list[str | tuple[str, ...]] = []
        for pair in pairs:
            parts += [(pair.code, pair.reference) if pair.reference else (pair.code,), decimal(pair.cents)]
        yield ("PLB", payment.npi, f"{payment.day.year}1231", *parts)
