"""What a payer decides on a line, and what it pays: in a fixed order, with its memory of the patient.

The order and the codes follow the payers' public texts (docs/simulator.md names them). The pairing of CO-108 with N370
is not confirmed by any.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from oxyclaim_simulator.calendar import filing_ends, months_later
from oxyclaim_simulator.fees import CONTENTS, PORTABLE, STATIONARY, Fees
from oxyclaim_simulator.memory import Adjusted, LineAnswer, LineRecord, Memory, Record
from oxyclaim_simulator.money import part
from oxyclaim_simulator.payers import MEDICARE, Payer, contractor_of, payer_of

MONTHS = 36
BREAK_DAYS = 60
N_SINCE = date(2023, 4, 1)
GROUPS = {"N1", "N2", "N3"}
COVERAGE = GROUPS | {"KX", "GA", "GZ", "GY"}
HOMES = frozenset(["01", "04", "09", "12", "13", "14", "27", "33", "54", "55", "56"])

QUALIFIED = {"1": "N781", "2": "N782", "3": "N783"}
"""Remarks that a qualified Medicare beneficiary may not be billed a deductible, coinsurance, copayment."""
DEDUCTIBLES = {2020: 19_800, 2022: 23_300, 2023: 22_600, 2024: 24_000, 2025: 25_700, 2026: 28_300}
"""Part B, by year, in cents; a year that is not here takes the latest before it."""
SEQUESTRATION = ((date(2013, 4, 1), 2), (date(2020, 5, 1), 0), (date(2022, 4, 1), 1), (date(2022, 7, 1), 2))
"""Percent of the payment, from a service date on."""


@dataclass(frozen=True)
class Denial:
    """Why nothing is paid: group, reason (CARC), remarks of the line and of the claim (RARC).

    ``unprocessable``: MA130, the whole claim is returned and has no appeal.
    """

    group: str
    reason: str
    remarks: tuple[str, ...] = ()
    claim_remarks: tuple[str, ...] = ()
    unprocessable: bool = False


DENIALS = {
    "duplicate": Denial("OA", "18"),
    "late": Denial("CO", "29", ("N211",)),
    "other-contractor": Denial("CO", "109", ("N104",)),
    "advantage": Denial("CO", "24"),
    "dead": Denial("CO", "13"),
    "orderer": Denial("CO", "16", ("N265", "N276"), ("MA13",), True),
    "orderer-name": Denial("CO", "16", ("N264", "N575"), ("MA13",), True),
    "modifier": Denial("CO", "4", ("N519",), (), True),
    "place": Denial("CO", "5", ("M77",)),
    "stay": Denial("CO", "97", ("M2",)),
    "same-month": Denial("CO", "151", ("M3", "M25")),
    "rental-ended": Denial("CO", "108", ("N370",)),
    "included": Denial("CO", "97", ("M15",)),
    "no-base": Denial("CO", "16", ("M124",), (), True),
    "records": Denial("CO", "50", ("N102",)),
    "need": Denial("CO", "50", ("N115",)),
    "notice": Denial("PR", "50"),
    "no-notice": Denial("CO", "50"),
    "excluded": Denial("PR", "96", ("N425",)),
    "other-payer": Denial("CO", "22"),
}


@dataclass
class Judged:
    """The lines as they are answered, the claim's remarks, and whether anything is paid."""

    lines: list[LineAnswer]
    remarks: list[str] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)

    @property
    def is_paid(self) -> bool:
        """Whether no line is denied."""
        return not any(self.grounds)


def judged(memory: Memory, record: Record, payer: Payer, fees: Fees, forced: str = "", percent: int = 100) -> Judged:
    """Judge and price every line, and remember what was paid.

    ``forced``: a ground for denial where the payer would pay. ``percent``: of the fees, for a correction.
    """
    grounds = [_ground(memory, record, line, payer) or forced for line in record.lines]
    returned = next((each for each in grounds if each and DENIALS[each].unprocessable), "")
    if returned:
        grounds = [returned] * len(grounds)
    lines, remarks = [], list(DENIALS[returned].claim_remarks) if returned else []
    for line, ground in zip(record.lines, grounds, strict=True):
        lines.append(denied(line, ground) if ground else _paid(memory, record, line, payer, fees, percent))
    if returned:
        remarks.append("MA130")
    elif payer.is_medicare:
        remarks.append("MA01")
    return Judged(lines, remarks, grounds)


