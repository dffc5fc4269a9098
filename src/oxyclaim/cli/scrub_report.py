"""What a scrub counted, for people and for programs."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim import __version__
from oxyclaim.bulk.scrub import UNREADABLE
from oxyclaim.bulk.summary import Summary
from oxyclaim.cli.output import console
from oxyclaim.engine.catalogue import Catalogue

MOST_REASONS = 12
MOST_FILES = 10

LEVELS = {
    1: "syntax",
    2: "implementation guide",
    3: "balancing",
    4: "situations",
    5: "code sets",
    6: "codes and modifiers of the line",
    7: "rules of the payer",
}


def show(summary: Summary, catalogue: Catalogue, as_of: date, findings: Path | None) -> None:
    """Print the counts, the money at risk and the reasons behind it."""
    out = console()
    out.print(
        Text(
            f"Scrubbed {summary.files:,} file{'s' * (summary.files != 1)} as of {as_of} (rule book {catalogue.hash})",
            style="bold",
        )
    )
    for path, reason in list(summary.unreadable.items())[:MOST_FILES]:
        out.print(Text(f"could not be read: {path}: {reason}", style="red"), soft_wrap=True)
    if len(summary.unreadable) > MOST_FILES:
        out.print(Text(f"... and {len(summary.unreadable) - MOST_FILES:,} more files", style="red"))
    out.print(Padding(_counts(summary), (1, 0, 0, 0)))
    if summary.found:
        out.print(Padding(_levels(summary), (1, 0, 0, 0)))
        out.print(Padding(_reasons(summary), (1, 0, 0, 0)))
    else:
        out.print("Nothing was found.")
    if findings is not None:
        out.print(f"\nWritten: {findings} ({summary.findings.total():,} findings, one a row)", soft_wrap=True)
    elif summary.found:
        out.print(Text("\n--findings FILE.csv (or .parquet) writes every finding with its place.", style="dim"))


def _counts(summary: Summary) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right")
    table.add_column()
    judged = summary.status.get("judged", 0)
    passed = {status: count for status, count in summary.status.items() if status != "judged"}
    rows: list[tuple[int, str]] = [
        (summary.claims, f"claims = {summary.claims_read:,} read + {summary.claims_set_aside:,} set aside"),
        (
            summary.lines,
            f"lines = {judged:,} judged + {sum(passed.values()):,} passed through + "
            f"{summary.lines_set_aside:,} set aside",
        ),
    ]
    rows += [(count, f"of these passed through: {status}") for status, count in sorted(passed.items())]
    rows += [
        (summary.claims_rejected, "claims that would be rejected as a whole (SNIP levels 1 to 5)"),
        (summary.forecast.get("rejected", 0), "judged lines that would be rejected at the front end"),
        (summary.forecast.get("denied", 0), "judged lines that would be denied"),
        (summary.denied_beside_others, "more that would be denied for what another claim bills"),
        (summary.lines_needing_history, _history(summary)),
        (summary.lines_needing_records, "judged lines of which some rule needs the patient's records (--cases)"),
    ]
    for count, what in rows:
        table.add_row(f"{count:,}", what)
    table.add_row(Text(dollars(summary.at_risk_cents), style="bold"), Text("at risk", style="bold"))
    return table


def _history(summary: Summary) -> str:
    if summary.history_months is None:
        return "judged lines: history needed for some rule (--history)"
    return f"judged lines of which some rule needs more than the history of {summary.history_months:,} lines"


def _levels(summary: Summary) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), title="Findings by SNIP level", title_justify="left")
    for head in ("level", "what", "findings"):
        table.add_column(head, justify="right" if head == "findings" else "left")
    for level, count in sorted(summary.findings.items()):
        table.add_row(str(level), LEVELS.get(level, ""), f"{count:,}")
    return table


def _reasons(summary: Summary) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), title="Top reasons, one example of each", title_justify="left")
    table.add_column("times", justify="right", no_wrap=True)
    table.add_column("at risk", justify="right", no_wrap=True)
    table.add_column("forecast", no_wrap=True)
    table.add_column("rule", no_wrap=True)
    table.add_column("for example", overflow="fold")
    # Files that cannot be read are told above.
    told = [reason for reason in summary.top_reasons(len(summary.reasons)) if reason.rule != UNREADABLE]
    for reason in told[:MOST_REASONS]:
        table.add_row(
            f"{reason.count:,}", dollars(reason.amount_cents), reason.forecast or "-", reason.rule, reason.message
        )
    return table


def dollars(cents: int) -> str:
    """An amount for people."""
    return f"${cents // 100:,}.{cents % 100:02d}"


def document(summary: Summary, catalogue: Catalogue, as_of: date, findings: Path | None) -> dict[str, Any]:
    """Everything that is shown, for programs."""
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "as_of": as_of.isoformat(),
        "files": summary.files,
        "unreadable": summary.unreadable,
        "claims": {
            "found": summary.claims,
            "read": summary.claims_read,
            "set_aside": summary.claims_set_aside,
            "of_another_kind": summary.other_claims,
            "rejected": summary.claims_rejected,
        },
        "lines": {
            "found": summary.lines,
            "set_aside": summary.lines_set_aside,
            **{status.replace(" ", "_"): count for status, count in sorted(summary.status.items())},
            "history_needed": summary.lines_needing_history,
            "records_needed": summary.lines_needing_records,
        },
        "forecast": dict(sorted(summary.forecast.items())),
        "denied_beside_others": summary.denied_beside_others,
        "findings_by_snip_level": {str(level): count for level, count in sorted(summary.findings.items())},
        "at_risk_cents": summary.at_risk_cents,
        "reasons": [asdict(reason) for reason in summary.top_reasons(len(summary.reasons))],
        "findings_file": None if findings is None else str(findings),
    }
