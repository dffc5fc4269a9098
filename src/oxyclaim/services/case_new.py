"""A case file that is started: what is known is entered, and what its codes need stands there as comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from oxyclaim.case.files import YAML_SUFFIXES, Written
from oxyclaim.case.models import (
    BloodGasTest,
    Case,
    Coverage,
    Delivery,
    Encounter,
    Item,
    Order,
    Patient,
    Practitioner,
    Section,
)
from oxyclaim.case.payer_words import FEE_FOR_SERVICE
from oxyclaim.case.problems import NOT_SHOWN, shown
from oxyclaim.case.profile import Profile
from oxyclaim.case.shapes import shape_of
from oxyclaim.engine.parameters import value_on
from oxyclaim.intake.fitting import misfit
from oxyclaim.intake.targets import LISTS, SINGLE, targets
from oxyclaim.services.answers import Head, head
from oxyclaim.services.cases import read_cases
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.problems import BadInput, Problem, in_no_file
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.starting import commented
from oxyclaim.services.targets import refuse_target, writing, wrong_kind

_PORTABLE = "portable_codes"
_CODES = ("stationary_codes", _PORTABLE, "contents_codes", "accessory_codes", "purchase_only_codes")
"""The rule book's lists of codes of home oxygen."""
_ORDER = ("names_beneficiary", "describes_items", "states_quantity", "names_practitioner", "signed")
_PATIENT = ("last_name", "first_name", "birth_date", "sex")
_TEST = (
    "study", "state", "on_room_air", "performed_by", "paid_by", "supervision", "inpatient", "signs_noted",
    "ordered_by_practitioner", "evaluated_by_practitioner", "evaluation_shown_by", "result_in_record",
)  # fmt: skip


DELIVERED = "deliveries.date"
NO_CASE = "no case was written"
NO_DATE = "the date of service of each line (service_date; the day of the delivery is the first)"


@dataclass(frozen=True)
class Question:
    """Something to know of a new case: its name as an option has it, its key in the case, and what is asked."""

    name: str
    path: str
    ask: str


QUESTIONS = (
    Question("last-name", "patient.last_name", "Patient's family name"),
    Question("first-name", "patient.first_name", "Patient's given name"),
    Question("birth-date", "patient.birth_date", "Date of birth (year-month-day)"),
    Question("sex", "patient.sex", "Sex (female, male, unknown)"),
    Question("line-1", "patient.address.line_1", "Street and number"),
    Question("city", "patient.address.city", "City"),
    Question("state", "patient.address.state", "State (two letters)"),
    Question("zip", "patient.address.zip", "ZIP code"),
    Question("account", "patient.account_number", "Your account number of the patient"),
    Question("member-id", "coverage.member_id", "Member's id with the payer"),
    Question("practitioner-last-name", "practitioner.last_name", "Ordering practitioner's family name, as in PECOS"),
    Question("practitioner-first-name", "practitioner.first_name", "Ordering practitioner's given name"),
    Question("practitioner-npi", "practitioner.npi", "Ordering practitioner's NPI"),
    Question("diagnosis", "diagnoses.icd10", "Principal diagnosis (ICD-10-CM)"),
    Question("order-date", "orders.order_date", "Date on the written order"),
    Question("flow", "orders.flow_lpm", "Prescribed flow in liters per minute"),
    Question("visit-date", "encounters.date", "Date of the visit at which the practitioner saw the patient"),
    Question("test-date", "tests.date", "Date of the oxygen test"),
    Question("spo2", "tests.spo2_percent", "Saturation in percent"),
    Question("acquisition", "items.acquisition", "What is billed (rental, purchase, contents, maintenance)"),
    Question("delivered", DELIVERED, "Date of delivery, the first service date"),
)
"""What is asked on a terminal, in this order; each may stay without an answer."""


