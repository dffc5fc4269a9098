"""An appeal: what stands for and against it on the screen, and on paper the letter, the request and the index.

The papers name the patient.
"""

import re
from collections.abc import Iterator

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import authority_id
from oxyclaim.services.appeals import AppealAnswer
from oxyclaim.services.appeals.request import AppealedLine, Exhibit, Row, Shown
from oxyclaim.views.blocks import (
    Block,
    Bullets,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Tone,
    counted,
    dollars,
    graded,
    reworded,
    us_date,
    us_dates,
)
from oxyclaim.views.paper import BLANK, CONFIDENTIAL, born, letterhead, patient_name

CITES = 2
"""Sources that a row of the letter names at most; the answer has them all."""
NOT_ENCLOSED = "not enclosed"
RENAME = "; name it like the id of a document of the case"
REQUEST_FOOT = "Contents of the request, to be copied into the contractor's form or portal. " + CONFIDENTIAL
_SPELLED = (
    (re.compile(r"^(\d+)(CFR|USC)(\d)"), r"\1 \2 \3"),
    (re.compile(r"^NCD(\d)"), r"NCD \1"),
    (re.compile(r"^L(\d{4,})"), r"LCD L\1"),
    (re.compile(r"^A(\d{4,})"), r"Article A\1"),
    (re.compile(r"^IOM(\d)"), r"CMS Pub. \1"),
    (re.compile(r"^PIM(\d+)"), r"Program Integrity Manual ch. \1"),
    (re.compile(r"^SSA(\d)"), r"Social Security Act \1"),
)
"""Ids of sources as an office writes them."""
_AGE = re.compile(r"^\(\w+:[^)]*\) ")
"""What a sentence says before it of the age of our own source."""
_REMARK = re.compile(r" *[(,;:].*$")
"""What stands behind the name of a source in its title."""


# On paper ------------------------------------------------------------------------------------------------------------


def front_pages(case: Case, answer: AppealAnswer) -> list[Document]:
    """The letter, the contents of the request (of an appeal) and the index, each to stand on pages of its own."""
    made = [letter(case, answer)]
    if answer.fields:
        made.append(request_form(answer))
    return [*made, index(answer)]


def letter(case: Case, answer: AppealAnswer) -> Document:
    """The letter: who, what, why it should be paid, by when, and what is enclosed."""
    blocks: list[Block] = [
        Pairs(tuple(_heads(case, answer))),
        Text(_request_sentence(answer)),
        *_table(answer),
        *_answer_to_grounds(answer),
        *_said_openly(answer),
        *_closing(answer),
    ]
    return _on_paper(Document(tuple(blocks), answer.title, letterhead=letterhead(case), foot=CONFIDENTIAL))


def request_form(answer: AppealAnswer) -> Document:
    """What the request form asks for."""
    rows = tuple((field.name, field.value or BLANK) for field in answer.fields)
    needed = ", ".join(field.name for field in answer.fields if field.needed)
    blocks = (
        Text(f"For: {answer.form}. Send it to {answer.addressee.name}, at {answer.addressee.where}."),
        Grid(("Field", "Entry"), rows, (3, 7), ruled=True),
        Text(f"Without these it is no valid request: {needed}.", "quiet"),
    )
    return _on_paper(Document(blocks, f"{answer.title}: contents", foot=REQUEST_FOOT))


def index(answer: AppealAnswer) -> Document:
    """The papers with their pages in the packet, and what is not there."""
    rows = tuple(
        (each.title, f"{each.label}{f': {each.described}' if each.described else ''}", us_date(each.date), _pages(each))
        for each in answer.exhibits
    )
    blocks: list[Block] = [
        Text(f"{_claim(answer)}. {counted(len(rows), 'paper')}, {counted(answer.pages, 'page')} in all."),
        Grid(("Part", "Paper", "Date", "Pages"), rows, (7, 9, 3, 2), ruled=True),
    ]
    if answer.missing:
        blocks += [
            Text("Not enclosed:", strong=True),
            Bullets(tuple(f"{each.label}: {each.words}" for each in answer.missing)),
        ]
    return _on_paper(Document(tuple(blocks), "Index of the papers", foot=CONFIDENTIAL))


def _on_paper(document: Document) -> Document:
    return reworded(document, us_dates)


def _heads(case: Case, answer: AppealAnswer) -> Iterator[tuple[str, str]]:
    yield "Date", us_date(answer.as_of)
    yield "To", f"{_sentence(answer.addressee.name)}\n{BLANK}{BLANK}{BLANK}"
    yield "Patient", f"{patient_name(case)}, born {born(case)}, member id {case.coverage.member_id or BLANK}"
    yield "Claim control no.", answer.claim_number or BLANK
    yield "Item", "\n".join(map(_line, answer.lines))
    if answer.codes:
        day = f", remittance advice of {us_date(answer.remittance_date)}" if answer.remittance_date else ""
        yield "Denied with", " ".join(answer.codes) + day


