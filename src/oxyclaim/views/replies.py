"""What payers answered."""

from collections.abc import Iterator, Sequence

from oxyclaim.remittance import proof
from oxyclaim.services.replies.answer import (
    BatchTold,
    Difference,
    GroupTold,
    InterchangeTold,
    PaymentTold,
    RejectedClaim,
    RepliesAnswer,
    ReplyFile,
)
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, Tone, counted, dollars, us_date

SHOWN = 25
"""Claims and differences that are shown; the rest stands in the JSON."""
ACCEPTED = "accepted"
RULES = {
    proof.LINE: "the charge less the line's adjustments is not its payment",
    proof.CLAIM: "the charge less all adjustments is not the claim's payment",
    proof.LINES: "the charges of the lines do not add up to the claim's",
    proof.CLAIM_FROM_LINES: "the payments of the lines less the claim's own adjustments are not the claim's payment",
    proof.PAYMENT: "the claims' payments less the provider's adjustments are not the payment",
    proof.PATIENT: "the patient's share is not the sum of the PR adjustments",
    proof.TWICE: "the same adjustment stands at the claim and at a line",
    proof.INTEREST: "the interest of the payment (PLB L6) is not that of its claims (AMT*I)",
    proof.NO_LINES: "the claim has no lines",
    proof.BARE_REVERSAL: "the reversal repeats no adjustments; what was posted before says what it takes back",
    proof.FAULT: "cannot be read",
    proof.NOT_ENDED: "the file is cut off: the payment has no end",
    proof.WRONG_COUNT: "the count of segments or the control number at its end is wrong: something is missing",
    proof.NO_PAYMENT: "no amount is paid or announced",
}
STATUSES = {
    "1": "as first payer", "2": "as second payer", "3": "as third payer", "4": "denied, patient not known",
    "19": "as first payer, forwarded", "20": "as second payer, forwarded", "21": "as third payer, forwarded",
    "22": "reversed", "23": "not theirs, forwarded", "25": "estimated only",
}  # fmt: skip