@dataclass(frozen=True)
class NewCaseRequest:
    """The file, the case's id, its payer and codes, and what is known by the paths of ``QUESTIONS``.

    ``payer``: None is Medicare fee-for-service. ``on_file``: the papers that the facts come from are on file.
    """

    target: Path
    case_id: str
    payer: str | None
    codes: Sequence[str]
    known: Mapping[str, str]
    as_of: date
    on_file: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseMade(Head):
    """A case file that was started; ``missing``: what its codes need and it does not show yet, from whom."""

    file: str
    case_id: str
    missing: tuple[str, ...]


def check_new_case(request: NewCaseRequest, book: RuleBook, profile: Profile | None = None) -> None:
    """Raises BadInput with everything that is wrong with a request, so that nobody answers questions in vain."""
    problems = list(_problems(request, book))
    if problems:
        raise BadInput(problems, NO_CASE)
    refuse_target(request.target)
    _case(request, book, profile)


def unfit(path: str, text: str) -> str | None:
    """What a question wants in the place of an answer; None where the answer will do."""
    return misfit(targets()[path], text, None)


def new_case(request: NewCaseRequest, book: RuleBook, profile: Profile | None = None) -> CaseMade:
    """Start a case file. What is not known is no fact of it. Raises BadInput; then nothing is written."""
    check_new_case(request, book, profile)
    missing = tuple(_missing(request, _case(request, book, profile), book))
    text = "\n".join([*_top(request, missing), "", *_body(request, book, _first_day(request))]) + "\n"
    with writing(request.target) as part:
        part.write_text(text, encoding="utf-8")
    file = str(request.target)
    return CaseMade(**head("case_made", book, request.as_of), file=file, case_id=request.case_id, missing=missing)


def _first_day(request: NewCaseRequest) -> str | None:
    return request.known.get(DELIVERED)


def _case(request: NewCaseRequest, book: RuleBook, profile: Profile | None) -> Case:
    """The case that was started, to be looked at; a line that has no date yet is given the day of the run for that.

    Raises BadInput with what is wrong with the facts, which stand in no file.
    """
    body = "\n".join(_body(request, book, _first_day(request) or request.as_of.isoformat())) + "\n"
    read = read_cases([Written(str(request.target), body.encode())], book, profile=profile)
    if read.problems:
        raise BadInput([in_no_file(each) for each in read.problems], NO_CASE)
    [case] = read.cases
    return case


def _problems(request: NewCaseRequest, book: RuleBook) -> Iterator[Problem]:
    yield from wrong_kind(request.target, YAML_SUFFIXES)
    if request.target.exists():
        yield Problem("target_exists", "is there already; give another name, or change it by hand", str(request.target))
    if _payer(request) not in book.payers:
        yield Problem("unknown_payer", "there is no such payer; `oxyclaim payers` lists them", found=_payer(request))
        return
    known = {code for name in _CODES for code in _codes(name, request, book)}
    for code in request.codes:
        if code not in known:
            yield Problem("unknown_code", "is no code of home oxygen; `oxyclaim codes` lists them", found=code)
    if not request.codes:
        yield Problem("no_code", "give what is to be billed, a code each (--code)")
    paths = {question.path for question in QUESTIONS}
    for path, text in request.known.items():
        if path not in paths:
            message = f"is no key that is asked here; there are: {', '.join(sorted(paths))}"
            yield Problem("unknown_key", message, path=path)
        elif wrong := unfit(path, text):
            found = NOT_SHOWN if targets()[path].private else shown(text)
            yield Problem("wrong_value", wrong, path=path, found=found)


def _payer(request: NewCaseRequest) -> str:
    return request.payer or FEE_FOR_SERVICE


def _codes(name: str, request: NewCaseRequest, book: RuleBook) -> Sequence[str]:
    found: Sequence[str] = value_on(book.values[_payer(request)].get(name, ()), request.as_of) or ()
    return found


