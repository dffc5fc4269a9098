"""The keys of a case in the words of an office, for a page on which headings of a table are matched to them."""

from functools import cache

from oxyclaim.case.payer_words import SOME_OTHER, SOME_PLAN
from oxyclaim.intake.choosing import keys_by_section
from oxyclaim.intake.targets import targets

SECTIONS = {
    "patient": "Patient", "coverage": "Payer and coverage", "practitioner": "Who ordered", "orders": "Order",
    "tests": "Test", "clinical": "What the record says", "diagnoses": "Diagnosis", "encounters": "Visit",
    "deliveries": "Delivery", "items": "Equipment and its line", "history": "Months billed before",
    "absences": "Stays and ends of need", "checks": "Look-ups", "follow_ups": "Continued need and use",
    "notices": "Advance Beneficiary Notice", "certificates": "Certificate of Medical Necessity",
    "authorizations": "Prior authorization", "papers": "Index of scanned papers", "supplier": "Your own data",
    "submitter": "Who sends your claims", "answers": "Answers of your people",
}  # fmt: skip
SHORT = {
    "history.payer": "Who answered", "items.acquisition": "How it is billed: rental, sale, contents, maintenance",
    "items.units": "Units of each line; of a rental 1", "history.supplier": "Who billed it: you or another supplier",
    "items.rental_start": "First day of the rental", "items.device.delivered": "First delivered on",
    "history.paid": "What the payer paid, in dollars",
    "patient.sex": "Sex", "patient.name": "Whole name: Last, First M",
    "patient.account_number": "Your account number", "patient.address.line_1": "Street and number",
    "patient.address.zip": "ZIP code", "coverage.payer": "Payer", "coverage.member_id": "Member number",
    "coverage.payer_id": "Payer's id on claims", "coverage.payer_name": "Payer's name on claims",
    "practitioner.name": "Whole name: Last, First",
    "practitioner.npi": "NPI", "items.charge": "Your charge, in dollars",
}  # fmt: skip
"""Words for keys of which the case file says more than a label holds."""
OTHER_ANSWERERS = ((SOME_PLAN, "a Medicare Advantage plan"), (SOME_OTHER, "another payer"))
"""Who may have answered a month before, beside the payers of the rule book."""
LONGEST = 70


@cache
def key_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """By section, in the order in which an office thinks of them: each key with what it means."""
    sections = keys_by_section()
    return tuple(
        (SECTIONS[name], tuple((each.path, key_words(each.path)) for each in sections[name]))
        for name in sorted(sections, key=list(SECTIONS).index)
    )


def key_words(path: str) -> str:
    """What a key means, in a few words."""
    if path in SHORT:
        return SHORT[path]
    about = targets()[path].about.replace("`", "").split(". ")[0].rstrip(".") or path.rpartition(".")[2].replace(
        "_", " "
    )
    return about if len(about) <= LONGEST else f"{about[:LONGEST].rpartition(' ')[0].rstrip(',;:')} ..."
