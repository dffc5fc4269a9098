"""``oxyclaim check``."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli import report
from oxyclaim.cli.deciding import decided
from oxyclaim.cli.plain import document
from oxyclaim.cli.reading import read
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load

OK, NOT_ALL, BAD_INPUT = 0, 1, 2


def check(files: Sequence[Path], as_json: bool, as_of: date, denial_notice: bool) -> int:
    """Read, decide, show. Returns the exit code."""
    catalogue = load()
    cases = read(files, catalogue, as_json)
    if cases is None:
        return BAD_INPUT
    verdicts = decided(cases, catalogue)
    if as_json:
        sys.stdout.write(json.dumps(document(verdicts, catalogue, as_of), indent=2) + "\n")
    else:
        report.show(verdicts, catalogue, as_of, denial_notice)
    return OK if all(is_fine(verdict) for verdict in verdicts) else NOT_ALL


def is_fine(verdict: LineVerdict) -> bool:
    """Billable, and, if somebody has coded it, not going to be rejected as it is coded."""
    return verdict.is_billable and (verdict.forecast is None or verdict.forecast.outcome == "accepted")
