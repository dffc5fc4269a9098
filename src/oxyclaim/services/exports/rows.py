"""The rows of each table, from the answers to the same questions as commands ask."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from oxyclaim.case.models import Case, Item
from oxyclaim.claims import ClaimLine
from oxyclaim.claims.pricing import ExpectedPayment
from oxyclaim.claims.professional import diagnosis_codes
from oxyclaim.rentals.coming_up import BILLER
from oxyclaim.rentals.due import LIST_THEM, DueMonth, Point
from oxyclaim.services.check import CheckAnswer, CheckedLine
from oxyclaim.services.checklist import Checklist, ChecklistAnswer, Entry
from oxyclaim.services.claim_obstacles import TO_DO
from oxyclaim.services.due import DueAnswer

Row = dict[str, Any]


def verdict_rows(answer: CheckAnswer, cases: Mapping[str, Case]) -> Iterator[Row]:
    """A row for each line that was judged."""
    for line in answer.lines:
        modifiers = line.modifiers or line.would_be or ()
        yield _of_line(line, cases[line.case_id]) | {"group": line.group, "modifiers": " ".join(modifiers)}


def claim_rows(
    answer: CheckAnswer, cases: Mapping[str, Case], going: Mapping[tuple[str, int], ClaimLine]
) -> Iterator[Row]:
    """A row for each line: as it goes out, or why it stays."""
    for line in answer.lines:
        case, goes = cases[line.case_id], going.get((line.case_id, line.line_number))
        row = _of_line(line, case) | {"state": "goes out" if goes else "stays", "units": _item(case, line).units}
        if goes:
            row |= {"modifiers": " ".join(goes.modifiers), "narrative": goes.narrative,
                    "diagnoses": " ".join(diagnosis_codes(case))}  # fmt: skip
        yield row


def _of_line(line: CheckedLine, case: Case) -> Row:
    item, payment = _item(case, line), line.expected_payment
    found = [each for each in line.findings if each.effect != "note"]
    told = [(each.cure, each.who) for finding in found for each in finding.reasons if each.cure] + [
        (finding.cure, finding.who) for finding in found if not any(each.cure for each in finding.reasons)
    ]
    told += [(TO_DO, BILLER) for _ in line.before_the_claim]
    return _of_case(case) | _paid(payment) | {
        "line": line.line_number, "code": line.code, "service_date": line.service_date, "verdict": line.verdict,
        "charge": None if item.charge is None else int(item.charge * 100),
        "claim_by": line.claim_by, "owner": _once(who for _, who in told), "owes": _once(cure for cure, _ in told),
        "by": line.claim_by if told else None,
        "reasons": _once([*(each.sentence for each in found), *line.before_the_claim]),
        "rules": " ".join(dict.fromkeys(each.rule for each in found)),
    }  # fmt: skip


def _paid(payment: ExpectedPayment | None) -> Row:
    if payment is None:
        return {}
    return {
        "allowed": payment.allowed_cents,
        "expected": min((share.paid_cents for share in payment.shares), default=None),
    }


def due_rows(
    answer: DueAnswer, cases: Mapping[str, Case], payments: Mapping[tuple[str, int, date], ExpectedPayment]
) -> Iterator[Row]:
    """A row for each month, for months that nobody can know, and for what comes up."""
    for month in answer.months:
        payment = payments.get((month.case_id, month.line_number, month.service_date))
        yield _of_case(cases[month.case_id]) | _month(month) | _paid(payment)
    for each in answer.not_known:
        yield _of_case(cases[each.case_id]) | {
            "what": "cannot know", "line": each.line_number, "code": each.code, "service_date": each.first,
            "until": each.last, "owner": BILLER, "owes": LIST_THEM, "reasons": each.why,
        }  # fmt: skip
    for coming in answer.coming_up:
        items = {item.line_number: item for item in cases[coming.case_id].items}
        for number in coming.lines or (None,):
            yield _of_case(cases[coming.case_id]) | {
                "what": "coming up", "line": number, "code": items[number].code if number in items else None,
                "service_date": coming.first, "until": coming.last, "owner": coming.who, "owes": coming.what,
                "by": coming.last, "rules": coming.rule,
            }  # fmt: skip


def _month(month: DueMonth) -> Row:
    points: Sequence[Point] = (*month.to_check, *month.wrong)
    return {
        "what": month.state, "line": month.line_number, "code": month.code, "service_date": month.service_date,
        "billed_as": month.billed_as, "verdict": month.verdict, "modifiers": " ".join(month.modifiers or ()),
        "charge": month.charge_cents, "claim_by": month.claim_by, "owner": _once(each.who for each in points),
        "owes": _once(each.to_do for each in points), "by": month.claim_by if points else None,
        "reasons": _once(each.sentence for each in points),
        "rules": " ".join(dict.fromkeys(each.rule for each in points if each.rule)),
    }  # fmt: skip


def checklist_rows(answer: ChecklistAnswer, cases: Mapping[str, Case]) -> Iterator[Row]:
    """A row for each entry of each case's checklist."""
    for each in answer.cases:
        for entry in each.entries:
            yield _of_case(cases[each.case_id]) | _entry(entry, each, cases[each.case_id])


def _entry(entry: Entry, listed: Checklist, case: Case) -> Row:
    charges = [item.charge for item in case.items if item.line_number in entry.lines]
    known = [charge for charge in charges if charge is not None]
    open_end = entry.standing.value != "on file"
    last = min((line.claim_by for line in listed.lines if line.line in entry.lines and line.claim_by), default=None)
    return {
        "item": entry.item, "title": entry.title, "standing": entry.standing.value,
        "lines": " ".join(map(str, entry.lines)), "codes": " ".join(entry.codes),
        "charge": int(sum(known) * 100) if known else None, "owner": entry.supplied_by if open_end else None,
        "owes": _once(each.action for each in entry.remedies) or entry.title if open_end else None,
        "by": _day(entry.due) or last if open_end else None, "by_words": entry.by, "lacks": _once(entry.lacks),
        "papers": " ".join(dict.fromkeys(each.document for each in entry.where)), "rules": " ".join(entry.rules),
    }  # fmt: skip


def _of_case(case: Case) -> Row:
    account = case.patient.account_number if case.patient else None
    return {"case_id": case.case_id, "patient": account, "payer": case.coverage.payer}


def _item(case: Case, line: CheckedLine) -> Item:
    return next(item for item in case.items if item.line_number == line.line_number)


def _once(texts: Iterable[str | None]) -> str:
    return " | ".join(dict.fromkeys(text for text in texts if text))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
