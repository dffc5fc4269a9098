"""The one text of a case: JSON with sorted keys, no blanks, numbers without needless zeros, in ASCII.

The same facts give the same text and so the same hash, however their file was written.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.case.quick_json import read_sound_case


class UnsoundCase(Exception):
    """A kept text is no sound case; the message names the case where it can be told."""


def canonical_text(case: Case) -> str:
    """The text of a case; what is not known is left out."""
    return canonical(case.model_dump(mode="python", exclude_none=True))


def canonical(value: Any) -> str:
    """The text of plain values. Decimals are written as numbers, dates as text."""
    try:
        return _ENCODER.encode(value)
    except TypeError:  # a Decimal: the encoder would write it as text
        return _by_parts(value)


def _plain_date(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain_date)


def _by_parts(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_by_parts(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_by_parts, value)) + "]"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    return json.dumps(value)


def number(value: Decimal) -> str:
    """A number as digits, without needless zeros."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def sha256(text: str | bytes) -> str:
    """The hash of a text or of bytes, as hexadecimal digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def case_of(text: str) -> Case:
    """The case that a text holds. Raises UnsoundCase."""
    case = read_sound_case(text)
    if case is None:
        raise UnsoundCase("a kept text is not a sound case")
    return case