def _line(line: AppealedLine) -> str:
    charge = "" if line.charge_cents is None else f", charge {dollars(line.charge_cents)} dollars"
    coded = " ".join((line.code, *line.modifiers))
    return f"Line {line.line_number}: {coded}, date of service {us_date(line.service_date)}{charge}"


def _request_sentence(answer: AppealAnswer) -> str:
    if answer.purpose == "records":
        return answer.request + (" The table says what the records show, and on which page." if answer.rows else "")
    table = " The table says which criteria are met, by which source, and on which page it is shown."
    return answer.request + (table if answer.rows else "")


def _table(answer: AppealAnswer) -> Iterator[Block]:
    if not answer.rows:
        return
    days = " and ".join(dict.fromkeys(us_date(each.service_date) for each in answer.lines))
    head = ("", "Criterion", f"Source in force on {days}", "What the record shows", "Page")
    many = len(answer.lines) > 1
    rows = tuple(
        (str(number), _criterion(row, answer, many), _cites(row, answer), _value(row), _page(row))
        for number, row in enumerate(answer.rows, start=1)
    )
    yield Grid(head, rows, (3, 18, 23, 31, 9))


def _criterion(row: Row, answer: AppealAnswer, many: bool) -> str:
    """With the lines that it is about, where it is not about all."""
    all_ = {each.line_number for each in answer.lines}
    if not many or set(row.lines) == all_:
        return row.criterion
    return f"{row.criterion} (line {', '.join(map(str, row.lines))})"


def _cites(row: Row, answer: AppealAnswer) -> str:
    """The policies and laws first; what has no number is named by who says it."""
    known = [cite for cite in row.cites if _spelled(cite) != cite]
    if known:
        return "; ".join(_spelled(cite) for cite in known[:CITES])
    return "; ".join(dict.fromkeys(_by_name(cite, answer) for cite in row.cites[:CITES])) or "-"


def _spelled(cite: str) -> str:
    for pattern, words in _SPELLED:
        if pattern.match(cite):
            return pattern.sub(words, cite, count=1)
    return cite


def _by_name(cite: str, answer: AppealAnswer) -> str:
    source = answer.authorities[authority_id(cite)]
    return f"{source.issuer}, {_REMARK.sub('', source.title)}"


def _value(row: Row) -> str:
    """The trace's sentences; where it has none, what it is about."""
    told = [f"shows {each}" if each.startswith("that ") else each for each in row.values]
    told = told or [f"on record for the {each}" for each in row.records] or ["on record"]
    return _sentence("; ".join([*told, *row.by]))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _page(row: Row) -> str:
    in_order = sorted(row.shown, key=lambda each: each.packet_page or 0)
    return ", ".join(dict.fromkeys(_place(each) for each in in_order))


def _place(shown: Shown) -> str:
    return str(shown.packet_page) if shown.packet_page else NOT_ENCLOSED


def _answer_to_grounds(answer: AppealAnswer) -> Iterator[Block]:
    called_missing = next((field.value for field in answer.fields if field.id == "missing"), "")
    if called_missing:
        yield Text(f"The decision of {us_date(answer.decided)} called missing: {called_missing.rstrip('.')}.")
    for ground in answer.grounds:
        codes, meaning = " ".join(ground.codes), ground.meaning.rstrip(".")
        if ground.papers:
            named = [each for each in answer.exhibits if each.label in ground.papers]
            papers = ", ".join(f"{each.label}, page {each.packet_page}" for each in named)
            yield Text(f"To {codes} ({meaning}): see {papers}.")
        elif ground.rows and not answer.not_met:
            span = f"rows 1 to {len(ground.rows)}" if len(ground.rows) > 1 else "row 1"
            here = "the records are enclosed, and they show" if ground.records_asked else "the record shows"
            yield Text(f"To {codes} ({meaning}): {here} what the policy asks for; see {span}.")
        elif ground.rows:
            yield Text(
                f"To {codes} ({meaning}): what the record shows stands in the table, and what it does not, below."
            )
        else:
            yield Text(f"To {codes} ({meaning}): nothing that is enclosed answers this ground.")


def _said_openly(answer: AppealAnswer) -> Iterator[Block]:
    """What is not met is said: a letter that leaves it out misleads."""
    if answer.not_met and answer.purpose == "appeal":
        yield Text("Not shown by the record:", strong=True)
        yield Bullets(tuple(_AGE.sub("", each.sentence) for each in answer.not_met))


