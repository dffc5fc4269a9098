"""The beneficiaries of a run in histories that are kept, whose hashes are made with other secrets than the run's."""

from collections.abc import Iterator, Sequence

import polars as pl

from oxyclaim.bulk.history_store import Store
from oxyclaim.bulk.keys import beneficiary, beneficiary_text, supplier

_HASHES = {"run": pl.UInt64, "kept": pl.UInt64}


class Lookup:
    """Gathers whom a run bills, and by whom; then gives their kept lines under the hashes of the run.

    16 bytes a beneficiary and store.
    """

    def __init__(self, stores: Sequence[Store]):
        self._stores = stores
        self._people = [pl.DataFrame(schema=_HASHES) for _ in stores]
        self._suppliers = [pl.DataFrame(schema=_HASHES) for _ in stores]

    def add(self, claims: pl.DataFrame) -> None:
        """Take in the beneficiaries and suppliers of some claims (``CLAIMS``)."""
        if not self._stores:
            return
        people = claims.select(run=beneficiary(), text=beneficiary_text())
        suppliers = claims.select(run=supplier(), text="billing_npi")
        for number, store in enumerate(self._stores):
            self._people[number] = _with_new(self._people[number], people, store)
            self._suppliers[number] = _with_new(self._suppliers[number], suppliers, store)

    def rows(self) -> Iterator[pl.DataFrame]:
        """Their kept lines (``STORED``), with the run's hashes. A supplier that the run does not bill for keeps its own
        hash, which is none of the run's."""
        for store, people, suppliers in zip(self._stores, self._people, self._suppliers, strict=True):
            for found in store.rows_of(people["kept"]):
                yield found.with_columns(
                    beneficiary=found["beneficiary"].replace_strict(people["kept"], people["run"]),
                    supplier=found["supplier"].replace(suppliers["kept"], suppliers["run"]),
                )


def _with_new(known: pl.DataFrame, found: pl.DataFrame, store: Store) -> pl.DataFrame:
    new = found.filter(pl.col("run").is_not_null()).unique("run").join(known, on="run", how="anti")
    return pl.concat([known, new.select("run", kept=store.keys.of(new["text"]))])
