"""From an admitted claim to the answers that will go out, and what comes weeks later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oxyclaim_simulator.fees import Fees
from oxyclaim_simulator.judge import Judged, blank, denied, judged, undo
from oxyclaim_simulator.memory import Adjusted, Answer, Debt, LineAnswer, Memory, Record, Task
from oxyclaim_simulator.money import part
from oxyclaim_simulator.payers import PAYERS, Payer, payer_of
from oxyclaim_simulator.scenarios import Scenario
from oxyclaim_simulator.submitted import Claim

CLEAN_DAYS = 14
RECORDS_DAYS = 48
LATE_DAYS = 40
INTEREST_PER_MILLE = 6
"""Of the payment: a made-up rate."""
FORCED = {
    "denied-need": "need", "denied-records": "records", "denied-duplicate": "duplicate", "denied-late": "late",
    "denied-stay": "stay", "denied-modifier": "modifier", "denied-orderer": "orderer-name", "denied-place": "place",
    "denied-contractor": "other-contractor", "denied-plan": "advantage", "denied-month": "same-month",
    "denied-patient": "notice", "appeal-won": "need", "appeal-lost": "need",
}  # fmt: skip
LATER = {
    "reversed": ("deny", "net"), "bare-reversal": ("deny", "net"), "recouped": ("deny", "delayed"),
    "recouped-slowly": ("deny", "slow"),
    "refunded": ("deny", "refunded"), "corrected": ("correct", "net"), "appeal-won": ("win", "net"),
}  # fmt: skip
LOST = 10
"""Per mille of crossovers that never arrive."""


@dataclass(frozen=True)
class Office:
    """A payer's office: its memory, prices, and what the scenario has in store."""

    memory: Memory
    fees: Fees
    scenario: Scenario
    seed: int

    def finish(self, record: Record, claim: Claim) -> None:
        """Judge an admitted claim and put its answers where the remittances take them from."""
        payer = payer_of(record.payer, claim.payer_name)
        if claim.rank != "P" and payer.kind != "medicare":
            self._second(record, payer, _earlier(claim), record.received + timedelta(days=CLEAN_DAYS))
            return
        fate = self.scenario.draw(self.scenario.claims, self.seed, f"claim {record.claim_id}")
        if self._crosses(record, payer) and fate in LATER and fate != "appeal-won":
            fate = ""  # a supplement's answer would have to be reversed too
        found = judged(self.memory, record, payer, self.fees, FORCED.get(fate, ""))
        natural = [each for each in found.grounds if each and each != FORCED.get(fate)]
        if natural:
            fate = ""
        days = {"interest": LATE_DAYS, "denied-records": RECORDS_DAYS}.get(fate, CLEAN_DAYS)
        ready = record.received + timedelta(days=self._days(days, days + 9, record, "ready"))
        self._send(record, payer, self._shaped(record, payer, found, fate, ready), fate, found)
        if fate in LATER:
            action, detail = LATER[fate]
            detail = "bare" if fate == "bare-reversal" else detail
            day = ready + timedelta(days=self._days(35, 110, record, "later"))
            self.memory.tasks.append(Task(day, action, record.number, detail))
        if fate == "foreign-debt" and found.is_paid:
            self._foreign(record, payer, ready)

    def act(self, day: date) -> None:
        """Do what is due on or before a day."""
        due = [task for task in self.memory.tasks if task.day <= day]
        self.memory.tasks = [task for task in self.memory.tasks if task.day > day]
        for task in sorted(due, key=lambda task: (task.day, task.record)):
            record = self.memory.records[task.record]
            payer = payer_of(record.payer, "")
            if task.action == "cross":
                supplement = payer_of(task.detail, "")
                self._second(record, supplement, _standing(record), task.day)
            elif record.state != "answered":
                self.memory.tasks.append(replace(task, day=task.day + timedelta(days=7)))
            else:
                self._change(record, payer, task)

    def _change(self, record: Record, payer: Payer, task: Task) -> None:
        """A reversal and a correction of what stands."""
        pair = self.memory.next("pair")
        undo(self.memory, record, payer)
        if task.action == "deny":
            new = Judged([denied(line, "need") for line in record.lines], ["MA01"], ["need"] * len(record.lines))
        else:
            new = judged(self.memory, record, payer, self.fees, percent=_percent(task, self.seed, record))
        recovery, style = ("net", "bare") if task.detail == "bare" else (task.detail, "")
        back = [_reversal(old, task.day, recovery, style, pair) for old in record.said]
        answers, number = self._shaped(record, payer, new, "", task.day), self._icn(task.day)
        for each in answers:
            each.pair, each.original, each.recovery, each.icn = pair, back[0].icn, recovery, number
        self.memory.waiting += back
        self._send(record, payer, answers, "", new)

    def _send(self, record: Record, payer: Payer, answers: Sequence[Answer], fate: str, found: Judged) -> None:
        for answer in answers:
            if payer.denies_with_4 and answer.paid == 0 and not answer.patient and answer.status == "1":
                answer.status = "4"
        supplement = self.memory.person(record.member).supplement
        whole = len(answers) == 1
        if whole and self._crosses(record, payer, fate) and found.is_paid and answers[0].patient:
            answer, supplement = answers[0], supplement or "60604"
            answer.status, answer.forwarded_to = "19", supplement
            answer.remarks = [*answer.remarks, "MA18"]
            if not self.scenario.draw((("lost", LOST),), self.seed, f"crossover {record.claim_id}"):
                day = answer.ready + timedelta(days=self._days(10, 21, record, "crossed"))
                self.memory.tasks.append(Task(day, "cross", record.number, supplement))
        self.memory.waiting += answers

    def _crosses(self, record: Record, payer: Payer, fate: str = "") -> bool:
        return payer.crosses_over and bool(self.memory.person(record.member).supplement or fate == "crossed")

    def _shaped(self, record: Record, payer: Payer, found: Judged, fate: str, ready: date) -> list[Answer]:
        """The claim answers, in the shape that its fate gives them."""
        answer = Answer(
            record.number, payer.id, "1", record.icn, record.charge, found.lines, ready, remarks=found.remarks
        )
        if not found.is_paid:
            if payer.splits_by_line and len(found.lines) > 1:
                return _by_line(answer, ready, ready)
            return [answer]
        if fate == "interest":
            answer.interest = max(1, part(max(0, answer.paid), INTEREST_PER_MILLE, 1000))
        elif fate == "bundled" and len(found.lines) > 1:
            answer.lines = _bundled(found.lines)
        elif fate == "six":
            for line in answer.lines:
                line.adjusted = _six(line.adjusted)
        elif fate == "gap":
            answer.style = "gap"
        elif fate == "corrected-member":
            answer.style = "corrected"
        elif fate == "claim-level":
            _raise_sequestration(answer)
        elif (fate == "split" or payer.splits_by_line) and len(found.lines) > 1:
            return _by_line(answer, ready, ready + timedelta(days=7 if fate == "split" else 0))
        elif fate == "split-together" and len(found.lines) > 1:
            return _by_line(answer, ready, ready)
        return [answer]

    def _second(self, record: Record, payer: Payer, earlier: dict[str, tuple[int, int]], ready: date) -> None:
        """A second payer's answer: ``earlier`` holds, by line id, what is settled and what is left to the patient."""
        lines = []
        for line in record.lines:
            settled, deductible = earlier.get(line.id, (0, 0))
            answer, left = blank(line), line.charge - settled
            if line.id not in earlier:
                lines.append(denied(line, "other-payer"))
                continue
            if payer.charges_share_only:
                answer.charge = left
            elif settled:
                answer.adjusted.append(Adjusted("OA", "23", settled))
            kept = min(left, deductible) if payer.charges_share_only else 0
            if kept:
                answer.adjusted.append(Adjusted("PR", "1", kept))
            if payer.pays_share:
                answer.paid = left - kept
            elif left:
                answer.adjusted.append(Adjusted("CO", "45", left))
                answer.remarks.append("N782")
            answer.allowed = left
            lines.append(answer)
        charge = sum(line.charge for line in lines)
        self.memory.waiting.append(Answer(record.number, payer.id, "2", self._icn(ready), charge, lines, ready))

    def _foreign(self, record: Record, payer: Payer, ready: date) -> None:
        amount = 1_000 + 7 * (record.number % 500)
        icn = self._icn(ready)
        self.memory.debts.append(
            Debt(payer.id, record.npi, "foreign", icn, icn, ready, ready, amount, amount)
        )  # fmt: skip

    def _days(self, low: int, high: int, record: Record, what: str) -> int:
        return self.scenario.between(low, high, self.seed, f"{what} {record.claim_id}")

    def _icn(self, day: date) -> str:
        return claim_number(self.memory, day)


