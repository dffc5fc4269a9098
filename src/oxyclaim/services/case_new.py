"""A case file that is started: what is known is entered, and what its codes need stands there as comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.files import Written
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
from oxyclaim.case.profile import Profile
from oxyclaim.case.shapes import shape_of
from oxyclaim.engine.parameters import value_on
from oxyclaim.services.answers import Head, head
from oxyclaim.services.cases import read_cases
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.starting import commented
from oxyclaim.services.targets import refuse_target, writing

_PORTABLE = "portable_codes"
_CODES = ("stationary_codes", _PORTABLE, "contents_codes", "accessory_codes", "purchase_only_codes")
"""The rule book's lists of codes of home oxygen."""
_ORDER = ("names_beneficiary", "describes_items", "states_quantity", "names_practitioner", "signed")
_TEST = (
    "study", "state", "on_room_air", "performed_by", "paid_by", "supervision", "inpatient", "signs_noted",
    "ordered_by_practitioner", "evaluated_by_practitioner", "evaluation_shown_by", "result_in_record",
)  # fmt: skip


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
    Question("delivered", "deliveries.date", "Date of delivery, the first service date"),
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


def new_case(request: NewCaseRequest, book: RuleBook, profile: Profile | None = None) -> CaseMade:
    """Start a case file. Raises BadInput; then nothing is written."""
    problems = list(_problems(request, book))
    if problems:
        raise BadInput(problems, "no case was written")
    refuse_target(request.target)
    body = "\n".join(_body(request, book)) + "\n"
    name = str(request.target)
    [case] = read_cases([Written(name, body.encode())], book, profile=profile).whole()
    missing = tuple(_missing(case, book, request.as_of))
    with writing(request.target) as part:
        part.write_text("\n".join(_top(request, missing)) + "\n\n" + body, encoding="utf-8")
    return CaseMade(**head("case_made", book, request.as_of), file=name, case_id=request.case_id, missing=missing)


def _problems(request: NewCaseRequest, book: RuleBook) -> Iterator[Problem]:
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
    for path in request.known.keys() - paths:
        yield Problem("unknown_key", f"is no key that is asked here; there are: {', '.join(sorted(paths))}", path=path)


def _payer(request: NewCaseRequest) -> str:
    return request.payer or FEE_FOR_SERVICE


def _codes(name: str, request: NewCaseRequest, book: RuleBook) -> Sequence[str]:
    found: Sequence[str] = value_on(book.values[_payer(request)].get(name, ()), request.as_of) or ()
    return found


def _missing(case: Case, book: RuleBook, as_of: date) -> Iterator[str]:
    answer = checklist(ChecklistRequest([case], as_of), book)
    for each in answer.cases:
        for entry in each.entries:
            if entry.standing != "on file":
                yield f"{entry.title} ({', '.join(entry.codes)}; {entry.supplied_by})"


def _top(request: NewCaseRequest, missing: Sequence[str]) -> Iterator[str]:
    yield "# A new case. What is not known stands as a comment: take the # away and enter it."
    yield "# A paper counts once it is here: `on_file: true`. `oxyclaim checklist FILE` says what is missing."
    if missing:
        yield f"# Needed for {', '.join(request.codes)}, and not shown here yet:"
        yield from (f"#   - {each}" for each in missing)


