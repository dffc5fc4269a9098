"""The lines that went out in a period, each with its first answer, what became of it, and what we had said of it."""

import polars as pl

from oxyclaim.engine.denials import DENIED, REJECTED, group_and_carc, is_rarc
from oxyclaim.remittance.accepted import REJECTED as TURNED_DOWN
from oxyclaim.remittance.denials.again import person
from oxyclaim.remittance.denials.appealed import appeals, of_lines
from oxyclaim.remittance.denials.measures import COHORT
from oxyclaim.remittance.denials.said import allowed_now, first_answers
from oxyclaim.services.denials.foretelling import Forecasts
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.denials.meaning import DUPLICATE, Meaning, Meanings
from oxyclaim.services.denials.rental import Rentals
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.rule_book import RuleBook

KEY = ["claim_id", "line_id"]


def cohort_of(frames: Frames, own: pl.DataFrame, ledger: KeptLedger, book: RuleBook) -> pl.DataFrame:
    """Columns: ``COHORT``. ``own``: the claims of the period."""
    stand = frames.stand.filter(pl.col("line_id").is_not_null()).join(
        own.select("claim_id", "sent_on", payer=pl.coalesce("payer_name", "payer_id")), on="claim_id", how="inner",
        maintain_order="left",
    )  # fmt: skip
    answers = frames.said.filter(pl.col("line_id").is_not_null())
    first_rank = answers.filter(pl.col("rank") == pl.col("rank").min().over(KEY))
    counts = first_rank.group_by(KEY).agg(answers=pl.len(), is_reversed=pl.col("reversed_on").is_not_null().any())
    first = first_said(frames, book)
    turned_down = frames.acknowledged.filter(pl.col("outcome") == TURNED_DOWN)["claim_id"].unique()
    judged = frames.judged.join(own.select("claim_id"), on="claim_id", how="semi")
    judged = judged.join(frames.lines.select(*KEY, "modifiers"), on=KEY, how="left", maintain_order="left")
    said = _said(judged, ledger.results_of(judged["verdict_id"].unique().to_list()))
    appealed = of_lines(appeals(frames.entries), stand.select(KEY)).select(
        *KEY, "lost_on", appealed_on="first_sent_on"
    )  # fmt: skip
    found = (
        stand.join(first, on=KEY, how="left", maintain_order="left").join(counts, on=KEY, how="left")
        .join(allowed_now(frames.said).select(*KEY, "allowed"), on=KEY, how="left")
        .join(said, on=KEY, how="left").join(appealed, on=KEY, how="left").join(_settled(frames), on=KEY, how="left")
        .join(_months(frames, book), on=KEY, how="left")
    )  # fmt: skip
    return found.with_columns(
        pl.col("is_duplicate", "is_denied_first", "is_reversed").fill_null(False),
        pl.col("denied_first", "allowed_first", "answers", "allowed").fill_null(0),
        is_turned_down=pl.col("claim_id").is_in(turned_down.implode()),
        resolved_on=pl.when(pl.col("is_denied_first") & (pl.col("denied") + pl.col("to_patient") == 0))
        .then("settled_on"),
    ).select(list(COHORT)).cast(COHORT)  # fmt: skip


def _settled(frames: Frames) -> pl.DataFrame:
    """By line the last day on which an entry of it, or of its claim as a whole, moved what was denied."""
    moves = (pl.col("denied") != 0) | (pl.col("patient_other") != 0) | (pl.col("settled") != 0)
    moved = frames.entries.filter(moves & pl.col("on").is_not_null())
    own = moved.filter(pl.col("line_id").is_not_null()).group_by(KEY).agg(own_on=pl.col("on").max())
    whole = moved.filter(pl.col("line_id").is_null()).group_by("claim_id").agg(whole_on=pl.col("on").max())
    return own.join(whole, on="claim_id", how="left").select(*KEY, settled_on=pl.max_horizontal("own_on", "whole_on"))


def _months(frames: Frames, book: RuleBook) -> pl.DataFrame:
    """By line the rental month that it bills, and whether that is paid under any claim."""
    rentals = Rentals(book)
    judged = frames.judged.select(*KEY, "judged_payer").unique(KEY, keep="first")
    lines = frames.lines.join(judged, on=KEY, how="left", maintain_order="left").select(
        *KEY, "code", "service_date", "modifiers", "judged_payer"
    )  # fmt: skip
    asked = lines.select("code", "modifiers", "service_date", "judged_payer").iter_rows()
    lines = lines.filter(pl.Series([rentals.is_month(*each) for each in asked], dtype=pl.Boolean))
    month = pl.concat_str(pl.col("person").fill_null("?"), "code", "service_date", separator="|")
    whose = frames.claims.select("claim_id", person=person())
    return (
        lines.join(whose, on="claim_id").join(allowed_now(frames.said).select(*KEY, "allowed"), on=KEY, how="left")
        .with_columns(month=month)
        .with_columns(is_month_paid=(pl.col("allowed").fill_null(0) > 0).any().over("month"))
        .select(*KEY, "month", "is_month_paid")
    )  # fmt: skip


def first_said(frames: Frames, book: RuleBook) -> pl.DataFrame:
    """By line what its first answer comes to."""
    meanings = Meanings(book)
    modifiers = {(claim, line): words for claim, line, words in
                 frames.lines.select(*KEY, "modifiers").iter_rows()}  # fmt: skip
    rows = []
    for row in first_answers(frames.said).iter_rows(named=True):
        key = row["claim_id"], row["line_id"]
        off = row["denied"] + row["to_patient"]
        meaning = meanings.of_codes(tuple(row["codes"]), tuple(row["remarks"]), modifiers.get(key)) if off > 0 else None
        outcome = meaning.outcome if meaning else ""
        is_denied = outcome in (DENIED, REJECTED)
        reason = reason_of(meaning, book) if meaning and is_denied else None
        rows.append((*key, row["on"], row["allowed"], is_denied, off if is_denied else 0, outcome == DUPLICATE, reason))
    schema = {"claim_id": pl.String, "line_id": pl.String, "answered_on": pl.Date, "allowed_first": pl.Int64,
              "is_denied_first": pl.Boolean, "denied_first": pl.Int64, "is_duplicate": pl.Boolean,
              "reason": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def reason_of(meaning: Meaning, book: RuleBook) -> str:
    """The codes that say why, without remarks that only tell something: ``CO-50 N115``."""
    entry = book.denials.denials[meaning.entries[0]].codes if meaning.entries else frozenset()
    return " ".join(code for code in meaning.codes if group_and_carc(code) or (is_rarc(code) and code in entry))


def _said(judged: pl.DataFrame, results: dict[int, str]) -> pl.DataFrame:
    read = {number: Forecasts.of(text) for number, text in results.items()}
    rows = []
    for row in judged.iter_rows(named=True):
        told = read.get(row["verdict_id"])
        said = told.said(row["line_number"], row["modifiers"] or "") if told else None
        rows.append((row["claim_id"], row["line_id"], row["expected_cents"], said))
    schema = {"claim_id": pl.String, "line_id": pl.String, "expected": pl.Int64, "forecast": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(KEY, keep="first")
