"""Posting: answers are matched, become entries, and what several of them say of a line is brought together.

The entries of a payment add up to what it pays, whatever could be matched: what has no place waits in suspense. What a
claim stands at in the end does not depend on the order in which its answers came.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from oxyclaim.remittance.ledger.accounts import ANSWER_KINDS, entries, joined
from oxyclaim.remittance.ledger.answered import answer_entries
from oxyclaim.remittance.ledger.batch import Batch
from oxyclaim.remittance.ledger.coordination import coordination, ranks
from oxyclaim.remittance.ledger.kept import (
    POSTED,
    REPEATED,
    SET_ASIDE,
    STATES,
    TO_CONFIRM,
    UNKNOWN,
    WAITING,
    Known,
    Ledger,
)
from oxyclaim.remittance.ledger.matching import SURE, bare_id, line_matches, matches
from oxyclaim.remittance.ledger.opened import IS_ANSWERED
from oxyclaim.remittance.ledger.provider import provider_entries
from oxyclaim.remittance.ledger.reversals import Reversal, Standing, taken_back

ANSWERING = ("1", "2", "3", "4", "19", "20", "21")
REVERSAL = "22"
NOT_POSTED = {"23": "forwarded; its payer answers", "25": "an estimate"}
OTHER_STATUS = "no status of an answer (CLP02)"


@dataclass(frozen=True)
class Posting:
    """What follows from a batch. ``entries``: columns ``ENTRIES``; ``states``: columns ``STATES``, all its answers."""

    entries: pl.DataFrame
    states: pl.DataFrame


def post(batch: Batch, ledger: Ledger) -> Posting:
    """The entries of a batch over the ledger as it stands."""
    of_provider = provider_entries(batch.provider)
    found = post_answers(batch, ledger)
    return Posting(joined([found.entries, of_provider]), found.states)


def post_answers(batch: Batch, ledger: Ledger, confirmed: pl.DataFrame | None = None) -> Posting:
    """The entries of answers alone. ``confirmed``: ``answer``, ``claim_id`` as a person has said."""
    told = batch.answers.filter(pl.col("status").is_in([*ANSWERING, REVERSAL]))
    aside = batch.answers.join(told.select("answer"), on="answer", how="anti")
    known = _known(told, ledger, confirmed)
    matched = _matched(told, batch, known, confirmed)
    sure = matched.filter(pl.col("rung") <= SURE).join(
        known.claims.select("claim_id", "account", "payer_id"), on="claim_id"
    )
    placed = told.join(sure, on="answer", how="inner", maintain_order="left")
    accounts = placed["account"].unique().to_list()
    before = ledger.entries_of(accounts)
    earlier = ledger.answers_to(accounts)
    lines = _lines(placed, batch, known)

    own, pairs, waiting, gone = _entries(placed, lines, batch, before, earlier)
    # Where a person has said whose it is, that it was said before is known.
    said = confirmed["answer"].to_list() if confirmed is not None else []
    repeated = _repeated(placed.filter(~pl.col("answer").is_in(said)), earlier, pairs, gone).join(
        waiting, on="answer", how="anti"
    )
    held = pl.concat([waiting, repeated])
    own = own.join(held.select("answer"), on="answer", how="anti")
    posted = placed.join(held.select("answer"), on="answer", how="anti")
    standing = joined([before, own])
    order = _ranks(posted, earlier, standing, known)
    together = coordination(standing, order)

    out = told.join(posted.select("answer"), on="answer", how="anti")
    suspense = _suspense(pl.concat([out, aside.select(out.columns)]))
    states = _states(batch.answers, posted, pairs, held, matched, aside, known)
    return Posting(joined([own, together, suspense]), states)


def brought_together(accounts: Collection[str], ledger: Ledger) -> pl.DataFrame:
    """The entries that several payers' answers to some claims still call for. Columns: ``ENTRIES``."""
    known = ledger.known(accounts, (), ())
    earlier = ledger.answers_to(accounts)
    standing = ledger.entries_of(accounts)
    nothing = earlier.clear().with_columns(account=pl.lit(None, pl.String))
    return coordination(standing, _ranks(nothing, earlier, standing, known))


