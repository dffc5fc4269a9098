"""What the pages are given by whoever opens the door: the store, the rule book, the clock, the fee files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.kept import Desk
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Office:
    """``now`` gives the moment with its time zone; ``secure``: the pages are served over TLS."""

    desk: Desk
    rule_book: Callable[[], RuleBook]
    now: Callable[[], datetime]
    fees: FeeStore | None = None
    secure: bool = False
    demo: bool = False

    def today(self) -> date:
        """The office's own calendar day."""
        return self.now().astimezone().date()
