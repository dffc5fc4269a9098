import pytest
from claim_cases import make_case, make_item

from oxyclaim.case.models import Case
from oxyclaim.claims import missing_claim_data


def test_a_complete_case_lacks_nothing() -> None:
    assert missing_claim_data(make_case()) == []


@pytest.mark.parametrize(
    "key",
    [
        "patient.last_name", "patient.first_name", "patient.birth_date", "patient.sex", "patient.address.line_1",
        "patient.address.city", "patient.address.state", "patient.address.zip", "patient.account_number",
        "coverage.member_id", "coverage.payer_name", "coverage.payer_id", "coverage.assignment",
        "coverage.benefits_assigned", "coverage.release_signed",
        "supplier.name", "supplier.npi", "supplier.tax_id", "supplier.taxonomy", "supplier.address.line_1",
        "supplier.address.city", "supplier.address.state", "supplier.address.zip",
        "submitter.id", "submitter.name", "submitter.contact_name", "submitter.contact_phone",
        "submitter.receiver_id", "submitter.receiver_name",
        "practitioner.last_name", "practitioner.first_name", "practitioner.npi",
    ],
)  # fmt: skip
def test_each_key_that_a_claim_needs_is_named(key: str) -> None:
    assert missing_claim_data(make_case(**{key.replace(".", "__"): None})) == [key]


def test_a_false_answer_is_an_answer() -> None:
    assert missing_claim_data(make_case(coverage__benefits_assigned=False, coverage__release_signed=False)) == []


def test_optional_keys_are_not_missing() -> None:
    case = make_case(patient__middle_name=None, patient__address__line_2=None, items=[make_item(1, narrative=None)])
    assert missing_claim_data(case) == []


def test_a_supplier_needs_all_nine_digits_of_its_zip() -> None:
    assert missing_claim_data(make_case(supplier__address__zip="62701")) == ["supplier.address.zip (all nine digits)"]
    assert missing_claim_data(make_case(patient__address__zip="62701")) == []


def test_every_listed_diagnosis_needs_its_code() -> None:
    assert missing_claim_data(make_case(diagnoses=None)) == ["diagnoses"]
    assert missing_claim_data(make_case(diagnoses=[])) == ["diagnoses"]
    case = make_case(diagnoses=[{"icd10": "J44.9"}, {"description": "shortness of breath"}])
    assert missing_claim_data(case) == ["diagnoses[2].icd10"]


def test_items_are_named_by_line() -> None:
    items = [make_item(1), make_item(2, charge=None, units=None), make_item(5, place_of_service=None)]
    case = make_case(items=items)
    expected = ["items[line 2].units", "items[line 2].charge", "items[line 5].place_of_service"]
    assert missing_claim_data(case) == expected
    assert missing_claim_data(case, {1, 5}) == expected[2:]


def test_an_almost_empty_case_lacks_everything_in_its_order() -> None:
    case = Case.model_validate(
        {
            "schema_version": 1,
            "case_id": "C-1",
            "coverage": {"payer": "medicare"},
            "patient": {"last_name": "Example"},
            "items": [{"line_number": 1, "code": "E1392", "service_date": "2026-02-10"}],
        }
    )
    missing = missing_claim_data(case)
    assert len(missing) == 8 + 6 + 8 + 6 + 3 + 1 + 3
    sections = list(dict.fromkeys(key.split(".")[0] for key in missing))
    assert sections == ["patient", "coverage", "supplier", "submitter", "practitioner", "diagnoses", "items[line 1]"]
    assert missing[:2] == ["patient.first_name", "patient.birth_date"]
