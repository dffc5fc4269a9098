"""What the commands that only show something share: JSON, the console, and "there is no such id"."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from rich.console import Console


def console() -> Console:
    """A console as wide as the terminal, or 100 columns where there is none."""
    return Console(width=None if Console().is_terminal else 100, highlight=False)


def print_json(value: Any) -> None:
    """Data classes, or lists of them, as JSON; dates are ISO."""
    sys.stdout.write(json.dumps(value, indent=2, default=_plain) + "\n")


def refuse(what: str, given: str, known: Sequence[str], command: str, as_json: bool) -> None:
    """Say that there is no such id, and which ones are nearest."""
    nearest = get_close_matches(given, known, n=4, cutoff=0.5) or [id for id in known if id[:3] == given[:3]][:4]
    hint = f"the nearest are {', '.join(nearest)}" if nearest else f"`oxyclaim {command}` lists them all"
    refuse_all([f"there is no {what} {given}; {hint}"], as_json)


def refuse_all(problems: Sequence[str], as_json: bool) -> None:
    """Say everything that is wrong with the input."""
    if as_json:
        print_json({"error": "bad input", "problems": list(problems)})
    else:
        sys.stderr.write("".join(f"{problem}.\n" for problem in problems))


def find(given: str, known: Iterable[str]) -> str | None:
    """The id that is meant, whatever its case, or None."""
    return next((id for id in known if id.casefold() == given.casefold()), None)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
