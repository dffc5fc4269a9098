"""A claim fills the boxes of the CMS-1500 (02/12): which value stands in which, and what cannot be put on paper.

Sources: CMS 100-04 chapter 26 for Medicare (as CGS and Noridian tell it for DME claims), the NUCC's instruction manual
for others. Medicare: items 4 and 7 stay empty and item 11 says NONE where it pays first; item 17 names the ordering
practitioner with DK; item 24E has one letter a line; items 22 and 29 stay empty. A patient at home needs no item 32.
Item 31 is left to the supplier's hand. ZIP codes and telephone numbers stand without a hyphen or a blank (NUCC's manual
for 02/12, items 5, 7 and 33, as read in public copies).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from oxyclaim.case.models import Address, Case, Item
from oxyclaim.claims.authorizations import authorization_number
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.filing import MEDICARE_PART_B
from oxyclaim.claims.lines import Claim, ClaimLine
from oxyclaim.claims.paper.layout import BOXES, DIAGNOSES, SERVICE_LINES
from oxyclaim.claims.professional import charge_cents, diagnosis_codes

ON_FILE = "SIGNATURE ON FILE"
HOME = "12"
MOST_POINTERS = 4
_INSURANCE = {MEDICARE_PART_B: "1_medicare", "MC": "1_medicaid", "CH": "1_tricare", "VA": "1_champva"}
"""The box of item 1 by the claim filing indicator; every other payer is `other`."""
_PUNCTUATION = re.compile(r"[.,;:!?\"()#&/=+]")
_INJURY = "431"
"""Qualifier of item 14: onset of the illness, or the injury."""
_CLAIM_NUMBER = "Y4"
"""Qualifier of item 11b: a property and casualty claim number."""
Row = tuple[ClaimLine, Item]


@dataclass
class Page:
    """A filled form: its case, the case's lines on it in their order, and the text of each box that has one."""

    case_id: str
    lines: tuple[int, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, text: str | None) -> None:
        """Put a text that fits into its box."""
        if text:
            assert len(text) <= BOXES[name].width, name
            self.texts[name] = text

    def tick(self, name: str) -> None:
        """Put an X."""
        self.texts[name] = "X"


def fill(claim: Claim, elements: Elements) -> list[Page]:
    """The forms of a claim: six lines each, and one for each prior authorization. Each stands for itself, with its own
    total. What cannot be written is told to ``elements``."""
    elements.case_id = claim.case.case_id
    rows = list(zip(claim.lines, claim.items(), strict=True))
    return [_page(claim, some, number, elements) for number, some in _forms(claim.case, rows)]


def _forms(case: Case, rows: Sequence[Row]) -> Iterator[tuple[str | None, list[Row]]]:
    by_number: dict[str | None, list[Row]] = {}
    for line, item in rows:
        by_number.setdefault(authorization_number(case, item), []).append((line, item))
    for number, own in by_number.items():
        for start in range(0, len(own), SERVICE_LINES):
            yield number, own[start : start + SERVICE_LINES]


def _page(claim: Claim, rows: Sequence[Row], authorization: str | None, elements: Elements) -> Page:
    case = claim.case
    page = Page(case.case_id, tuple(line.line_number for line, _ in rows))
    is_medicare = claim.filing_indicator == MEDICARE_PART_B
    page.put("carrier_1", _name("coverage.payer_name", case.coverage.payer_name, "carrier_1", elements))
    page.tick(_INSURANCE.get(claim.filing_indicator, "1_other"))
    page.put("1a", _id("coverage.member_id", case.coverage.member_id, "1a", elements))
    _patient(page, case, is_medicare, elements)
    _condition(page, case, elements)
    if is_medicare:
        page.put("11", "NONE")
    if case.coverage.release_signed:
        page.put("12", ON_FILE)
    if case.coverage.benefits_assigned and not is_medicare:  # Medicare's item 13 is for Medigap alone
        page.put("13", ON_FILE)
    _ordering(page, case, elements)
    page.put("19", _narratives(rows, elements))
    codes = diagnosis_codes(case)
    page.put("21_indicator", "0")
    for letter, code in zip(DIAGNOSES, codes, strict=False):
        page.put(f"21_{letter}", code)
    page.put("23", _id("authorizations.number", authorization, "23", elements))
    pointer = DIAGNOSES[: 1 if is_medicare else min(len(codes), MOST_POINTERS)]
    for number, (line, item) in enumerate(rows, start=1):
        _service(page, f"24_{number}", line, item, pointer, case, elements)
    _supplier(page, case, elements)
    _amount(page, "28", sum(charge_cents(item) for _, item in rows), "the total charge", elements)
    return page


def _patient(page: Page, case: Case, is_medicare: bool, elements: Elements) -> None:
    patient = case.patient
    assert patient is not None
    parts = (patient.last_name, patient.first_name, (patient.middle_name or "")[:1])
    name = ", ".join(_plain(part) for part in parts if part)
    page.put("2", name[: BOXES["2"].width])
    if patient.birth_date:
        _date(page, "3", patient.birth_date)
    if patient.sex in ("male", "female"):
        page.tick(f"3_{patient.sex}")
    _address(page, "5", patient.address, "patient", elements)
    if not is_medicare:
        page.put("4", name[: BOXES["4"].width])
        page.tick("6_self")
        _address(page, "7", patient.address, "patient", elements)


