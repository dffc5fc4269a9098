"""What goes on beside the pages, in small turns: scrub jobs, what is to be told, keys that are forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.kept import Desk, FileRoom
from oxyclaim.services.programs.hooks import Send, tell_all, tell_of_due_tasks
from oxyclaim.services.programs.scrubbing import scrub_next
from oxyclaim.services.rule_book import RuleBook

KEYS_KEPT = timedelta(days=7)
SELDOM = timedelta(hours=1)


@dataclass
class Background:
    """One program's turns. Several may run beside each other: each thing is taken by one of them for a while."""

    desk: Desk
    room: FileRoom
    rule_book: Callable[[], RuleBook]
    fees: FeeStore | None
    now: Callable[[], datetime]
    today: Callable[[], date]
    send: Send
    _looked: datetime | None = None

    def turn(self, supplier_id: str) -> int:
        """Do what there is to do now; how many things were done."""
        programs, now = self.desk.programs, self.now()
        if self._looked is None or now - self._looked > SELDOM:
            self._looked = now
            programs.forget_answers(now - KEYS_KEPT)
            tell_of_due_tasks(self.desk.of(supplier_id), programs, supplier_id, self.today())
        told = tell_all(programs, self.send, self.now)
        job = scrub_next(programs, self.room, self.rule_book, self.fees, self.now())
        return told.told + told.put_off + told.given_up + (job is not None)
