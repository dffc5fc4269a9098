"""A patient's statement: what was billed, what insurance paid, what is still owed; for the patient, on letter paper."""

from collections.abc import Iterator
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.services.desk.money import Account, ClaimMoney
from oxyclaim.views.blocks import Block, Document, Grid, Pairs, Section, Text, dollars, us_date
from oxyclaim.views.paper import CONFIDENTIAL, letterhead, patient_name, phone

NOTHING = "You owe nothing. Please keep this for your records."
QUALIFIED = "As a Qualified Medicare Beneficiary you owe nothing for these claims, and nobody may bill you for them."
ASK = (
    "This is the share that your insurance leaves to you. If you cannot pay it at once, call us at {phone}: we can "
    "agree on installments, and we look at your circumstances if paying is a hardship."
)
HEAD = ("claim", "sent", "billed", "insurance paid", "not charged", "your share", "you paid", "you owe")


def statement(case: Case, account: Account, payer: str, day: date) -> Document:
    """The statement as of a day."""
    blocks = tuple(_blocks(case, account, payer, day))
    return Document(blocks, "Statement of account", letterhead=letterhead(case), foot=CONFIDENTIAL)


def _blocks(case: Case, account: Account, payer: str, day: date) -> Iterator[Block]:
    yield Pairs((("Date", us_date(day)), ("Patient", patient_name(case)), ("Insurance", payer)))
    rows = tuple(_row(each) for each in account.claims)
    yield Section("Your claims", (Grid(HEAD, rows, numbers=(2, 3, 4, 5, 6, 7)),))
    undecided = sum(each.stands.open + each.stands.denied for each in account.claims)
    if undecided:
        yield Text(f"Insurance has not settled {dollars(undecided)} dollars yet; nothing is owed for them now.")
    if account.is_qualified:
        yield Text(QUALIFIED)
    elif account.owes:
        yield Text(f"Please pay {dollars(account.owes)} dollars.", strong=True)
        yield Text(ASK.format(phone=phone(case)))
    else:
        yield Text(NOTHING)
    if account.credit:
        yield Text(f"We owe you {dollars(account.credit)} dollars and will pay them back.")


def _row(each: ClaimMoney) -> tuple[str, ...]:
    stands = each.stands
    taken_off = stands.contractual + stands.sequestration + stands.other + stands.written_off
    sums = (stands.charge, stands.paid, taken_off, stands.patient_share, stands.patient_settled, stands.patient_owes)
    return (stands.key or "", us_date(each.sent_on) if each.sent_on else "", *map(dollars, sums))
