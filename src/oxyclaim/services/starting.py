"""What files that are started for a person share: keys with a value, and keys that wait for one as comments."""

import json
import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .&'/-]*|\d{1,3}(\.\d+)?|\d{4}-\d{2}-\d{2}")
_WORDS = {"yes", "no", "true", "false", "null", "on", "off", "y", "n"}


def scalar(value: str) -> str:
    """A text as YAML has it: quoted where it would be taken for something else."""
    plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS and not value.endswith(" ")
    return value if plain else json.dumps(value, ensure_ascii=False)


def commented(indent: int, name: str, value: str | None, begins: str = "") -> str:
    """``name: value``, or the same as a comment where there is no value."""
    room = " " * indent
    if value is None:
        return f"{room}# {begins}{name}:"
    return f"{room}{begins}{name}: {scalar(value)}"
