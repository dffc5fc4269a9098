"""A claim for every answer of the denial catalogue, and a remittance that gives it: one made-up patient each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from oxyclaim.engine.denials import Denial, DenialBook, group_and_carc, is_rarc
from oxyclaim_simulator.submitting import Bill, Item
from tests.ledger.office import bill
from tests.remittance.written import Claim, Line, Payment, remittance

CHARGE = 21000
ALONE = "A1"
"""What stands beside a remark that a reason code has to go with: it says by itself that a remark tells why."""
SHARES = ("PR-1", "PR-2", "PR-3")


@dataclass(frozen=True)
class Given:
    """An entry with the codes in which it comes."""

    entry: Denial
    id: str
    reasons: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    modifiers: tuple[str, ...]
    is_paid: bool


def given(book: DenialBook) -> Iterator[Given]:
    """Each entry of the catalogue by its first codes; a notice stands on a line that is paid."""
    for number, entry in enumerate(book.denials.values()):
        codes = entry.code_sets[0]
        reasons = tuple((found[0] or "CO", found[1]) for code in codes if (found := group_and_carc(code)))
        remarks = tuple(code for code in codes if is_rarc(code))
        modifiers = tuple(code for code in codes if code not in remarks and not group_and_carc(code))
        is_paid = not reasons and entry.answer == "notice"
        yield Given(
            entry, f"E{number:03}", reasons or (() if is_paid else (("CO", ALONE),)), remarks, modifiers, is_paid
        )


def claim_out(each: Given) -> Bill:
    """The claim that goes out, of a patient of its own."""
    made = bill(each.id, (CHARGE,))
    subject = (made.subject[0], f"JANE{each.id}", *made.subject[2:])
    return replace(made, subject=subject, items=(Item("E1392", ("RR", *(each.modifiers or ("N1",))), CHARGE),))


def answer_in(each: Given) -> Claim:
    """What the payer says: all of it denied for the first reason, or paid with a remark."""
    adjustments = tuple((*reason, CHARGE) for reason in each.reasons[:1])
    if each.is_paid:
        adjustments = (("CO", "45", 16500), ("CO", "253", 90))
    line = Line(
        CHARGE, CHARGE - sum(cents for *_, cents in adjustments), adjustments, control=f"{each.id}1",
        code=":".join(("E1392", "RR", *(each.modifiers or ("N1",)))), remarks=each.remarks,
    )  # fmt: skip
    return Claim((line,), id=each.id, number=f"26{each.id}")


def remitted(every: list[Given]) -> bytes:
    """One payment with all of it."""
    return remittance(Payment(tuple(answer_in(each) for each in every)))
