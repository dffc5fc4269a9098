"""A case as the text of a case file: in the order in which people write it, days as text, numbers as digits."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from oxyclaim.case.canonical import number
from oxyclaim.case.models import Case


def yaml_text(case: Case) -> str:
    """As YAML."""
    text: str = yaml.dump(_plain(case), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def json_text(case: Case, indent: int | None = None) -> str:
    """As JSON, on one line where there is no indent."""
    return json.dumps(_plain(case), indent=indent, ensure_ascii=True, default=_number)


def _plain(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = _dated(case.model_dump(mode="python", exclude_none=True))
    return found


def _dated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = number(value)
        return float(text) if "." in text else int(text)
    raise TypeError(type(value).__name__)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML with numbers as digits, and every text as itself."""


_Dumper.add_representer(
    Decimal,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:float" if "." in number(value) else "tag:yaml.org,2002:int", number(value)
    ),
)
