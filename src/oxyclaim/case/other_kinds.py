"""Files that are written beside cases and look like them by name: a batch's manifest and other answers, a profile, an
import's mapping, a payer's file, a schema. A folder that is searched for cases passes over them; one that is named is
read, and told to be no case.
"""

import re
from pathlib import Path

LOOKED_AT = 8_192
"""Bytes from the beginning: a payer's file begins with comments."""
_KEYS = rb"profile_version|import_version|line_of_business|oxyclaim|\$schema"
_OF_CASES = rb"schema_version|case_id"
_YAML = rb"^(%b)[ \t]*:"
_JSON = rb'\A\s*\{\s*"(%b)"\s*:'


def _begins(keys: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    return re.compile(_YAML % keys, re.MULTILINE), re.compile(_JSON % keys)


_OTHER, _CASE = _begins(_KEYS), _begins(_OF_CASES)


def is_of_another_kind(path: Path) -> bool:
    """Whether a file says by its keys that it is something else of ours than cases; no where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
    except (OSError, ValueError):
        return False
    return _any(_OTHER, head) and not _any(_CASE, head)


def _any(patterns: tuple[re.Pattern[bytes], ...], head: bytes) -> bool:
    return any(pattern.search(head) for pattern in patterns)
