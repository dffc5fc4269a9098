"""What payers said of each line: the answers that stand, the first of them, and the codes of what they denied."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.policy.denials.accounts import DENIED, OVER_THE_FEE, PATIENT_OTHER
from oxyclaim.policy.denials.work import RANKS
from oxyclaim.remittance.denials.lines import SHARES
from oxyclaim.remittance.ledger.answered import booked
from oxyclaim.remittance.ledger.matching import line_matches
from oxyclaim.x12.core.schema import columns

REVERSAL = "22"
ANSWERS = columns({
    "answer": pl.Int64, "claim_id": pl.String, "payer": pl.String, "payer_name": pl.String, "payment": pl.Int64,
    "on": pl.Date, "status": pl.String, "number": pl.String, "filing_indicator": pl.String,
    "remarks": pl.List(pl.String), "charge_cents": pl.Int64, "paid_cents": pl.Int64, "reverses": pl.Int64,
})  # fmt: skip
"""Posted answers. ``claim_id``: the claim to whose account it is posted; ``reverses``: the answer that it
takes back, where that had come before it."""
SAID_LINES = columns({
    "answer": pl.Int64, "line": pl.Int64, "control_number": pl.String, "code": pl.String,
    "modifiers": pl.List(pl.String), "submitted_code": pl.String, "service_from": pl.Date, "charge_cents": pl.Int64,
    "paid_cents": pl.Int64, "allowed_cents": pl.Int64, "remarks": pl.List(pl.String),
})  # fmt: skip
SAID_ADJUSTMENTS = columns({
    "answer": pl.Int64, "line": pl.Int64, "group": pl.String, "reason": pl.String, "amount_cents": pl.Int64,
})  # fmt: skip
OF_LINES = columns({
    "claim_id": pl.String, "line_id": pl.String, "answer": pl.Int64, "payer": pl.String, "payer_name": pl.String,
    "on": pl.Date, "rank": pl.Int64, "number": pl.String, "filing_indicator": pl.String, "reversed_on": pl.Date,
    "paid": pl.Int64, "allowed": pl.Int64, "denied": pl.Int64, "to_patient": pl.Int64, "codes": pl.List(pl.String),
    "remarks": pl.List(pl.String), "is_above_fee": pl.Boolean,
})  # fmt: skip
"""What an answer said of a line (null: of the claim as a whole). ``allowed``: what the payer allowed, as it says it
(AMT*B6) or by its parts: paid, the patient's share, sequestration, what earlier payers settled. ``codes``: of what it
denied, as in ``CO-50``, those of the claim as a whole with those of the line; ``remarks`` likewise. ``is_above_fee``:
all that it took off stands as above the fee."""


@dataclass(frozen=True)
class Said:
    """Posted answers with their lines and adjustments; columns ``ANSWERS``, ``SAID_LINES``, ``SAID_ADJUSTMENTS``."""

    answers: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame


def said_of_lines(said: Said, known: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """What each answer that is no reversal said of each line. Columns: ``OF_LINES``.

    ``known``: ``KNOWN_LINES`` of ``ledger.matching``; ``entries``: all ``ENTRIES``.
    """
    back = pl.DataFrame(
        list(taken_back(said).items()), schema={"answer": pl.Int64, "reversed_on": pl.Date}, orient="row"
    )
    plain = said.answers.filter(pl.col("status") != REVERSAL).join(back, on="answer", how="left", maintain_order="left")
    posted = entries.filter((pl.col("kind") == "answer") & pl.col("answer").is_not_null())
    sums = posted.group_by("answer", "line_id").agg(
        paid=pl.col("remitted").sum(), denied=pl.col("denied").sum(), to_patient=pl.col("patient_other").sum(),
        parts=pl.col("remitted").sum() + pl.sum_horizontal(SHARES).sum() + pl.col("sequestration").sum()
        + pl.col("other_payer").sum(),
    )  # fmt: skip
    placed = line_matches(said.lines.join(plain.select("answer", "claim_id"), on="answer"), known)
    of_line = placed.group_by("answer", "line_id").agg(
        told=pl.when(pl.col("allowed_cents").is_not_null().all()).then(pl.col("allowed_cents").sum()),
        line_remarks=pl.col("remarks").explode(),
    )
    every = (
        sums.join(plain, on="answer", how="inner")
        .join(of_line, on=["answer", "line_id"], how="left", nulls_equal=True)
        .join(_codes(said.adjustments, placed), on=["answer", "line_id"], how="left", nulls_equal=True)
        .join(_above_fee(said.adjustments, placed), on=["answer", "line_id"], how="left", nulls_equal=True)
        .join(_codes(said.adjustments.filter(pl.col("line").is_null()), placed)
              .select("answer", own_codes="codes"), on="answer", how="left")
    )  # fmt: skip
    empty = pl.lit([], pl.List(pl.String))
    codes = pl.concat_list(pl.col("codes").fill_null(empty), pl.col("own_codes").fill_null(empty))
    remarks = pl.concat_list(pl.col("line_remarks").fill_null(empty), pl.col("remarks").fill_null(empty))
    return every.with_columns(
        allowed=pl.coalesce("told", "parts"), rank=pl.col("status").replace_strict(RANKS, default=1),
        codes=codes.list.drop_nulls().list.unique(maintain_order=True),
        remarks=remarks.list.drop_nulls().list.unique(maintain_order=True),
        is_above_fee=pl.col("is_above_fee").fill_null(False),
    ).select(list(OF_LINES)).cast(OF_LINES).sort(
        "claim_id", "line_id", "rank", "on", "answer", nulls_last=True
    )  # fmt: skip


def taken_back(said: Said) -> dict[int, date | None]:
    """By answer the day on which it was taken back, whichever of the two came in first.

    A reversal that came before its answer was posted as its file says it; it takes back the answer of that claim and
    payer with its charge, its payment and one of its lines, given on its day or before.
    """
    rows = said.answers.sort("on", "answer", nulls_last=True).to_dicts()
    found = {row["reverses"]: row["on"] for row in rows if row["reverses"] is not None}
    plain: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in rows:
        if row["status"] != REVERSAL:
            plain.setdefault((row["claim_id"], row["payer"]), []).append(row)
    lines = dict(said.lines.group_by("answer").agg(pl.col("control_number").drop_nulls()).iter_rows())
    for back in (row for row in rows if row["status"] == REVERSAL and row["reverses"] is None):
        fits = [
            row for row in plain.get((back["claim_id"], back["payer"]), ())
            if row["answer"] not in found
            and (row["charge_cents"], row["paid_cents"]) == (-(back["charge_cents"] or 0), -(back["paid_cents"] or 0))
            and (row["on"] is None or back["on"] is None or row["on"] <= back["on"])
            and (not lines.get(back["answer"]) or set(lines[back["answer"]]) & set(lines.get(row["answer"], ())))
        ]  # fmt: skip
        same = [row for row in fits if row["number"] == back["number"]]
        for row in (same or fits)[:1]:
            found[row["answer"]] = back["on"]
    return found


def _codes(adjustments: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """By answer and line of ours: the codes of what was denied, by the account that takes their money."""
    own = booked(adjustments).filter(
        pl.col("account").is_in([DENIED, PATIENT_OTHER]) & (pl.col("amount_cents") != 0).fill_null(True)
    )
    lines = placed.select("answer", "line", "line_id")
    return own.join(lines, on=["answer", "line"], how="left").group_by("answer", "line_id", maintain_order=True).agg(
        codes=pl.col("code").unique(maintain_order=True)
    )  # fmt: skip


def _above_fee(adjustments: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """By answer and line of ours: whether every adjustment says that the charge is above the fee."""
    lines = placed.select("answer", "line", "line_id")
    return booked(adjustments).join(lines, on=["answer", "line"], how="left").group_by("answer", "line_id").agg(
        is_above_fee=(pl.col("code") == OVER_THE_FEE).all()
    )  # fmt: skip


def standing(of_lines: pl.DataFrame) -> pl.DataFrame:
    """Those that no later answer has taken back."""
    return of_lines.filter(pl.col("reversed_on").is_null())


def deciding(of_lines: pl.DataFrame) -> pl.DataFrame:
    """By line the standing answer that explains what is denied: the first payer's, and of these the last."""
    denying = standing(of_lines).filter((pl.col("denied") > 0) | (pl.col("to_patient") > 0))
    return denying.sort("rank", -pl.col("on").to_physical(), "number", -pl.col("answer"), nulls_last=True).unique(
        ["claim_id", "line_id"], keep="first", maintain_order=True
    )