def denied(line: LineRecord, ground: str) -> LineAnswer:
    """A line of which nothing is paid."""
    denial = DENIALS[ground]
    answer = blank(line)
    answer.adjusted, answer.remarks = [Adjusted(denial.group, denial.reason, line.charge)], list(denial.remarks)
    return answer


def blank(line: LineRecord) -> LineAnswer:
    """An answer to a line that says nothing yet."""
    return LineAnswer(
        line.id, line.code, list(line.modifiers), line.units, line.charge, 0, line.service_date, line.until, []
    )


def undo(memory: Memory, record: Record, payer: Payer) -> None:
    """Forget what a claim did to months and deductible, when its payment is reversed."""
    for key, day in record.months:
        memory.rentals[key].remove(day)
    record.months, record.undone = [], record.months
    for year, used in record.deductible.items():
        memory.deductibles[f"{record.member}|{year}"] -= used
    record.deductible = {}


def _rental(payer: Payer, member: str, code: str) -> str:
    """By what the months of a member's equipment are remembered: Medicare's contractors know of each other's."""
    return f"{MEDICARE if payer.is_medicare else payer.id}|{member}|{code}"


def _service(payer: Payer, record: Record, line: LineRecord) -> str:
    group = MEDICARE if payer.is_medicare else payer.id
    return f"{group}|{record.member}|{line.code}|{' '.join(line.modifiers)}|{line.service_date}"


