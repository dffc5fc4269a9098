"""Single values: what must not slip through."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from oxyclaim.case import values


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (values.Page, "1e999999999"),
        (values.Page, "1_0"),
        (values.Page, "1" * 10_000),
        (values.Label, None),
        (values.Label, True),
        (values.Zip, "٠١٢٣٤"),
        (values.Npi, "١٢٣٤٥٦٧٨٩٣"),
        (values.Date, "٢٠٢٥-05-08"),
    ],
)
def test_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [(values.Flow, " 2.5 ", "2.5"), (values.Flow, ".5", "0.5"), (values.Flow, 2, "2"), (values.Page, "007", "7")],
)
def test_accepted(kind: Any, value: Any, text: str) -> None:
    assert str(TypeAdapter(kind).validate_python(value)) == text
