"""What in an 835 could not be read, so that nothing of its payment may be posted as it stands."""

from collections.abc import Iterator

import polars as pl

from oxyclaim.x12.core.values import cents, day
from oxyclaim.x12.remittance_835.schema import FAULTS
from oxyclaim.x12.remittance_835.tables import PAIRS, TRIPLETS

AMOUNT, MISSING, DAY, NO_CLAIM, UNKNOWN, NO_REASON, NO_ID = (
    "amount", "missing", "day", "no_claim", "unknown_segment", "no_reason", "no_id",
)  # fmt: skip
WORDS = {
    AMOUNT: "is no amount in dollars and whole cents",
    MISSING: "is missing",
    DAY: "is no day",
    NO_CLAIM: "stands in no claim",
    UNKNOWN: "is no segment of a remittance (835)",
    NO_REASON: "is an amount without a reason",
    NO_ID: "is missing: whose claim it is must be told by other means",
}
BARRING = frozenset({AMOUNT, MISSING, NO_CLAIM, NO_REASON})
"""Faults that touch money."""

_AMOUNTS = {
    "BPR": ("e02",), "CLP": ("e03", "e04", "e05"), "SVC": ("e02", "e03"), "AMT": ("e02",),
    "CAS": tuple(f"e{3 * n:02d}" for n in range(1, TRIPLETS + 1)),
    "PLB": tuple(f"e{2 * n + 2:02d}" for n in range(1, PAIRS + 1)),
}  # fmt: skip
_NEEDED = {"BPR": ("e02",), "CLP": ("e02", "e03", "e04"), "SVC": ("e02", "e03")}
_DAYS = {"BPR": ("e16",), "DTM": ("e02",)}
_IN_CLAIM = ("SVC", "CAS")
IDS = (
    "ST", "BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "CLP", "CAS",
    "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB", "SE",
)  # fmt: skip
"""The segments that an 835 has."""


def faults(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a fault. Columns: ``FAULTS``."""
    found = [part for part in _parts(placed) if not part.is_empty()]
    return pl.concat(found).sort("segment", "element") if found else pl.DataFrame(schema=FAULTS)


def _parts(placed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    by_id = {key[0]: rows for key, rows in placed.partition_by("id", as_dict=True).items()}
    for identifier, rows in by_id.items():
        for element in _AMOUNTS.get(identifier, ()):
            is_wrong = pl.col(element).is_not_null() & cents(element).is_null()
            yield _told(rows.filter(is_wrong), AMOUNT, identifier, element)
        for element in _NEEDED.get(identifier, ()):
            yield _told(rows.filter(pl.col(element).is_null()), MISSING, identifier, element)
        if identifier == "CLP":
            yield _told(rows.filter(pl.col("e01").is_null()), NO_ID, identifier, "e01")
        for element in _DAYS.get(identifier, ()):
            yield _told(rows.filter(pl.col(element).is_not_null() & day(element).is_null()), DAY, identifier, element)
        if identifier in _IN_CLAIM:
            yield _told(rows.filter(pl.col("claim").is_null()), NO_CLAIM, identifier, "")
        if identifier not in IDS:
            yield _told(rows, UNKNOWN, "", "")
    if (cas := by_id.get("CAS")) is not None:
        for place in range(1, TRIPLETS + 1):
            reason, amount = f"e{3 * place - 1:02d}", f"e{3 * place:02d}"
            nameless = pl.col(amount).is_not_null() & (pl.col(reason).is_null() | pl.col("e01").is_null())
            yield _told(cas.filter(nameless), NO_REASON, "CAS", amount)


def _told(rows: pl.DataFrame, fault: str, identifier: str, element: str) -> pl.DataFrame:
    where = f"{identifier}{element[1:]}" if element else identifier
    return rows.select("set", "claim", "line", "segment", fault=pl.lit(fault), element=pl.lit(where)).cast(FAULTS)