def view(answer: RepliesAnswer) -> Document:
    """Each file with what it holds, then what could not be read."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: RepliesAnswer) -> Iterator[Block]:
    for file in answer.files:
        yield Section(file.file, tuple(_file(file)))
    yield from (Item("could not be read:", str(problem), "bad") for problem in answer.problems)
    payments = [payment for file in answer.files for payment in file.payments]
    if payments:
        held = [payment for payment in payments if not payment.may_be_posted]
        paid = sum(payment.payment_cents or 0 for payment in payments)
        text = f"{counted(len(payments), 'payment')} of {dollars(paid)} dollars together"
        yield Text(f"{text}; {len(held)} not to be posted as they stand." if held else f"{text}; all balance.")


def _file(file: ReplyFile) -> Iterator[Block]:
    for told in file.interchanges:
        yield _interchange(told)
    for group in file.groups:
        yield from _group(group)
    for batch in file.batches:
        yield from _batch(batch)
    for payment in file.payments:
        yield from _payment(payment)
    for kind, times in file.other_sets.items():
        yield Item("not an answer:", f"{counted(times, 'transaction set')} {kind or 'without a kind'}", "quiet")
    if not (file.interchanges or file.groups or file.batches or file.payments or file.other_sets):
        yield Item("", "holds no answer", "caution")


def _interchange(told: InterchangeTold) -> Item:
    note = f" (note {told.note})" if told.note and told.note != "000" else ""
    return Item(f"file {told.control or 'without a number'} (TA1):", f"{told.outcome}{note}", _tone(told.outcome))


def _group(group: GroupTold) -> Iterator[Block]:
    counts = f"; {group.accepted} of {group.received} accepted" if group.accepted is not None else ""
    yield Item(f"batch of claims {group.control or 'without a number'} (999):", group.outcome + counts,
               _tone(group.outcome))  # fmt: skip
    for told in group.sets:
        if told.outcome == ACCEPTED and not told.errors:
            continue
        named = f"; claims named: {', '.join(told.claims[:SHOWN])}" if told.claims else ""
        errors = f", {counted(told.errors, 'error')}" if told.errors else ""
        yield Item(f"part {told.control or 'without a number'}:", f"{told.outcome}{errors}{named}",
                   _tone(told.outcome), level=1)  # fmt: skip


def _batch(batch: BatchTold) -> Iterator[Block]:
    some = [f"{counted(batch.accepted, 'claim')} accepted"]
    some += [f"{batch.rejected} rejected"] if batch.rejected else []
    some += [f"{batch.other} neither accepted nor rejected"] if batch.other else []
    bad = batch.rejected or batch.whole
    yield Item(f"claims of batch {batch.batch or 'without a number'} (277CA):", ", ".join(some),
               "bad" if bad else "good")  # fmt: skip
    for whole in batch.whole:
        count = f" ({counted(whole.said_rejected, 'claim')})" if whole.said_rejected else ""
        yield Item(
            f"every claim of the {whole.kind} {whole.id or ''}:".replace(" :", ":"),
            f"rejected{count}, named here or not: {', '.join(whole.statuses)}", "bad", level=1,
        )  # fmt: skip
    if batch.not_accepted:
        yield _claims(batch.not_accepted)
    if (left := len(batch.not_accepted) - SHOWN) > 0:
        yield Item("", f"{counted(left, 'more claim')} with --format json", "quiet", level=1)
    if batch.contradictions:
        yield Item("", f"{counted(batch.contradictions, 'claim')} with an action code that says otherwise than the "
                   "status; the status is taken", "caution", level=1)  # fmt: skip


def _claims(claims: Sequence[RejectedClaim]) -> Grid:
    rows = tuple(
        (each.claim_id or "", each.outcome, ", ".join(each.statuses), each.provider or "") for each in claims[:SHOWN]
    )
    return Grid(("claim", "outcome", "status", "provider"), rows)


def _payment(payment: PaymentTold) -> Iterator[Block]:
    paid = "an unreadable amount" if payment.payment_cents is None else f"{dollars(payment.payment_cents)} dollars"
    on = f" on {us_date(payment.paid_on)}" if payment.paid_on else ""
    trace = f", trace {payment.trace}" if payment.trace else ""
    yield Item(f"payment of {payment.payer or payment.payer_id or 'a payer without a name'} (835):",
               f"{paid}{on}{trace}", "good" if payment.may_be_posted else "bad")  # fmt: skip
    told = ", ".join(f"{times} {STATUSES.get(code, f'with status {code}')}" for code, times in payment.statuses.items())
    yield Item(f"{counted(payment.claims, 'claim')}, {counted(payment.lines, 'line')}:", told, level=1)
    yield Item("paid for claims:", f"{dollars(payment.claims_cents)} dollars", level=1)
    for each in payment.provider_adjustments:
        amount = "an unreadable amount" if each.amount_cents is None else f"{dollars(-each.amount_cents)} dollars"
        reference = f", reference {each.reference}" if each.reference else ""
        yield Item(f"for no claim, {each.reason or 'without a reason'}:", amount + reference, level=1)
    if payment.adjustments:
        rows = tuple((each.code, str(each.times), dollars(each.amount_cents)) for each in payment.adjustments)
        yield Grid(("adjustment", "times", "dollars"), rows, numbers=(1, 2))
    if payment.may_be_posted:
        yield Item("", "it balances: lines, claims and payment", "good", level=1)
    else:
        yield Item("", "not to be posted as it stands: ask the payer for a right remittance", "bad", level=1)
    yield from (_difference(each) for each in payment.differences[:SHOWN])
    if (left := payment.difference_count - SHOWN) > 0:
        yield Item("", f"{left:,} more with --format json", "quiet", level=1)


def _difference(each: Difference) -> Item:
    claim = f"claim {each.claim_id}: " if each.claim_id else ""
    amounts = ""
    if each.said_cents is not None and each.calculated_cents is not None:
        off = each.said_cents - each.calculated_cents
        amounts = (
            f": the file says {dollars(each.said_cents)}, calculated {dollars(each.calculated_cents)}, "
            f"off by {dollars(off)}"
        )
    text = f"{claim}{RULES[each.rule]}{amounts} ({each.element} at byte {each.byte_position:,})"
    return Item("differs:" if each.bars else "note:", text, "bad" if each.bars else "note", level=1)


def _tone(outcome: str) -> Tone:
    return "good" if outcome.startswith(ACCEPTED) else "bad"
