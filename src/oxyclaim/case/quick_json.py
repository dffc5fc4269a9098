"""Read a sound case from JSON at the speed of the standard library.

Says nothing about what is wrong: a case that is not sound is read again by the reader that knows places.
"""

import json
from typing import Any, NoReturn

from oxyclaim.case.conflicts import find_conflicts
from oxyclaim.case.models import Case
from oxyclaim.case.nodes import CURLY_QUOTES


def read_sound_case(text: str) -> Case | None:
    """Return the case a text holds, or None if anything is wrong with it."""
    if not text.isascii() and CURLY_QUOTES.search(text):
        return None
    try:
        data = _DECODER.decode(text)
        case = Case.model_validate(data)
    except (ValueError, RecursionError):
        return None
    return None if find_conflicts(data) else case


def _refuse_doubled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key is given twice")
    return record


def _refuse(word: str) -> NoReturn:
    raise ValueError("not a number")


_DECODER = json.JSONDecoder(object_pairs_hook=_refuse_doubled, parse_float=str, parse_int=str, parse_constant=_refuse)
