"""A payer's payment day: which answers go out, what is taken for debts, and the files and deposits that come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oxyclaim_simulator import x12
from oxyclaim_simulator.calendar import work_days_later
from oxyclaim_simulator.memory import Adjusted, Answer, Debt, Deposit, Memory, Move, Payee, Record, Standing, Written
from oxyclaim_simulator.money import cents, decimal
from oxyclaim_simulator.payers import Payer
from oxyclaim_simulator.remittance import VERSION, Pair, Payment, body
from oxyclaim_simulator.scenarios import Scenario

TAKEN_FROM = 41
"""Days after a debt was opened, when it is taken."""
REFUND_AFTER = 20
OTHER_NPI = "1999999992"
SOMEBODY = Payee("SOMEBODY ELSE", "999999999", "2 ELSEWHERE", "TROY", "NY", "12180")
"""A payee that is nobody's here."""


@dataclass(frozen=True)
class File:
    """A file to be written."""

    written: Written
    text: str


def pay(memory: Memory, payer: Payer, day: date, scenario: Scenario, seed: int) -> list[File]:
    """The remittance files of a payer on a day; none where nothing is ready."""
    ready = [each for each in memory.waiting if each.payer == payer.id and each.ready <= day]
    if not ready and not _refunds_due(memory, payer, day):
        return []
    gone = {id(each) for each in ready}
    memory.waiting = [each for each in memory.waiting if id(each) not in gone]
    payees = {memory.records[each.record].npi for each in ready} | {
        each.npi for each in _refunds_due(memory, payer, day)
    }
    files: list[File] = []
    for npi in sorted(payees):
        own = [each for each in ready if memory.records[each.record].npi == npi]
        files += _of_payee(memory, payer, npi, day, own, scenario, seed)
    return files


def _refunds_due(memory: Memory, payer: Payer, day: date) -> list[Debt]:
    return [
        each
        for each in memory.debts
        if each.refund and each.open and each.payer == payer.id and each.opened + timedelta(days=REFUND_AFTER) <= day
    ]


def _of_payee(
    memory: Memory, payer: Payer, npi: str, day: date, answers: Sequence[Answer], scenario: Scenario, seed: int
) -> Iterator[File]:
    number = memory.next(f"835 {payer.id}")
    name = f"{day:%Y-%m-%d}-835-{payer.id}-{number:05}"
    shape = scenario.draw(scenario.shapes, seed, f"remittance {name}")
    receiver = memory.records[answers[0].record].submitter if answers else payer.id
    ordered = sorted(answers, key=lambda each: (each.pair, each.record, not each.is_reversal))
    parts = _parted(ordered) if shape in ("two-sets", "two-interchanges") else [ordered]
    payments = [_payment(memory, payer, npi, day, part, receiver, shape) for part in parts]
    delimiters = {"newlines": x12.NEWLINES, "odd-delimiters": x12.ODD}.get(shape, x12.USUAL)
    envelopes = [[each] for each in payments] if shape == "two-interchanges" else [payments]
    controls = [memory.next(f"ISA {payer.id}") for _ in envelopes]
    text = "".join(
        _interchange(payer, receiver, day, control, each, delimiters)
        for control, each in zip(controls, envelopes, strict=True)
    )
    for payment in payments:
        memory.deposits.append(
            Deposit(payer.id, npi, payment.trace, day, payment.effective, payment.cents, f"{name}.x12",
                    len(payment.answers), sum(each.interest for each, _ in payment.answers),
                    "ACH" if payment.cents else "NON")
        )  # fmt: skip
    extra = _oddity(memory, payer, receiver, day, payments, shape, name, text)
    yield from (each for each in extra if each.written.right == "hold" and shape in ("cut", "out-of-balance"))
    yield File(Written(f"{name}.x12", "835", "post"), text)
    yield from (each for each in extra if shape not in ("cut", "out-of-balance"))


