"""What a scrub counts: everything that came in is judged, passed through or set aside."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from oxyclaim.bulk.stages import Scrubbed


@dataclass
class Reason:
    """How often a rule was broken, one message of many, and the money at risk for it.

    ``forecast`` is what is foreseen where it is; of some of the findings it may not be.
    """

    rule: str
    message: str
    severity: str
    snip_level: int
    forecast: str
    count: int = 0
    amount_cents: int = 0


@dataclass
class Summary:
    """The counts of a scrub. Amounts in cents."""

    files: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)
    """Files that could not be read, and why."""
    segments: int = 0
    claims: int = 0
    """Claims found; of these ``claims_read`` were read, the others set aside."""
    claims_read: int = 0
    claims_set_aside: int = 0
    other_claims: int = 0
    """Of those set aside: claims in transaction sets that are no professional claims."""
    claims_rejected: int = 0
    """Claims, read or set aside, with an error of levels 1 to 5, for which all of them would be rejected."""
    lines: int = 0
    lines_set_aside: int = 0
    """Lines of claims that were set aside."""
    status: Counter[str] = field(default_factory=Counter)
    """Lines read, by what became of them: ``judged``, or why they passed through."""
    forecast: Counter[str] = field(default_factory=Counter)
    """Judged lines by what the payer would say to each claim by itself."""
    denied_beside_others: int = 0
    """Further judged lines that would be denied for what another claim or line of the run bills."""
    lines_needing_history: int = 0
    lines_needing_records: int = 0
    findings: Counter[int] = field(default_factory=Counter)
    """Findings by SNIP level."""
    history_months: int | None = None
    """Lines of the history; None where none was given."""
    at_risk_cents: int = 0
    reasons: dict[str, Reason] = field(default_factory=dict)

    def add_part(self, part: Scrubbed) -> None:
        """Count what was read of a file."""
        aside = len(part.set_aside)
        self.segments += part.segments
        self.claims += part.claim_count + part.more_claims
        self.claims_read += part.claim_count - aside
        self.claims_set_aside += aside + part.more_claims
        self.other_claims += part.other_claims
        self.lines += part.line_count + part.more_lines
        self.lines_set_aside += part.lines_aside + part.more_lines
        self.claims_rejected += len(part.rejected) + len(part.late)

    def add_lines(self, lines: pl.DataFrame) -> None:
        """Count lines that were judged or passed through. Columns: ``LINES`` of ``oxyclaim.bulk.judging``."""
        self.status.update(dict(lines["status"].value_counts().iter_rows()))
        self.forecast.update(dict(lines["forecast"].drop_nulls().value_counts().iter_rows()))
        self.lines_needing_history += int((lines["history_needed"] > 0).sum())
        self.lines_needing_records += int((lines["records_needed"] > 0).sum())

    def add_findings(self, findings: pl.DataFrame) -> None:
        """Count rows of a report."""
        if findings.is_empty():
            return
        for level, count in findings["snip_level"].value_counts().iter_rows():
            self.findings[level or 0] += count
        self.at_risk_cents += int(findings["amount_at_risk_cents"].sum())
        by_rule = findings.group_by("rule", maintain_order=True).agg(
            pl.len(),
            pl.col("amount_at_risk_cents").sum(),
            pl.first("message", "severity", "snip_level"),
            pl.col("forecast").replace("", None).drop_nulls().first(),
        )
        for rule, count, amount, message, severity, level, forecast in by_rule.iter_rows():
            reason = self.reasons.setdefault(rule, Reason(rule, message, severity, level or 0, ""))
            reason.forecast = reason.forecast or forecast or ""
            reason.count += count
            reason.amount_cents += amount

    @property
    def found(self) -> bool:
        """Whether anything was found."""
        return self.findings.total() > 0

    def top_reasons(self, count: int) -> list[Reason]:
        """The reasons with the most money at risk, then the most frequent."""
        return sorted(self.reasons.values(), key=lambda reason: (-reason.amount_cents, -reason.count))[:count]
