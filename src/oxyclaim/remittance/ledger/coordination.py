"""Where a line was answered more than once: its charge is settled once, and the last payer's share is the patient's.

A later payer repeats the charge, tells what was settled before it as OA-23, and its PR replaces the earlier one. Both
answers stand as they came; what they tell twice is taken out by an entry of its own, which follows from all answers and
not from the order in which they arrived. Source: X12 interpretations 2143 and 2548.

One payer, too, may answer a line twice and take nothing back: it denies a claim that came twice as a duplicate, or pays
one that it had denied when it is sent again. Then the denial answers nothing beside the other answer.
"""

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS, ANSWER_KINDS, PATIENT, balances, entries, joined
from oxyclaim.remittance.ledger.opened import opened_answers

KEY = ["claim_id", "line_id"]
KIND = "coordination"
OPENING = "opening"


def coordination(standing: pl.DataFrame, ranks: pl.DataFrame) -> pl.DataFrame:
    """What must be added so that no charge is settled twice. Columns: ``ENTRIES``.

    ``standing``: all entries of some claims. ``ranks``: ``claim_id``, ``payer``, ``rank`` of the payers that answered
    them, from 1.
    """
    is_answer = pl.col("kind").is_in(ANSWER_KINDS) & pl.col("payer").is_not_null() & (pl.col("kind") != OPENING)
    answers = pl.concat([standing.filter(is_answer), opened_answers(standing)])
    several = ranks.group_by("claim_id").len().filter(pl.col("len") > 1)
    has_been = standing.filter(pl.col("kind") == KIND).select("claim_id")
    several = pl.concat([several.select("claim_id"), has_been]).unique()
    by_payer = balances(answers, [*KEY, "payer"])
    twice = _twice(by_payer, standing)
    several = pl.concat([several, twice.select("claim_id")]).unique()
    if several.is_empty():
        return joined(())
    without = pl.concat([by_payer, twice]).group_by(*KEY, "payer", maintain_order=True).agg(pl.col(ACCOUNTS).sum())
    stood = without.join(several, on="claim_id", how="semi").join(ranks, on=["claim_id", "payer"], how="left")
    there = balances(standing.filter(pl.col("kind") == KIND).join(several, on="claim_id", how="semi"), KEY)
    both = pl.concat(
        [_wanted(stood), twice.select(*KEY, *ACCOUNTS), there.with_columns(-pl.col(ACCOUNTS)).select(*KEY, *ACCOUNTS)]
    )
    delta = balances(both, KEY).filter(pl.any_horizontal(pl.col(ACCOUNTS) != 0))
    return entries(delta.with_columns(kind=pl.lit(KIND)))


def _twice(by_payer: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """By line and payer: the denials that stand beside another answer of the payer to the same charge, taken out.
    Columns: ``KEY``, ``payer`` and ``ACCOUNTS``."""
    charges = standing.group_by(KEY).agg(charge=-pl.col("charged").sum()).filter(pl.col("charge") > 0)
    beyond = -pl.col("open") - pl.col("charge")
    out = by_payer.join(charges, on=KEY).with_columns(out=pl.min_horizontal(beyond, "denied")).filter(
        pl.col("out") > 0
    )  # fmt: skip
    return entries(out.select(*KEY, "payer", open="out", denied=-pl.col("out"))).select(*KEY, "payer", *ACCOUNTS)


def _wanted(stood: pl.DataFrame) -> pl.DataFrame:
    """By line: the entry that several answers call for. Columns: ``KEY`` and ``ACCOUNTS``."""
    charge = -pl.col("open")
    answered = stood.with_columns(has_answered=(charge > 0) | (pl.col("line_id").is_null() & (charge >= 0)))
    last = pl.col("rank").filter(pl.col("has_answered")).max()
    of_claim = answered.filter(charge > 0).group_by("claim_id").agg(claim_last=pl.col("rank").max())
    placed = answered.with_columns(last=last.over(KEY)).join(of_claim, on="claim_id", how="left")
    # What stands at the claim as a whole is replaced by whoever answered the claim last.
    at = pl.when(pl.col("line_id").is_null()).then(pl.max_horizontal("last", "claim_last")).otherwise("last")
    placed = placed.with_columns(last=at).with_columns(is_earlier=pl.col("rank") < pl.col("last"))
    first = pl.col("rank") == pl.col("rank").filter(pl.col("has_answered")).min().over(KEY)
    again = placed.group_by(KEY, maintain_order=True).agg(
        *(-pl.col(name).filter(pl.col("is_earlier")).sum() for name in PATIENT),
        open=charge.filter(pl.col("has_answered") & ~first).sum(),
        other_payer=-pl.col("other_payer").filter(~first & (pl.col("rank") <= pl.col("last"))).sum(),
        denied=pl.col("denied").filter(pl.col("is_earlier")).sum(),
    )
    # An earlier denial that a later payer did not take over as settled is settled by what that payer answered.
    rest = pl.col("open") + pl.col("other_payer") + pl.sum_horizontal(PATIENT)
    taken = pl.max_horizontal(pl.lit(0), pl.min_horizontal(rest, "denied"))
    settled = again.with_columns(rest=rest, denied=-taken).with_columns(
        other_payer=pl.col("other_payer") - (pl.col("rest") + pl.col("denied"))
    )
    return entries(settled).select(*KEY, *ACCOUNTS)


def ranks(answers: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The order of the payers that answered: ``claim_id``, ``payer``, ``rank``.

    ``answers``: ``claim_id``, ``payer``, ``status`` (CLP02), ``other_payer`` (whether it tells what others settled).
    ``claims``: ``claim_id``, ``payer_id`` to which it went first. The status alone does not decide: some payers give
    one for all (X12 interpretation 546).
    """
    said = pl.col("status").replace_strict({"1": 1, "19": 1, "2": 2, "20": 2, "3": 3, "21": 3}, default=None)
    found = answers.join(claims.select("claim_id", "payer_id"), on="claim_id", how="left").group_by(
        "claim_id", "payer"
    ).agg(
        not_ours=(pl.col("payer") != pl.col("payer_id")).fill_null(True).all(),
        other_payer=pl.col("other_payer").any(), said=said.max().fill_null(1),
    )  # fmt: skip
    return found.sort("claim_id", "not_ours", "other_payer", "said", "payer").select(
        "claim_id", "payer", rank=pl.int_range(1, pl.len() + 1).over("claim_id").cast(pl.Int64)
    )