def _closing(answer: AppealAnswer) -> Iterator[Block]:
    if answer.deadline and answer.deadline.last_day:
        steps = "; ".join(answer.deadline.steps)
        timely = "This is in time" if answer.in_time else "The time has passed"
        yield Text(f"{timely}: {steps}. Last day: {us_date(answer.deadline.last_day)}.")
    papers = counted(len(answer.exhibits), "paper") if answer.exhibits else "no papers"
    front = "the contents of the request, the index and " if answer.fields else "the index and "
    yield Text(f"Enclosed: {front}{papers}, {counted(answer.pages, 'page')} with this letter, each page numbered.")
    who = "Sent by" if answer.purpose == "records" else "Requested by"
    contact = next((field.value for field in answer.fields if field.id == "contact"), "") or answer.requester
    yield Text(f"{who}: {contact or BLANK}", strong=True)
    if answer.no_signature:
        yield Text(answer.no_signature, "quiet")


def _pages(exhibit: Exhibit) -> str:
    last = exhibit.packet_page + exhibit.pages - 1
    return str(last) if exhibit.pages == 1 else f"{exhibit.packet_page}-{last}"


def _claim(answer: AppealAnswer) -> str:
    return f"Claim {answer.claim_number}" if answer.claim_number else f"Claim {BLANK}"


# On the screen -------------------------------------------------------------------------------------------------------


def view(answer: AppealAnswer) -> Document:
    """Whether it is advised, what is wrong, by when, the table and the papers. It names no patient."""
    blocks: list[Block] = [Text(_state(answer), _tone(answer), strong=True)]
    for each in answer.obstacles:
        blocks.append(Item("-", each.sentence, "bad"))
        blocks += [Item("instead:", told, level=1) for told in each.instead]
    if answer.obstacles and answer.obstacles[0].bars:
        return Document(tuple(blocks))
    blocks += [*_limit(answer), *_ids(answer), *_screen_table(answer), *_papers(answer)]
    blocks += [Item("note:", each, "note") for each in answer.notes]
    return Document(tuple(blocks))


def _state(answer: AppealAnswer) -> str:
    lines = " and ".join(
        f"line {each.line_number} {each.code} {each.service_date.isoformat()}" for each in answer.lines
    )
    step = f" ({answer.step})" if answer.step else ""
    about = f"{answer.case_id} {lines}: {answer.title.lower().replace('(adr)', '(ADR)')}{step}"
    if answer.purpose == "records":
        return about
    return f"{about}: advised" if answer.advised else f"{about}: NOT ADVISED"


def _tone(answer: AppealAnswer) -> Tone:
    return "good" if answer.is_fine else "caution" if answer.advised else "bad"


def _limit(answer: AppealAnswer) -> Iterator[Block]:
    limit = answer.deadline
    if limit is None:
        return
    steps = "; ".join(limit.steps)
    told = f"{limit.last_day.isoformat()} ({steps})" if limit.last_day else steps
    passed = "" if answer.in_time else "; it HAS PASSED"
    yield Item("last day:", told + passed + graded(limit.grade), "plain" if answer.in_time else "bad")
    if limit.safe_day:
        yield Item("safe day:", f"{limit.safe_day.isoformat()} ({limit.safe_because})", level=1)


def _ids(answer: AppealAnswer) -> Iterator[Block]:
    yield Item("to:", f"{answer.addressee.name}; {answer.addressee.where}")
    if answer.claim_number is None:
        yield Item(
            "the payer's number of the claim is not known:", "give --claim-number; it stands on each page", "bad"
        )
    empty = [field.name for field in answer.fields if not field.value and field.id != "claim_number"]
    needed = [field.name for field in answer.fields if not field.value and field.needed]
    if needed:
        yield Item("without these it is no request:", ", ".join(needed), "bad")
    if others := [name for name in empty if name not in needed]:
        yield Item("not known, and asked for by the form:", ", ".join(others), "caution")
    for ground in answer.grounds:
        yield Item(f"{' '.join(ground.codes)}:", ground.meaning)


def _screen_table(answer: AppealAnswer) -> Iterator[Block]:
    rows = tuple(
        (row.criterion, "; ".join(row.cites[:CITES]), _value(row), ", ".join(map(_where, row.shown)))
        for row in answer.rows
    )
    if rows:
        yield Section("What the record shows", (Grid(("criterion", "source", "value", "where"), rows, (3, 3, 4, 3)),))
    if answer.not_met and answer.purpose == "records":
        missing = tuple(Item("-", each.sentence, "bad") for each in answer.not_met)
        yield Section("What it does not show", missing)


def _where(shown: Shown) -> str:
    page = f" page {shown.page}" if shown.page else ""
    return f"{shown.document}{page} ({f'packet {shown.packet_page}' if shown.packet_page else NOT_ENCLOSED})"


def _papers(answer: AppealAnswer) -> Iterator[Block]:
    told = [Item(f"{_pages(each)}:", f"{each.title}: {each.label}") for each in answer.exhibits]
    told += [Item("not given:", f"{each.label} ({each.words})", "caution") for each in answer.missing]
    told += [Item("fits no paper of the case:", f"{each.name}{RENAME}", "caution") for each in answer.unused]
    if told:
        yield Section(f"Papers of the packet, {counted(answer.pages, 'page')}", tuple(told))
