"""The truth: what a supplier's ledger must hold after all that was written so far."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from oxyclaim_simulator.judge import MONTHS, is_qualified
from oxyclaim_simulator.memory import Debt, LineRecord, Memory, Record, Standing

CONTRACT = 1
ABOUT = "Made up by oxyclaim's payer simulator. Amounts are in cents; dates are year-month-day."
CONTRACTUAL = {"CO-45", "CO-131", "CO-104", "CO-59", "CO-137"}
PATIENT = {"PR-1": "deductible", "PR-2": "coinsurance", "PR-3": "copay"}
BUNDLING = {"OA-94"}
KINDS = ("contractual", "sequestration", "denied", "bundled", "other_payer")
SHARES = ("deductible", "coinsurance", "copay", "other")


def truth(memory: Memory) -> dict[str, Any]:
    """Everything that can be compared, as plain values."""
    anew = _sent_anew(memory.records)
    claims = [_claim(memory, record) | {"sent_again": anew.get(record.number)} for record in memory.records]
    return {
        "contract": CONTRACT,
        "about": ABOUT,
        "day": _day(memory.day),
        "totals": _totals(memory, claims),
        "claims": claims,
        "debts": [_debt(each) for each in memory.debts],
        "deposits": [
            {"payer": each.payer, "payee": each.npi, "trace": each.trace, "remitted": _day(each.day),
             "effective": _day(each.effective), "cents": each.cents, "method": each.method, "file": each.file,
             "claim_answers": each.claims, "interest": each.interest}
            for each in memory.deposits
        ],
        "months": [_months(memory, key) for key in sorted(memory.rentals)],
        "deductibles": [
            {"member": key.partition("|")[0], "year": int(key.partition("|")[2]), "used": used}
            for key, used in sorted(memory.deductibles.items())
        ],
        "files": [
            {"name": each.name, "kind": each.kind, "right": each.right, "why": each.why} for each in memory.files
        ],
    }  # fmt: skip


def _totals(memory: Memory, claims: list[dict[str, Any]]) -> dict[str, int]:
    names = ("charge", "paid", *KINDS, "patient", "open")
    found = {name: sum(claim["balance"][name] for claim in claims) for name in names}
    found["interest"] = sum(each.interest for each in memory.deposits)
    found["deposited"] = sum(each.cents for each in memory.deposits)
    found["debts_open"] = sum(each.open for each in memory.debts if each.kind != "foreign")
    found["refunded"] = sum(each.cents for each in memory.debts if each.refund and not each.open)
    found["foreign_taken"] = sum(each.cents - each.open for each in memory.debts if each.kind == "foreign")
    return found


def _claim(memory: Memory, record: Record) -> dict[str, Any]:
    lines = [_line(record, line) for line in record.lines]
    whole = _kinds(record, record.whole)
    names = ("charge", "paid", *KINDS, "patient", "open")
    balance = {name: sum(line["balance"][name] for line in lines) for name in names}
    for name in names:
        balance[name] += whole.get(name, 0)
    return {
        "number": record.number, "claim_id": record.claim_id, "payer": record.payer, "rank": record.rank,
        "member": record.member, "payee": record.npi, "batch": record.batch, "received": _day(record.received),
        "payer_claim_number": record.icn, "state": _state(record), "why": record.why, "balance": balance,
        "patient_may_be_billed": not is_qualified(memory, record.member),
        "claim_level": {
            payer: dict(sorted(each.adjusted.items())) for payer, each in record.whole.items() if each.adjusted
        },
        "lines": lines, "events": record.events,
    }  # fmt: skip


def _sent_anew(records: Iterable[Record]) -> dict[int, str]:
    """By the number of a record that was never judged the id of the next claim that asks the same payer for all of its
    lines."""
    waits: dict[tuple[str, str, str, str], list[Record]] = {}
    found: dict[int, str] = {}
    for record in records:
        asked = {(line.code, str(line.service_date)) for line in record.lines}
        for key in asked:
            for before in waits.get((record.payer, record.member, *key), ()):
                if before.number not in found and asked >= {
                    (each.code, str(each.service_date)) for each in before.lines
                }:
                    found[before.number] = record.claim_id
        if record.state == "rejected":
            for key in asked:
                waits.setdefault((record.payer, record.member, *key), []).append(record)
    return found


def _state(record: Record) -> str:
    """rejected, silent, open (nothing said), part (some lines answered) or answered."""
    if record.state == "open" and any(each.answers for line in record.lines for each in line.standing.values()):
        return "part"
    return record.state


def _line(record: Record, line: LineRecord) -> dict[str, Any]:
    found = _kinds(record, line.standing)
    answered = any(each.answers > 0 for each in line.standing.values())
    shares = _shares(record, line)
    patient = sum(shares.values())
    balance = {
        "charge": line.charge,
        "paid": found["paid"],
        **{kind: found[kind] for kind in KINDS},
        "patient": patient,
    }
    balance["open"] = 0 if answered else line.charge
    return {
        "line_id": line.id, "code": line.code, "modifiers": line.modifiers, "service_date": _day(line.service_date),
        "balance": balance, "patient_by_kind": shares,
        "by_payer": {
            payer: {"paid": each.paid, "adjusted": dict(sorted(each.adjusted.items()))}
            for payer, each in line.standing.items() if each.answers > 0 or each.paid or each.adjusted
        },
    }  # fmt: skip


def _kinds(record: Record, standing: dict[str, Standing]) -> dict[str, int]:
    """Paid, and what reduces the charge by kind. What a later payer repeats of an earlier one (OA-23) counts only where
    the earlier answer is not in this account."""
    found = {"paid": sum(each.paid for each in standing.values()), **dict.fromkeys(KINDS, 0)}
    for payer, each in standing.items():
        bundled = bool(BUNDLING & each.adjusted.keys()) or _is_bundled(record, payer)
        for code, cents in each.adjusted.items():
            kind = _kind(code, bundled)
            if kind == "other_payer" and payer != record.payer and record.payer in standing:
                continue
            if kind:
                found[kind] += cents
    return found


def _kind(code: str, bundled: bool) -> str:
    if code.startswith("PR-"):
        return ""
    if code in CONTRACTUAL:
        return "contractual"
    if code == "CO-253":
        return "sequestration"
    if code == "OA-23":
        return "other_payer"
    if code in BUNDLING or (bundled and code == "CO-97"):
        return "bundled"
    return "denied"


def _is_bundled(record: Record, payer: str) -> bool:
    """Whether a line of the claim takes the charges of others."""
    return any(BUNDLING & line.standing[payer].adjusted.keys() for line in record.lines if payer in line.standing)


def _shares(record: Record, line: LineRecord) -> dict[str, int]:
    """The patient's share: what the last payer that answered left."""
    found = dict.fromkeys(SHARES, 0)
    last = next((line.standing[payer] for payer in reversed(record.payers) if payer in line.standing
                 and line.standing[payer].answers > 0), None)  # fmt: skip
    for code, cents in last.adjusted.items() if last else ():
        if code.startswith("PR-"):
            found[PATIENT.get(code, "other")] += cents
    return found


