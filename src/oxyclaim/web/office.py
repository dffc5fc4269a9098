"""What the pages are given by whoever opens the door: the store, the rule book, the clock, the fee files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.kept import Desk, FileRoom
from oxyclaim.services.outgoing import Outbox
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.running.health import Pulse, Ready, ready

if TYPE_CHECKING:
    from oxyclaim.web.metrics import Metrics


@dataclass(frozen=True)
class Office:
    """``now`` gives the moment with its time zone; ``room``: where papers lie; ``payers``: the folder with payer files
    of the user's own, if any; ``secure``: the pages are served over TLS;
    ``outbox``: where what goes out is put; ``pulse``: how the background does; ``supplier_id``: whose server it
    is."""

    desk: Desk
    rule_book: Callable[[], RuleBook]
    now: Callable[[], datetime]
    room: FileRoom
    fees: FeeStore | None = None
    payers: Path | None = None
    secure: bool = False
    demo: bool = False
    outbox: Outbox | None = None
    pulse: Pulse = field(default_factory=Pulse)
    metrics: "Metrics | None" = None
    metrics_token: str | None = None
    supplier_id: str = "own"

    def local_time(self) -> datetime:
        """The sender's own time, without its zone, as claim files carry it."""
        return self.now().astimezone().replace(tzinfo=None)

    def today(self) -> date:
        """The office's own calendar day."""
        return self.now().astimezone().date()

    def ready(self) -> Ready:
        """Whether every part is well."""
        return ready(self.desk, self.supplier_id, self.rule_book, self.now(), self.pulse, self._closed)

    def _closed(self) -> Iterator[str]:
        """The folders that cannot be written to, in a word each."""
        if not self.room.is_open():
            yield "papers"
        if self.outbox is not None and not self.outbox.is_open():
            yield "outbox"
