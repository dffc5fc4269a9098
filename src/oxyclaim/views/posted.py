"""What was posted, and what was not."""

from collections.abc import Iterator

from oxyclaim.remittance.proof import INTEREST
from oxyclaim.services.posting.answer import PostAnswer, PostedFile, PostedPayment
from oxyclaim.views.blocks import Block, Document, Grid, Item, Pairs, Text, counted, dollars, us_date

SHOWN = 25
"""Payments and answers that are shown; the rest stands in the JSON."""
STATES = {
    "to confirm": "may be {proposed}: confirm it",
    "unknown": "fits no claim of yours",
    "waiting": "takes back an answer that has not come",
    "repeated": "another payment has said the same",
}


def view(answer: PostAnswer) -> Document:
    """What was held first, then the sums."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: PostAnswer) -> Iterator[Block]:
    held = [(file, payment) for file in answer.files for payment in file.payments if payment.why]
    for file, payment in held[:SHOWN]:
        yield from _held(file, payment)
    if len(held) > SHOWN:
        yield Text(f"and {len(held) - SHOWN} more that are held", "quiet")
    yield from _posted(answer)
    if answer.open_suspense:
        rows = tuple(
            (
                str(each.answer), each.claim_id or "none", each.payer_claim_number or "", dollars(each.paid_cents),
                STATES[each.state].format(proposed=each.proposed),
            )
            for each in answer.open_suspense[:SHOWN]
        )  # fmt: skip
        yield Grid(
            ("no.", "claim id", "payer's number", "paid", "why it waits"), rows, title="In suspense", numbers=(3,)
        )
        if len(answer.open_suspense) > SHOWN:
            yield Text(f"and {len(answer.open_suspense) - SHOWN} more", "quiet")
    yield from _not_ours(answer)
    yield from (Item("problem:", str(problem), "bad") for problem in answer.problems)
    yield Pairs(tuple(_sums(answer)))
    if answer.dry_run:
        yield Text("This was a trial: nothing was kept.", "caution")


def _posted(answer: PostAnswer) -> Iterator[Block]:
    found = [each for file in answer.files for each in file.payments if each.number is not None]
    rows = tuple(
        (str(each.number), each.payer or "", each.trace or "none", us_date(each.paid_on) if each.paid_on else "",
         dollars(each.payment_cents or 0), counted(each.claims, "claim"))
        for each in found[:SHOWN]
    )  # fmt: skip
    if rows:
        yield Grid(("no.", "payer", "trace", "day", "dollars", "claims"), rows, title="Posted", numbers=(4,))
    if len(found) > SHOWN:
        yield Text(f"and {len(found) - SHOWN} more", "quiet")
    for payment in found:
        for each in payment.differences:
            if each.rule == INTEREST:
                said, sums = dollars(-(each.said_cents or 0)), dollars(-(each.calculated_cents or 0))
                words = f"payment {payment.number}: {said} dollars are paid as interest; its claims name {sums}"
                yield Item("interest:", words, "caution")


def _not_ours(answer: PostAnswer) -> Iterator[Block]:
    found = [(file, each) for file in answer.files for each in file.strange_wholes]
    for file, each in found[:SHOWN]:
        words = f"{each} is in no claim file that the ledger knows; take the file in with --claims, or ask whose it is"
        yield Item("not yours:", words, "caution")
        yield Item("file", file.file, "quiet", 1)
    if len(found) > SHOWN:
        yield Text(f"and {len(found) - SHOWN} more that no claim file names", "quiet")


def _held(file: PostedFile, payment: PostedPayment) -> Iterator[Block]:
    when = f" on {us_date(payment.paid_on)}" if payment.paid_on else ""
    amount = dollars(payment.payment_cents or 0)
    words = f"{payment.payer or 'a payer'}, {amount} dollars{when}, trace {payment.trace or 'none'}: {payment.why}"
    yield Item("not posted:", words, "bad")
    yield Item("file", file.file, "quiet", 1)


def _sums(answer: PostAnswer) -> Iterator[tuple[str, str]]:
    yield "ledger", answer.store
    yield "files", _files(answer)
    yield "posted", f"{counted(answer.posted, 'payment')}, {dollars(answer.posted_cents)} dollars"
    if answer.again:
        yield "there already", counted(answer.again, "payment")
    if answer.held:
        yield "not posted", counted(answer.held, "payment")
    answers = [f"{answer.matched:,} matched"]
    if answer.suspended:
        answers.append(f"{answer.suspended:,} in suspense ({dollars(answer.suspense_cents)} dollars)")
    if answer.set_aside:
        answers.append(f"{answer.set_aside:,} set aside (estimates, forwarded)")
    yield "claim answers", ", ".join(answers)
    if answer.found_later:
        yield "found later", f"{counted(answer.found_later, 'answer')} left suspense"
    accepted, rejected = sum(f.accepted for f in answer.files), sum(f.rejected for f in answer.files)
    if accepted or rejected:
        yield "acknowledged", f"{accepted:,} accepted, {rejected:,} rejected"
    if strange := sum(f.strange for f in answer.files):
        yield "not yours", f"{counted(strange, 'claim')} that a 277CA tells of"
    if answer.claims_taken_in:
        yield "claims taken in", f"{answer.claims_taken_in:,}"
    if answer.deposits_new or answer.deposits_tied:
        yield "deposits", f"{answer.deposits_new:,} new, {answer.deposits_tied:,} tied to payments"


def _files(answer: PostAnswer) -> str:
    again = sum(file.again for file in answer.files)
    return f"{len(answer.files):,}" + (f", {again:,} of them had come before" if again else "")