def claim_number(memory: Memory, day: date) -> str:
    """A payer's claim number of fourteen digits, never given twice: year, day of the year, sequence."""
    return f"{day:%y%j}{memory.next('claim'):09}"


def _reversal(old: Answer, ready: date, recovery: str, style: str, pair: int) -> Answer:
    """The opposite of an answer, with the same group codes."""
    return Answer(
        old.record, old.payer, "22", old.icn, -old.charge, [line.negated() for line in old.lines], ready,
        recovery=recovery, pair=pair, style=style,
        adjusted=[Adjusted(each.group, each.reason, -each.cents) for each in old.adjusted],
    )  # fmt: skip


def _percent(task: Task, seed: int, record: Record) -> int:
    return 100 if task.action == "win" else 90 if (seed + record.number) % 2 else 110


def _by_line(answer: Answer, first: date, others: date) -> list[Answer]:
    """One claim answer for each line, all with the claim's own id."""
    return [
        replace(answer, charge=line.charge, lines=[line], ready=first if number == 0 else others)
        for number, line in enumerate(answer.lines)
    ]


def _bundled(lines: Sequence[LineAnswer]) -> list[LineAnswer]:
    """All lines under the first one's code; the paying line takes the other charges (OA-94), these give theirs."""
    head, *rest = lines
    more = sum(line.charge for line in rest)
    paid = sum(line.paid for line in lines)
    total: dict[tuple[str, str], int] = {("OA", "94"): -more}
    for line in lines:
        for each in line.adjusted:
            key = (each.group, each.reason)
            total[key] = total.get(key, 0) + each.cents
    adjusted = [Adjusted(group, reason, amount) for (group, reason), amount in total.items()]
    allowed = sum(line.allowed or 0 for line in lines)
    first = replace(head, paid=paid, adjusted=adjusted, allowed=allowed)
    others = [
        replace(
            line, code=head.code, modifiers=head.modifiers, billed=line.code, billed_modifiers=line.modifiers, paid=0,
            adjusted=[Adjusted("CO", "97", line.charge)], allowed=None, remarks=["M15"],
        )
        for line in rest
    ]  # fmt: skip
    return [first, *others]


