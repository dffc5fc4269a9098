"""May the paid months begin anew? The answer for each rental line of a case, why, and which papers it takes.

The rules of the ledger decide; this only gathers what they find on the question. A line that was given the start of
the earlier rental although a break in need lies behind it is judged as if its rental began on its service date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.roles import Role
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.rentals.reckoning import Reckoning, reckoned

HISTORY_LEFT_OUT = (
    "The case does not list the months billed before (history): whether there was an earlier rental is not known."
)

Answer = Literal["yes", "no", "open"]
State = Literal["on file", "missing", "not shown by the case"]
INCIDENTS = ("lost", "stolen", "irreparable_damage")
SUPPLIER_GONE = ("supplier_bankruptcy", "supplier_left_medicare")
RENTED = ("stationary_codes", "portable_codes")
"""The lists of codes that are rented by the month."""


@dataclass(frozen=True)
class Why:
    """One reason: what a rule found, or what the case shows. ``rule`` is empty where no rule speaks."""

    sentence: str
    rule: str = ""
    effect: str = ""
    authorities: tuple[str, ...] = ()
    grade: str = ""
    to_do: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper that the new rental rests on, and whether the case shows it."""

    what: str
    state: State


@dataclass(frozen=True)
class LineRestart:
    """The answer for one line.

    ``ground``: what may open a new rental, empty where nothing of the kind is in the case. ``begins``: the day on which
    the months begin anew. ``paid_least`` and ``paid_most``: months paid of the earlier rental (None: nobody knows).
    """

    case_id: str
    line_number: int
    code: str
    answer: Answer
    summary: str
    ground: str
    begins: date | None
    paid_least: int
    paid_most: int | None
    limit: int | None
    why: tuple[Why, ...]
    papers: tuple[Paper, ...]


def _judged(variants: Sequence[Case], days: Sequence[date], catalogue: Catalogue) -> dict[int, LineVerdict]:
    """The verdict of each variant's first line, by the variant's id."""
    first = {variant.case_id: variant.items[0].line_number for variant in variants}
    verdicts = decide(variants, catalogue, days)
    return {int(each.case_id): each for each in verdicts if each.line_number == first[each.case_id]}


