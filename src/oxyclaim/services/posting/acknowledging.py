"""What TA1, 999 and 277CA say of claims of ours, each claim by itself, also where they name a file, set or provider.

A rejected interchange, group, set or provider rejects every claim in it. Source: X12 interpretations 1942 and 2203.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import polars as pl

from oxyclaim.remittance.accepted import ACCEPTED, REJECTED
from oxyclaim.services.ledger.kept import ACKNOWLEDGED, KeptLedger
from oxyclaim.services.posting.gathering import Gathered
from oxyclaim.services.replies.answer import GroupTold
from oxyclaim.x12.claim_acknowledgment_277ca.reader import RECEIVER
from oxyclaim.x12.core.schema import columns

TA1, GROUP, STATUS = "TA1", "999", "277CA"
TOLD = columns({**ACKNOWLEDGED, "file": pl.Int64})


@dataclass
class Strange:
    """What a file tells of that is none of ours: how many claims, and in words the interchanges, groups and batches."""

    claims: int = 0
    wholes: list[str] = field(default_factory=list)


def acknowledged(gathered: Gathered, ledger: KeptLedger) -> tuple[pl.DataFrame, dict[int, Strange]]:
    """By claim of ours what the files say of it (columns ``TOLD``); and by file what it tells of that is not ours."""
    strange: dict[int, Strange] = defaultdict(Strange)
    named = _named(gathered.statuses, ledger, strange)
    rows = [
        *_of_interchanges(gathered, ledger, strange), *_of_groups(gathered, ledger, strange),
        *_of_wholes(gathered, ledger, named, strange),
    ]  # fmt: skip
    every = pl.concat([pl.DataFrame(rows, schema=TOLD, orient="row"), named])
    hashes = dict(enumerate(file.sha256 for file in gathered.files))
    return every.with_columns(
        content_sha256=pl.col("file").replace_strict(hashes, return_dtype=pl.String)
    ), strange  # fmt: skip


def _named(told: pl.DataFrame, ledger: KeptLedger, strange: dict[int, Strange]) -> pl.DataFrame:
    known = ledger.claims_by("claim_id", told["claim_id"].drop_nulls().to_list()).select("claim_id")
    ours = told.join(known, on="claim_id", how="semi", maintain_order="left")
    for file, count in told.join(known, on="claim_id", how="anti").group_by("file").len().iter_rows():
        strange[file].claims = count
    return ours.select(
        content_sha256=pl.lit(""), kind=pl.lit(STATUS), claim_id="claim_id", batch="batch", outcome="outcome",
        statuses=pl.col("statuses").list.join(", "), number=pl.coalesce("payer_claim_number", "clearinghouse_number"),
        file="file",
    ).cast(TOLD)  # fmt: skip


def _rows(
    claims: pl.DataFrame, kind: str, outcome: str, statuses: str | None, file: int
) -> Iterator[tuple[object, ...]]:
    for claim_id, batch in claims.select("claim_id", "batch").iter_rows():
        yield "", kind, claim_id, batch, outcome, statuses, None, file


def _by(ledger: KeptLedger, column: str, values: Collection[str | None]) -> dict[str, pl.DataFrame]:
    """Claims of ours by the values of a column."""
    found = ledger.claims_by(column, {value for value in values if value is not None})
    return {str(value): some for (value,), some in found.group_by(column, maintain_order=True)}


def _of_interchanges(
    gathered: Gathered, ledger: KeptLedger, strange: dict[int, Strange]
) -> Iterator[tuple[object, ...]]:
    ours = _by(ledger, "interchange_control", [each.control for _, each in gathered.interchanges])
    for file, each in gathered.interchanges:
        if each.control in ours:
            yield from _rows(ours[each.control], TA1, each.outcome, each.note, file)
        else:
            strange[file].wholes.append(f"interchange {each.control or 'without a number'}")


def _of_groups(gathered: Gathered, ledger: KeptLedger, strange: dict[int, Strange]) -> Iterator[tuple[object, ...]]:
    ours = _by(ledger, "group_control", [each.control for _, each in gathered.groups])
    for file, each in gathered.groups:
        if each.control in ours:
            claims = ours[each.control]
            for control, outcome in _sets(each, claims):
                yield from _rows(claims.filter(pl.col("set_control") == control), GROUP, outcome, None, file)
        else:
            strange[file].wholes.append(f"group {each.control or 'without a number'}")


def _sets(group: GroupTold, claims: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """The sets of a group with their outcomes; those that are not named have the group's."""
    said = {each.control: each.outcome for each in group.sets}
    for control in claims["set_control"].drop_nulls().unique():
        yield control, said.get(control, group.outcome)


def _of_wholes(
    gathered: Gathered, ledger: KeptLedger, named: pl.DataFrame, strange: dict[int, Strange]
) -> Iterator[tuple[object, ...]]:
    """Every claim of a provider (or of a batch) that was rejected as a whole, those that are named left out."""
    rejecting = gathered.wholes.filter(pl.col("outcome") == REJECTED)
    ours = _by(ledger, "batch", rejecting["batch"].to_list())
    for row in rejecting.iter_rows(named=True):
        claims = ours.get(row["batch"])
        if claims is None:
            strange[row["file"]].wholes.append(f"batch {row['batch'] or 'without a number'}")
            continue
        rest = claims.join(named.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
        own = rest if row["kind"] == RECEIVER else rest.filter(pl.col("billing_npi") == row["id"])
        yield from _rows(own, STATUS, REJECTED, ", ".join(row["statuses"]), row["file"])


def counts(rows: pl.DataFrame) -> dict[int, tuple[int, int]]:
    """By file: how many claims are told to be accepted, and how many rejected."""
    accepted = pl.col("claim_id").filter(pl.col("outcome").str.starts_with(ACCEPTED)).n_unique()
    rejected = pl.col("claim_id").filter(pl.col("outcome") == REJECTED).n_unique()
    found = rows.group_by("file").agg(accepted=accepted, rejected=rejected)
    return {file: (some, others) for file, some, others in found.iter_rows()}