def _known(told: pl.DataFrame, ledger: Ledger, confirmed: pl.DataFrame | None) -> Known:
    ids = set(told["said_id"].drop_nulls()) | set(told.select(bare_id("said_id")).to_series().drop_nulls())
    ids |= set(confirmed["claim_id"]) if confirmed is not None else set()
    return ledger.known(ids, set(told["member_id"].drop_nulls()), set(told["number"].drop_nulls()))


def _matched(told: pl.DataFrame, batch: Batch, known: Known, confirmed: pl.DataFrame | None) -> pl.DataFrame:
    found = matches(told, batch.lines, known.claims, known.lines, known.numbers)
    if confirmed is None:
        return found
    said = confirmed.select("answer", "claim_id", rung=pl.lit(0, pl.Int64))
    return pl.concat([said, found.join(said, on="answer", how="anti")])


def _lines(placed: pl.DataFrame, batch: Batch, known: Known) -> pl.DataFrame:
    """The lines of placed answers with ``line_id``, that of the claim to which they are posted."""
    of_placed = batch.lines.join(placed.select("answer", claim_id="account"), on="answer", maintain_order="left")
    return line_matches(of_placed, known.lines)


def _entries(
    placed: pl.DataFrame, lines: pl.DataFrame, batch: Batch, before: pl.DataFrame, earlier: pl.DataFrame
) -> tuple[pl.DataFrame, dict[int, int | None], pl.DataFrame, set[int]]:
    """The entries of placed answers; by reversal the answer that it takes back; the reversals that wait; the answers of
    which nothing stands any more."""
    heads = placed.with_columns(is_reversal=pl.col("status") == REVERSAL, claim_id="account")
    plain, back = heads.filter(~pl.col("is_reversal")), heads.filter("is_reversal")
    said = answer_entries(plain, lines, batch.adjustments)
    affected = pl.concat([
        back.select("claim_id"), earlier.filter(pl.col("status") == REVERSAL).select(claim_id="account")
    ]).unique()  # fmt: skip
    if affected.is_empty():
        return said, {}, _held(back, ""), set()
    # What was undone stands no more, though its entries are there.
    counted = pl.concat([earlier["answer"], plain["answer"]])
    stood = joined([before, said]).join(affected, on="claim_id", how="semi").filter(
        pl.col("answer").is_in(counted.implode()) | (pl.col("kind") == "opening")
    )  # fmt: skip
    posted = earlier.filter(pl.col("status") == REVERSAL)
    standing = Standing(stood, dict(posted.select("answer", "reverses").iter_rows()))
    named = dict(lines.group_by("answer").agg("line_id").iter_rows())
    repeats = batch.adjustments.select("answer").unique()
    full = set(repeats["answer"])
    asked = [
        Reversal(
            row["answer"], row["payment"], row["payer"], row["on"], row["claim_id"], row["number"],
            row["charge_cents"] or 0, row["paid_cents"] or 0, frozenset(named.get(row["answer"], ())) - {None},
            row["answer"] not in full,
        )
        for row in back.sort("on", "answer").iter_rows(named=True)
    ]  # fmt: skip
    own, pairs = taken_back(asked, standing)
    rest = back.filter(~pl.col("answer").is_in(list(pairs)))
    as_said = rest.join(repeats, on="answer", how="semi")
    waiting = rest.join(repeats, on="answer", how="anti")
    from_file = answer_entries(as_said, lines, batch.adjustments)
    return joined([said, own, from_file]), pairs, _held(waiting, WAITING), standing.gone()


def _held(answers: pl.DataFrame, state: str) -> pl.DataFrame:
    return answers.select("answer", state=pl.lit(state))


