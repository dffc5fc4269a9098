"""Is the server well? It lives as long as it answers; it is ready while store, rules, folders and background are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from oxyclaim.services.desk.kept import Desk
from oxyclaim.services.problems import BadInput

PATIENCE = timedelta(minutes=10)
"""A background that has not ended a turn for so long is stuck."""


@dataclass(frozen=True)
class Ready:
    """What is well and what is not, by part: ``ok``, or a word for what is wrong; nothing of any patient."""

    parts: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether all is well."""
        return all(each == "ok" for each in self.parts.values())


@dataclass
class Pulse:
    """When the background has ended a turn last; ``turns`` and ``failures`` since the start."""

    last: datetime | None = None
    turns: int = 0
    failures: int = 0

    def beat(self, now: datetime) -> None:
        """A turn has ended."""
        self.last = now
        self.turns += 1

    def fail(self) -> None:
        """A turn has met an error."""
        self.failures += 1


def ready(
    desk: Desk,
    supplier_id: str,
    rule_book: Callable[[], object],
    now: datetime,
    pulse: Pulse | None = None,
    folders: Callable[[], Iterator[str]] | None = None,
) -> Ready:
    """Look at every part. ``folders`` names those that cannot be written to."""
    parts = {"store": _tried(lambda: desk.accounts(supplier_id)), "rule_book": _tried(rule_book)}
    if folders is not None:
        wrong = list(folders())
        parts["folders"] = f"cannot be written to: {', '.join(wrong)}" if wrong else "ok"
    if pulse is not None and pulse.last is not None:
        parts["background"] = "ok" if now - pulse.last <= PATIENCE else "has ended no turn for a while"
    return Ready(parts)


def _tried(does: Callable[[], object]) -> str:
    try:
        does()
    except BadInput as error:
        return error.problems[0].code
    except Exception as error:
        return type(error).__name__
    return "ok"
