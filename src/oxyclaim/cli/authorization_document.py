"""A request as sections of plain blocks, which each form (terminal, Markdown, PDF) draws in its own way.

Only a document that goes to the payer names the member: ``with_member`` is false for what is shown on a terminal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import GRADES
from oxyclaim.engine.sentences import written
from oxyclaim.policy.authorization import (
    CaseRequests,
    Cite,
    Kind,
    LineAnswer,
    Needed,
    Renewal,
    Request,
    Term,
    TestShown,
)

SILENT = "the payer's file does not say: ask the payer"
NOT_GIVEN = "not given"
FEW = 3
"""So many places are named of a kind of evidence; the tests have a table of their own."""
LABELS = {
    "authorization_form": "Form",
    "authorization_channels": "Ways to send it",
    "authorization_delegate": "Who decides",
    "authorization_from_plan": "From which plan",
}
CHANNELS = {"x12_278": "X12 278", "fhir_pas": "FHIR (Da Vinci PAS)"}


@dataclass(frozen=True)
class Pairs:
    """Labels with what stands beside them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table; ``widths`` are the shares of the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Check:
    """Something that must be there: how it stands, what it is, and what is to be said of it."""

    standing: str
    words: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Checks:
    """A list of such things."""

    rows: tuple[Check, ...]


@dataclass(frozen=True)
class Text:
    """A sentence."""

    text: str
    strong: bool = False


Block = Pairs | Grid | Checks | Text


@dataclass(frozen=True)
class Section:
    """A titled part; ``own`` is for the supplier's own eyes, and not to be sent."""

    title: str
    blocks: tuple[Block, ...]
    own: bool = False


@dataclass(frozen=True)
class Document:
    """One request: its title, its state in a sentence, its parts."""

    title: str
    state: str
    sections: tuple[Section, ...]


def state_of(request: Request) -> str:
    """Ready to send, or how much is missing."""
    if request.ready:
        return "Ready to send: nothing is missing."
    count = len(request.missing)
    return f"Not ready: {count} thing{'s' if count > 1 else ''} missing or to be checked."


def document_of(case: Case, found: CaseRequests, request: Request, as_of: date, with_member: bool) -> Document:
    """The request as a document."""
    sections = (
        Section("To whom and how", tuple(_head(found, request, as_of)), own=True),
        Section("The request", tuple(_asked(case, found, request, with_member))),
        Section("Evidence that the payer wants", tuple(_evidence(request))),
        Section("Tests", tuple(_tests(request))),
        Section("The tests against the payer's values", tuple(_judged(request)), own=True),
        Section("Conditions documented", tuple(_conditions(request))),
        Section("What is missing, and from whom", tuple(_missing(request)), own=True),
        Section("Sources", tuple(_sources(found, request)), own=True),
    )
    return Document(
        f"Prior-authorization request: {', '.join(request.codes)}, {request.kind}",
        state_of(request),
        tuple(section for section in sections if section.blocks),
    )


def line_told(line: LineAnswer) -> str:
    """Whether the line needs an authorization, why, and how that stands."""
    doubt = f" ({line.need.term.doubt})" if line.need.term.doubt else ""
    source = f" [{cites_told(line.need.term.cites)}]" if line.need.term.cites else ""
    told = f"{line.need.answer}: {line.need.why}{doubt}{source}"
    wanted = line.need.answer not in (Needed.NO, Needed.NO_RULE)
    return f"{told}. {line.told[:1].upper()}{line.told[1:]}." if wanted or line.earlier else f"{told}."


def cites_told(cites: Sequence[Cite]) -> str:
    """The sources with their grade and the day for which they speak."""
    return "; ".join(f"{cite.source}, {cite.grade}, as of {cite.as_of}" for cite in cites)


def line_in_short(line: LineAnswer) -> str:
    """The same in a few words, where the request below tells it in full."""
    return f"{line.need.answer}; the request is below" if line.requested else line_told(line)


def _head(found: CaseRequests, request: Request, as_of: date) -> Iterator[Block]:
    for remark in request.remarks:
        yield Text(remark)
    rows = [("Payer", found.payer_name + (f" ({found.status} file)" if found.status == "unverified" else ""))]
    rows += [("Plan", found.plan)] if found.plan else []
    rows += [(label, _term(name, request.terms[name])) for name, label in LABELS.items()]
    rows += list(_clocks(request, as_of))
    rows.append(("Given for", _months(request)))
    rows.append(("Changes that end it", _term("authorization_void_on", request.terms["authorization_void_on"])))
    yield Pairs(tuple(rows))
    needed = tuple(
        (f"Line {line.line}, {line.code}", line_told(line)) for line in found.lines if line.line in request.lines
    )
    yield Pairs(needed)


