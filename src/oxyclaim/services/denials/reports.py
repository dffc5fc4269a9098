"""How well do claims do: denied at first, paid on the first pass, overturned, underpaid, and were we right?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from oxyclaim.remittance.accepted import REJECTED as TURNED_DOWN
from oxyclaim.remittance.denials import measures
from oxyclaim.remittance.denials.measures import CLAIM_MONEY, Ratio
from oxyclaim.services.answers import Head, head
from oxyclaim.services.denials.cohort import cohort_of
from oxyclaim.services.denials.definitions import DEFINED, Unit
from oxyclaim.services.denials.gathering import Frames, frames_of
from oxyclaim.services.ledger.asking import standing_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Store

STATUS = "277CA"
BY_REASON = pl.concat_str(pl.col("payer").fill_null("not told"), pl.col("reason").fill_null("no code"), separator=": ")
"""The odds of an appeal: how it went with what this payer denied for this reason."""


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
    """A measure for a part of the lines or claims: of a month, a payer, a code, a payer and reason, an edit."""

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


def a_year_until(last: date) -> date:
    """The first of the days of a year that ends with this one."""
    return last - timedelta(days=364)


def reports(request: ReportRequest, store: Store, book: RuleBook) -> Measures:
    """The measures. Raises BadInput for days out of order."""
    if request.first > request.last:
        raise BadInput([Problem("days_out_of_order", "the first day lies after the last one", path="from")])
    with store.ledger_as_it_is() as ledger:
        frames = frames_of(ledger)
        stood = standing_of(ledger)
        own = frames.claims.filter(
            (pl.col("account") == pl.col("claim_id")) & pl.col("sent_on").is_between(request.first, request.last)
        )
        cohort = cohort_of(frames, own, ledger, book)
    money = _money(frames, own)
    forecasts = measures.forecasts(cohort)
    found = dict(_ratios(cohort, money, forecasts, frames, own, stood, request))
    return Measures(
        **head("measures", book, request.as_of), store=store.where, first=request.first, last=request.last,
        claims=len(own), lines=len(cohort), duplicates=int(cohort["is_duplicate"].sum()),
        answered=int(cohort["answered_on"].is_not_null().sum()),
        measures=tuple(_measure(name, found[name]) for name in DEFINED),
        parts=tuple(_parts(cohort, frames, own)),
        forecasts=tuple(ForecastTold(**row) for row in forecasts.iter_rows(named=True)),
    )  # fmt: skip


def _measure(name: str, ratio: Ratio) -> Measure:
    title, definition, counts, unit = DEFINED[name]
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
    yield "appeals_won", measures.appeals_won(cohort)
    yield "days_to_appeal", measures.days_to_appeal(cohort)
    yield "days_to_resolution", measures.days_to_resolution(cohort)
    yield "months_blocked", dict(measures.months_blocked(cohort)).get("all", Ratio(0, 0))
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
    for by, key in (("payer", pl.col("payer")), ("code", pl.col("code")), ("payer and reason", BY_REASON)):
        for name, ratio in measures.odds(cohort, key):
            yield Part("overturned", by, name, ratio.numerator, ratio.denominator, _value(ratio))
    for by, key in (("payer", pl.col("payer")), ("code", pl.col("code"))):
        for name, ratio in measures.months_blocked(cohort, key):
            yield Part("months_blocked", by, name, ratio.numerator, ratio.denominator, _value(ratio))
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