def _address(page: Page, item: str, address: Address | None, section: str, elements: Elements) -> None:
    if address is None:
        return
    street = " ".join(filter(None, (address.line_1, address.line_2)))
    page.put(f"{item}_street", _fitting(f"{section}.address.line_1", _plain(street), f"{item}_street", elements))
    page.put(f"{item}_city", _plain(address.city or "")[: BOXES[f"{item}_city"].width])
    page.put(f"{item}_state", address.state)
    page.put(f"{item}_zip", _digits(address.zip or ""))


def _condition(page: Page, case: Case, elements: Elements) -> None:
    """Items 10, 11b and 14: an injury at work, or none; the number that its insurer gave it."""
    injury = case.coverage.injury
    at_work = injury is not None and injury.at_work is True
    page.tick("10a_yes" if at_work else "10a_no")
    page.tick("10b_no")
    page.tick("10c_no")
    if injury is not None and injury.date:
        _date(page, "14", injury.date)
        page.put("14_qualifier", _INJURY)
    if injury is not None and injury.claim_number:
        page.put("11b_qualifier", _CLAIM_NUMBER)
        page.put("11b", _id("coverage.injury.claim_number", injury.claim_number, "11b", elements))


def _ordering(page: Page, case: Case, elements: Elements) -> None:
    practitioner = case.practitioner
    assert practitioner is not None
    page.put("17_qualifier", "DK")
    name = " ".join(_plain(part) for part in (practitioner.first_name, practitioner.last_name) if part)
    page.put("17", name[: BOXES["17"].width])
    page.put("17b", practitioner.npi)


def _narratives(rows: Sequence[Row], elements: Elements) -> str:
    told = "; ".join(dict.fromkeys(elements.optional_text("narrative", line.narrative, 80) for line, _ in rows))
    return _fitting("narrative", told.strip("; "), "19", elements)


def _service(page: Page, name: str, line: ClaimLine, item: Item, pointer: str, case: Case, elements: Elements) -> None:
    for part in ("from", "to"):
        _date(page, f"{name}_{part}", item.service_date, year=2)
    page.put(f"{name}_place", item.place_of_service)
    if item.place_of_service != HOME:
        elements.refuse(
            f"items[line {item.line_number}].place_of_service",
            "is not the home: item 32 then wants the facility's name and address, which the case file does not hold; "
            "send the claim as an 837P",
        )
    page.put(f"{name}_code", item.code)
    for place, modifier in enumerate(line.modifiers, start=1):
        page.put(f"{name}_modifier_{place}", modifier)
    page.put(f"{name}_pointer", pointer)
    _amount(page, f"{name}_charge", charge_cents(item), f"items[line {item.line_number}].charge", elements)
    page.put(f"{name}_units", str(item.units))
    page.put(f"{name}_npi", case.supplier.npi if case.supplier else None)


def _supplier(page: Page, case: Case, elements: Elements) -> None:
    supplier, coverage = case.supplier, case.coverage
    assert supplier is not None
    assert case.patient is not None
    page.put("25", _digits(supplier.tax_id or ""))
    page.tick("25_ein")
    page.put("26", _id("patient.account_number", case.patient.account_number, "26", elements))
    page.tick("27_yes" if coverage.assignment == "accepted" else "27_no")
    if phone := _digits(supplier.phone or ""):
        page.put("33_area", phone[:3])
        page.put("33_phone", phone[3:10])
    page.put("33_1", _name("supplier.name", supplier.name, "33_1", elements))
    if address := supplier.address:
        street = " ".join(filter(None, (address.line_1, address.line_2)))
        page.put("33_2", _fitting("supplier.address.line_1", _plain(street), "33_2", elements))
        last = f"{_plain(address.city or '')} {address.state or ''} {_digits(address.zip or '')}".strip()
        page.put("33_3", _fitting("supplier.address.city", last, "33_3", elements))
    page.put("33a", supplier.npi)


def _date(page: Page, name: str, day: date, year: int = 4) -> None:
    page.put(f"{name}_month", f"{day.month:02d}")
    page.put(f"{name}_day", f"{day.day:02d}")
    page.put(f"{name}_year", str(day.year)[-year:])


def _amount(page: Page, name: str, cents: int, key: str, elements: Elements) -> None:
    dollars = str(cents // 100)
    if len(dollars) > BOXES[f"{name}_dollars"].width:
        elements.refuse(key, "has more digits than the form holds; send the claim as an 837P")
        return
    page.put(f"{name}_dollars", dollars)
    page.put(f"{name}_cents", f"{cents % 100:02d}")


def _name(key: str, value: str | None, box: str, elements: Elements) -> str:
    return _PUNCTUATION.sub("", elements.name(key, value, BOXES[box].width)) if value else ""


def _id(key: str, value: str | None, box: str, elements: Elements) -> str:
    return elements.identifier(key, value, BOXES[box].width) if value else ""


def _fitting(key: str, text: str, box: str, elements: Elements) -> str:
    """A text that must not be cut."""
    if len(text) <= BOXES[box].width:
        return text
    item, most = box.partition("_")[0], BOXES[box].width
    elements.refuse(key, f"has more than the {most} characters of item {item} on paper; shorten it, or send an 837P")
    return ""


def _plain(text: str) -> str:
    """A name or an address in capitals without punctuation; hyphens and apostrophes stay."""
    shown = Elements().optional_text("", text, 10_000)
    return " ".join(_PUNCTUATION.sub(" ", shown).split())


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
