"""``oxyclaim check --payer``: what if the patient had another payer, or each of several."""

import json
import sys
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from oxyclaim import __version__
from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide_under
from oxyclaim.engine.verdict import LineVerdict

ALL = "all"
OK, NOT_ALL = 0, 1
STYLES = {
    "billable": "green", "hold": "yellow", "review": "magenta", "not covered": "red", "not payable": "red",
    "excluded": "red",
}  # fmt: skip


def named(payers: Sequence[str], catalogue: Catalogue) -> list[str]:
    """The payers asked for, each once; ``all`` stands for every payer and plan that a case may name."""
    if ALL in payers:
        return list(catalogue.payers)
    return list(dict.fromkeys(payers))


def unknown_payers(payers: Sequence[str], catalogue: Catalogue) -> list[str]:
    """What is wrong with the payers asked for."""
    known = ", ".join(sorted(catalogue.payers))
    return [
        f"--payer {payer}: there is no such payer; there are: {known} (or all); see oxyclaim payers"
        for payer in payers
        if payer != ALL and payer not in catalogue.payers
    ]


def what_if(cases: Sequence[Case], payers: Sequence[str], catalogue: Catalogue, as_of: date, as_json: bool) -> int:
    """Judge every line under every payer and show one table. Returns the exit code."""
    verdicts = decide_under(cases, payers, catalogue, as_of)
    if as_json:
        sys.stdout.write(json.dumps(_document(verdicts, catalogue, as_of), indent=2) + "\n")
    else:
        _show(verdicts, catalogue, as_of)
    return OK if all(verdict.is_billable for verdict in verdicts) else NOT_ALL


def _document(verdicts: Sequence[LineVerdict], catalogue: Catalogue, as_of: date) -> dict[str, object]:
    rows = [
        {
            "case_id": verdict.case_id,
            "line_number": verdict.line_number,
            "code": verdict.code,
            "service_date": verdict.service_date.isoformat(),
            "payer": verdict.payer,
            "payer_name": catalogue.profiles[verdict.payer].name,
            "payer_status": catalogue.profiles[verdict.payer].status,
            "verdict": verdict.verdict,
            "modifiers": verdict.modifiers,
            "claim_by": verdict.claim_by.isoformat() if verdict.claim_by else None,
            "findings": [
                {
                    "rule": each.rule, "effect": each.effect, "sentence": each.sentence, "grade": each.grade,
                    "authorities": each.authorities, "cure": each.cure,
                }
                for each in verdict.findings
            ],
        }
        for verdict in verdicts
    ]  # fmt: skip
    return {"oxyclaim": __version__, "rule_book": catalogue.hash, "as_of": as_of.isoformat(), "lines": rows}


def _show(verdicts: Sequence[LineVerdict], catalogue: Catalogue, as_of: date) -> None:
    console = Console(width=None if Console().is_terminal else 140, highlight=False)
    table = Table(title="What if the patient had ...", title_justify="left", pad_edge=False)
    for heading in ("case", "line", "payer", "verdict", "what decides"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("line", "verdict"))
    before: tuple[str, int] | None = None
    for verdict in verdicts:
        key = (verdict.case_id, verdict.line_number)
        if before is not None and key != before:
            table.add_section()
        first = key != before
        before = key
        billed = f"{verdict.code} {verdict.service_date.isoformat()}" if first else ""
        table.add_row(
            verdict.case_id if first else "",
            billed,
            f"{verdict.payer}{'' if catalogue.profiles[verdict.payer].status != 'unverified' else ' *'}",
            Text(verdict.verdict, style=STYLES[verdict.verdict]),
            _reason(verdict),
        )
    console.print(table)
    if any(catalogue.profiles[verdict.payer].status == "unverified" for verdict in verdicts):
        console.print(Text("* unverified: nobody has made sure of the whole file yet.", style="dim"))
    console.print(Text(f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", style="dim"))


def _reason(verdict: LineVerdict) -> str:
    if verdict.is_billable:
        return f"as {verdict.code} {' '.join(verdict.modifiers or ())}"
    deciding = [each for each in verdict.findings if each.effect == verdict.verdict] or verdict.findings
    told = "; ".join(f"{each.rule} {each.sentence}" for each in deciding[:2])
    return told + (f" (and {len(deciding) - 2} more)" if len(deciding) > 2 else "")
