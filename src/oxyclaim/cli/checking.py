"""``oxyclaim check``."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.claims.fees import StoreError
from oxyclaim.cli import report
from oxyclaim.cli.deciding import decided
from oxyclaim.cli.paying import expected, refuse_store
from oxyclaim.cli.plain import document
from oxyclaim.cli.reading import read
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.rentals.overpayments import overpayments

OK, NOT_ALL, BAD_INPUT = 0, 1, 2


def check(
    files: Sequence[Path], as_json: bool, as_of: date, denial_notice: bool, fees_folder: Path | None = None
) -> int:
    """Read, decide, show. Returns the exit code."""
    catalogue = load()
    cases = read(files, catalogue, as_json)
    if cases is None:
        return BAD_INPUT
    verdicts = decided(cases, catalogue, as_of)
    try:
        payments = expected(verdicts, cases, catalogue, fees_folder, denial_notice)
    except StoreError as error:
        return refuse_store(error, as_json)
    overpaid = overpayments(cases, verdicts, catalogue, as_of)
    if as_json:
        sys.stdout.write(json.dumps(document(verdicts, catalogue, as_of, payments, overpaid), indent=2) + "\n")
    else:
        report.show(verdicts, catalogue, as_of, denial_notice, payments, overpaid)
    return OK if all(is_fine(verdict) for verdict in verdicts) else NOT_ALL


def is_fine(verdict: LineVerdict) -> bool:
    """Billable, and, if somebody has coded it, not going to be rejected as it is coded."""
    return verdict.is_billable and (verdict.forecast is None or verdict.forecast.outcome == "accepted")