def _ground(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> str:
    """The first reason not to pay, or nothing."""
    person, day = memory.person(record.member), line.service_date
    first = memory.services.setdefault(_service(payer, record, line), record.number)
    if first != record.number and not _was_returned(memory.records[first]):
        return "duplicate"
    memory.services[_service(payer, record, line)] = record.number
    if record.received > filing_ends(day):
        return "late"
    if person.died and day > person.died:
        return "dead"
    if not payer.is_medicare:
        return "rental-ended" if payer.kind == "advantage" and _months(memory, record, line, payer) >= MONTHS else ""
    if record.resident and contractor_of(record.resident) not in (None, payer.id):
        return "other-contractor"
    if any(begins <= day <= ends for begins, ends in person.advantage):
        return "advantage"
    if not line.orderer:
        return "orderer"
    if _modifiers_are_wrong(memory, record, line, payer):
        return "modifier"
    if line.place not in HOMES:
        return "place"
    if any(begins <= day < ends for begins, ends in person.stays):
        return "stay"
    return _history(memory, record, line, payer) or _declared(line)


def _declared(line: LineRecord) -> str:
    """What the supplier's own modifiers say is not covered."""
    found = {"GA": "notice", "GZ": "no-notice", "GY": "excluded"}
    return next((found[each] for each in line.modifiers if each in found), "")


def _was_returned(record: Record) -> bool:
    return record.state == "rejected" or any("MA130" in each.remarks for each in record.said)


def _modifiers_are_wrong(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> bool:
    if line.service_date < date(2018, 8, 1):
        return False
    if line.code in STATIONARY | PORTABLE and not {"RR", "MS"} & set(line.modifiers):
        return True
    start = _start(memory, record, line, payer)
    is_new = "RR" in line.modifiers and (start or line.service_date) >= N_SINCE
    return not COVERAGE & set(line.modifiers) or (is_new and "KX" in line.modifiers)


def _history(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> str:
    """What earlier months forbid."""
    paid = memory.rentals.get(_rental(payer, record.member, line.code), [])
    if line.code in CONTENTS:
        bases = [_rental(payer, record.member, code) for code in sorted(STATIONARY | PORTABLE)]
        if not any(memory.rentals.get(base) for base in bases):
            return "no-base"
        stationary = [_rental(payer, record.member, code) for code in sorted(STATIONARY)]
        rented = [each for key in stationary for each in memory.rentals.get(key, [])]
        return "included" if any(_same_month(each, line.service_date) for each in rented) else ""
    if "RR" not in line.modifiers:
        return ""
    if any(_same_month(each, line.service_date) for each in paid):
        return "same-month"
    return "rental-ended" if _months(memory, record, line, payer) >= MONTHS else ""


def _same_month(one: date, other: date) -> bool:
    first, second = sorted((one, other))
    return second < months_later(first, 1)


def _months(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> int:
    """Months paid before in the rental that this line belongs to."""
    paid = memory.rentals.get(_rental(payer, record.member, line.code), [])
    start = _start(memory, record, line, payer)
    return 0 if start is None else sum(each >= start for each in paid)


def _start(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> date | None:
    """The first paid day of the rental that this line continues; None where it begins one.

    It begins anew for a replacement (RA), and after a break of more than 60 days beyond the paid month where the
    narrative tells of a break in need, but never after month 36.
    """
    key = _rental(payer, record.member, line.code)
    paid = memory.rentals.get(key, [])
    if not paid or "RA" in line.modifiers:
        return None
    start = memory.starts.get(key, min(paid))
    current = [each for each in paid if each >= start]
    gap = months_later(max(paid), 1) + timedelta(days=BREAK_DAYS)
    if "BREAK" in record.note and line.service_date >= gap and len(current) < MONTHS:
        return None
    return start


def _paid(memory: Memory, record: Record, line: LineRecord, payer: Payer, fees: Fees, percent: int) -> LineAnswer:
    allowed = min(line.charge, part(fees.allowed(line.code, tuple(line.modifiers), line.charge), percent))
    _remember(memory, record, line, payer)
    answer, rest = blank(line), allowed
    answer.allowed = allowed
    found = [Adjusted("CO", "45", line.charge - allowed)]
    if payer.deductible and not fees.deductible_met:
        used = _deductible(memory, record, line.service_date.year, rest)
        found.append(Adjusted("PR", "1", used))
        rest -= used
    copay = min(payer.copay, rest)
    share = part(rest - copay, payer.coinsurance)
    payment = rest - copay - share
    held = part(payment, sequestration(line.service_date)) if payer.sequesters else 0
    found += [Adjusted("PR", "3", copay), Adjusted("PR", "2", share), Adjusted("CO", "253", held)]
    answer.adjusted = [each for each in found if each.cents]
    answer.paid = payment - held
    if _months(memory, record, line, payer) == MONTHS and payer.is_medicare and "RR" in line.modifiers:
        answer.remarks.append("M6")
    if payer.is_medicare and is_qualified(memory, record.member):
        answer.remarks += [QUALIFIED[each.reason] for each in answer.adjusted if each.group == "PR"]
    return answer


def _remember(memory: Memory, record: Record, line: LineRecord, payer: Payer) -> None:
    if "RR" not in line.modifiers:
        return
    key, start = _rental(payer, record.member, line.code), _start(memory, record, line, payer)
    if start is None:
        memory.starts[key] = line.service_date
    memory.rentals.setdefault(key, []).append(line.service_date)
    memory.rentals[key].sort()
    record.months.append((key, line.service_date))


def _deductible(memory: Memory, record: Record, year: int, most: int) -> int:
    limit = DEDUCTIBLES[max((each for each in DEDUCTIBLES if each <= year), default=min(DEDUCTIBLES))]
    key = f"{record.member}|{year}"
    elsewhere = memory.person(record.member).deductible_used.get(year, 0)
    used = min(most, max(0, limit - elsewhere - memory.deductibles.get(key, 0)))
    memory.deductibles[key] = memory.deductibles.get(key, 0) + used
    record.deductible[str(year)] = record.deductible.get(str(year), 0) + used
    return used


def is_qualified(memory: Memory, member: str) -> bool:
    """Whether the patient is a qualified Medicare beneficiary, who owes no share whatever the remittance says."""
    return payer_of(memory.person(member).supplement, "").kind == "medicaid"


def sequestration(service_date: date) -> int:
    """Percent that the law holds back on a service date."""
    return next((percent for since, percent in reversed(SEQUESTRATION) if since <= service_date), 0)
