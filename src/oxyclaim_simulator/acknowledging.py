"""TA1, 999 (005010X231A1) and 277CA (005010X214): what the front end says of an interchange."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim_simulator.money import decimal
from oxyclaim_simulator.submitted import Claim, Group, Interchange, Line, Provider, TransactionSet
from oxyclaim_simulator.x12 import Segment

VERSION_999 = "005010X231A1"
VERSION_277CA = "005010X214"


@dataclass(frozen=True)
class SetVerdict:
    """What the 999 says of a transaction set: IK501, the codes behind it, and the claim that is at fault."""

    transaction: TransactionSet
    code: str
    reasons: tuple[str, ...] = ()
    fault: Claim | None = None


@dataclass(frozen=True)
class Status:
    """A claim status: category, code, entity; ``action`` WQ accepts and U rejects."""

    category: str
    code: str
    entity: str = ""
    action: str = "U"
    line: tuple[str, str] | None = None

    @property
    def composite(self) -> tuple[str, ...]:
        """STC01."""
        return (self.category, self.code, self.entity) if self.entity else (self.category, self.code)


ACCEPTED = Status("A2", "20", "PR", "WQ")
REJECTIONS = {
    "code": Status("A7", "507"),
    "line": Status("A3", "247", line=("A7", "507")),
    "member": Status("A7", "164", "IL"),
    "modifier": Status("A7", "453"),
    "certificate": Status("A7", "698"),
    "counted-wrong": Status("A7", "507", action="WQ"),
}
PROVIDER_REJECTED = Status("A8", "496", "85")
PROVIDER_NUMBER = Status("A7", "562", "85")


def ta1(interchange: Interchange, code: str, note: str) -> Segment:
    """The TA1: accepted (A), or rejected (R) with its note code."""
    return ("TA1", interchange.control, interchange.day, interchange.time, code, note)


def functional(group: Group, verdicts: Sequence[SetVerdict]) -> list[Segment]:
    """The body of a 999 for one group."""
    rows: list[Segment] = [("AK1", "HC", group.control, group.version)]
    for verdict in verdicts:
        rows.append(("AK2", "837", verdict.transaction.control, group.version))
        if verdict.fault is not None:
            rows.append(("IK3", "CLM", str(verdict.fault.position), "", "8"))
            rows.append(("CTX", ("CLM01", verdict.fault.id)))
            rows.append(("IK4", "2", "782", "6"))
        rows.append(("IK5", verdict.code, *verdict.reasons))
    accepted = sum(verdict.code in "AE" for verdict in verdicts)
    worst = {verdict.code for verdict in verdicts}
    code = "R" if not accepted else "P" if accepted < len(verdicts) else "E" if "E" in worst else "A"
    rows.append(("AK9", code, str(len(verdicts)), str(len(verdicts)), str(accepted)))
    return rows


@dataclass(frozen=True)
class Gate:
    """What the front end says of a claim: its status, and the payer's claim number where it is accepted."""

    claim: Claim
    status: Status
    icn: str = ""


def claim_acknowledgment(
    transaction: TransactionSet, payer: tuple[str, str], day: date, number: str, gates: Sequence[Gate]
) -> list[Segment]:
    """The body of a 277CA for one transaction set and payer (name, id)."""
    today = f"{day:%Y%m%d}"
    rows: list[Segment] = [
        ("BHT", "0085", "08", number, today, "0600", "TH"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", payer[0], "", "", "", "", "PI", payer[1]),
        ("TRN", "1", number),
        ("DTP", "050", "D8", today),
        ("DTP", "009", "D8", today),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", transaction.submitter_name, "", "", "", "", "46", transaction.submitter),
        ("TRN", "2", transaction.reference),
        ("STC", ("A1", "19", "PR"), today, "WQ", decimal(sum(gate.claim.charge for gate in gates))),
        *_counts(gates, "90", "AA"),
    ]
    level = 2
    for provider in dict.fromkeys(gate.claim.provider for gate in gates):
        own = [gate for gate in gates if gate.claim.provider == provider]
        level += 1
        rows += _provider(provider, own, level)
        if own[0].status is not PROVIDER_REJECTED:
            parent = level
            for gate in own:
                level += 1
                rows += _claim(gate, level, parent, today)
    return rows


def _provider(provider: Provider, gates: Sequence[Gate], level: int) -> Iterator[Segment]:
    rejected = gates[0].status is PROVIDER_REJECTED
    status = PROVIDER_REJECTED if rejected else Status("A1", "19", "PR", "WQ")
    yield ("HL", str(level), "2", "19", "1")
    yield ("NM1", "85", "2", provider.name, "", "", "", "", "XX", provider.npi)
    yield ("TRN", "1", "0")
    yield ("STC", status.composite, "", status.action, decimal(sum(gate.claim.charge for gate in gates)))
    yield from _counts(gates, "QA", "QC")


def _counts(gates: Sequence[Gate], accepted: str, rejected: str) -> Iterator[Segment]:
    """Claims and charges, accepted and rejected, counted by the action (STC03)."""
    good = [gate for gate in gates if gate.status.action == "WQ"]
    bad = [gate for gate in gates if gate.status.action != "WQ"]
    if good:
        yield ("QTY", accepted, str(len(good)))
    if bad:
        yield ("QTY", rejected, str(len(bad)))
    if good:
        yield ("AMT", "YU", decimal(sum(gate.claim.charge for gate in good)))
    if bad:
        yield ("AMT", "YY", decimal(sum(gate.claim.charge for gate in bad)))


def _claim(gate: Gate, level: int, parent: int, today: str) -> Iterator[Segment]:
    claim, status = gate.claim, gate.status
    yield ("HL", str(level), str(parent), "PT")
    yield ("NM1", "QC", "1", claim.last, claim.first, "", "", "", "MI", claim.member)
    yield ("TRN", "2", claim.id)
    yield ("STC", status.composite, today, status.action, decimal(claim.charge))
    if gate.icn:
        yield ("REF", "1K", gate.icn)
    if claim.clearinghouse_id:
        yield ("REF", "D9", claim.clearinghouse_id)
    days = sorted({line.service_date for line in claim.lines})
    if days:
        span = f"{days[0]:%Y%m%d}" + ("" if len(days) == 1 else f"-{days[-1]:%Y%m%d}")
        yield ("DTP", "472", "D8" if len(days) == 1 else "RD8", span)
    if status.line and claim.lines:
        yield from _line(claim.lines[-1], status.line, today)


def _line(line: Line, status: tuple[str, str], today: str) -> Iterator[Segment]:
    yield ("SVC", ("HC", line.code, *line.modifiers), decimal(line.charge), "", "", "", "", line.units)
    yield ("STC", status, today, "U")
    if line.id:
        yield ("REF", "FJ", line.id)
    yield ("DTP", "472", "D8", f"{line.service_date:%Y%m%d}")
