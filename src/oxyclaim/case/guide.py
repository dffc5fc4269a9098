"""The guide to the case file, ``docs/case-file.md``, made from the models: ``python -m oxyclaim.case.guide``."""

import sys
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from oxyclaim.case.models import Case, Documented

_OPENING = """# The case file

One file holds one case, or many: a list of cases, `cases: [...]`, or JSON Lines (one case a line, for any number).
YAML and JSON files may have up to 5 MB. Unknown and doubled keys, YAML aliases and anchors are errors.

The quickest start is a copy of `examples/01-clinic-test.yaml`: it holds all that a clean line needs. Put a text that
contains a comma or a colon in quotes.

- A key that is left out is unknown. A list that is left out is unknown, a list that is given is complete, and `[]`
  says that there are none.
- Records marked *on paper* say how their facts are known: `document` names a paper in `documents`, `page` its page;
  `basis: reported` means that somebody said so and nobody has seen the paper. `reported: [key, ...]` marks single
  keys that are only reported although the rest is on paper. Only what a document on file shows can make a line
  billable.
- Dates are written 2025-05-08. Amounts are dollars, 395.00. Truths are true or false (yes and no work too).

This page is made from the models; `oxyclaim schema` prints the same as a JSON Schema.
"""
_HOW_KNOWN = set(Documented.model_fields)


def guide() -> str:
    """The page."""
    parts = [_OPENING]
    queue: list[tuple[str, type[BaseModel]]] = [("The case", Case)]
    done: set[type[BaseModel]] = set()
    while queue:
        name, model = queue.pop(0)
        if model in done:
            continue
        done.add(model)
        parts.append(_section(name, model))
        for key, info in model.model_fields.items():
            inner, _ = _inner(info.annotation)
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                queue.append((f"`{key}`", inner))
    return "\n".join(parts)


def _section(name: str, model: type[BaseModel]) -> str:
    on_paper = " *On paper.*" if issubclass(model, Documented) else ""
    about = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    rows = [f"\n## {name}\n", f"{about}{on_paper}\n", "| key | what | allowed |", "|---|---|---|"]
    for key, info in model.model_fields.items():
        if not (on_paper and key in _HOW_KNOWN):
            required = " **required**" if info.is_required() else ""
            rows.append(f"| `{key}` | {info.description}{required} | {_allowed(info.annotation, info.metadata)} |")
    return "\n".join(rows)


def _inner(annotation: Any) -> tuple[Any, bool]:
    """What an optional key or a list holds, and whether it is a list."""
    options = [option for option in get_args(annotation) if option is not NoneType]
    if get_origin(annotation) is list:
        return _inner(options[0])[0], True
    if NoneType in get_args(annotation):
        return _inner(options[0])
    return annotation, False


def _allowed(annotation: Any, metadata: list[Any]) -> str:
    inner, is_list = _inner(annotation)
    if get_origin(inner) is Literal:
        text = ", ".join(f"`{word}`" for word in get_args(inner))
    elif isinstance(inner, type) and issubclass(inner, BaseModel):
        text = "a section of its own"
    else:
        text = _of_value(inner, metadata)
    return f"list: {text}" if is_list else text


def _of_value(inner: Any, metadata: list[Any]) -> str:
    schemas = [each.json_schema for each in (*get_args(inner), *metadata) if hasattr(each, "json_schema")]
    schema = schemas[0] if schemas else {}
    if schema.get("format") == "date":
        return "date"
    if "minimum" in schema and "maximum" not in schema:
        return f"dollars, {schema['minimum']:g} or more"
    if "minimum" in schema:
        return f"{schema['minimum']:g} to {schema['maximum']:g}"
    return {"boolean": "true, false", "number": "dollars", "integer": "whole number"}.get(
        schema.get("type", ""), "text"
    )


if __name__ == "__main__":
    sys.stdout.write(guide() + "\n")
