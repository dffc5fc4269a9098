"""From the ledger's frames to what is work: each line that was denied, turned down, paid too low or taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from oxyclaim.case.money import dollars
from oxyclaim.engine.denials import ADJUSTED, DENIED, REJECTED
from oxyclaim.policy.denials.accounts import OVER_THE_FEE
from oxyclaim.policy.denials.work import REDETERMINATION, UNDERPAID_ROUTES
from oxyclaim.remittance.denials.said import allowed_before, allowed_now, deciding, initial_days, taken_back_alone
from oxyclaim.services.denials.answer import Kind
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.denials.meaning import DUPLICATE, Meaning, Meanings
from oxyclaim.services.rule_book import RuleBook

KEY = ["claim_id", "line_id"]
UNDERPAID = (
    "The payer allowed {allowed} dollars where {expected} dollars were expected, by the fee files that were loaded "
    "when the claim went out."
)
UNDERPAID_CAUSE = "Another price, modifier or month than expected, or a cut that no code tells."
UNDERPAID_ACTION = (
    "Compare the allowed amount with the fee file, the modifiers and the month that were billed. If the payer is "
    "wrong, dispute the amount; if the line was coded wrongly, correct it."
)
NOTHING_ALLOWED = "The payer took all of the charge off as above its fee, and gives no reason that denies the line."
NOTHING_ALLOWED_ACTION = (
    "Ask the payer which fee it applied. If it is wrong, dispute it; if it was coded wrongly, correct it."
)
TAKEN_BACK_ALONE = "What was allowed has been taken back, and no new answer has come."
TAKEN_BACK_ACTION = (
    "Look for the corrected answer in later remittances and ask the payer for the reason; the days are kept as if it "
    "could be appealed."
)


@dataclass(frozen=True)
class Found:
    """A row of the frames with what it means."""

    row: dict[str, Any]
    kind: Kind
    meaning: Meaning


def found_work(frames: Frames, book: RuleBook) -> list[Found]:
    """Every line that is work, in the order of claims."""
    return [
        *_denied(frames, book), *_rejected(frames, book), *_underpaid(frames, book), *_nothing_allowed(frames, book),
        *_taken_back(frames, book),
    ]  # fmt: skip


def _denied(frames: Frames, book: RuleBook) -> Iterator[Found]:
    meanings = Meanings(book)
    stand = frames.stand.filter((pl.col("denied") > 0) | (pl.col("to_patient") > 0))
    said = deciding(frames.said).select(
        *KEY, "payer_name", "on", "number", "filing_indicator", "codes", "remarks", answer_payer="payer"
    )
    opened = frames.entries.filter(pl.col("kind") == "opening").select("claim_id").unique().with_columns(is_opened=True)
    rows = (
        _with_claims(stand, frames).join(said, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .join(allowed_now(frames.said), on=KEY, how="left", maintain_order="left")
        .join(allowed_before(frames.said), on=KEY, how="left", maintain_order="left")
        .join(opened, on="claim_id", how="left", maintain_order="left")
        .join(initial_days(frames.said), on=KEY, how="left", nulls_equal=True, maintain_order="left")
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        codes = tuple(row["codes"] or ())
        meaning = (
            meanings.of_codes(codes, tuple(row["remarks"] or ()), row["modifiers"]) if codes
            else meanings.without_codes(bool(row["is_opened"]))
        )  # fmt: skip
        if row["denied"] == 0 and meaning.outcome not in (DENIED, REJECTED):
            continue  # the patient's own share under another code: posted, and not denied
        yield Found(row, _kind(row, meaning), meaning)


def _kind(row: dict[str, Any], meaning: Meaning) -> Kind:
    if meaning.outcome == DUPLICATE:
        return "duplicate"
    if meaning.outcome == REJECTED:
        return "rejected"
    if meaning.outcome != DENIED:
        return "adjusted"
    if (row["allowed"] or 0) > 0:
        return "reduced"
    return "recouped" if row["before"] else "denied"


def _rejected(frames: Frames, book: RuleBook) -> Iterator[Found]:
    meanings = Meanings(book)
    # Of a claim that was sent anew from here nothing is open.
    waits = pl.col("line_id").is_not_null() & ((pl.col("open") != 0) | (pl.col("charge") == 0))
    own = _with_claims(frames.stand.filter(waits), frames)
    # What a verdict expected of a line, it expected of the first payer.
    later = _with_claims(frames.following, frames).with_columns(expected_cents=pl.lit(None, pl.Int64), is_later=True)
    rows = pl.concat([own, later], how="diagonal").join(
        frames.rejected.rename({"kind": "said_by"}), on="claim_id", how="inner", maintain_order="left"
    )
    for row in rows.iter_rows(named=True):
        yield Found(row, "rejected", meanings.of_statuses(row["said_by"], tuple(row["statuses"])))


def _underpaid(frames: Frames, book: RuleBook) -> Iterator[Found]:
    """Lines for which less is allowed than was expected, and of which nothing is denied."""
    stand = frames.stand.filter((pl.col("denied") == 0) & (pl.col("to_patient") == 0) & pl.col("line_id").is_not_null())
    allowed = allowed_now(frames.said)
    rows = _with_claims(stand, frames).join(allowed, on=KEY, how="inner", maintain_order="left").filter(
        (pl.col("allowed") > 0) & (pl.col("allowed") < pl.col("expected_cents"))
    ).join(initial_days(frames.said), on=KEY, how="left", maintain_order="left")  # fmt: skip
    routes = tuple(book.denials.routes[id] for id in UNDERPAID_ROUTES)
    for row in rows.iter_rows(named=True):
        why = UNDERPAID.format(allowed=dollars(row["allowed"]), expected=dollars(row["expected_cents"]))
        meaning = Meaning(
            "underpaid", why, UNDERPAID_CAUSE, UNDERPAID_ACTION, "yes",
            "no: above the allowed amount nothing may be charged",
            routes,
        )  # fmt: skip
        told = {"payer_name": row["allowed_by"], "on": row["allowed_on"], "filing_indicator": row["filing"],
                "number": row["allowed_number"]}  # fmt: skip
        yield Found(row | told, "underpaid", meaning)


def _nothing_allowed(frames: Frames, book: RuleBook) -> Iterator[Found]:
    """Lines of which all of the charge was taken off as above the fee: nothing is denied, and nothing is allowed."""
    stand = frames.stand.filter(
        (pl.col("denied") == 0) & (pl.col("to_patient") == 0) & (pl.col("charge") > 0) & (pl.col("paid") == 0)
        & pl.col("line_id").is_not_null()
    )  # fmt: skip
    rows = _with_claims(stand, frames).join(allowed_now(frames.said), on=KEY, how="inner", maintain_order="left").join(
        initial_days(frames.said), on=KEY, how="left", maintain_order="left"
    ).filter((pl.col("allowed") == 0) & pl.col("is_above_fee"))  # fmt: skip
    routes = tuple(book.denials.routes[id] for id in UNDERPAID_ROUTES)
    meaning = Meaning(
        ADJUSTED, NOTHING_ALLOWED, UNDERPAID_CAUSE, NOTHING_ALLOWED_ACTION, "yes",
        "no: above the allowed amount nothing may be charged", routes, codes=(OVER_THE_FEE,),
        entries=tuple(each.id for each in [book.denials.named(OVER_THE_FEE)] if each),
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        told = {"payer_name": row["allowed_by"], "on": row["allowed_on"], "filing_indicator": row["filing"],
                "number": row["allowed_number"], "open": row["charge"]}  # fmt: skip
        yield Found(row | told, "adjusted", meaning)


def _taken_back(frames: Frames, book: RuleBook) -> Iterator[Found]:
    """Lines that were paid and taken back, and for which no new answer came."""
    stand = frames.stand.filter((pl.col("denied") == 0) & (pl.col("to_patient") == 0) & (pl.col("open") > 0))
    rows = (
        _with_claims(stand, frames).join(taken_back_alone(frames.said), on=KEY, how="inner", maintain_order="left")
        .join(allowed_before(frames.said), on=KEY, how="inner", maintain_order="left")
        .join(initial_days(frames.said), on=KEY, how="left", maintain_order="left")
    )  # fmt: skip
    routes = (book.denials.routes[REDETERMINATION],)
    meaning = Meaning(
        DENIED, TAKEN_BACK_ALONE, None, TAKEN_BACK_ACTION, "depends: on the reason, which the new answer tells",
        "no: what the first answer left to the patient falls away with it", routes, is_guess=True,
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        yield Found(row, "recouped", meaning)


def _with_claims(stand: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    name = pl.concat_str("patient_last_name", "patient_first_name", separator=", ", ignore_nulls=True)
    claims = frames.claims.select(
        "claim_id", "payer_id", "member_id", "sent_on", claim_payer="payer_name", patient=name, claim_case="case_id"
    )
    return stand.join(claims, on="claim_id", how="left", maintain_order="left").join(
        frames.judged, on=KEY, how="left", maintain_order="left"
    )
