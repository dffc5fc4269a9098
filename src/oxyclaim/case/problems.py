"""What can be wrong with a case file, told to the person who wrote it."""

from dataclasses import dataclass
from pathlib import Path

NOT_SHOWN = "(not shown: patient data)"
EMPTY = '""'
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a file.

    ``line`` and ``column`` count from 1; ``line`` is None where the whole file is meant. ``key`` is the
    way to the value, as in ``tests[id=T2].spo2_percent``; entries of a list without an id are counted
    from 1. ``found`` is the text as written, or None where there is none or it is not repeated. ``code`` names the kind
    of problem for programs; ``allowed`` is what may stand there, where that is a list of words.
    """

    path: Path
    line: int | None
    message: str
    column: int | None = None
    key: str = ""
    found: str | None = None
    code: str = "unreadable"
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        key = f"{self.key}: " if self.key else ""
        found = "" if self.found is None else f"found {self.found or EMPTY}; "
        return f"{place}: {key}{found}{self.message}"


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Make a text that somebody wrote fit to be shown: short, on one line, nothing a terminal obeys."""
    cut = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
