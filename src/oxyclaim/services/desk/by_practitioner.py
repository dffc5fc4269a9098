"""What each practitioner's orders come to: claims of a period, what was paid and denied of them, and what waits for the
practitioner's papers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.services.desk.kept import OrderedLine, SupplierDesk
from oxyclaim.services.desk.states import PAPERS

NOBODY = "not known"
_MONEY = ("charged", "paid", "denied", "open")
_WAITING = pl.Schema({"waiting": pl.Int64, "waiting_cents": pl.Int64, "oldest": pl.Date})
COLUMNS = (
    "practitioner", "claims", "charged", "paid", "denied", "open", "lines", "lines_denied", "lines_waiting",
    "waiting_for_papers", "waiting_since",
)  # fmt: skip
"""Of the table; amounts in dollars."""


@dataclass(frozen=True)
class Ordered:
    """A practitioner's claims that were sent in a period, in cents: ``denied`` and ``open`` as they stand now; of
    ``lines`` so many were ever ``denied_lines``. ``waiting``: lines that wait for papers today, with their money, the
    oldest of a day."""

    practitioner: str
    claims: int
    charged: int
    paid: int
    denied: int
    open: int
    lines: int
    denied_lines: int
    waiting: int
    waiting_cents: int
    oldest: date | None

    @property
    def denial_rate(self) -> float | None:
        """Percent of the lines that were ever denied; None where none was sent."""
        return 100 * self.denied_lines / self.lines if self.lines else None


def by_practitioner(desk: SupplierDesk, first: date, last: date) -> tuple[Ordered, ...]:
    """All practitioners, the most charged first."""
    lines = desk.ordered()
    who = pl.DataFrame(
        [(each.case_id, each.practitioner) for each in lines],
        schema={"case_id": pl.String, "practitioner": pl.String}, orient="row",
    ).unique("case_id", maintain_order=True)  # fmt: skip
    with desk.store.ledger_as_it_is() as ledger:
        claims = ledger.all_claims().filter(
            pl.col("sent_on").is_between(first, last) & (pl.col("account") == pl.col("claim_id"))
        )
        entries = ledger.all_entries()
        sent = ledger.all_lines()
    named = claims.join(who, on="case_id", how="left", maintain_order="left").select(
        "claim_id", practitioner=pl.col("practitioner").fill_null(NOBODY)
    )
    money = entries.join(named, on="claim_id", how="inner").group_by("practitioner").agg(
        charged=-pl.col("charged").sum(), paid=(pl.col("remitted") + pl.col("bank")).sum(),
        denied=pl.col("denied").sum(), open=pl.col("open").sum(),
        denied_lines=pl.struct("claim_id", "line_id").filter(pl.col("denied") > 0).n_unique(),
    )  # fmt: skip
    counted = (
        named.join(sent.select("claim_id", "line_id"), on="claim_id", how="left")
        .group_by("practitioner")
        .agg(claims=pl.col("claim_id").n_unique(), lines=pl.col("line_id").count())
    )
    told = counted.join(money, on="practitioner", how="left").join(
        _waiting(lines), on="practitioner", how="full", coalesce=True
    )
    rows = told.with_columns(pl.exclude("practitioner", "oldest").fill_null(0)).sort(
        "charged", "waiting_cents", "practitioner", descending=[True, True, False]
    )
    return tuple(Ordered(**row) for row in rows.iter_rows(named=True))


def frame_of(found: Sequence[Ordered]) -> pl.DataFrame:
    """The table that is written: ``COLUMNS``."""
    rows = [
        (
            each.practitioner, each.claims, each.charged / 100, each.paid / 100, each.denied / 100, each.open / 100,
            each.lines, each.denied_lines, each.waiting, each.waiting_cents / 100, each.oldest,
        )
        for each in found
    ]  # fmt: skip
    schema = dict.fromkeys(COLUMNS, pl.Float64) | {
        "practitioner": pl.String, "waiting_since": pl.Date, "claims": pl.Int64, "lines": pl.Int64,
        "lines_denied": pl.Int64, "lines_waiting": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _waiting(lines: Sequence[OrderedLine]) -> pl.DataFrame:
    """By practitioner what waits for papers."""
    rows = [(each.practitioner, each.money_cents, each.service_date) for each in lines if each.state == PAPERS]
    schema = {"practitioner": pl.String, "money_cents": pl.Int64, "service_date": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").group_by("practitioner").agg(
        waiting=pl.len(), waiting_cents=pl.col("money_cents").sum(), oldest=pl.col("service_date").min()
    ).cast(_WAITING)  # fmt: skip