def first_answers(of_lines: pl.DataFrame) -> pl.DataFrame:
    """By line the first answer of its first payer, whatever became of it."""
    return of_lines.filter(pl.col("line_id").is_not_null()).sort("rank", "on", "answer", nulls_last=True).unique(
        ["claim_id", "line_id"], keep="first", maintain_order=True
    )  # fmt: skip


def taken_back_alone(of_lines: pl.DataFrame) -> pl.DataFrame:
    """Lines whose answers were all taken back and that have no other: ``claim_id``, ``line_id``, ``on`` (the day of the
    last reversal), ``payer_name``, ``number``, ``filing_indicator`` of the first payer's last answer."""
    is_back = pl.col("reversed_on").is_not_null()
    own = of_lines.filter(pl.col("line_id").is_not_null() & is_back.all().over("claim_id", "line_id"))
    return own.sort("rank", "on", "answer").group_by("claim_id", "line_id", maintain_order=True).agg(
        on=pl.col("reversed_on").max(), payer_name=pl.col("payer_name").last(), number=pl.col("number").last(),
        filing_indicator=pl.col("filing_indicator").last(),
    )  # fmt: skip


def initial_days(of_lines: pl.DataFrame) -> pl.DataFrame:
    """By line or claim as a whole the day of its first payer's first answer: ``claim_id``, ``line_id``, ``initial``."""
    first = of_lines.filter(pl.col("rank") == pl.col("rank").min().over("claim_id", "line_id"))
    return first.group_by("claim_id", "line_id").agg(initial=pl.col("on").min())


def allowed_now(of_lines: pl.DataFrame) -> pl.DataFrame:
    """By line what its first payer allows after all its standing answers: ``claim_id``, ``line_id``, ``allowed``."""
    own = standing(of_lines).filter(pl.col("line_id").is_not_null())
    first = own.filter(pl.col("rank") == pl.col("rank").min().over("claim_id", "line_id"))
    return first.group_by("claim_id", "line_id").agg(
        allowed=pl.col("allowed").sum(), allowed_on=pl.col("on").max(), allowed_by=pl.col("payer_name").last(),
        filing=pl.col("filing_indicator").last(), allowed_number=pl.col("number").last(),
        allowed_payer=pl.col("payer").last(), is_above_fee=pl.col("is_above_fee").all(),
    )  # fmt: skip


def allowed_before(of_lines: pl.DataFrame) -> pl.DataFrame:
    """By line the most that an answer allowed which was taken back later: ``claim_id``, ``line_id``, ``before``."""
    return of_lines.filter(pl.col("reversed_on").is_not_null() & (pl.col("allowed") > 0)).group_by(
        "claim_id", "line_id"
    ).agg(before=pl.col("allowed").max())  # fmt: skip
