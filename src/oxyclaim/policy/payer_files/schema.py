"""The JSON Schema of a payer file, for editors and for programs that write one."""

from collections.abc import Iterable
from typing import Any

from oxyclaim.engine.parameters import Parameter
from oxyclaim.policy.payer_files.layout import layout


def payer_schema(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The schema for the catalogue's parameters."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **layout(parameters).file.model_json_schema(),
        "title": "Oxyclaim payer file",
    }