def _missing(request: NewCaseRequest, case: Case, book: RuleBook) -> Iterator[str]:
    if _first_day(request) is None:
        yield NO_DATE
    answer = checklist(ChecklistRequest([case], request.as_of), book)
    for each in answer.cases:
        for entry in each.entries:
            if entry.standing != "on file":
                yield f"{entry.title} ({', '.join(entry.codes)}; {entry.supplied_by})"


def _top(request: NewCaseRequest, missing: Sequence[str]) -> Iterator[str]:
    yield "# A new case. What is not known stands as a comment: take the # away and enter it."
    yield "# A paper counts once it is here: `on_file: true`. `oxyclaim checklist FILE` says what is missing; then"
    yield "# `oxyclaim check FILE` and `oxyclaim claim FILE -o claim.x12`."
    if missing:
        yield f"# Needed for {', '.join(request.codes)}, and not shown here yet:"
        yield from (f"#   - {each}" for each in missing)


def _body(request: NewCaseRequest, book: RuleBook, first: str | None) -> Iterator[str]:
    """The case as YAML. ``first``: the first service date, None where it is not known."""
    known = request.known
    codes = f"[{', '.join(request.codes)}]"

    def line(indent: int, model: type[Section], key: str, path: str = "") -> str:
        return _described(commented(indent, key, known.get(path)), model, key)

    def record(section: str, *begins: str) -> list[str]:
        return [f"{section}:", f"  - {begins[0]}", *(f"    {each}" for each in begins[1:])]

    yield "schema_version: 1"
    yield from (f"case_id: {request.case_id}", "")
    yield from _documents(request)
    yield ""
    address = [commented(4, key, known.get(f"patient.address.{key}")) for key in ("line_1", "city", "state", "zip")]
    yield from _open(
        known, "patient.",
        ["patient:", *(line(2, Patient, key, f"patient.{key}") for key in _PATIENT),
         *_open(known, "patient.address.", ["  address:", *address]),
         line(2, Patient, "account_number", "patient.account_number")],
    )  # fmt: skip
    yield from ("", "coverage:", f"  payer: {_payer(request)}")
    yield line(2, Coverage, "member_id", "coverage.member_id")
    for key in ("assignment", "assignment_disclosed", "benefits_assigned", "release_signed"):
        yield line(2, Coverage, key)
    yield ""
    names = [line(2, Practitioner, key, f"practitioner.{key}") for key in ("last_name", "first_name", "npi")]
    yield from _open(known, "practitioner.", ["practitioner:", *names])
    yield ""
    yield from _open(
        known, "orders.",
        [*record("orders", "id: ORDER-1", "document: ORDER", f"items: {codes}"),
         line(4, Order, "order_date", "orders.order_date"), line(4, Order, "received_date"),
         line(4, Order, "flow_lpm", "orders.flow_lpm"), *(line(4, Order, key) for key in _ORDER)],
    )  # fmt: skip
    yield ""
    yield from _open(
        known, "encounters.",
        [*record("encounters", "id: VISIT-1", "document: NOTE"), line(4, Encounter, "date", "encounters.date"),
         *(line(4, Encounter, key) for key in ("with_practitioner", "mode", "supports_order"))],
    )  # fmt: skip
    yield ""
    # A saturation in percent is by oximetry; of a test without one the method is not known.
    method = "method: oximetry" if "tests.spo2_percent" in known else "# method: oximetry"
    yield from _open(
        known, "tests.",
        [*record("tests", "id: TEST-1", "document: TEST", method), line(4, BloodGasTest, "date", "tests.date"),
         line(4, BloodGasTest, "spo2_percent", "tests.spo2_percent"), *(line(4, BloodGasTest, key) for key in _TEST)],
    )  # fmt: skip
    if set(request.codes) & set(_codes(_PORTABLE, request, book)):
        yield from ("", "# The portable unit: take the # away if the note says that the patient moves about at home.")
        yield "# clinical: {mobile_in_home: {document: NOTE, value: true}}"
    yield ""
    diagnosis = known.get("diagnoses.icd10")
    yield (
        "# diagnoses: [{icd10: , document: NOTE}]   # The principal diagnosis, for example J44.9."
        if diagnosis is None
        else f"diagnoses: [{{icd10: {diagnosis}, document: NOTE}}]"
    )
    yield ""
    yield from _open(
        known, "deliveries.",
        [*record("deliveries", "id: DELIVERY-1", "document: POD", f"items: {codes}"),
         line(4, Delivery, "date", DELIVERED),
         *(line(4, Delivery, key) for key in ("method", "signed", "complete"))],
    )  # fmt: skip
    yield from ("", "# Look-ups before billing, and what they found (an empty list: nothing).", "# absences: []")
    yield "# checks:"
    yield (
        "#   - {date: YYYY-MM-DD, source: payer_system, asked: [part_b, medicare_advantage, hospice, death, "
        "primary_payer]}"
    )
    yield "#   - {date: YYYY-MM-DD, source: patient, asked: [stay, address]}"
    yield from ("", "items:")
    for number, code in enumerate(request.codes, start=1):
        yield from _item(request, number, code, first)