def _six(adjusted: Sequence[Adjusted]) -> list[Adjusted]:
    """The contractual reduction told under several reasons, one of them a bonus with a negative sign."""
    found = [each for each in adjusted if (each.group, each.reason) != ("CO", "45")]
    whole = sum(each.cents for each in adjusted) - sum(each.cents for each in found)
    parts = [
        Adjusted("CO", "131", 120),
        Adjusted("CO", "104", 75),
        Adjusted("CO", "59", 30),
        Adjusted("CO", "137", -25),
    ]
    if whole < 500:
        return list(adjusted)
    rest = Adjusted("CO", "45", whole - sum(each.cents for each in parts))
    own = [each for each in found if each.group == "CO"]
    return [rest, *own, *parts, *(each for each in found if each.group != "CO")]


def _raise_sequestration(answer: Answer) -> None:
    """Move what is held back from the lines to the claim."""
    held = 0
    for line in answer.lines:
        amount = sum(each.cents for each in line.adjusted if each.reason == "253")
        line.adjusted = [each for each in line.adjusted if each.reason != "253"]
        line.paid += amount
        held += amount
    if held:
        answer.adjusted = [Adjusted("CO", "253", held)]


def _standing(record: Record) -> dict[str, tuple[int, int]]:
    """By line id: what the first payer settled (paid, and adjusted but not left to the patient), and its deductible."""
    found = {}
    for line in record.said[-1].lines if record.said else ():
        left = sum(each.cents for each in line.adjusted if each.group == "PR")
        kept = sum(each.cents for each in line.adjusted if (each.group, each.reason) == ("PR", "1"))
        found[line.line_id] = (line.charge - left, kept)
    return found


def _earlier(claim: Claim) -> dict[str, tuple[int, int]]:
    """The same from a claim that a supplier sent to a second payer (2430); a line without it is not in it."""
    found = {}
    for line in claim.lines:
        if line.others:
            told = [each for other in line.others for each in other.adjustments]
            left = sum(amount for group, _, amount in told if group == "PR")
            kept = sum(amount for group, reason, amount in told if (group, reason) == ("PR", "1"))
            found[line.id] = (line.charge - left, kept)
    return found


SUPPLEMENTS = tuple(each.id for each in PAYERS.values() if each.kind == "supplement")
