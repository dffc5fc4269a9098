"""Made-up claims: cases that hold only what a claim shows, and the rows that a reader makes of their claims."""

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.policy.worked_cases import build
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES

AS_OF = date(2026, 3, 1)

SHOWN = (
    "schema_version",
    "case_id",
    "patient",
    "coverage",
    "supplier",
    "submitter",
    "practitioner",
    "diagnoses",
    "items",
)
"""The sections of a case that a claim shows."""

OF_ITEM = ("line_number", "code", "service_date", "units", "charge", "place_of_service", "modifiers", "narrative",
           "certificate_attached")  # fmt: skip


def claim_case(number: int, items: list[dict[str, Any]], **sections: Any) -> Case:
    """A case that holds only what a claim shows. A section given as None is left out."""
    facts = build(f"C{number}", items[0]["service_date"], {"items": items})
    facts = {key: facts[key] for key in SHOWN}
    facts["items"] = [{key: item[key] for key in OF_ITEM if item.get(key) is not None} for item in facts["items"]]
    for item in facts["items"]:
        if "RR" in item["modifiers"]:
            item["acquisition"] = "rental"
    facts["coverage"].pop("assignment_disclosed", None)
    facts["diagnoses"] = [{"icd10": "J44.9"}]
    for section, value in sections.items():
        if value is None:
            del facts[section]
        elif isinstance(value, dict):
            facts[section] = {key: each for key, each in (facts[section] | value).items() if each is not None}
        else:
            facts[section] = value
    return Case.model_validate(facts)


def rows_of(cases: list[Case]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CLAIMS and LINES as a reader makes them of the claims of these cases."""
    claims, lines = [], []
    for number, case in enumerate(cases):
        claims.append({"claim": number, "segment": 0, **_claim(case)})
        lines += [
            {"claim": number, "position": position, "line_number": position, "segment": 0, **_line(case, item)}
            for position, item in enumerate(case.items, start=1)
        ]
    return pl.DataFrame(claims, schema=CLAIMS), pl.DataFrame(lines, schema=LINES)


def _claim(case: Case) -> dict[str, Any]:
    patient, coverage, supplier, submitter = case.patient, case.coverage, case.supplier, case.submitter
    address = patient and patient.address
    codes = [diagnosis.icd10.replace(".", "") for diagnosis in case.diagnoses or () if diagnosis.icd10]
    flags = {"accepted": "A", "not_accepted": "C"}
    return {
        "claim_id": patient and patient.account_number,
        "place_of_service": case.items[0].place_of_service,
        "assignment": coverage.assignment and flags[coverage.assignment],
        "benefits_assigned": None if coverage.benefits_assigned is None else "Y",
        "release": None if coverage.release_signed is None else "Y",
        "diagnoses": codes,
        "attachments": [],
        "submitter_id": submitter and submitter.id,
        "receiver_id": submitter and submitter.receiver_id,
        "billing_name": supplier and supplier.name,
        "billing_npi": supplier and supplier.npi,
        "billing_tax_id": supplier and supplier.tax_id,
        "billing_taxonomy": supplier and supplier.taxonomy,
        "billing_state": supplier and supplier.address and supplier.address.state,
        "billing_zip": supplier and supplier.address and supplier.address.zip,
        "payer_sequence": "T" if coverage.secondary else "S" if coverage.primary else "P",
        "filing_indicator": "MB" if coverage.payer == "medicare" else "CI",
        "payer_name": coverage.payer_name,
        "payer_id": coverage.payer_id,
        "member_id": coverage.member_id,
        "patient_last_name": patient and patient.last_name,
        "patient_first_name": patient and patient.first_name,
        "patient_address": address and address.line_1,
        "patient_city": address and address.city,
        "patient_state": address and address.state,
        "patient_zip": address and address.zip,
        "patient_birth_date": patient and patient.birth_date,
        "patient_sex": patient and patient.sex and patient.sex[0].upper(),
        "patient_died_on": patient and patient.died_on,
    }


def _line(case: Case, item: Any) -> dict[str, Any]:
    practitioner = case.practitioner
    return {
        "code_qualifier": "HC",
        "code": item.code,
        "modifiers": item.modifiers or [],
        "charge_cents": None if item.charge is None else int(item.charge * 100),
        "unit": "UN",
        "units": item.units,
        "place_of_service": item.place_of_service,
        "pointers": ["1"],
        "service_from": item.service_date,
        "service_to": item.service_date,
        "note": item.narrative,
        "attachments": ["CT"] if item.certificate_attached else [],
        "ordering_last_name": practitioner and practitioner.last_name,
        "ordering_first_name": practitioner and practitioner.first_name,
        "ordering_npi": practitioner and practitioner.npi,
    }


CODES = ("E1390", "E1392", "E0424", "E0431", "E0439", "E0434", "E0441", "E0443", "E0447", "A4616", "E1353", "A4575",
         "E0425", "E0430", "K0001")  # fmt: skip
MODIFIERS = ("RR", "MS", "NU", "N1", "N2", "N3", "KX", "GA", "GZ", "GY", "GK", "GL", "QE", "QF", "QG", "QB", "RA", "RB",
             "CR", "EY", "KH", "BP", "Q0")  # fmt: skip
USUAL = (["RR", "N1"], ["RR", "N1"], ["RR", "KX"], ["RR", "N3"], ["RR", "N1", "QF"], ["MS", "KX"], [])

TURNS = (
    date(2018, 4, 1),
    date(2018, 8, 1),
    date(2019, 1, 1),
    date(2023, 1, 1),
    date(2023, 4, 1),
    AS_OF,
    date(2025, 3, 1),
)
"""Days on which something changes for a line, or for one of a year later."""


def batch(seed: int, size: int = 25) -> list[Case]:
    """Some cases that hold only what a claim shows; the same number gives the same cases."""
    rng = Random(seed)
    return [_case(rng, number) for number in range(size)]


def _case(rng: Random, number: int) -> Case:
    turn = rng.random() < 0.5
    day = (
        rng.choice(TURNS) + timedelta(days=rng.randint(-2, 2))
        if turn
        else date(2016, 1, 1) + timedelta(days=rng.randrange(3700))
    )
    place = rng.choice(["12", "12", "12", "31", "21", None])
    items = [
        {
            "code": rng.choice(CODES),
            "modifiers": rng.choice([*USUAL, rng.sample(MODIFIERS, rng.randint(0, 4))]),
            "service_date": (day + timedelta(days=rng.choice([0, 0, 0, 0, 1, 31, 183, 184]))).isoformat(),
            "units": rng.choice([1, 1, 1, 2, None]),
            "charge": rng.choice([100.0, 395.0, None]),
            "place_of_service": place and rng.choice([place, place, "12"]),
            "narrative": rng.choice([None, None, "MADE UP NOTE"]),
            "certificate_attached": rng.choice([None, None, None, True]),
        }
        for _ in range(rng.choice([1, 1, 2, 2, 3]))
    ]
    practitioner = rng.choice([{}, {}, {"npi": None}, {"last_name": None}, None])
    codes = rng.sample(["J44.9", "G47.33", "G44.009", "R09.02", "I20.9"], rng.randint(0, 3))
    address = {"line_1": "1 Example Street", "city": "Example", "state": rng.choice(["NY", "TX", "CA"]), "zip": "12207"}
    died = day + timedelta(days=rng.choice([-1, 0, 3])) if rng.random() < 0.2 else None
    return claim_case(
        number,
        items,
        practitioner=practitioner,
        diagnoses=[{"icd10": code} for code in codes] or None,
        patient={"address": address, "died_on": died and died.isoformat()},
    )
