"""``oxyclaim claim``."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimFile, ClaimLine, write_claims
from oxyclaim.claims.filing import filing_indicator
from oxyclaim.cli.deciding import decided
from oxyclaim.cli.reading import read
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load

OK, NOT_ALL, BAD_INPUT = 0, 1, 2


def claim(
    files: Sequence[Path],
    target: Path,
    as_json: bool,
    as_of: date,
    denial_notice: bool,
    control_number: int | None,
    test: bool,
    payers: Path | None = None,
) -> int:
    """Read, decide, write the billable lines. Returns the exit code."""
    catalogue = load(payers)
    cases = read(files, catalogue, as_json)
    if cases is None:
        return BAD_INPUT
    if not target.parent.is_dir():
        return _fail(as_json, [f"{target}: the folder {target.parent} does not exist; make it first"])
    verdicts = decided(cases, catalogue, as_of)
    to_second = {case.case_id for case in cases if case.coverage.primary is not None}
    lines = {
        (v.case_id, v.line_number): line
        for v in verdicts
        if v.case_id not in to_second and (line := _line(v, denial_notice))
    }
    claims = list(_claims(cases, lines, catalogue))
    refused = [v for v in verdicts if (v.case_id, v.line_number) not in lines]
    if not claims:
        _tell(as_json, None, refused, verdicts, lines)
        return NOT_ALL
    now = datetime.now()  # noqa: DTZ005 (a file's time is the sender's local time)
    number = control_number or int(now.strftime("%j%H%M%S")) % 1_000_000_000
    try:
        written = _write(claims, target, now, number, test)
    except ClaimError as error:
        return _fail(as_json, [str(problem) for problem in error.problems])
    except OSError as error:
        return _fail(as_json, [f"{target}: cannot be written ({error.strerror}); nothing was put in place"])
    _tell(as_json, written, refused, verdicts, lines)
    return NOT_ALL if refused else OK


def _line(verdict: LineVerdict, denial_notice: bool) -> ClaimLine | None:
    """The line as it is to be claimed: billable, or as a formal denial that was asked for and is honest."""
    if verdict.is_billable and verdict.modifiers:
        return ClaimLine(verdict.line_number, verdict.modifiers, verdict.narrative)
    notice = verdict.denial_notice
    if denial_notice and notice is not None and notice.modifiers:
        return ClaimLine(verdict.line_number, notice.modifiers, verdict.narrative)
    return None


def _claims(cases: Sequence[Case], lines: dict[tuple[str, int], ClaimLine], catalogue: Catalogue) -> list[Claim]:
    by_case = {
        case_id: tuple(line for _, line in group) for case_id, group in groupby(lines.items(), key=lambda e: e[0][0])
    }
    kinds = {payer: filing_indicator(profile.line_of_business) for payer, profile in catalogue.profiles.items()}
    return [Claim(case, by_case[case.case_id], kinds[case.coverage.payer]) for case in cases if case.case_id in by_case]


def _write(claims: list[Claim], target: Path, now: datetime, number: int, test: bool) -> ClaimFile:
    if len(claims) < 100:
        return write_claims(claims, target, created=now, control_number=number, test=test)
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Writing and validating claims", total=len(claims))
        return write_claims(
            claims, target, created=now, control_number=number, test=test,
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
        )  # fmt: skip


def _tell(
    as_json: bool,
    written: ClaimFile | None,
    refused: Sequence[LineVerdict],
    verdicts: Sequence[LineVerdict],
    lines: dict[tuple[str, int], ClaimLine],
) -> None:
    if as_json:
        sys.stdout.write(json.dumps(_document(written, refused, verdicts, lines), indent=2) + "\n")
        return
    out = sys.stdout.write
    if written:
        dollars = f"{written.total_charge_cents // 100:,}.{written.total_charge_cents % 100:02d}"
        out(f"{written.path}: {written.claims} claims, {written.lines} lines, charges of {dollars} dollars.\n")
        out("An independent validator (pyx12) found nothing wrong with the file.\n")
    else:
        out("No claim was written: no line is billable.\n")
    for verdict in verdicts:
        line = lines.get((verdict.case_id, verdict.line_number))
        coded = verdict.forecast.coded if verdict.forecast else None
        if line and coded is not None and coded != line.modifiers:
            out(f"  case {verdict.case_id} line {verdict.line_number}: coded {' '.join(coded)}, "
                f"written {' '.join(line.modifiers)}\n")  # fmt: skip
    if refused:
        out(f"\n{len(refused)} of {len(verdicts)} lines are not in the file:\n")
    for verdict in refused:
        where = f"case {verdict.case_id} line {verdict.line_number} {verdict.code}"
        out(f"  {where}: {verdict.verdict}. {_because(verdict)}\n")


SECOND_PAYER = (
    "A claim to a second payer carries the first one's amounts, which the case file does not hold: write it in your "
    "billing system."
)


def _because(verdict: LineVerdict) -> str:
    if verdict.is_billable:
        return SECOND_PAYER
    deciding = [finding for finding in verdict.findings if finding.effect == verdict.verdict]
    return " ".join(f"[{finding.rule}] {finding.sentence}" for finding in deciding)


def _document(
    written: ClaimFile | None,
    refused: Sequence[LineVerdict],
    verdicts: Sequence[LineVerdict],
    lines: dict[tuple[str, int], ClaimLine],
) -> dict[str, Any]:
    return {
        "file": str(written.path) if written else None,
        "claims": written.claims if written else 0,
        "lines": written.lines if written else 0,
        "total_charge_cents": written.total_charge_cents if written else 0,
        "written": [
            {"case_id": case_id, "line_number": number, "modifiers": list(line.modifiers)}
            for (case_id, number), line in lines.items()
        ],
        "refused": [
            {"case_id": v.case_id, "line_number": v.line_number, "verdict": v.verdict, "reason": _because(v)}
            for v in refused
        ],
        "lines_in": len(verdicts),
    }


def _fail(as_json: bool, problems: list[str]) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"error": "no claim was written", "problems": problems}, indent=2) + "\n")
    else:
        sys.stderr.write("\n".join(problems) + "\n\nNo claim was written.\n")
    return BAD_INPUT