def restarts(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> list[LineRestart]:
    """The answer for each line that rents equipment, in the order of the cases; all are judged together."""
    asked = [(case, item, _asked(case, item)) for case in cases for item in _rented(case, catalogue)]
    variants = [case.model_copy(update={"case_id": str(place), "items": [about, *_others(case, item)]})
                for place, (case, item, about) in enumerate(asked)]  # fmt: skip
    found = _judged(variants, [as_of] * len(variants), catalogue)
    # Beside a month that is too late to be billed nothing else is told, and the count does not ask how late it is.
    late = [place for place, each in found.items() if each.claim_by and each.claim_by < as_of]
    last_days = [found[place].claim_by or as_of for place in late]
    found |= _judged([variants[place] for place in late], last_days, catalogue)
    days = [(variant, {variant.items[0].service_date: [variant.items[0]]}) for variant in variants]
    counts = reckoned(days, catalogue, as_of)
    return [
        _answer(case, item, about, found[place], counts[str(place), about.line_number, about.service_date], catalogue)
        for place, (case, item, about) in enumerate(asked)
    ]


def _rented(case: Case, catalogue: Catalogue) -> list[Item]:
    def is_rented(item: Item) -> bool:
        lists = (_value(case, catalogue, item.service_date, name) or () for name in RENTED)
        return item.acquisition in (None, "rental") and any(item.code in codes for codes in lists)

    return [item for item in case.items if is_rented(item)]


def _others(case: Case, item: Item) -> list[Item]:
    return [other for other in case.items if other is not item]


def _asked(case: Case, item: Item) -> Item:
    """The line, begun on its service date where a break in need lies between the start that it gives and that date."""
    start = item.rental_start
    if start is None or item.replaces is not None or not any(start < _first(each) for each in _breaks(case, item)):
        return item
    return item.model_copy(update={"rental_start": item.service_date})


def _breaks(case: Case, item: Item) -> list[Absence]:
    """The times without need that ended before the line's service date."""
    return [
        each
        for each in case.absences or ()
        if each.reason == "no_need" and each.first_day and each.last_day and each.last_day < item.service_date
    ]


def _first(absence: Absence) -> date:
    assert absence.first_day is not None
    return absence.first_day


def _answer(
    case: Case, given: Item, item: Item, verdict: LineVerdict, count: Reckoning, catalogue: Catalogue
) -> LineRestart:
    """``given`` is the line as the case has it, ``item`` as it was judged."""
    limit = _value(case, catalogue, item.service_date, "rental_months_paid")
    breaks = sorted(_breaks(case, item), key=_first)
    ground = _ground(item, breaks)
    about = catalogue.in_role(Role.RESTART)
    findings = [finding for finding in verdict.findings if finding.rule in about]
    answer = _by(findings, catalogue)
    why = [_why(finding) for finding in findings]
    if not ground:
        answer, told = _without_ground(case, item, verdict, count, limit, catalogue)
        why = [told, *why]
    elif item.replaces is None and case.history is None:
        answer, why = "open", [Why(HISTORY_LEFT_OUT), *why]
    if answer != "yes":
        why += _ways(case, given, catalogue, count, limit)
    begins = item.rental_start if answer == "yes" and (ground or not count.paid_least) else None
    return LineRestart(
        case_id=case.case_id,
        line_number=item.line_number,
        code=item.code,
        answer=answer,
        summary=_summary(answer, item, begins, limit),
        ground=ground,
        begins=begins,
        paid_least=count.paid_least,
        paid_most=count.paid_most,
        limit=limit,
        why=tuple(why),
        papers=() if answer == "no" else tuple(_papers(case, item, breaks)),
    )


def _by(findings: Sequence[Finding], catalogue: Catalogue) -> Answer:
    """No where a rule bars it, open where one is for a person or wants something, else yes."""
    effects = {finding.effect for finding in findings}
    goes_on = catalogue.in_role(Role.COUNT_GOES_ON)
    if any(finding.rule in goes_on and finding.effect == "hold" for finding in findings):
        return "no"
    if effects & {"not payable", "not covered", "excluded"}:
        return "no"
    return "open" if effects else "yes"


def _why(finding: Finding) -> Why:
    to_do = "; ".join(dict.fromkeys(text for text in (finding.cure, *(each.cure for each in finding.reasons)) if text))
    return Why(finding.sentence, finding.rule, finding.effect, tuple(finding.authorities), finding.grade, to_do)


def _ground(item: Item, breaks: Sequence[Absence]) -> str:
    if item.replaces is not None:
        reason = (item.replaces.reason or "a reason that is not given").replace("_", " ")
        since = f", rented from {item.replaces.rental_start} on" if item.replaces.rental_start else ""
        return f"it replaces {item.replaces.code or 'equipment'}{since}: {reason}"
    if breaks:
        last = breaks[-1]
        return f"the need ended from {last.first_day} to {last.last_day}"
    return ""


def _without_ground(
    case: Case, item: Item, verdict: LineVerdict, count: Reckoning, limit: int | None, catalogue: Catalogue
) -> tuple[Answer, Why]:
    """Nothing in the case opens a new rental: it is the first one, or the earlier one goes on."""
    ends_rent = catalogue.in_role(Role.PAID_MONTHS)
    if count.paid_least or any(
        finding.rule in ends_rent and finding.effect == "not payable" for finding in verdict.findings
    ):
        paid = f"{count.paid_least}" if count.paid_least == count.paid_most else f"at least {count.paid_least}"
        of = f" of {limit}" if limit else ""
        return "no", Why(f"Nothing in the case opens a new rental: the count goes on, with {paid}{of} months paid.")
    if case.history is None:
        return "open", Why(HISTORY_LEFT_OUT)
    if count.paid_most == 0:
        return "yes", Why("No month of this kind of equipment was paid before: it is the first rental.")
    return "open", Why("Whether a month of this kind of equipment was paid before is not known.")


def _ways(case: Case, item: Item, catalogue: Catalogue, count: Reckoning, limit: int | None) -> list[Why]:
    """What would open a new rental, with the day where it can be told."""
    start = (item.replaces and item.replaces.rental_start) or item.rental_start
    years = _value(case, catalogue, item.service_date, "lifetime_years")
    ends = f", {add_months(start, 12 * years)} for a rental begun on {start}" if start and years else ""
    ways = [
        f"the end of the reasonable useful lifetime{ends} (the stationary unit's lifetime governs both)",
        "a loss, a theft or damage beyond repair, with proof",
    ]
    if not limit or count.paid_least < limit:
        days = _value(case, catalogue, item.service_date, "break_days")
        ways.append(f"before {limit} months are paid, a break in need of over {days} days and the rest of the month, "
                    "with a new order, a new test and a statement of the break")  # fmt: skip
    told = "Never: wear, repair, other equipment, a move, another supplier, a stay in hospital, time in a Medicare plan"
    cites = ("42CFR414.230", "42CFR414.210", "A52514")
    return [
        Why(f"What opens a new rental: {'; '.join(ways)}. {told}.", authorities=cites, grade=catalogue.grade(cites))
    ]


def _summary(answer: Answer, item: Item, begins: date | None, limit: int | None) -> str:
    months = f"the {limit} months" if limit else "the paid months"
    if answer == "yes":
        return f"Yes: {months} begin with {begins or item.rental_start or item.service_date}."
    if answer == "no":
        return f"No: {months} do not begin anew."
    return f"Open: {months} may begin anew once what stands below is settled or put right."


def _papers(case: Case, item: Item, breaks: Sequence[Absence]) -> list[Paper]:
    """The papers of the ground in the case."""
    reason = item.replaces.reason if item.replaces else None
    if item.replaces is None and not breaks:
        return []
    since = item.replaces.rental_start if item.replaces else _first(breaks[-1])
    papers = [
        Paper(f"a new order for {item.code}" + (f", dated after {since}" if since else ""), _order(case, item, since))
    ]
    if item.replaces is None:
        papers.append(Paper(f"a new qualifying test, taken after {since}, and the practitioner's evaluation of it",
                            _dated([test.date for test in case.tests or ()], since)))  # fmt: skip
        papers.append(
            Paper(
                "a dated statement of why the use stopped and that the earlier need had ended",
                _state(breaks[-1].statement_date is not None or breaks[-1].new_need_documented),
            )
        )
        papers.append(Paper("the narrative of the first claim, which tells the break (written by `claim`)", "on file"))
        return papers
    told: State = "on file" if item.narrative else "not shown by the case" if reason == "end_of_lifetime" else "missing"
    papers.append(Paper("RA and a narrative with the reason on the first claim", told))
    if reason in INCIDENTS:
        papers.append(
            Paper("the proof: a police report, photographs, a statement of the patient", "not shown by the case")
        )
    if reason in SUPPLIER_GONE:
        papers.append(
            Paper("the notice of the bankruptcy, or of the end of the supplier's enrollment", "not shown by the case")
        )
        papers.append(
            Paper("the contractor's answer, with which a person settles the question", "not shown by the case")
        )
        papers.append(
            Paper("the records of an initial claim: test, evaluation, proof of delivery", "not shown by the case")
        )
    if reason == "end_of_lifetime":
        papers.append(Paper("the patient's choice of new equipment, for both units", "not shown by the case"))
    return papers


def _order(case: Case, item: Item, since: date | None) -> State:
    if case.orders is None:
        return "not shown by the case"
    return _dated([order.order_date for order in case.orders if item.code in (order.items or ())], since)


def _dated(days: Sequence[date | None], since: date | None) -> State:
    if any(day is not None and day > (since or day - timedelta(days=1)) for day in days):
        return "on file"
    return "not shown by the case" if None in days else "missing"


def _state(shown: bool | None) -> State:
    return "not shown by the case" if shown is None else "on file" if shown else "missing"


def _value(case: Case, catalogue: Catalogue, day: date, name: str) -> Any:
    return value_on(catalogue.values[case.coverage.payer].get(name, ()), day)
