"""What TA1, 999 and 277CA say of claims of ours, each claim by itself: also where they name a file, a set or a provider.

A rejected interchange, group, set or provider rejects every claim in it. Source: X12 interpretations 1942 and 2203.
"""

from collections.abc import Iterator

import polars as pl

from oxyclaim.remittance.accepted import ACCEPTED, REJECTED
from oxyclaim.services.ledger.kept import ACKNOWLEDGED, KeptLedger
from oxyclaim.services.posting.gathering import Gathered
from oxyclaim.services.replies.answer import GroupTold, ReplyFile

TA1, GROUP, STATUS = "TA1", "999", "277CA"


def acknowledged(file: Gathered, ledger: KeptLedger) -> tuple[pl.DataFrame, int]:
    """By claim of ours, what a file says of it (columns ``ACKNOWLEDGED``); and how many that it tells of are not ours."""
    named, strange = _named(file, ledger)
    rows = [*_of_interchanges(file.told, ledger), *_of_groups(file.told, ledger), *_of_wholes(file.told, ledger, named)]
    others = pl.DataFrame(rows, schema=ACKNOWLEDGED, orient="row")
    every = pl.concat([others, named]).with_columns(content_sha256=pl.lit(file.sha256))
    return every, strange


def _named(file: Gathered, ledger: KeptLedger) -> tuple[pl.DataFrame, int]:
    told = file.acknowledged
    if told.is_empty():
        return pl.DataFrame(schema=ACKNOWLEDGED), 0
    known = ledger.claims_by("claim_id", told["claim_id"].drop_nulls().to_list()).select("claim_id")
    ours = told.join(known, on="claim_id", how="semi", maintain_order="left")
    number = pl.coalesce("payer_claim_number", "clearinghouse_number")
    return ours.select(
        content_sha256=pl.lit(""), kind=pl.lit(STATUS), claim_id="claim_id", batch="batch", outcome="outcome",
        statuses=pl.col("statuses").list.join(", "), number=number,
    ).cast(ACKNOWLEDGED), len(told) - len(ours)  # fmt: skip


def _rows(claims: pl.DataFrame, kind: str, outcome: str, statuses: str | None) -> Iterator[tuple[object, ...]]:
    for claim_id, batch in claims.select("claim_id", "batch").iter_rows():
        yield "", kind, claim_id, batch, outcome, statuses, None


def _of_interchanges(told: ReplyFile, ledger: KeptLedger) -> Iterator[tuple[object, ...]]:
    for each in told.interchanges:
        if each.control is not None:
            yield from _rows(ledger.claims_by("interchange_control", [each.control]), TA1, each.outcome, each.note)


def _of_groups(told: ReplyFile, ledger: KeptLedger) -> Iterator[tuple[object, ...]]:
    for each in told.groups:
        if each.control is None:
            continue
        claims = ledger.claims_by("group_control", [each.control])
        for control, outcome in _sets(each, claims):
            yield from _rows(claims.filter(pl.col("set_control") == control), GROUP, outcome, None)


def _sets(group: GroupTold, claims: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """The sets of a group with their outcomes; those that are not named have the group's."""
    said = {each.control: each.outcome for each in group.sets}
    for control in claims["set_control"].drop_nulls().unique():
        yield control, said.get(control, group.outcome)


def _of_wholes(told: ReplyFile, ledger: KeptLedger, named: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Every claim of a provider (or of a batch) that was rejected as a whole, those that are named left out."""
    for batch in told.batches:
        for whole in batch.whole:
            if batch.batch is None:
                continue
            claims = ledger.claims_by("batch", [batch.batch]).join(named.select("claim_id"), on="claim_id", how="anti")
            own = claims if whole.kind == "receiver" else claims.filter(pl.col("billing_npi") == whole.id)
            yield from _rows(own, STATUS, REJECTED, ", ".join(whole.statuses))


def counts(rows: pl.DataFrame) -> tuple[int, int]:
    """How many claims are told to be accepted, and how many rejected."""
    accepted = rows.filter(pl.col("outcome").str.starts_with(ACCEPTED))["claim_id"].n_unique()
    rejected = rows.filter(pl.col("outcome") == REJECTED)["claim_id"].n_unique()
    return accepted, rejected
