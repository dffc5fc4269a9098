"""In which state a line stands, who owns it, and why: it follows from verdict and events, and nobody sets it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.services.authorization import LineStanding
from oxyclaim.services.check import CheckedLine
from oxyclaim.services.desk.kept import LineState
from oxyclaim.services.store.kept import SentLine

WORST_FIRST = ("excluded", "not payable", "not covered", "review", "hold", "billable")
"""The verdicts as ``check`` orders them."""

BEFORE_DELIVERY = "before delivery"
PAPERS = "waiting for papers"
LOOK_UPS = "waiting for look-ups"
TO_DECIDE = "to decide"
NOT_TO_BILL = "not to bill"
NOT_DUE = "not due"
READY = "ready"
WRITTEN = "written"
SENT = "sent"
REJECTED = "rejected"
ACCEPTED = "accepted"
PAID = "paid"
PAID_SHORT = "paid short"
DENIED = "denied"
APPEALED = "appealed"
CLOSED = "closed"
WENT_OUT = (WRITTEN, SENT, REJECTED, ACCEPTED, PAID, PAID_SHORT, DENIED, APPEALED, CLOSED)
"""The states of a line that stands in a claim file: *written* is what was made here, *sent* what was marked so."""
OWNERS = {
    BEFORE_DELIVERY: "intake", PAPERS: "intake", LOOK_UPS: "biller", TO_DECIDE: "compliance", NOT_TO_BILL: "biller",
    NOT_DUE: "biller", READY: "biller", WRITTEN: "biller",
    SENT: "biller",
    REJECTED: "biller", ACCEPTED: "biller", PAID: "biller", PAID_SHORT: "biller", DENIED: "biller",
    APPEALED: "compliance", CLOSED: "biller",
}  # fmt: skip
"""Each state and whose it is."""
STATES = tuple(OWNERS)
NOTHING_SAID: Mapping[int, str] = {}
OWN = ("the biller", "the payer's eligibility system", "the patient or the household")
"""Who is asked where the supplier's own people can look it up, ask or enter it."""


def state_of(
    line: CheckedLine, case: Case, sent: Collection[int], as_of: date, answered: Mapping[int, str] = NOTHING_SAID
) -> str:
    """The state of a line on a day. ``sent``: the numbers of its case's lines that went out; ``answered``: in which
    state the payer's answer has left some of them."""
    if line.line_number in sent or line.line_number in answered:
        return answered.get(line.line_number, WRITTEN)
    if line.verdict == "billable":
        return READY if line.service_date <= as_of else NOT_DUE
    if line.verdict == "review":
        return TO_DECIDE
    if line.verdict != "hold":
        return NOT_TO_BILL
    if not is_delivered(line, case):
        return BEFORE_DELIVERY
    if not asked_of(line) <= set(OWN):
        return PAPERS
    return LOOK_UPS if line.service_date <= as_of else NOT_DUE


def is_delivered(line: CheckedLine, case: Case) -> bool:
    """Whether the case says that the line's equipment was delivered."""
    item = next(each for each in case.items if each.line_number == line.line_number)
    if item.device and item.device.delivered:
        return True
    return any(each.date and (not each.items or line.code in each.items) for each in case.deliveries or ())


def asked_of(line: CheckedLine) -> set[str]:
    """Of whom something is wanted, so that the line can be billed."""
    found: set[str] = set()
    for finding in line.findings:
        if finding.effect == "hold":
            own = {reason.who for reason in finding.reasons if reason.cure and reason.who}
            found |= own or ({finding.who} if finding.who else set())
    return found


def line_states(
    lines: Sequence[CheckedLine], case: Case, sent: Collection[int], as_of: date, version: int, rule_book: str,
    answered: Mapping[int, str] = NOTHING_SAID,
) -> list[LineState]:  # fmt: skip
    """How the lines of a case stand."""
    return [_line_state(line, case, sent, as_of, version, rule_book, answered) for line in lines]


def marked_sent(states: Sequence[LineState], lines: Sequence[SentLine]) -> tuple[LineState, ...]:
    """The same, those that were written as sent where somebody has marked their latest claim file so."""
    marked = {(each.case_id, each.line_number, each.service_date): each.sent_at is not None for each in lines}
    return tuple(
        replace(each, state=SENT, owner=OWNERS[SENT])
        if each.state == WRITTEN and marked.get((each.case_id, each.line_number, each.service_date))
        else each
        for each in states
    )


def with_authorization(state: LineState, standing: LineStanding | None) -> LineState:
    """The line with how its authorization stands, where one may be wanted."""
    if standing is None:
        return state
    need, answer = str(standing.need), str(standing.answer)
    return replace(state, authorization=need, authorized=answer, authorized_until=standing.until)


def _line_state(
    line: CheckedLine, case: Case, sent: Collection[int], as_of: date, version: int, rule_book: str,
    answered: Mapping[int, str],
) -> LineState:  # fmt: skip
    state = state_of(line, case, sent, as_of, answered)
    item = next(each for each in case.items if each.line_number == line.line_number)
    payment = line.expected_payment
    return LineState(
        case_id=line.case_id,
        line_number=line.line_number,
        code=line.code,
        service_date=line.service_date,
        payer=case.coverage.payer,
        verdict=line.verdict,
        rank=WORST_FIRST.index(line.verdict),
        state=state,
        owner=OWNERS[state],
        modifiers=" ".join(line.modifiers or line.would_be or ()),
        why=_why(line),
        claim_by=line.claim_by,
        charge_cents=None if item.charge is None else round(item.charge * 100),
        expected_cents=payment.allowed_cents if payment else None,
        version=version,
        as_of=as_of,
        rule_book=rule_book,
        rules=_rules(line),
        practitioner=_practitioner(case),
    )


def _rules(line: CheckedLine) -> str:
    """The rules that keep the line from being billable, each between blanks."""
    held = dict.fromkeys(finding.rule for finding in line.findings)
    return f" {' '.join(held)} " if held else ""


def _practitioner(case: Case) -> str | None:
    """Who ordered it, with the number; None where the case says nothing of that."""
    who = case.practitioner
    if who is None:
        return None
    name = ", ".join(part for part in (who.last_name, who.first_name) if part)
    return " · NPI ".join(part for part in (name, who.npi) if part) or None


def _why(line: CheckedLine) -> str:
    """The first thing to be said of a line that is not billable: what is to be done, what is unclear, what is wrong."""
    for finding in sorted(line.findings, key=lambda each: each.last):
        if finding.effect == line.verdict:
            if line.verdict == "review":
                return finding.sentence.rstrip(".")
            asked = next((reason.together or reason.cure for reason in finding.reasons if reason.cure), None)
            return (asked if line.verdict == "hold" and asked else finding.title).rstrip(".")
    return ""
