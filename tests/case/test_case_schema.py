"""The JSON Schema says what the reader accepts."""

from copy import deepcopy
from typing import Any

import jsonschema
import pytest
from case_files import SAMPLE, sample

from oxyclaim.case.schema import case_schema


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema.Draft202012Validator.check_schema(case_schema())
    return jsonschema.Draft202012Validator(case_schema())


@pytest.mark.parametrize("content", [SAMPLE, [SAMPLE], {"cases": [SAMPLE, SAMPLE]}])
def test_sound_files_fit(validator: Any, content: Any) -> None:
    validator.validate(content)


def test_optional_keys_may_be_null(validator: Any) -> None:
    validator.validate(sample() | {"tests": None, "patient": {"last_name": None}})


@pytest.mark.parametrize("charge", [0.07, 395.07, 1148.19, 100])
def test_amounts_fit_although_floats_are_not_exact(validator: Any, charge: float) -> None:
    case = deepcopy(SAMPLE)
    case["items"][0]["charge"] = charge
    validator.validate(case)


@pytest.mark.parametrize(
    "content",
    [
        sample(unknown=1),
        sample(items=[]),
        sample(schema_version=2),
        sample(case_id=None),
        sample(tests=[{"id": "T1", "spo2_percent": 870}]),
        *(
            sample(patient={"birth_date": day})
            for day in ("05/08/1950", "1950-13-01", "1950-05-32", "1850-01-01", "", 7)
        ),
        [],
        {"cases": []},
        {"cases": [SAMPLE], "more": 1},
        "text",
    ],
)
def test_others_do_not(validator: Any, content: Any) -> None:
    assert not validator.is_valid(content)


def test_schema_names_itself_and_marks_private_values() -> None:
    schema = case_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:oxyclaim:case:1"
    assert schema["$defs"]["Patient"]["properties"]["birth_date"]["x-private"] is True