def _documents(request: NewCaseRequest) -> Iterator[str]:
    """The papers that the facts come from; the others wait as comments."""
    on_file = "true" if request.on_file else "false"
    lines = {
        f"  - {{id: {id}, kind: {kind}, on_file: {on_file}}}": any(path.startswith(shows) for path in request.known)
        for id, kind, shows in (
            ("ORDER", "standard_written_order", ("orders.",)), ("NOTE", "progress_note", ("encounters.", "diagnoses.")),
            ("TEST", "test_report", ("tests.",)), ("POD", "proof_of_delivery", ("deliveries.",)),
        )
    }  # fmt: skip
    yield "documents:" if any(lines.values()) else "# documents:"
    yield from (text if is_known else _comment(text) for text, is_known in lines.items())


def _item(request: NewCaseRequest, number: int, code: str, first: str | None) -> Iterator[str]:
    acquisition, delivered = request.known.get("items.acquisition"), _first_day(request)
    is_rental = acquisition == "rental"
    values = {
        "acquisition": acquisition,
        "rental_start": delivered if is_rental else None,
        "service_date": first,
        "units": "1" if is_rental else None,
        "charge": None,
        "place_of_service": None,
    }
    yield f"  - line_number: {number}"
    yield f"    code: {code}"
    yield from (_described(commented(4, key, value), Item, key) for key, value in values.items())
    if acquisition in ("rental", "purchase", None):
        known = acquisition and delivered
        text = f"    device: {{delivered: {delivered if known else 'YYYY-MM-DD'}}}"
        yield text if known else f"{_comment(text)}   # Of equipment: the day on which this device came."


def _open(known: Mapping[str, str], begins: str, lines: Sequence[str]) -> list[str]:
    """A section as it is where anything in it is known; else all of it waits as a comment."""
    return list(lines) if any(path.startswith(begins) for path in known) else [_comment(each) for each in lines]


def _comment(line: str) -> str:
    bare = line.lstrip()
    return "# " + " " * (len(line) - len(bare)) + bare.removeprefix("# ")


def _described(text: str, model: type[Section], key: str) -> str:
    """A key that waits for its value says what may stand there."""
    if "# " not in text:
        return text
    shape = shape_of(model).at((key,))
    words = ", ".join(shape.words) if shape and shape.words else (shape.description if shape else "") or ""
    told = f"{_FORMS.get(_kind(model, key), '')}{words}"
    return f"{text}   # {told}" if told else text


_FORMS = {"truth": "true or false: ", "date": "year-month-day: "}
"""How values of a kind are written, where their words do not say so."""


@cache
def _kinds() -> dict[tuple[type[Section], str], str]:
    models = {**SINGLE, **LISTS}
    return {(models[each.section], each.keys[0]): each.kind for each in targets().values() if each.section in models}


def _kind(model: type[Section], key: str) -> str:
    return _kinds().get((model, key), "")
