"""What the pages are given by whoever opens the door: the store, the rule book, the clock, the fee files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.kept import Desk, FileRoom
from oxyclaim.services.outgoing import Outbox
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Office:
    """``now`` gives the moment with its time zone; ``room``: where papers lie; ``payers``: the folder with payer files
    of the user's own, if any; ``secure``: the pages are served over TLS;
    ``outbox``: where what goes out is put."""

    desk: Desk
    rule_book: Callable[[], RuleBook]
    now: Callable[[], datetime]
    room: FileRoom
    fees: FeeStore | None = None
    payers: Path | None = None
    secure: bool = False
    demo: bool = False
    outbox: Outbox | None = None

    def local_time(self) -> datetime:
        """The sender's own time, without its zone, as claim files carry it."""
        return self.now().astimezone().replace(tzinfo=None)

    def today(self) -> date:
        """The office's own calendar day."""
        return self.now().astimezone().date()
