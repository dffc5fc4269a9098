"""How well do claims do: denied at first, paid on the first pass, overturned, underpaid, and were we right?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from oxyclaim.engine.denials import DENIED, REJECTED
from oxyclaim.remittance.accepted import REJECTED as TURNED_DOWN
from oxyclaim.remittance.denials import measures
from oxyclaim.remittance.denials.measures import CLAIM_MONEY, COHORT, Ratio
from oxyclaim.remittance.denials.said import allowed_now, first_answers
from oxyclaim.services.answers import Head, head
from oxyclaim.services.denials.foretelling import forecast_of
from oxyclaim.services.denials.gathering import Frames, frames_of
from oxyclaim.services.denials.meaning import DUPLICATE, Meanings
from oxyclaim.services.ledger.asking import standing_of
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Store

Unit = Literal["percent", "days"]
KEY = ["claim_id", "line_id"]
STATUS = "277CA"


@dataclass(frozen=True)
class ReportRequest:
    """The days on which the claims went out, both among them."""

    as_of: date
    first: date
    last: date


@dataclass(frozen=True)
class Measure:
    """A measure: how it is defined, in a line, and numerator over denominator. ``counts``: what these count.
    ``value``: in percent or days, None where there is nothing to divide by."""

    name: str
    title: str
    definition: str
    counts: str
    unit: Unit
    numerator: int
    denominator: int
    value: float | None


@dataclass(frozen=True)
class Part:
    """A measure for a part of the lines or claims: of a month, a payer, an edit."""

    measure: str
    by: str
    key: str
    numerator: int
    denominator: int
    value: float | None


@dataclass(frozen=True)
class ForecastTold:
    """What we had said against what was answered: ``hits`` (denied, as said), ``misses`` (denied, said billable),
    ``false_alarms`` (paid, said it would be denied), ``clears`` (paid, as said)."""

    code: str | None
    payer: str | None
    hits: int
    misses: int
    false_alarms: int
    clears: int


@dataclass(frozen=True, kw_only=True)
class Measures(Head):
    """Measures of the claims that went out from ``first`` to ``last``. ``claims`` and ``lines``: how many these are;
    ``duplicates``: lines among them that are left out as duplicates; ``answered``: lines that have an answer."""

    store: str
    first: date
    last: date
    claims: int
    lines: int
    duplicates: int
    answered: int
    measures: tuple[Measure, ...]
    parts: tuple[Part, ...]
    forecasts: tuple[ForecastTold, ...]


_DEFINED: dict[str, tuple[str, str, str, Unit]] = {
    "initial_denial_lines": (
        "initial denial rate, lines", "lines denied by their first answer, of lines sent", "lines", "percent"),
    "initial_denial_claims": (
        "initial denial rate, claims", "claims with a line denied by its first answer, of claims sent", "claims",
        "percent"),
    "initial_denial_dollars": (
        "initial denial rate, dollars", "charges denied by first answers, of charges sent", "cents", "percent"),
    "zero_answers": (
        "primary denial rate", "claims whose first answer allows nothing, of claims answered", "claims", "percent"),
    "front_end_acceptance": (
        "front-end acceptance", "claims that no 277CA turned down, of claims told of in a 277CA", "claims", "percent"),
    "first_pass_yield": (
        "first-pass yield", "claims paid as expected by one answer that still stands, of claims sent", "claims",
        "percent"),
    "days_to_pay": (
        "days to pay", "days from sending to the first answer that allows something, by claim", "days over claims",
        "days"),
    "days_in_ar": (
        "net days in A/R", "what payers and patients owe now, contractual part taken off, over net revenue a day",
        "cents times days of the period, over cents", "days"),
    "net_collection": (
        "net collection rate",
        "paid by payers and patients less refunds, of charges less contractual adjustments and sequestration", "cents",
        "percent"),
    "denial_write_offs": (
        "denial write-offs",
        "denied money given up, of charges less contractual adjustments and sequestration", "cents",
        "percent"),
    "overturned": (
        "overturned", "lines denied at first of which nothing is denied now, of lines denied at first", "lines",
        "percent"),
    "underpaid_lines": (
        "underpaid, lines", "lines allowed below the expected amount, of lines allowed whose expected amount is known",
        "lines", "percent"),
    "underpaid_dollars": (
        "underpaid, dollars", "expected less allowed where that is less, of the expected amounts", "cents", "percent"),
    "forecast_right": (
        "forecast right", "lines answered as we had said, of lines of which we had said something", "lines", "percent"),
    "forecast_hits": (
        "denials foretold", "denied lines that we had said would be, of lines denied", "lines", "percent"),
}  # fmt: skip
"""By name: title, definition, what is counted, unit."""


def a_year_until(last: date) -> date:
    """The first of the days of a year that ends with this one."""
    return last - timedelta(days=364)


def reports(request: ReportRequest, store: Store, book: RuleBook) -> Measures:
    """The measures. Raises BadInput for days out of order."""
    if request.first > request.last:
        raise BadInput([Problem("days_out_of_order", "--from lies after --until", path="--from")])
    with store.ledger_as_it_is() as ledger:
        frames = frames_of(ledger)
        stood = standing_of(ledger)
        own = frames.claims.filter(
            (pl.col("account") == pl.col("claim_id")) & pl.col("sent_on").is_between(request.first, request.last)
        )
        cohort = _cohort(frames, own, ledger, book)
    money = _money(frames, own)
    forecasts = measures.forecasts(cohort)
    found = dict(_ratios(cohort, money, forecasts, frames, own, stood, request))
    return Measures(
        **head("measures", book, request.as_of), store=store.where, first=request.first, last=request.last,
        claims=len(own), lines=len(cohort), duplicates=int(cohort["is_duplicate"].sum()),
        answered=int(cohort["answered_on"].is_not_null().sum()),
        measures=tuple(_measure(name, found[name]) for name in _DEFINED),
        parts=tuple(_parts(cohort, frames, own)),
        forecasts=tuple(ForecastTold(**row) for row in forecasts.iter_rows(named=True)),
    )  # fmt: skip


def _measure(name: str, ratio: Ratio) -> Measure:
    title, definition, counts, unit = _DEFINED[name]
    return Measure(name, title, definition, counts, unit, ratio.numerator, ratio.denominator, _value(ratio, unit))


def _value(ratio: Ratio, unit: Unit = "percent") -> float | None:
    if not ratio.denominator:
        return None
    return round(ratio.numerator / ratio.denominator * (100 if unit == "percent" else 1), 2)


def _ratios(
    cohort: pl.DataFrame, money: pl.DataFrame, forecasts: pl.DataFrame, frames: Frames, own: pl.DataFrame,
    stood: pl.DataFrame, request: ReportRequest,
) -> Iterator[tuple[str, Ratio]]:  # fmt: skip
    for name, ratio in measures.initial_denials(cohort).items():
        yield f"initial_denial_{name}", ratio
    yield "zero_answers", measures.zero_answers(cohort)
    yield "front_end_acceptance", _acceptance(frames, own)
    yield "first_pass_yield", measures.first_pass(cohort)
    yield "days_to_pay", measures.days_to_pay(cohort)
    yield "days_in_ar", _days_in_ar(stood, money, request)
    yield "net_collection", measures.net_collection(money)
    yield "denial_write_offs", measures.written_off(money)
    yield "overturned", measures.overturned(cohort)
    for name, ratio in measures.underpaid(cohort).items():
        yield f"underpaid_{name}", ratio
    sums = {name: int(forecasts[name].sum()) for name in ("hits", "misses", "false_alarms", "clears")}
    yield "forecast_right", Ratio(sums["hits"] + sums["clears"], sum(sums.values()))
    yield "forecast_hits", Ratio(sums["hits"], sums["hits"] + sums["misses"])


def _days_in_ar(stood: pl.DataFrame, money: pl.DataFrame, request: ReportRequest) -> Ratio:
    """Open and denied charges are taken at the share of the charge that is left after contractual adjustments."""
    days = (request.last - request.first).days + 1
    answered = stood.filter(pl.col("contractual") > 0)
    charge, off = int(answered["charge"].sum()), int((answered["contractual"] + answered["sequestration"]).sum())
    gross, patients = int((stood["open"] + stood["denied"]).sum()), int(stood["patient_owes"].sum())
    net = gross * (charge - off) // charge + patients if charge else gross + patients
    sent = int(money["charge"].sum())
    revenue = sent * (charge - off) // charge if charge else sent
    return Ratio(net * days, revenue)


def _money(frames: Frames, own: pl.DataFrame) -> pl.DataFrame:
    names = ("remitted", "collected", "contractual", "sequestration", "written_off")
    sums = (
        frames.entries.join(own.select("claim_id"), on="claim_id", how="semi")
        .group_by("claim_id")
        .agg((-pl.col("charged").sum()).alias("charge"), *(pl.col(name).sum() for name in names))
    )
    return sums.select(list(CLAIM_MONEY)).cast(CLAIM_MONEY)


def _cohort(frames: Frames, own: pl.DataFrame, ledger: KeptLedger, book: RuleBook) -> pl.DataFrame:
    stand = frames.stand.filter(pl.col("line_id").is_not_null()).join(
        own.select("claim_id", "sent_on", payer=pl.coalesce("payer_name", "payer_id")), on="claim_id", how="inner",
        maintain_order="left",
    )  # fmt: skip
    answers = frames.said.filter(pl.col("line_id").is_not_null())
    first_rank = answers.filter(pl.col("rank") == pl.col("rank").min().over(KEY))
    counts = first_rank.group_by(KEY).agg(answers=pl.len(), is_reversed=pl.col("reversed_on").is_not_null().any())
    first = _first(frames, book)
    turned_down = frames.acknowledged.filter(pl.col("outcome") == TURNED_DOWN)["claim_id"].unique()
    judged = frames.judged.join(own.select("claim_id"), on="claim_id", how="semi")
    said = _said(judged, ledger.results_of(judged["verdict_id"].unique().to_list()))
    found = (
        stand.join(first, on=KEY, how="left", maintain_order="left").join(counts, on=KEY, how="left")
        .join(allowed_now(frames.said).select(*KEY, "allowed"), on=KEY, how="left")
        .join(said, on=KEY, how="left")
    )  # fmt: skip
    return found.with_columns(
        pl.col("is_duplicate", "is_denied_first", "is_reversed").fill_null(False),
        pl.col("denied_first", "allowed_first", "answers", "allowed").fill_null(0),
        is_turned_down=pl.col("claim_id").is_in(turned_down.implode()),
    ).select(list(COHORT)).cast(COHORT)  # fmt: skip


def _first(frames: Frames, book: RuleBook) -> pl.DataFrame:
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
        rows.append((*key, row["on"], row["allowed"], is_denied, off if is_denied else 0, outcome == DUPLICATE))
    schema = {"claim_id": pl.String, "line_id": pl.String, "answered_on": pl.Date, "allowed_first": pl.Int64,
              "is_denied_first": pl.Boolean, "denied_first": pl.Int64, "is_duplicate": pl.Boolean}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _said(judged: pl.DataFrame, results: dict[int, str]) -> pl.DataFrame:
    by_line = {(number, line): said for number, text in results.items() for line, said in forecast_of(text).items()}
    rows = [
        (row["claim_id"], row["line_id"], row["expected_cents"], by_line.get((row["verdict_id"], row["line_number"])))
        for row in judged.iter_rows(named=True)
    ]
    schema = {"claim_id": pl.String, "line_id": pl.String, "expected": pl.Int64, "forecast": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(KEY, keep="first")


def _told_of(frames: Frames, own: pl.DataFrame) -> pl.DataFrame:
    """Claims of the period of which a 277CA tells, with the statuses that turn them down."""
    said = frames.acknowledged.filter(pl.col("kind") == STATUS).join(own.select("claim_id"), on="claim_id", how="semi")
    is_down = pl.col("outcome") == TURNED_DOWN
    return said.group_by("claim_id").agg(
        is_down=is_down.any(), statuses=pl.col("statuses").filter(is_down).str.split(", ").explode().unique()
    )


def _acceptance(frames: Frames, own: pl.DataFrame) -> Ratio:
    told = _told_of(frames, own)
    return Ratio(int((~told["is_down"]).sum()), len(told))


def _parts(cohort: pl.DataFrame, frames: Frames, own: pl.DataFrame) -> Iterator[Part]:
    for by, key in (
        ("month", pl.col("sent_on").dt.strftime("%Y-%m")),
        ("payer", pl.col("payer")),
        ("code", pl.col("code")),
    ):
        for name, ratio in measures.by(cohort, key):
            yield Part("initial_denial_lines", by, name, ratio.numerator, ratio.denominator, _value(ratio))
    told = _told_of(frames, own)
    edits = (
        told.filter("is_down")
        .explode("statuses")
        .group_by("statuses")
        .len()
        .sort("len", "statuses", descending=[True, False])
    )
    for status, count in edits.iter_rows():
        ratio = Ratio(count, len(told))
        yield Part("turned_down", "edit", status or "no status", ratio.numerator, ratio.denominator, _value(ratio))