def _body(request: NewCaseRequest, book: RuleBook) -> Iterator[str]:
    known, on_file = request.known, "true" if request.on_file else "false"
    codes = f"[{', '.join(request.codes)}]"

    def line(indent: int, model: type[Section], key: str, path: str, begins: str = "") -> str:
        return _described(commented(indent, key, known.get(path), begins), model, key)

    yield "schema_version: 1"
    yield from (f"case_id: {request.case_id}", "")
    yield "documents:"
    for id, kind in (("ORDER", "standard_written_order"), ("NOTE", "progress_note"), ("TEST", "test_report"),
                     ("POD", "proof_of_delivery")):  # fmt: skip
        yield f"  - {{id: {id}, kind: {kind}, on_file: {on_file}}}"
    yield from ("", "patient:")
    for key in ("last_name", "first_name", "birth_date", "sex"):
        yield line(2, Patient, key, f"patient.{key}")
    yield "  address:"
    yield from (commented(4, key, known.get(f"patient.address.{key}")) for key in ("line_1", "city", "state", "zip"))
    yield line(2, Patient, "account_number", "patient.account_number")
    yield from ("", "coverage:", f"  payer: {_payer(request)}")
    yield line(2, Coverage, "member_id", "coverage.member_id")
    for key in ("assignment", "assignment_disclosed", "benefits_assigned", "release_signed"):
        yield line(2, Coverage, key, "")
    yield from ("", "practitioner:")
    yield from (line(2, Practitioner, key, f"practitioner.{key}") for key in ("last_name", "first_name", "npi"))
    yield from ("", "orders:", "  - id: ORDER-1", "    document: ORDER", f"    items: {codes}")
    yield line(4, Order, "order_date", "orders.order_date")
    yield line(4, Order, "received_date", "")
    yield line(4, Order, "flow_lpm", "orders.flow_lpm")
    yield from (line(4, Order, key, "") for key in _ORDER)
    yield from ("", "encounters:", "  - id: VISIT-1", "    document: NOTE")
    yield line(4, Encounter, "date", "encounters.date")
    yield from (line(4, Encounter, key, "") for key in ("with_practitioner", "mode", "supports_order"))
    yield from ("", "tests:", "  - id: TEST-1", "    document: TEST", "    method: oximetry")
    yield line(4, BloodGasTest, "date", "tests.date")
    yield line(4, BloodGasTest, "spo2_percent", "tests.spo2_percent")
    yield from (line(4, BloodGasTest, key, "") for key in _TEST)
    if set(request.codes) & set(_codes(_PORTABLE, request, book)):
        yield from ("", "# The portable unit: the patient moves about at home.")
        yield "# clinical: {mobile_in_home: {document: NOTE, value: true}}"
    diagnosis = known.get("diagnoses.icd10")
    yield ""
    yield (
        "# diagnoses: [{icd10: J44.9, document: NOTE}]"
        if diagnosis is None
        else (f"diagnoses: [{{icd10: {diagnosis}, document: NOTE}}]")
    )
    yield from ("", "deliveries:", "  - id: DELIVERY-1", "    document: POD", f"    items: {codes}")
    yield line(4, Delivery, "date", "deliveries.date")
    yield from (line(4, Delivery, key, "") for key in ("method", "signed", "complete"))
    yield from ("", "# Look-ups before billing, and what they found (an empty list: nothing).", "# absences: []")
    yield "# checks:"
    yield (
        "#   - {date: YYYY-MM-DD, source: payer_system, asked: [part_b, medicare_advantage, hospice, death, "
        "primary_payer]}"
    )
    yield "#   - {date: YYYY-MM-DD, source: patient, asked: [stay, address]}"
    yield from ("", "items:")
    first = known.get("deliveries.date") or request.as_of.isoformat()
    for number, code in enumerate(request.codes, start=1):
        yield f"  - line_number: {number}"
        yield f"    code: {code}"
        yield from (
            "    acquisition: rental",
            f"    rental_start: {first}",
            f"    service_date: {first}",
            "    units: 1",
        )
        yield from (line(4, Item, key, "") for key in ("charge", "place_of_service"))
        yield f"    device: {{delivered: {first}}}"


def _described(text: str, model: type[Section], key: str) -> str:
    """A key that waits for its value says what may stand there."""
    if "# " not in text:
        return text
    shape = shape_of(model).at((key,))
    words = ", ".join(shape.words) if shape and shape.words else (shape.description if shape else "") or ""
    return f"{text}   ({words})" if words else text
