"""The fields of a request for an appeal, filled from the case."""

from collections.abc import Iterator

from oxyclaim.policy.appeals import Level
from oxyclaim.services.appeals.request import AppealAnswer, AppealRequest, Field

NAMES = {
    "beneficiary": "Beneficiary's name",
    "member_id": "Medicare number (MBI), or member id",
    "items": "Items and dates of service",
    "party": "Name of the party that asks",
    "decision_maker": "Contractor that made the last decision, and its date",
    "missing": "What the last decision called missing",
    "claim_number": "Claim control number (CCN)",
    "decision": "Date of the notice that is appealed",
    "codes": "Denial codes",
    "npi": "Supplier's NPI",
    "ptan": "Supplier's PTAN",
    "tax_id": "Supplier's tax id (TIN)",
    "contact": "Contact and telephone",
    "reason": "Why we disagree",
}


def fields_of(answer: AppealAnswer, level: Level, request: AppealRequest) -> Iterator[Field]:
    """What makes it a request first, then what its form asks beside."""
    values = _values(answer, request)
    for id in (*level.needed, *level.wanted):
        yield Field(id, NAMES[id], values[id] or "", id in level.needed)


def _values(answer: AppealAnswer, request: AppealRequest) -> dict[str, str | None]:
    case, decided = request.case, request.decided
    patient, supplier, submitter = case.patient, case.supplier, case.submitter
    names = (patient.first_name, patient.middle_name, patient.last_name) if patient else ()
    address = supplier.address if supplier else None
    place = (
        ", ".join(each for each in (address.line_1, address.city, address.state, address.zip) if each)
        if address
        else ""
    )
    phone = (submitter.contact_phone if submitter else None) or (supplier.phone if supplier else None)
    decision = decided or answer.remittance_date
    return {
        "beneficiary": " ".join(each for each in names if each),
        "member_id": case.coverage.member_id,
        "items": "; ".join(
            f"{' '.join((each.code, *each.modifiers))} of {each.service_date.isoformat()} (line {each.line_number})"
            for each in answer.lines
        ),
        "party": ", ".join(each for each in ((supplier.name if supplier else ""), place) if each),
        "decision_maker": f"{answer.payer}, {decided.isoformat()}" if decided else None,
        "missing": request.called_missing,
        "claim_number": answer.claim_number,
        "decision": decision.isoformat() if decision else None,
        "codes": " ".join(answer.codes),
        "npi": supplier.npi if supplier else None,
        "ptan": supplier.ptan if supplier else None,
        "tax_id": supplier.tax_id if supplier else None,
        "contact": ", ".join(each for each in (answer.requester, phone) if each),
        "reason": "See the letter: the criteria, each with its source, our value and the page that shows it."
        if answer.rows
        else None,
    }
