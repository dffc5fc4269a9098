"""The JSON Schema of a case file, for editors and for programs that write one."""

from typing import Any

from oxyclaim.case.models import Case

ID = "urn:oxyclaim:case:1"
"""The schema's own name: by it another schema refers to a case."""


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file: one case, ``{"cases": [...]}`` or a list of cases."""
    case = Case.model_json_schema()
    parts = case.pop("$defs")
    parts["Case"] = case
    one = {"$ref": "#/$defs/Case"}
    several = {"type": "array", "items": one, "minItems": 1}
    wrapped = {
        "type": "object",
        "properties": {"cases": several},
        "required": ["cases"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Oxyclaim case file",
        "description": "Everything known about one patient's home oxygen, or about several.",
        "anyOf": [one, wrapped, several],
        "$defs": parts,
    }
