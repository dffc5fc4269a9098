"""The front door: an interchange comes in, is acknowledged, and its claims are recorded, rejected or lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim_simulator import x12
from oxyclaim_simulator.acknowledging import (
    ACCEPTED,
    PROVIDER_NUMBER,
    PROVIDER_REJECTED,
    REJECTIONS,
    VERSION_277CA,
    VERSION_999,
    Gate,
    SetVerdict,
    claim_acknowledgment,
    functional,
    ta1,
)
from oxyclaim_simulator.finishing import Office, claim_number
from oxyclaim_simulator.memory import LineRecord, Payee, Record, Written
from oxyclaim_simulator.payers import payer_of
from oxyclaim_simulator.remittance import UNNAMED
from oxyclaim_simulator.remitting import File
from oxyclaim_simulator.submitted import Claim, Group, Interchange, TransactionSet

_MEMBER = re.compile(r"[1-9][A-Z0-9]{10}")
DUPLICATE_INTERCHANGE = "025"
UNKNOWN_SENDER = "006"


@dataclass(frozen=True)
class Door:
    """Takes interchanges in for an office."""

    office: Office

    def take(self, interchange: Interchange, day: date) -> list[File]:
        """Acknowledge an interchange and record its claims. Returns the files, none where the payer is silent."""
        memory, scenario = self.office.memory, self.office.scenario
        key = f"{interchange.sender}|{interchange.control}"
        if key in memory.seen:
            return [self._ta1(interchange, day, "R", DUPLICATE_INTERCHANGE)]
        memory.seen.append(key)
        fate = scenario.draw(scenario.batches, self.office.seed, f"batch {interchange.control}")
        sets = [each for group in interchange.groups for each in group.sets]
        if fate == "silent":
            self._lost(interchange, sets, day, "silent", "no answer")
            return []
        if fate == "interchange-rejected":
            self._lost(interchange, sets, day, "rejected", "TA1")
            return [self._ta1(interchange, day, "R", UNKNOWN_SENDER)]
        files = [] if fate == "ta1-first" else [self._ta1(interchange, day, "A", "000")]
        for group in interchange.groups:
            verdicts = _verdicts(group, fate)
            files.append(self._999(interchange, group, verdicts, day, fate))
            self._lost(interchange, [each.transaction for each in verdicts if each.code == "R"], day, "rejected", "999")
            for verdict in verdicts:
                if verdict.code != "R":
                    files += self._admit(interchange, verdict.transaction, day, fate)
        return files

    def _ta1(self, interchange: Interchange, day: date, code: str, note: str) -> File:
        control = self.office.memory.next("ISA front end")
        text = x12.interchange(_envelope(interchange, "FA", "", day, control), [], ta1=ta1(interchange, code, note))
        return File(Written(f"{day:%Y-%m-%d}-ta1-{control:05}.x12", "TA1", "post"), text)

    def _999(
        self, interchange: Interchange, group: Group, verdicts: Sequence[SetVerdict], day: date, fate: str
    ) -> File:
        control = self.office.memory.next("ISA front end")
        envelope = _envelope(interchange, "FA", VERSION_999, day, control)
        sets = [x12.transaction_set("999", 1, functional(group, verdicts), VERSION_999)]
        first = ta1(interchange, "A", "000") if fate == "ta1-first" else None
        text = x12.interchange(envelope, sets, ta1=first)
        return File(Written(f"{day:%Y-%m-%d}-999-{control:05}.x12", "999", "post"), text)

    def _admit(self, interchange: Interchange, transaction: TransactionSet, day: date, fate: str) -> Iterator[File]:
        memory = self.office.memory
        for payer_id in dict.fromkeys(claim.payer_id for claim in transaction.claims):
            claims = [claim for claim in transaction.claims if claim.payer_id == payer_id]
            # A front end that tells nobody turns nothing down.
            gates = [
                Gate(claim, ACCEPTED, claim_number(memory, day)) if fate == "no-277ca"
                else self._gate(claim, day, transaction)
                for claim in claims
            ]  # fmt: skip
            if fate != "no-277ca":
                control = memory.next("ISA front end")
                payer = payer_of(payer_id, claims[0].payer_name)
                body = claim_acknowledgment(transaction, (payer.name, payer.id), day, f"{control:09}", gates)
                envelope = _envelope(interchange, "HN", VERSION_277CA, day, control)
                text = x12.interchange(envelope, [x12.transaction_set("277", 1, body, VERSION_277CA)])
                yield File(Written(f"{day:%Y-%m-%d}-277ca-{control:05}.x12", "277CA", "post"), text)
            for gate in gates:
                record = self._record(interchange, transaction, gate.claim, day)
                if gate.icn:
                    record.icn = gate.icn
                    self.office.finish(record, gate.claim)
                else:
                    record.state, record.why = "rejected", f"277CA {':'.join(gate.status.composite)}"

    def _gate(self, claim: Claim, day: date, transaction: TransactionSet) -> Gate:
        scenario, seed = self.office.scenario, self.office.seed
        fate = scenario.draw(scenario.gates, seed, f"gate {claim.id}")
        provider = f"provider {transaction.reference} {claim.provider.npi}"
        if ("provider", 1000) in scenario.gates or scenario.draw(scenario.gates, seed, provider) == "provider":
            return Gate(claim, PROVIDER_REJECTED)
        if not _is_npi(claim.provider.npi):
            return Gate(claim, PROVIDER_NUMBER)
        if payer_of(claim.payer_id, "").is_medicare and not _MEMBER.fullmatch(claim.member):
            return Gate(claim, REJECTIONS["member"])
        if any(len(set(line.modifiers)) < len(line.modifiers) for line in claim.lines):
            return Gate(claim, REJECTIONS["modifier"])
        if fate in REJECTIONS:
            return Gate(claim, REJECTIONS[fate])
        return Gate(claim, ACCEPTED, claim_number(self.office.memory, day))

    def _lost(self, interchange: Interchange, sets: Sequence[TransactionSet], day: date, state: str, why: str) -> None:
        for transaction in sets:
            for claim in transaction.claims:
                record = self._record(interchange, transaction, claim, day)
                record.state, record.why = state, why

    def _record(self, interchange: Interchange, transaction: TransactionSet, claim: Claim, day: date) -> Record:
        memory, provider = self.office.memory, claim.provider
        memory.payees[provider.npi] = Payee(
            provider.name, provider.tax_id, provider.street, provider.city, provider.state, provider.zip
        )
        record = Record(
            len(memory.records), claim.id, claim.payer_id, claim.rank, claim.member, claim.last, claim.first,
            claim.state, provider.npi, claim.charge, claim.place, claim.note_text, day,
            [
                LineRecord(line.id or f"{UNNAMED}{line.number}", line.code, list(line.modifiers), line.units,
                           line.charge, line.service_date, line.until, line.place, line.orderer)
                for line in claim.lines
            ],
            interchange.control, submitter=transaction.submitter,
        )  # fmt: skip
        memory.records.append(record)
        return record


def _verdicts(group: Group, fate: str) -> list[SetVerdict]:
    verdicts = []
    for number, transaction in enumerate(group.sets):
        first = next(iter(transaction.claims), None)
        if not transaction.count_is_right:
            verdicts.append(SetVerdict(transaction, "R", ("4",)))
        elif fate == "group-rejected" or (fate == "set-rejected" and number == 0):
            verdicts.append(SetVerdict(transaction, "R", ("5",), first))
        elif fate == "with-errors":
            verdicts.append(SetVerdict(transaction, "E", ("5",), first))
        else:
            verdicts.append(SetVerdict(transaction, "A"))
    return verdicts


def _envelope(interchange: Interchange, kind: str, version: str, day: date, control: int) -> x12.Envelope:
    """Back to who sent it."""
    return x12.Envelope(
        kind, version, interchange.receiver, interchange.sender, day, control, interchange.usage,
        interchange.receiver_qualifier, interchange.sender_qualifier,
    )  # fmt: skip


def _is_npi(number: str) -> bool:
    """Ten digits whose check digit is right (Luhn with the prefix 80840)."""
    if not re.fullmatch(r"\d{10}", number):
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
