"""What all papers printed about a case have alike: who writes, who the patient is, what kind of paper it is."""

from oxyclaim.case.models import Case

BLANK = "_" * 16
OWN_FILE = "For the supplier's own file - do not send"
CONFIDENTIAL = "Confidential patient information."
OWN_FOOT = "Confidential. For your own file, not to be sent."


def letterhead(case: Case) -> tuple[str, ...]:
    """The supplier's name and, beneath it, its address, telephone and fax, as far as the case has them."""
    supplier = case.supplier
    if supplier is None:
        return (BLANK,)
    address = supplier.address
    parts = [part for part in (address.line_1, address.line_2) if part] if address else []
    town = " ".join(part for part in (address.city, address.state, address.zip) if part) if address else ""
    parts += [town] if town else []
    parts += [f"Telephone {supplier.phone}"] if supplier.phone else []
    parts += [f"Fax {supplier.fax}"] if supplier.fax else []
    return (supplier.name or BLANK, *([", ".join(parts)] if parts else []))


def phone(case: Case) -> str:
    """The supplier's telephone number, or a blank to fill in."""
    return (case.supplier and case.supplier.phone) or BLANK


def fax(case: Case) -> str:
    """The supplier's fax number, or a blank to fill in."""
    return (case.supplier and case.supplier.fax) or BLANK


def person(last: str | None, *given: str | None) -> str:
    """Family name first, or a blank to fill in."""
    return ", ".join(part for part in (last, " ".join(each for each in given if each)) if part) or BLANK


def patient_name(case: Case) -> str:
    """The patient's name, or a blank to fill in."""
    patient = case.patient
    return person(patient.last_name, patient.first_name, patient.middle_name) if patient else BLANK


def born(case: Case) -> str:
    """The patient's birth date, or a blank to fill in."""
    day = case.patient and case.patient.birth_date
    return day.isoformat() if day else BLANK
