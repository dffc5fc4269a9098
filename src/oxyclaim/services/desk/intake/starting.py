"""A new patient: who, which payer, what is to be rented from when; all else comes from settings and papers."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.case.profile import NoSuchLocation, Profile, filled
from oxyclaim.engine.parameters import value_on
from oxyclaim.policy.codes import load_codes
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.intake.places import Facts
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Patient

HOME = "12"
"""The place of service of equipment that is used at home."""
_CODES = ("stationary_codes", "portable_codes")
"""The rule book's lists of equipment that is rented."""


@dataclass(frozen=True)
class Started:
    """The case that was made, or what is wrong, by field (empty: the whole); ``alike``: who may be the same."""

    case_id: str | None
    problems: dict[str, str]
    alike: tuple[Patient, ...] = ()


def codes_of(payer: str, book: RuleBook, on: date) -> list[tuple[str, str]]:
    """The equipment that is rented of a payer on a day: codes and what they are."""
    values = book.values.get(payer, {})
    names = {sheet.code: sheet.name for sheet in load_codes(book)}
    found = dict.fromkeys(code for name in _CODES for code in value_on(values.get(name, ()), on) or ())
    return [(code, names.get(code, "")) for code in found]


def payers_of(book: RuleBook, own: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """The payers that the rule book knows, id and name: ``own`` first, the others by name."""
    names = {id: book.profiles[id].name for id in book.payers}
    return tuple((id, names[id]) for id in dict.fromkeys([*own, *sorted(names, key=names.__getitem__)]) if id in names)


def start(
    desk: SupplierDesk,
    entered: Mapping[str, str],
    codes: list[str],
    profile: Profile | None,
    book: RuleBook,
    change: Change,
) -> Started:
    """Make a case of a new patient; what the settings say is filled in. A patient with that member number is named, and
    nothing is made unless ``sure`` is entered."""
    problems = dict(_problems(entered, codes))
    if problems:
        return Started(None, problems)
    facts = _facts(entered, codes)
    read = cases_of([facts], book)
    if read.problems:
        return Started(None, {_field(each.path or "", entered): each.message for each in read.problems})
    alike = _alike(desk, entered) if not entered.get("sure") else ()
    if alike:
        return Started(None, {}, alike)
    try:
        case: Case = filled(read.cases[0], profile) if profile else read.cases[0]
    except NoSuchLocation as error:
        return Started(None, {"": str(error)})
    desk.store.save(case, 0, change)
    return Started(case.case_id, {})


def _facts(entered: Mapping[str, str], codes: list[str]) -> Facts:
    day = entered["starts"]
    patient = {
        key: value for key in ("last_name", "first_name", "birth_date") if (value := entered.get(key, "").strip())
    }
    coverage = {"payer": entered.get("payer", "").strip(), "member_id": entered.get("member_id", "").strip()}
    return {
        "schema_version": 1,
        "case_id": f"P-{secrets.token_hex(4).upper()}",
        "patient": patient,
        "coverage": {key: value for key, value in coverage.items() if value},
        "items": [
            {"line_number": number, "code": code, "acquisition": "rental", "rental_start": day, "service_date": day,
             "units": 1, "place_of_service": HOME}
            for number, code in enumerate(codes, 1)
        ],
    }  # fmt: skip


def _problems(entered: Mapping[str, str], codes: list[str]) -> Iterator[tuple[str, str]]:
    wanted = {
        "last_name": "enter the family name", "payer": "choose the payer", "starts": "enter the first day of rent",
    }  # fmt: skip
    for name, said in wanted.items():
        if not entered.get(name, "").strip():
            yield name, said
    if not codes:
        yield "codes", "choose what is to be rented"


def _field(path: str, entered: Mapping[str, str]) -> str:
    last = path.rpartition(".")[2]
    name = "starts" if last in ("service_date", "rental_start") else last
    return name if name in entered else ""


def _alike(desk: SupplierDesk, entered: Mapping[str, str]) -> tuple[Patient, ...]:
    """Patients with this member number, or with this name and day of birth."""
    found = desk.store.find(member) if (member := entered.get("member_id", "").strip()) else []
    last, first = (entered.get(name, "").strip() for name in ("last_name", "first_name"))
    named = desk.store.find(f"{last}, {first}".strip(", ")) if last else []
    born = entered.get("birth_date", "")
    same = [each for each in named if each.birth_date and each.birth_date.isoformat() == born]
    return tuple({each.case_id: each for each in (*found, *same)}.values())
