"""The ids of a claim and of its lines, by which every later answer finds them.

A payer returns the claim's id (CLM01) and the lines' (REF*6R) with each answer. Receivers must keep 20 characters of
CLM01, and some cut at 17 (X12's requests for interpretation 525 and 535; Stedi), so an id has no more than 17, letters
and digits only. A line's id begins with its claim's, so that it finds its line even where the claim's came back cut.
"""

import hashlib
from base64 import b32encode
from collections.abc import Iterable

LONGEST_CLAIM_ID = 17
_DERIVED = "X"
"""How an id begins that rests on the claim's content; those of a store begin with C."""


def derived_id(parts: Iterable[object]) -> str:
    """An id that follows from what the claim says: the same claim once more has the same, another claim another."""
    text = "\x1f".join(str(part) for part in parts)
    return _DERIVED + b32encode(hashlib.sha256(text.encode()).digest())[: LONGEST_CLAIM_ID - 1].decode()


def line_id(claim_id: str, line_number: int) -> str:
    """The id of a line (REF*6R), unique in every file in which the claim's id is."""
    return f"{claim_id}L{line_number}"


def derived_number(ids: Iterable[str], highest: int) -> int:
    """A control number for a test file that no store numbers: it follows from its claims' ids, not from the clock."""
    digest = hashlib.sha256("\x1f".join(ids).encode()).digest()
    return int.from_bytes(digest[:8], "big") % highest + 1
