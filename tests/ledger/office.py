"""A made-up supplier's office at its real doors: claim files go in, answers are posted, balances come out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS
from oxyclaim.services.ledger import asking, entering
from oxyclaim.services.ledger.answer import Balance, Money, WorkAnswer
from oxyclaim.services.posting import PostAnswer, PostRequest, post
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim_simulator.submitting import Bill, Item, claim_file

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SUBJECT = ("DOE", "JANE", "1 QUARRY ROAD", "TROY", "NY", "12180", "19400101", "F")
MEMBER = "1EG4TE5MK73"
CHANGE = Change("ann", NOW, "posted", "import")
PAYER = "1205296137"
"""As the written remittances name their payer."""


def bill(
    id: str = "OXY0001", charges: Sequence[int] = (21000,), day: date = date(2026, 1, 5), member: str = MEMBER
) -> Bill:
    """A claim with a line of E1392 for each charge, E1390 for the second."""
    codes = ("E1392", "E1390", "E0431")
    items = tuple(Item(codes[place], ("RR", "N1"), charge) for place, charge in enumerate(charges))
    return Bill(id, "16013", member, SUBJECT, "2298295538", day, items)


class Office:
    """A store, and files that are posted to it."""

    def __init__(self, folder: Path, bills: Sequence[Bill] = (), address: str | None = None):
        self.folder, self.book = folder, rule_book()
        self.address = address or str(folder / "ledger.db")
        SqlPlaces().make(self.address, NOW)
        self.store = SqlPlaces().open(self.address)
        self._files = 0
        if bills:
            self.send(*bills)

    def send(self, *bills: Bill) -> PostAnswer:
        """Claims go out."""
        self._files += 1
        path = self.folder / f"claims-{self._files}.x12"
        path.write_text(claim_file(bills, date(2026, 1, 6), self._files))
        return self.ask(PostRequest([], TODAY, [path]))

    def ask(self, request: PostRequest) -> PostAnswer:
        """Post."""
        return post(request, self.store, self.address, self.book, CHANGE)

    def post(self, *contents: bytes, dry_run: bool = False) -> PostAnswer:
        """Files of answers come in, each under a new name."""
        paths = []
        for content in contents:
            self._files += 1
            paths.append(self.folder / f"reply-{self._files}.x12")
            paths[-1].write_bytes(content)
        return self.ask(PostRequest(paths, TODAY, dry_run=dry_run))

    def bank(self, text: str) -> PostAnswer:
        """The bank's lines come in."""
        self._files += 1
        path = self.folder / f"bank-{self._files}.csv"
        path.write_text(text)
        return self.ask(PostRequest([], TODAY, bank=[path]))

    def claim(self, id: str = "OXY0001") -> Balance:
        """Where a claim stands."""
        found = asking.balances(self.store, self.address, "claim", self.book, TODAY)
        return next(row for row in found.rows if row.key == id)

    @property
    def money(self) -> Money:
        """The money of no claim."""
        return asking.balances(self.store, self.address, "claim", self.book, TODAY).money

    def work(self, as_of: date = TODAY) -> WorkAnswer:
        """What wants a person."""
        return asking.work(self.store, self.address, self.book, as_of)

    def enter(
        self, kind: entering.Kind, amount: int, claim_id: str | None = "OXY0001", reason: str = "", **more: str
    ) -> None:
        """An entry by hand."""
        entry = entering.Entry(kind, amount, TODAY, claim_id, **more)
        entering.enter(self.store, self.address, entry, self.book, Change("ann", NOW, reason), TODAY)

    def entries(self) -> pl.DataFrame:
        """Every entry; each of them sums to zero."""
        with self.store.ledger_as_it_is() as ledger:
            found = ledger.all_entries()
        assert found.filter(pl.sum_horizontal(ACCOUNTS) != 0).is_empty()
        return found

    def totals(self) -> dict[str, int]:
        """What each account stands at, where it is not zero."""
        return {name: cents for name, cents in self.entries().select(pl.col(ACCOUNTS).sum()).row(0, named=True).items()
                if cents}  # fmt: skip