def _parted(answers: Sequence[Answer]) -> list[Sequence[Answer]]:
    """Two halves, with what belongs together in one; one part where there is nothing to divide."""
    keys = sorted({(each.pair, each.record) for each in answers})
    later = set(keys[len(keys) // 2 :])
    first = [each for each in answers if (each.pair, each.record) not in later]
    second = [each for each in answers if (each.pair, each.record) in later]
    return [first, second] if first and second else [answers]


def _interchange(
    payer: Payer, receiver: str, day: date, control: int, payments: Sequence[Payment], delimiters: x12.Delimiters
) -> str:
    envelope = x12.Envelope("HP", VERSION, payer.id, receiver, day, control)
    sets = [
        x12.transaction_set("835", number, body(payment, delimiters))
        for number, payment in enumerate(payments, start=1)
    ]
    return x12.interchange(envelope, sets, delimiters)


def _payment(
    memory: Memory, payer: Payer, npi: str, day: date, answers: Sequence[Answer], receiver: str, shape: str
) -> Payment:
    """One ST: the answers are posted to their accounts, debts are opened and taken."""
    trace = f"{payer.id}{memory.next('trace'):08}"
    told = [(each, memory.records[each.record]) for each in answers]
    payee = memory.payees.get(npi, Payee("SUPPLIER", "", "", "", "", ""))
    payment = Payment(payer, npi, payee, trace, day, work_days_later(day, 1), told, [], receiver)
    for answer, record in told:
        post(record, answer, day, trace)
    _open_delayed(memory, payment)
    _close_refunded(memory, payment)
    _pay_interest(payment)
    if payment.cents < 0:
        _carry_forward(memory, payment)
    else:
        _take(memory, payment, shape)
    return payment


def post(record: Record, answer: Answer, day: date, trace: str) -> None:
    """Put an answer to the claim's account."""
    sign = -1 if answer.is_reversal else 1
    by_id = {line.id: line for line in record.lines}
    for line in answer.lines:
        _add(by_id[line.line_id].standing.setdefault(answer.payer, Standing()), line.paid, line.adjusted, sign)
    if answer.adjusted:
        held = sum(each.cents for each in answer.adjusted)
        _add(record.whole.setdefault(answer.payer, Standing()), -held, answer.adjusted, sign)
    if answer.payer == record.payer:
        if sign < 0:
            record.said = [each for each in record.said if each.icn != answer.icn]
        else:
            record.said.append(answer)
        if all(line.standing.get(record.payer, Standing()).answers > 0 for line in record.lines):
            record.state = "answered"
    if answer.payer not in record.payers:
        record.payers.append(answer.payer)
    record.events.append(f"{day} {answer.payer} {trace}: status {answer.status}, {answer.paid} cents")


def _add(standing: Standing, paid: int, adjusted: Sequence[Adjusted], sign: int) -> None:
    standing.paid += paid
    standing.answers += sign
    for each in adjusted:
        key = f"{each.group}-{each.reason}"
        standing.adjusted[key] = standing.adjusted.get(key, 0) + each.cents
        if not standing.adjusted[key]:
            del standing.adjusted[key]


def _open_delayed(memory: Memory, payment: Payment) -> None:
    """WO with a negative amount: the recovery is put off."""
    pairs: dict[int, list[Answer]] = {}
    for answer, _ in payment.answers:
        if answer.pair and answer.recovery in ("delayed", "slow", "refunded"):
            pairs.setdefault(answer.pair, []).append(answer)
    for group in pairs.values():
        net = sum(each.paid for each in group)
        if net < 0:
            first = group[0]
            record = memory.records[first.record]
            debt = Debt(
                payment.payer.id, payment.npi, "WO", _reference(payment.payer, record, first.icn), first.icn,
                payment.day, payment.day + timedelta(days=TAKEN_FROM), -net, -net, slow=first.recovery == "slow",
                refund=first.recovery == "refunded", record=record.number,
            )  # fmt: skip
            memory.debts.append(debt)
            _pair(payment, debt, "WO", net)


def _reference(payer: Payer, record: Record, icn: str) -> str:
    """PLB03-2 for a claim: Medicare names the claim number and the member; others the claim number."""
    return f"{icn} {record.member}" if payer.is_medicare else f"FCN#{icn}" if payer.kind == "medicaid" else icn


def _pair(payment: Payment, debt: Debt, code: str, amount: int) -> None:
    payment.pairs.append(Pair(code, debt.reference, amount))
    debt.moves.append(Move(payment.trace, payment.day, code, amount))


def _close_refunded(memory: Memory, payment: Payment) -> None:
    """72 with WO: the supplier's own refund has come in; nothing is paid or taken."""
    for debt in _refunds_due(memory, payment.payer, payment.day):
        if debt.npi == payment.npi:
            amount, debt.open = debt.open, 0
            _pair(payment, debt, "72", -amount)
            _pair(payment, debt, "WO", amount)


def _pay_interest(payment: Payment) -> None:
    interest = sum(each.interest for each, _ in payment.answers)
    if interest:
        payment.pairs.append(Pair("L6", "", -interest))


def _carry_forward(memory: Memory, payment: Payment) -> None:
    """FB with a negative amount: what this payment cannot give back is carried to the next."""
    amount = -payment.cents
    taken = [each for each, _ in payment.answers if each.is_reversal]
    first = taken[0] if taken else payment.answers[0][0]
    record = memory.records[first.record]
    debt = Debt(
        payment.payer.id, payment.npi, "FB", first.icn, first.icn, payment.day, payment.day + timedelta(days=1), amount,
        amount, record=record.number,
    )  # fmt: skip
    memory.debts.append(debt)
    _pair(payment, debt, "FB", -amount)


def _take(memory: Memory, payment: Payment, shape: str) -> None:
    """What is due is taken, oldest first, as far as this payment reaches."""
    if shape == "many-pairs":
        _small_change(payment)
    for debt in list(memory.open_debts(payment.payer.id, payment.npi)):
        if debt.due > payment.day or debt.refund or not payment.cents:
            continue
        amount = min(debt.open, payment.cents, (debt.cents + 2) // 3 if debt.slow else debt.open)
        code = "WO" if debt.kind != "FB" or payment.payer.takes_forward_as_wo else "FB"
        debt.open -= amount
        _pair(payment, debt, code, amount)


def _small_change(payment: Payment) -> None:
    """Provider-level adjustments of other kinds that come to nothing: more than one PLB holds."""
    for code in ("CS", "AP", "J1", "50"):
        payment.pairs += [Pair(code, f"{code}{payment.trace}", 100), Pair(code, f"{code}{payment.trace}", -100)]


def _oddity(
    memory: Memory,
    payer: Payer,
    receiver: str,
    day: date,
    payments: Sequence[Payment],
    shape: str,
    name: str,
    text: str,
) -> list[File]:
    """The files beside the right one."""
    if shape == "renamed":
        return [File(Written(f"{name}-copy.x12", "835", "nothing", "the same bytes under another name"), text)]
    if shape == "cut":
        return [
            File(Written(f"{name}-cut.x12", "835", "hold", "it breaks off before its end"), text[: len(text) * 2 // 3])
        ]
    if shape == "out-of-balance":
        broken = "\n".join(_unbalanced(row) for row in text.split("\n"))
        return [File(Written(f"{name}-OOB835.x12", "835", "hold", "it does not balance"), broken)]
    if shape == "conflict":
        changed = [_a_cent_more(each) for each in payments]
        control = memory.next(f"ISA {payer.id}")
        again = _interchange(payer, receiver, day, control, changed, x12.USUAL)
        return [File(Written(f"{name}-conflict.x12", "835", "hold", "the same TRN02 with another content"), again)]
    if shape == "wrong-payee":
        others = [
            replace(each, npi=OTHER_NPI, payee=SOMEBODY,
                    trace=f"{payer.id}{memory.next('trace'):08}")
            for each in payments
        ]  # fmt: skip
        control = memory.next(f"ISA {payer.id}")
        other = _interchange(payer, receiver, day, control, others, x12.USUAL)
        return [File(Written(f"{name}-other.x12", "835", "hold", "its payee is not the supplier"), other)]
    return []


def _unbalanced(row: str) -> str:
    """The payment amount with another sum; in a file of no payment, a claim's payment."""
    if row.startswith("BPR*I*"):
        parts = row.split("*")
        parts[2] = decimal(cents(parts[2]) + 1)
        return "*".join(parts)
    if row.startswith("BPR*H*0*"):
        return row.replace("BPR*H*0*", "BPR*H*0.01*", 1)
    return row


def _a_cent_more(payment: Payment) -> Payment:
    """The same payment with one cent more, told as an adjustment, so that it balances."""
    return replace(payment, pairs=[*payment.pairs, Pair("CS", "ROUNDING", -1)])
