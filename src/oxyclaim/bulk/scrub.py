"""The scrub: files of claims in, findings and counts out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk.claim_files import Part, parts
from oxyclaim.bulk.judging import Fees, Judge
from oxyclaim.bulk.report import REPORT, Report
from oxyclaim.bulk.summary import Summary
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.x12.reading.reader import UnreadableFile


class Refused(Exception):
    """``--strict``: a file has parts that must be set aside, so nothing is written."""


@dataclass(frozen=True)
class Settings:
    """How a scrub is run. ``payers``: payer ids of claims and the payers of the rule book that they stand for."""

    as_of: date
    strict: bool = False
    payers: Mapping[str, str] = field(default_factory=dict)
    fees: Fees | None = None


def scrub(
    files: Sequence[Path],
    settings: Settings,
    catalogue: Catalogue,
    report: Report,
    on_bytes: Callable[[int], None] = lambda count: None,
) -> Summary:
    """Check and judge every claim of some files. Findings go to ``report`` as they are made.

    A file that cannot be read is named in the summary, and the others go on. Raises ``Refused`` where ``strict`` and
    something would be set aside; ``OSError`` where the report cannot be written.
    """
    run = _Run(settings, catalogue, report)
    for path in files:
        run.file(path, on_bytes)
    return run.summary


class _Run:
    def __init__(self, settings: Settings, catalogue: Catalogue, report: Report):
        self.settings = settings
        self.report = report
        self.summary = Summary()
        self.judge = Judge(catalogue, settings.as_of, settings.payers or None, settings.fees)

    def file(self, path: Path, on_bytes: Callable[[int], None]) -> None:
        """Scrub one file."""
        self.summary.files += 1
        try:
            for part in parts(path, self.settings.as_of):
                self._part(path, part)
                on_bytes(part.size)
        except UnreadableFile as error:
            self._unreadable(path, str(error), error.position)
        except OSError as error:
            self._unreadable(path, error.strerror or "cannot be opened", None)

    def _unreadable(self, path: Path, reason: str, position: int | None) -> None:
        if self.settings.strict:
            raise Refused(f"{path}: {reason}")
        self.summary.unreadable[str(path)] = reason
        row = {"file": str(path), "snip_level": 1, "rule": "X12-FILE", "severity": "error", "byte_position": position}
        self._found(pl.DataFrame([row | {"message": reason, "amount_at_risk_cents": 0}], schema=REPORT))

    def _part(self, path: Path, part: Part) -> None:
        self._count(path, part)
        claims, lines = part.claims, part.lines
        if len(part.set_aside):
            claims, lines = (
                frame.filter(~pl.col("claim").is_in(part.set_aside.implode())) for frame in (claims, lines)
            )
        judged = self.judge(claims, lines)
        for status, count in judged.lines["status"].value_counts().iter_rows():
            self.summary.status[status] += count
        for forecast, count in judged.lines["forecast"].drop_nulls().value_counts().iter_rows():
            self.summary.forecast[forecast] += count
        self.summary.lines_needing_history += (judged.lines["history_needed"].fill_null(0) > 0).sum()
        self.summary.lines_needing_records += (judged.lines["records_needed"].fill_null(0) > 0).sum()
        found = [part.findings.select(pl.lit(str(path)).alias("file"), pl.exclude("claim"))]
        if judged.findings.height:
            rejected = part.findings.filter(pl.col("amount_basis") != "")["claim"]
            found.append(_of_lines(path, part, judged.findings, rejected))
        self._found(pl.concat([frame.select(list(REPORT)) for frame in found]))

    def _count(self, path: Path, part: Part) -> None:
        aside = part.lines["claim"].is_in(part.set_aside.implode()).sum() if len(part.set_aside) else 0
        if self.settings.strict and (len(part.set_aside) or part.other_claims):
            first = part.findings.filter(pl.col("severity") == "error")
            where = first.select("byte_position", "message").row(0) if first.height else (0, "another kind of claim")
            raise Refused(f"{path}: byte {where[0]:,}: {where[1]}")
        summary = self.summary
        summary.segments += part.segments
        summary.claims += part.claims.height + part.other_claims
        summary.other_claims += part.other_claims
        summary.claims_set_aside += len(part.set_aside) + part.other_claims
        summary.claims_read += part.claims.height - len(part.set_aside)
        summary.lines += part.lines.height
        summary.lines_set_aside += aside

    def _found(self, findings: pl.DataFrame) -> None:
        if findings.height:
            self.summary.add_findings(findings)
            self.report.add(findings)


def _of_lines(path: Path, part: Part, found: pl.DataFrame, rejected: pl.Series) -> pl.DataFrame:
    """What the rule book finds, with the claim's id and the line's place; ``rejected`` claims are at risk already."""
    lines = part.lines.select("claim", "position", at="segment")
    claims = part.claims.select("claim", "claim_id")
    counted = pl.col("claim").is_in(rejected.implode())
    rows = found.join(lines, on=["claim", "position"], how="left", maintain_order="left").join(
        claims, on="claim", how="left", maintain_order="left"
    )
    return rows.with_columns(
        file=pl.lit(str(path)),
        loop=pl.lit(part.loop),
        segment=pl.lit(part.segment),
        byte_position=part.positions(rows["at"]),
        amount_at_risk_cents=pl.when(counted).then(0).otherwise("amount_at_risk_cents"),
    ).select(pl.col(name).cast(dtype) for name, dtype in REPORT.items())