def _debt(debt: Debt) -> dict[str, Any]:
    return {
        "payer": debt.payer, "payee": debt.npi, "kind": debt.kind, "reference": debt.reference,
        "payer_claim_number": debt.icn, "claim": debt.record if debt.record >= 0 else None, "opened": _day(debt.opened),
        "due": _day(debt.due), "cents": debt.cents, "open": debt.open, "refunded": debt.refund and not debt.open,
        "moves": [
            {"trace": each.trace, "day": _day(each.day), "code": each.code, "cents": each.cents} for each in debt.moves
        ],
    }  # fmt: skip


def _months(memory: Memory, key: str) -> dict[str, Any]:
    group, member, code = key.split("|")
    paid = _told(memory, key)
    start = memory.starts.get(key)
    current = [each for each in paid if start is None or each >= start]
    return {
        "payer": group, "member": member, "code": code, "paid": [_day(each) for each in paid],
        "rental_start": _day(start), "months_paid": len(current), "months_left": max(0, MONTHS - len(current)),
    }  # fmt: skip


def _told(memory: Memory, key: str) -> list[date]:
    """The months that payers have said were paid: what they have decided and not written yet nobody can know."""
    found = Counter(memory.rentals[key])
    for answer in memory.waiting:
        record = memory.records[answer.record]
        its_lines = {(line.billed or line.code, line.service_date) for line in answer.lines}
        months = record.undone if answer.is_reversal else record.months
        for of_rental, day in months:
            if of_rental == key and (of_rental.rpartition("|")[2], day) in its_lines:
                found[day] += 1 if answer.is_reversal else -1
    return sorted((+found).elements())


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def accounts_close(claims: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of claims whose charge is not what was paid, reduced, left to the patient and is open. There are none."""
    parts = ("paid", *KINDS, "patient", "open")
    return [
        each["claim_id"] for each in claims if each["balance"]["charge"] != sum(each["balance"][part] for part in parts)
    ]