def _clocks(request: Request, as_of: date) -> Iterator[tuple[str, str]]:
    for urgency in ("urgent", "standard"):
        hours = request.terms[f"authorization_hours_{urgency}"]
        told = SILENT
        if hours.value is not None:
            told = f"within {hours.value} hours: by {request.decisions[urgency]} if it arrives on {as_of}{_of(hours)}"
        yield f"Decision, {urgency}", told
    days = request.terms["authorization_file_by_days"]
    if request.file_by:
        past = " (it has passed)" if request.file_by < as_of else ""
        yield "File by", f"{request.file_by}{past}: {days.value} days after the service date{_of(days)}"


def _term(name: str, term: Term) -> str:
    if term.value is None:
        if name == "authorization_delegate":
            return "the payer itself, as far as its file says"
        return SILENT
    values = term.value if isinstance(term.value, list) else [term.value]
    return ", ".join(CHANNELS.get(each, written(each)) for each in values) + _of(term)


def _of(term: Term) -> str:
    doubt = f"; {term.doubt}" if term.doubt else ""
    short = "; ".join(_short(cite) for cite in term.cites)
    return f" ({short}{doubt})"


def _short(cite: Cite) -> str:
    """The source without the payer's name, and its grade where that is not the best; the last part has the rest."""
    of_payer, colon, place = cite.source.partition(":")
    grade = "" if cite.grade == GRADES[0] else f", {cite.grade}"
    return f"{place if colon else of_payer}{grade}"


def _asked(case: Case, found: CaseRequests, request: Request, with_member: bool) -> Iterator[Block]:
    rows = [*(_member(case) if with_member else _member_known(request))]
    rows.append(("Payer", ", ".join(dict.fromkeys(name for name in (found.payer_name, found.plan) if name))))
    rows.append(("Supplier", _supplier(case)))
    rows.append(("Practitioner", _practitioner(case)))
    rows.append(("Codes", ", ".join(request.codes)))
    rows.append(("Kind", f"{request.kind}: {request.reason}"))
    rows.append(("Days asked for", _period(request)))
    rows.append(("Service date", f"{request.service_date} (the month that is to be billed)"))
    yield Pairs(tuple(rows))
    if request.diagnoses:
        cells = ((d.code or NOT_GIVEN, d.words, f"{d.where}, {d.standing}") for d in request.diagnoses)
        yield Grid(("Diagnosis", "In words", "Found in"), tuple(cells), (2, 5, 4))
    if request.orders:
        orders = (
            (o.id, str(o.date or NOT_GIVEN), o.flow, o.length_of_need, f"{o.where}, {o.standing}")
            for o in request.orders
        )
        yield Grid(("Order", "Date", "Flow", "Length of need", "Found in"), tuple(orders), (3, 3, 4, 3, 4))


def _member(case: Case) -> Iterator[tuple[str, str]]:
    patient = case.patient
    names = (patient.last_name, patient.first_name, patient.middle_name) if patient else (None, None, None)
    given = " ".join(each for each in names[1:] if each)
    yield "Member", ", ".join(each for each in (names[0], given) if each) or NOT_GIVEN
    yield "Member id", case.coverage.member_id or NOT_GIVEN
    yield "Born", str(patient.birth_date) if patient and patient.birth_date else NOT_GIVEN


def _member_known(request: Request) -> Iterator[tuple[str, str]]:
    member = request.member
    parts = {"name": member.name, "member id": member.member_id, "birth date": member.birth_date}
    given = ", ".join(part for part, known in parts.items() if known)
    lacks = ", ".join(part for part, known in parts.items() if not known)
    told = "; ".join([f"in the case: {given}"] * bool(given) + [f"missing: {lacks}"] * bool(lacks))
    yield "Member", f"{told} (--format markdown and --pdf print them)"


def _supplier(case: Case) -> str:
    supplier = case.supplier
    return f"{(supplier and supplier.name) or NOT_GIVEN}, NPI {(supplier and supplier.npi) or NOT_GIVEN}"


def _practitioner(case: Case) -> str:
    one = case.practitioner
    name = " ".join(each for each in (one.first_name, one.last_name) if each) if one else ""
    return f"{name or NOT_GIVEN}, NPI {(one and one.npi) or NOT_GIVEN}"


def _period(request: Request) -> str:
    if request.last_day is None:
        return f"from {request.first_day}"
    return f"{request.first_day} to {request.last_day}"


