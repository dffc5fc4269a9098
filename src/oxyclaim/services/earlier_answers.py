"""What an earlier payer cannot have answered, whatever the case says of it."""

from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.models import Case, Item
from oxyclaim.claims.payer_order import answered, earlier_payers, paid_cents
from oxyclaim.engine.denials import DENIED, REJECTED
from oxyclaim.services.rule_book import RuleBook

AHEAD = "{key}: its answer is dated {day}, and it is {today}: a remittance of the future is none; correct the date."
PAID_DENIED = (
    "{key}: the outcome is denied, and its lines say that {paid} was paid: one of them is wrong. Enter `paid` where "
    "any line was paid."
)
DENIED_PAID = (
    "{key}: the outcome is paid, and its lines say that nothing was paid, denied with {reasons}: one of them is wrong. "
    "Enter `denied`, and why (denied_for), where that is what the remittance says."
)


def answer_doubts(case: Case, items: Sequence[Item], book: RuleBook, as_of: date) -> Iterator[str]:
    """What an earlier payer cannot have answered: on a day that is still to come, or one thing as a whole and another
    line by line."""
    for name, payer in zip(("primary", "secondary"), earlier_payers(case.coverage), strict=False):
        key = f"coverage.{name}"
        said = [line for item in items if (line := answered(payer, item.line_number))]
        days = {day for line in said if (day := line.decided_on or payer.remittance_date)}
        ahead = sorted(day for day in days | {payer.remittance_date or as_of} if day > as_of)
        if ahead:
            yield AHEAD.format(key=key, day=ahead[0], today=as_of)
        paid = sum(map(paid_cents, said))
        if payer.outcome == "denied" and paid > 0:
            yield PAID_DENIED.format(key=key, paid=f"{paid // 100:,}.{paid % 100:02d}")
        reasons = sorted({f"{each.group}-{each.reason}" for line in said for each in line.adjustments or ()})
        denials = [
            each for each in reasons if (known := book.denials.named(each)) and known.answer in (DENIED, REJECTED)
        ]
        if payer.outcome == "paid" and said and paid == 0 and denials:
            yield DENIED_PAID.format(key=key, reasons=", ".join(denials))


def _is_denial(reason: str, book: RuleBook) -> bool:
    """Whether the catalogue of payers' answers knows a reason, with its group, as a denial."""
    known = book.denials.named(reason)
    return known is not None and known.answer in (DENIED, REJECTED)
