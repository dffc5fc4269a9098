"""Imported cases go into a store; the same once more change nothing."""

from collections import Counter
from collections.abc import Sequence

from oxyclaim.case.models import Case
from oxyclaim.services.due.portions import batches
from oxyclaim.services.importing.answer import Placed
from oxyclaim.services.store.importing import TOGETHER
from oxyclaim.services.store.kept import Change, Store


def into_store(cases: Sequence[Case], store: Store, change: Change, over: bool) -> Placed:
    """Take the cases in, in portions. One that a person has changed in the store is left, unless ``over``."""
    how: Counter[str] = Counter()
    for some in batches(cases, TOGETHER):
        how.update(saved.how for saved in store.take_in(some, change, over))
    return Placed(store.where, how["new"], how["changed"], how["same"], how["older"], how["clash"])
