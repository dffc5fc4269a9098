"""Whether lines need a prior authorization, and what each request holds: for the terminal, for the payer, on paper.

Only what goes to the payer names the member.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import GRADES
from oxyclaim.engine.sentences import written
from oxyclaim.engine.standing import Standing
from oxyclaim.services.authorization import (
    AuthorizationAnswer,
    CaseRequests,
    Cite,
    LineAnswer,
    Needed,
    Request,
    Term,
    TestShown,
)
from oxyclaim.views.blocks import (
    Block,
    Check,
    Checks,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Tone,
    Toned,
    counted,
    reworded,
    us_dates,
)
from oxyclaim.views.check import rule_book_line
from oxyclaim.views.paper import BLANK, CONFIDENTIAL, OWN_FILE, OWN_FOOT, letterhead

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
TONES: dict[str, Tone] = {Standing.ON_FILE: "good", Standing.REPORTED: "caution"}
CHANNELS = {"x12_278": "X12 278", "fhir_pas": "FHIR (Da Vinci PAS)"}


def view(answer: AuthorizationAnswer) -> Document:
    """Each case's lines and requests. It names no patient."""
    blocks = [_case(found, None, answer.as_of) for found in answer.cases]
    return Document((*blocks, Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")))


def for_payer(answer: AuthorizationAnswer, cases: Sequence[Case]) -> Document:
    """The same with the members named, and dates as an office writes them."""
    blocks = [_case(found, case, answer.as_of) for found, case in zip(answer.cases, cases, strict=True)]
    return reworded(Document((*blocks, Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))), us_dates)


def papers(case: Case, found: CaseRequests, answer: AuthorizationAnswer) -> list[Document]:
    """For each request the form that goes to the payer, and what is for the supplier's own file."""
    made: list[Document] = []
    for request in found.requests:
        sections = _sections(case, found, request, answer.as_of)
        form = [_unjudged(section) for section in sections if not section.own]
        own = [section for section in sections if section.own]
        title, head = _title(request), letterhead(case)
        signed = Text(f"Prepared by (name, telephone): {BLANK}{BLANK}{BLANK}   Date: {BLANK}")
        made.append(Document((*form, Text(""), signed), title, letterhead=head, foot=CONFIDENTIAL))
        told = Text(f"{title}, case {case.case_id}. {state_of(request)}", strong=True)
        line = Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")
        made.append(Document((told, *own, line), OWN_FILE, letterhead=head, foot=OWN_FOOT))
    return [reworded(each, us_dates) for each in made]


def _case(found: CaseRequests, case: Case | None, as_of: date) -> Section:
    """A case; ``case`` is given where the member is to be named."""
    blocks: list[Block] = []
    for line in found.lines:
        head = f"line {line.line}, {line.code}, {line.service_date.isoformat()}:"
        blocks.append(Item(head, line_in_short(line)))
    blocks += [Item("missing:", f"{each.what} (from {each.who})", "bad") for each in found.missing]
    for request in found.requests:
        state = Text(state_of(request), "good" if request.ready else "bad", strong=True)
        blocks.append(Section(_title(request), (state, *_sections(case, found, request, as_of))))
    head_ = (Toned(f"Case {found.case_id}", strong=True), Toned(f"  {found.plan or found.payer_name}"))
    return Section(head_, tuple(blocks))


def _unjudged(section: Section) -> Section:
    """A part as the payer gets it: what is there is ticked, and what is not is left open without a word."""
    blocks = (replace(each, rows=tuple(map(_tick, each.rows))) if isinstance(each, Checks) else each
              for each in section.blocks)  # fmt: skip
    return replace(section, blocks=tuple(blocks))


def _tick(check: Check) -> Check:
    return replace(check, standing="", details=check.details if check.done else ())


def _title(request: Request) -> str:
    return f"Prior-authorization request: {', '.join(request.codes)}, {request.kind}"


def state_of(request: Request) -> str:
    """Ready to send, or how much is missing."""
    if request.ready:
        return "Ready to send: nothing is missing."
    return f"Not ready: {counted(len(request.missing), 'thing')} missing or to be checked."


def _sections(case: Case | None, found: CaseRequests, request: Request, as_of: date) -> tuple[Section, ...]:
    """The parts of a request; ``case`` is given where the member is to be named."""
    sections = (
        Section("To whom and how", tuple(_head(found, request, as_of)), own=True),
        Section("The request", tuple(_asked(case, found, request))),
        Section("Evidence that the payer requires", tuple(_evidence(request))),
        Section("Tests", tuple(_tests(request))),
        Section("The tests against the payer's values", tuple(_judged(request)), own=True),
        Section("Conditions documented", tuple(_conditions(request))),
        Section("What is missing, and from whom", tuple(_missing(request)), own=True),
        Section("Sources", tuple(_sources(found, request)), own=True),
    )
    return tuple(section for section in sections if section.blocks)


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
    values = term.value if isinstance(term.value, tuple) else (term.value,)
    return ", ".join(CHANNELS.get(str(each), written(each)) for each in values) + _of(term)


def _of(term: Term) -> str:
    doubt = f"; {term.doubt}" if term.doubt else ""
    short = "; ".join(_short(cite) for cite in term.cites)
    return f" ({short}{doubt})"


def _short(cite: Cite) -> str:
    """The source without the payer's name, and its grade where that is not the best; the last part has the rest."""
    of_payer, colon, place = cite.source.partition(":")
    grade = "" if cite.grade == GRADES[0] else f", {cite.grade}"
    return f"{place if colon else of_payer}{grade}"


def _asked(case: Case | None, found: CaseRequests, request: Request) -> Iterator[Block]:
    rows = [*(_member(case) if case else _member_known(request))]
    rows.append(("Payer", ", ".join(dict.fromkeys(name for name in (found.payer_name, found.plan) if name))))
    rows += _parties(case) if case else []
    rows.append(("Codes", ", ".join(request.codes)))
    rows.append(("Kind", f"{request.kind}: {request.reason}"))
    rows.append(("Dates requested", _period(request)))
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
    yield "Member ID", case.coverage.member_id or NOT_GIVEN
    yield "Date of birth", str(patient.birth_date) if patient and patient.birth_date else NOT_GIVEN


def _member_known(request: Request) -> Iterator[tuple[str, str]]:
    member = request.member
    parts = {"name": member.name, "member id": member.member_id, "birth date": member.birth_date}
    given = ", ".join(part for part, known in parts.items() if known)
    lacks = ", ".join(part for part, known in parts.items() if not known)
    told = "; ".join([f"in the case: {given}"] * bool(given) + [f"missing: {lacks}"] * bool(lacks))
    yield "Member", f"{told} (--format markdown and --output print them)"


def _parties(case: Case) -> list[tuple[str, str]]:
    supplier, one = case.supplier, case.practitioner
    own = [f"{(supplier and supplier.name) or NOT_GIVEN}", f"NPI {(supplier and supplier.npi) or NOT_GIVEN}"]
    own += [f"telephone {supplier.phone}"] if supplier and supplier.phone else []
    own += [f"fax {supplier.fax}"] if supplier and supplier.fax else []
    name = " ".join(each for each in (one.first_name, one.last_name) if each) if one else ""
    asked = f"{name or NOT_GIVEN}, NPI {(one and one.npi) or NOT_GIVEN}"
    return [("Supplier", ", ".join(own)), ("Practitioner", asked)]


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
            Check(
                each.standing,
                each.words,
                tuple(told for told in (places(each.where), each.note) if told),
                each.standing == Standing.ON_FILE,
                TONES.get(each.standing, "bad"),
            )
            for each in request.evidence
        )
    )


def places(where: Sequence[str]) -> str:
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
