"""Synthetic cases and short ways to read them."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from oxyclaim.case.reader import ReadResult, read_cases

SAMPLE: dict[str, Any] = {
    "schema_version": 1,
    "case_id": "SAMPLE-1",
    "documents": [
        {"id": "SWO", "kind": "standard_written_order", "date": "2025-05-06", "on_file": True},
        {"id": "LAB", "kind": "test_report", "date": "2025-05-05", "on_file": True, "description": "Walk test"},
    ],
    "patient": {
        "last_name": "Sample",
        "first_name": "Pat",
        "birth_date": "1950-01-31",
        "sex": "female",
        "address": {"line_1": "1 Test Street", "city": "Testville", "state": "TX", "zip": "01234"},
    },
    "coverage": {"payer": "medicare", "member_id": "1EG4TE5MK73", "assignment": "accepted"},
    "supplier": {"name": "Sample Oxygen", "npi": "1234567893", "tax_id": "12-3456789"},
    "practitioner": {"last_name": "Example", "first_name": "Sam", "npi": "1234567893"},
    "orders": [
        {"id": "O1", "document": "SWO", "order_date": "2025-05-06", "items": ["E1392"], "used_during": ["rest"]},
    ],
    "encounters": [{"id": "F1", "basis": "reported", "date": "2025-05-05", "mode": "in_person"}],
    "tests": [
        {"id": "T1", "document": "LAB", "page": 2, "method": "oximetry", "on_room_air": True, "spo2_percent": 86},
        {"id": "T2", "date": "2025-05-05", "method": "arterial_blood_gas", "po2_mmhg": 54.5},
    ],
    "clinical": {"dyspnea": {"value": False, "document": "LAB"}},
    "diagnoses": [{"icd10": "J44.9", "document": "LAB"}],
    "deliveries": [{"id": "V1", "date": "2025-05-08", "items": ["E1392"]}],
    "notices": [],
    "items": [
        {
            "line_number": 1,
            "code": "E1392",
            "acquisition": "rental",
            "service_date": "2025-05-08",
            "charge": 395.07,
            "place_of_service": "01",
            "modifiers": ["RR"],
        }
    ],
}

MINIMAL = """\
schema_version: 1
case_id: C1
coverage: {payer: medicare}
items:
  - {line_number: 1, code: E1392, service_date: 2025-05-08}
"""


def sample(**changes: Any) -> dict[str, Any]:
    """Return the sample with some top keys changed; None takes a key out."""
    case = deepcopy(SAMPLE) | changes
    return {key: value for key, value in case.items() if value is not None}


def read(directory: Path, content: str | bytes, name: str = "cases.yaml") -> ReadResult:
    """Read one file with this content."""
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_cases([path])


def told(directory: Path, content: str | bytes, name: str = "cases.yaml") -> list[str]:
    """Return the problems of a file as a person sees them, with the file's bare name."""
    return [str(problem).replace(f"{directory}/", "") for problem in read(directory, content, name).problems]
