"""What does a denial mean, what is to be done, and by when?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from oxyclaim.engine.denials import DENIED, REJECTED, Denial, Route
from oxyclaim.policy.denials import Answer, Dates, Deadline, Piece, UnknownCodes, deadlines, look_up
from oxyclaim.policy.denials.work import BILL_PATIENT, not_the_patient
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook

Outcome = Literal["notice", "adjusted", "denied", "rejected"]
"""What the payer's codes come to, the weakest first."""
DateName = Literal["service_date", "remittance_date", "requested"]
CLOCKS: dict[str, DateName] = {
    "service_date": "service_date", "remittance_date": "remittance_date", "receipt": "remittance_date",
    "request": "requested",
}  # fmt: skip
"""The date of the request from which a route's limit is counted, by the clock that the route names."""


@dataclass(frozen=True)
class DenialRequest:
    """The codes of a remittance advice in any order and writing, and the dates that are known of the line.

    ``as_of`` is the day of the run, ``service_date`` the line's, ``remittance_date`` that of the advice,
    ``requested`` that of a request for records.
    """

    codes: Sequence[str]
    as_of: date
    service_date: date | None = None
    remittance_date: date | None = None
    requested: date | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One answer of a payer as the catalogue has it; see ``engine.denials.Denial``. Meanings are our own words."""

    id: str
    code_sets: tuple[tuple[str, ...], ...]
    may_carry: tuple[str, ...]
    meaning: str
    cause: str
    action: str
    routes: tuple[str, ...]
    answer: Outcome
    appeal: str
    charge_patient_by_group: dict[str, str]
    on_arrival: bool
    authorities: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class Limit:
    """A way on and its last day with the arithmetic; without ``last_day`` the limit is only told, in ``steps``.

    ``safe_day`` is an earlier day that counts on nothing that is presumed, as ``safe_because`` tells. ``about`` is
    worth knowing of the way, and ``then`` is the way after it; both may be empty.
    """

    route: str
    title: str
    last_day: date | None
    safe_day: date | None
    steps: tuple[str, ...]
    authorities: tuple[str, ...]
    grade: str
    about: str
    then: str
    safe_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Explained(Entry):
    """An entry that explains some of the codes given; of ``fits_alike`` that do none fits better than the others.

    ``action``, ``answer`` and ``appeal`` are as the line's other codes leave them.
    """

    explains: tuple[str, ...]
    group: str | None
    fits_alike: int
    remark_codes_that_tell_more: tuple[str, ...]
    charge_patient: str
    deadlines: tuple[Limit, ...]


@dataclass(frozen=True)
class GroupTold:
    """A claim adjustment group code: who bears the amount, and whether the patient may be charged."""

    code: str
    meaning: str
    charge: str
    authority: tuple[str, ...]
    silent: bool
    grade: str


@dataclass(frozen=True, kw_only=True)
class DenialAnswer(Head):
    """What the codes of a line mean together and piece by piece, the strongest first.

    ``not_known``: codes that no entry holds; of these ``unknown_reasons`` may each deny the line. ``no_appeal``: the
    code that leaves only a new claim. ``groups``: the group codes given. ``dates_that_tell_more``: the dates that were
    not given and with which a last day is calculated.
    """

    given: tuple[str, ...]
    outcome: Outcome
    group: str | None
    carc: str | None
    rarcs: tuple[str, ...]
    modifiers: tuple[str, ...]
    not_known: tuple[str, ...]
    unknown_reasons: tuple[str, ...]
    no_appeal: str | None
    entries: tuple[Explained, ...]
    groups: tuple[GroupTold, ...]
    dates_that_tell_more: tuple[DateName, ...]


@dataclass(frozen=True, kw_only=True)
class DenialsAnswer(Head):
    """The whole catalogue: every entry, the ways on from them, the group codes."""

    denials: tuple[Entry, ...]
    routes: tuple[Route, ...]
    groups: tuple[GroupTold, ...]


def denials(book: RuleBook, as_of: date) -> DenialsAnswer:
    """All that is known."""
    known = book.denials
    return DenialsAnswer(
        **head("denials", book, as_of),
        denials=tuple(Entry(**_entry(each, book)) for each in known.denials.values()),
        routes=tuple(known.routes.values()),
        groups=tuple(_group(code, book) for code in known.groups),
    )


def explain_denial(request: DenialRequest, book: RuleBook) -> DenialAnswer:
    """What the codes mean. Raises BadInput with everything that is wrong with codes and dates."""
    found = _found(request, book)
    dates = Dates(request.service_date, request.remittance_date, request.requested)
    groups = dict.fromkeys(piece.group for piece in found.pieces if piece.group)
    return DenialAnswer(
        **head("denial", book, request.as_of),
        given=found.given,
        outcome=found.outcome,  # type: ignore[arg-type]
        group=found.codes.group,
        carc=found.codes.carc,
        rarcs=found.codes.rarcs,
        modifiers=found.codes.modifiers,
        not_known=found.not_known,
        unknown_reasons=found.unknown_reasons,
        no_appeal=found.no_appeal,
        entries=tuple(_explained(found, piece, each, dates, book) for piece in found.pieces for each in piece.entries),
        groups=tuple(_group(code, book) for code in groups),
        dates_that_tell_more=tuple(_would_tell(found, request, book)),
    )


def _found(request: DenialRequest, book: RuleBook) -> Answer:
    problems = list(_problems(request))
    if request.codes:
        try:
            found = look_up(request.codes, book.denials)
        except UnknownCodes as error:
            problems = [*(Problem("unknown_code", each) for each in error.problems), *problems]
    if not problems and _is_asked_after_the_denial(found, request):
        message = (
            f"the request of {request.requested} is later than the remittance of {request.remittance_date} that denies "
            "the line; check both dates"
        )
        problems = [Problem("dates_out_of_order", message, path="requested")]
    if problems:
        raise BadInput(problems)
    return found


def _is_asked_after_the_denial(found: Answer, request: DenialRequest) -> bool:
    """What has been paid may be asked about later (post-payment review); what is denied may not."""
    if request.requested is None or request.remittance_date is None:
        return False
    return request.remittance_date < request.requested and found.outcome in (DENIED, REJECTED)


def _problems(request: DenialRequest) -> Iterator[Problem]:
    service, remittance = request.service_date, request.remittance_date
    if service and remittance and remittance < service:
        message = f"the remittance of {remittance} is older than the service of {service}; check both dates"
        yield Problem("dates_out_of_order", message, path="remittance_date")
    if not request.codes:
        yield Problem(
            "no_codes", "dates say nothing without codes; give those of the remittance advice, for example CO-50 N102"
        )


def _entry(entry: Denial, book: RuleBook) -> dict[str, Any]:
    return {
        "id": entry.id,
        "code_sets": entry.code_sets,
        "may_carry": entry.may_carry,
        "meaning": entry.meaning,
        "cause": entry.cause,
        "action": entry.action,
        "routes": entry.routes,
        "answer": entry.answer,
        "appeal": entry.appeal,
        "charge_patient_by_group": {group or "any": text for group, text in entry.charge.items()},
        "on_arrival": entry.on_arrival,
        "authorities": entry.authority,
        "grade": book.grade(entry.authority),
    }


def _explained(found: Answer, piece: Piece, entry: Denial, dates: Dates, book: RuleBook) -> Explained:
    known = book.denials
    ways = found.routes(entry, known, requested=dates.requested is not None)
    charge = found.charge(piece, entry, known)
    as_it_stands = {
        "answer": found.answer(entry),
        "action": found.action(entry, known),
        "appeal": found.appeal(entry, known),
    }
    if as_it_stands["answer"] == DENIED and entry.routes[:1] == (BILL_PATIENT,) and charge.startswith("no"):
        as_it_stands["action"] = not_the_patient(charge, piece.group)
        ways = tuple(way for way in ways if way.id != BILL_PATIENT)
    return Explained(
        **_entry(entry, book) | as_it_stands,
        explains=piece.codes,
        group=piece.group,
        fits_alike=len(piece.entries),
        remark_codes_that_tell_more=piece.others,
        charge_patient=charge,
        deadlines=tuple(limit(each, book) for each in deadlines(ways, dates)),
    )


def limit(each: Deadline, book: RuleBook) -> Limit:
    """A way on with its last day, as an answer tells it."""
    routes = book.denials.routes
    route = routes[each.route]
    then = f"{routes[route.then].title}, {routes[route.then].deadline}" if route.then else ""
    return Limit(
        each.route, each.title, each.last_day, each.safe_day, each.steps, each.authority, book.grade(each.authority),
        route.about, then, each.safe_because if each.safe_day else "",
    )  # fmt: skip


def _group(code: str, book: RuleBook) -> GroupTold:
    group = book.denials.groups[code]
    return GroupTold(
        group.code, group.meaning, group.charge, group.authority, group.silent, book.grade(group.authority)
    )  # fmt: skip


def _would_tell(found: Answer, request: DenialRequest, book: RuleBook) -> Iterator[DateName]:
    """The dates that are not given, from which a way's time limit runs."""
    counts_from = {route.counts_from for entry in found.entries for route in found.routes(entry, book.denials)}
    wanted = dict.fromkeys(name for clock, name in CLOCKS.items() if clock in counts_from)
    return (name for name in wanted if getattr(request, name) is None)