def _months(request: Request) -> str:
    if request.months.value is None:
        return SILENT
    return f"{request.months.value} month{'s' if request.months.value != 1 else ''}{_of(request.months)}"


def _evidence(request: Request) -> Iterator[Block]:
    if not request.evidence:
        return
    yield Checks(
        tuple(
            Check(each.standing, each.words, tuple(told for told in (_places(each.where), each.note) if told))
            for each in request.evidence
        )
    )


def _places(where: Sequence[str]) -> str:
    """Where it is found; of many places the first few."""
    more = f" and {len(where) - FEW} more" if len(where) > FEW else ""
    return ", ".join(where[:FEW]) + more


def _tests(request: Request) -> Iterator[Block]:
    if not request.tests:
        yield Text("The case has no test.")
        return
    yield Grid(
        ("Test", "Date", "State", "Value", "On", "Taken by", "Found in"),
        tuple(
            (
                t.id,
                str(t.date or NOT_GIVEN),
                f"{t.state}, {t.method}",
                t.value,
                t.air,
                t.taken_by,
                f"{t.where}, {t.standing}",
            )
            for t in request.tests
        ),
        (4, 4, 5, 4, 3, 4, 6),
    )


def _judged(request: Request) -> Iterator[Block]:
    alike: dict[str, list[str]] = {}
    for test in request.tests:
        if told := judged(test):
            alike.setdefault(told, []).append(test.id)
    yield from (Text(f"{', '.join(ids)}: {told}.") for told, ids in alike.items())
    yield from (Text(f"{told}.") for told in request.criteria)


def judged(test: TestShown) -> str:
    """Which of the payer's values the test meets or misses, and why it does not count if it does not."""
    parts = [f"{word} {' or '.join(of)}" for word, of in (("meets", test.meets), ("misses", test.misses)) if of]
    parts += [f"does not show whether it meets {' or '.join(test.open)}"] if test.open else []
    if test.meets and test.counts is not True:
        why = "; ".join(test.lacks) or "see `oxyclaim check`"
        parts.append(f"{'it does not count' if test.counts is False else 'whether it counts is not shown'}: {why}")
    return "; ".join(parts)


def _conditions(request: Request) -> Iterator[Block]:
    if request.conditions:
        cells = ((c.words, c.value, str(c.date or NOT_GIVEN), f"{c.where}, {c.standing}") for c in request.conditions)
        yield Grid(("Condition", "Record says", "Date", "Found in"), tuple(cells), (6, 2, 3, 5))


def _missing(request: Request) -> Iterator[Block]:
    by: dict[str, list[str]] = {}
    for each in request.missing:
        by.setdefault(each.who, []).append(each.what)
    yield Text(state_of(request), strong=True)
    if by:
        yield Pairs(tuple((f"From {who}", "; ".join(what)) for who, what in by.items()))


def _sources(found: CaseRequests, request: Request) -> Iterator[Block]:
    lines = [line.need.term for line in found.lines if line.line in request.lines]
    terms = [*lines, request.months, *request.terms.values()]
    cites = dict.fromkeys(cite for cites in (t.cites for t in terms) for cite in cites)
    cites |= dict.fromkeys(cite for each in request.evidence for cite in each.cites)
    if cites:
        by_source = {cite.source.partition(",")[0]: cite for cite in cites}
        named = ((id.partition(":")[2] or id, cite) for id, cite in by_source.items())
        yield Pairs(tuple((name, f"{cite.title}; {cite.grade}, as of {cite.as_of}") for name, cite in named))


def renewal_kind(kind: Kind) -> str:
    """What follows an approval that ends, in a word."""
    return "renewal" if kind is Kind.RENEWAL else "new request"


def renewal_needs(renewal: Renewal) -> Iterator[str]:
    """How an approval ends, and what the next request needs."""
    ended = "ended" if renewal.days < 0 else "ends"
    yield f"{ended} on {renewal.ends}: {renewal.why}"
    months, next_day = renewal.months, renewal.ends + timedelta(days=1)
    doubt = f" ({months.doubt})" if months.doubt else ""
    if months.value is None:
        yield f"ask from {next_day}; for how many months {SILENT}"
    else:
        yield f"ask for {next_day} to {add_months(next_day, months.value) - timedelta(days=1)}{doubt}"
    if renewal.wanted.value is None:
        yield f"what the {renewal_kind(renewal.kind)} must hold: {SILENT}"
    for each in renewal.evidence:
        where = f", {_places(each.where)}" if each.where else ""
        note = f"; {each.note}" if each.note else ""
        yield f"{each.standing}: {each.words}{where}{note}"
