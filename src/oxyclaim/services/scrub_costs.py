"""What the findings of a scrub cost: by payer, supplier, code and month, the costliest, and what to fix first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.bulk.costs import DIMENSIONS, NAMES, Costs
from oxyclaim.bulk.summary import Reason
from oxyclaim.services.rule_book import RuleBook

FIX_FIRST = 10
"""Reasons that are named with what to do: those that cost the most."""


@dataclass(frozen=True)
class CostShare:
    """Money at risk of one payer, supplier, code or month, and of how many lines.

    ``key``: payer id, billing NPI, code, or month as YYYY-MM; empty where the files do not tell it. ``name``: of payer
    and supplier, else empty.
    """

    key: str
    name: str
    lines: int
    at_risk_cents: int


@dataclass(frozen=True)
class CostlyFinding:
    """A finding that costs much, as the findings file has it. What is of no one line has no code and no month."""

    file: str
    claim_id: str
    line_number: int | None
    byte_position: int | None
    rule: str
    forecast: str
    message: str
    at_risk_cents: int
    payer: str
    supplier: str
    code: str
    month: str


@dataclass(frozen=True)
class FixFirst:
    """A reason with what to do about it, most money first.

    ``title``, ``cure`` and ``who``: of the rule book's rules, else empty. ``mostly``: the one payer, supplier, code and
    month that have the most of its money, each with its money; of rejections of whole claims there are none.
    """

    rule: str
    title: str
    cure: str
    who: str
    snip_level: int
    forecast: str
    message: str
    count: int
    at_risk_cents: int
    mostly: dict[str, CostShare]


@dataclass(frozen=True)
class ScrubCosts:
    """The money at risk told apart; each list sums up to it, most money first, months in their order.

    ``lines``: the lines that cost the most; ``wholes``: the same of what rejects whole claims.
    """

    payers: tuple[CostShare, ...]
    suppliers: tuple[CostShare, ...]
    codes: tuple[CostShare, ...]
    months: tuple[CostShare, ...]
    lines: tuple[CostlyFinding, ...]
    wholes: tuple[CostlyFinding, ...]
    fix_first: tuple[FixFirst, ...]


def told(costs: Costs, reasons: Mapping[str, Reason], book: RuleBook) -> ScrubCosts:
    """The costs as an answer. ``reasons``: what was found, by rule."""
    cube = costs.cube().with_columns(pl.col("month").dt.strftime("%Y-%m").fill_null(""))
    payers, suppliers, codes, months = (_shares(cube, each) for each in DIMENSIONS)
    return ScrubCosts(
        payers=payers,
        suppliers=suppliers,
        codes=codes,
        months=tuple(sorted(months, key=lambda each: (not each.key, each.key))),
        lines=_findings(costs.lines),
        wholes=_findings(costs.wholes),
        fix_first=_fix_first(cube, reasons, book),
    )


def _shares(cube: pl.DataFrame, by: str) -> tuple[CostShare, ...]:
    name = pl.col(NAMES[by]).filter(pl.col(NAMES[by]) != "").min() if by in NAMES else pl.lit("")
    rows = cube.group_by(by).agg(name.fill_null("").alias("name"), pl.col("lines").sum(), pl.col("cents").sum())
    rows = rows.sort("cents", by, descending=[True, False])
    return tuple(CostShare(*row) for row in rows.select(by, "name", "lines", "cents").iter_rows())


def _findings(rows: pl.DataFrame) -> tuple[CostlyFinding, ...]:
    return tuple(
        CostlyFinding(
            file=row["file"], claim_id=row["claim_id"], line_number=row["line_number"],
            byte_position=row["byte_position"], rule=row["rule"], forecast=row["forecast"], message=row["message"],
            at_risk_cents=row["amount_at_risk_cents"], payer=row["payer_name"] or row["payer"],
            supplier=row["supplier_name"] or row["supplier"], code=row["code"], month=_month(row["month"]),
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def _month(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m}"


def _fix_first(cube: pl.DataFrame, reasons: Mapping[str, Reason], book: RuleBook) -> tuple[FixFirst, ...]:
    rules = {rule.id: rule for rule in book.rules}
    costly = sorted((each for each in reasons.values() if each.amount_cents), key=lambda each: -each.amount_cents)
    found = []
    for each in costly[:FIX_FIRST]:
        rule = rules.get(each.rule)
        own = cube.filter(pl.col("rule") == each.rule)
        # A cure may name facts of the one line; of many it is told without them.
        cure = rule.cure if rule is not None and rule.cure is not None and "{" not in rule.cure.action else None
        found.append(
            FixFirst(
                rule=each.rule,
                title="" if rule is None else rule.title,
                cure="" if cure is None else cure.action,
                who="" if cure is None else cure.who,
                snip_level=each.snip_level,
                forecast=each.forecast,
                message=each.message,
                count=each.count,
                at_risk_cents=each.amount_cents,
                mostly={} if own.is_empty() else {by: _shares(own, by)[0] for by in DIMENSIONS},
            )
        )
    return tuple(found)
