"""A store is made, brought to a new layout, copied out while it is used, and made anew of a copy."""

from dataclasses import dataclass
from datetime import date, datetime

from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Fault, Places, Store


@dataclass(frozen=True, kw_only=True)
class StoreMade(Head):
    """A store that was made, and its layout."""

    store: str
    layout: str


@dataclass(frozen=True, kw_only=True)
class StoreUpgraded(Head):
    """A store in this program's layout, and that which it had before."""

    store: str
    before: str
    layout: str


@dataclass(frozen=True, kw_only=True)
class StoreCopied(Head):
    """A copy from one place to another: its rows, and size and hash of the file; ``faults``: what is wrong in it."""

    source: str
    target: str
    rows: int
    bytes: int
    sha256: str
    faults: tuple[Fault, ...]

    @property
    def is_fine(self) -> bool:
        """Whether nothing in the copy was changed by hand."""
        return not self.faults


def make_store(places: Places, address: str, at: datetime, book: RuleBook, as_of: date) -> StoreMade:
    """Make a store. Raises BadInput where there is one already."""
    layout = places.make(address, at)
    return StoreMade(**head("store_made", book, as_of), store=_where(places, address), layout=layout)


def upgrade_store(places: Places, address: str, book: RuleBook, as_of: date) -> StoreUpgraded:
    """Bring a store to this program's layout. Raises BadInput."""
    before, layout = places.upgrade(address)
    where = _where(places, address)
    return StoreUpgraded(**head("store_upgraded", book, as_of), store=where, before=before, layout=layout)


def downgrade_store(places: Places, address: str, target: str, book: RuleBook, as_of: date) -> StoreUpgraded:
    """Bring a store back to an earlier layout, for an earlier program. Raises BadInput; then nothing is changed."""
    where = address.rpartition("@")[2]
    before, layout = places.downgrade(address, target)
    return StoreUpgraded(**head("store_upgraded", book, as_of), store=where, before=before, layout=layout)


def back_up(places: Places, address: str, target: str, book: RuleBook, as_of: date) -> StoreCopied:
    """Copy a store into a new file, also while it is used, and look at the copy. Raises BadInput."""
    copied = places.copy_out(address, target)
    return StoreCopied(
        **head("store_copied", book, as_of),
        source=_where(places, address),
        target=target,
        **vars(copied),
        faults=_faults(places.open_copy(target)),
    )


def restore(places: Places, backup: str, address: str, book: RuleBook, as_of: date, over: bool = False) -> StoreCopied:
    """Make a store of a copy. Nothing is put in its place where something is wrong in the copy. Raises BadInput."""
    if faults := _faults(places.open_copy(backup)):
        message = f"was changed by hand: {len(faults)} faults; `oxyclaim store verify --store {backup}` names them"
        raise BadInput([Problem("changed_copy", message, backup)])
    copied = places.copy_in(backup, address, over)
    return StoreCopied(
        **head("store_copied", book, as_of),
        source=backup,
        target=_where(places, address),
        **vars(copied),
        faults=_faults(places.open(address)),
    )


def _faults(store: Store) -> tuple[Fault, ...]:
    try:
        return tuple(store.check()[1])
    finally:
        store.close()


def _where(places: Places, address: str) -> str:
    store = places.open(address)
    store.close()
    return store.where