def _repeated(
    placed: pl.DataFrame, earlier: pl.DataFrame, pairs: Mapping[int, int | None], gone: Collection[int]
) -> pl.DataFrame:
    """Answers that another payment has given before, word for word, and that still stand there; and reversals that it
    has given, where there is no second answer that they could take back."""
    standing = earlier.filter(~pl.col("answer").is_in(list(gone)))
    now = placed.filter(~pl.col("answer").is_in([*gone, *pairs]))
    both = pl.concat([
        standing.select("answer", "account", "payer", "payment", "digest", turn=pl.lit(0)),
        now.select("answer", "account", "payer", "payment", "digest", turn=pl.lit(1)),
    ])  # fmt: skip
    key = ["account", "payer", "digest"]
    first = both.sort("turn", "payment").group_by(key).agg(first=pl.col("payment").first())
    again = both.filter(pl.col("turn") == 1).join(first, on=key).filter(pl.col("payment") != pl.col("first"))
    return _held(again, REPEATED)


def _ranks(posted: pl.DataFrame, earlier: pl.DataFrame, standing: pl.DataFrame, known: Known) -> pl.DataFrame:
    answers = [each.filter(pl.col("status") != REVERSAL).select("payer", "status", claim_id="account")
               for each in (posted, earlier)]  # fmt: skip
    tells = standing.filter(pl.col("kind").is_in(ANSWER_KINDS) & (pl.col("other_payer") != 0)).select(
        "claim_id", "payer", other_payer=True
    ).unique()  # fmt: skip
    told = pl.concat(answers).join(tells, on=["claim_id", "payer"], how="left").with_columns(
        pl.col("other_payer").fill_null(False)
    )  # fmt: skip
    # What was answered before the cutover was answered by the payer to whom the claim had gone.
    opened = standing.filter(IS_ANSWERED).select(
        "payer", "claim_id", status=pl.lit("1"), other_payer=False
    ).unique()  # fmt: skip
    first = known.claims.filter(pl.col("claim_id") == pl.col("account")).select("claim_id", "payer_id")
    return ranks(pl.concat([told.select(opened.columns), opened]), first)


def _suspense(out: pl.DataFrame) -> pl.DataFrame:
    """Money that came with answers which are not posted."""
    paid = out.filter(pl.col("paid_cents") != 0)
    return entries(paid.select(
        "payment", "answer", "payer", "on", kind=pl.lit("suspense"), reference="number", remitted="paid_cents",
        suspense=-pl.col("paid_cents"),
    ))  # fmt: skip


def _states(
    answers: pl.DataFrame, posted: pl.DataFrame, pairs: Mapping[int, int | None], held: pl.DataFrame,
    matched: pl.DataFrame, aside: pl.DataFrame, known: Known,
) -> pl.DataFrame:  # fmt: skip
    accounts = known.claims.select("claim_id", "account")
    found = (
        answers.select("answer", "status")
        .join(matched, on="answer", how="left", maintain_order="left").join(accounts, on="claim_id", how="left")
        .join(posted.select("answer", is_posted=True), on="answer", how="left")
        .join(held, on="answer", how="left").join(aside.select("answer", is_aside=True), on="answer", how="left")
    )  # fmt: skip
    state = (
        pl.when("is_aside").then(pl.lit(SET_ASIDE)).when("is_posted").then(pl.lit(POSTED))
        .when(pl.col("state").is_not_null()).then("state")
        .when(pl.col("claim_id").is_not_null()).then(pl.lit(TO_CONFIRM)).otherwise(pl.lit(UNKNOWN))
    )  # fmt: skip
    why = pl.when("is_aside").then(
        pl.col("status").replace_strict(NOT_POSTED, default=OTHER_STATUS, return_dtype=pl.String)
    )
    return found.with_columns(
        state=state, why=why,
        reverses=pl.col("answer").replace_strict(pairs, default=None, return_dtype=pl.Int64) if pairs
        else pl.lit(None, pl.Int64),
    ).select(list(STATES)).cast(STATES)  # fmt: skip
