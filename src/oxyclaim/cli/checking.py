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
from oxyclaim.cli.reading import read, refuse
from oxyclaim.cli.what_if import named, unknown_payers, what_if
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.clocks import clocks
from oxyclaim.rentals.overpayments import overpayments

OK, NOT_ALL, BAD_INPUT = 0, 1, 2


def check(
    files: Sequence[Path],
    as_json: bool,
    as_of: date,
    denial_notice: bool,
    fees_folder: Path | None = None,
    payers: Sequence[str] = (),
    payers_folder: Path | None = None,
) -> int:
    """Read, decide, show. ``payers``: judge every case as if the patient had each of these. Returns the exit code."""
    catalogue = load(payers_folder)
    if problem := unknown_payers(payers, catalogue):
        return refuse(problem, as_json)
    cases = read(files, catalogue, as_json, any_payer=bool(payers))
    if cases is None:
        return BAD_INPUT
    if len(chosen := named(payers, catalogue)) > 1:
        return what_if(cases, chosen, catalogue, as_of, as_json)
    cases = [case.under(chosen[0]) for case in cases] if chosen else cases
    verdicts = decided(cases, catalogue, as_of)
    try:
        payments = expected(verdicts, cases, catalogue, fees_folder, denial_notice)
    except StoreError as error:
        return refuse_store(error, as_json)
    overpaid = overpayments(cases, verdicts, catalogue, as_of)
    times = clocks(cases, verdicts, catalogue, as_of)
    if as_json:
        written = document(verdicts, catalogue, as_of, payments, overpaid, times)
        sys.stdout.write(json.dumps(written, indent=2) + "\n")
    else:
        report.show(verdicts, catalogue, as_of, denial_notice, payments, overpaid, times)
    return OK if all(is_fine(verdict) for verdict in verdicts) else NOT_ALL


def is_fine(verdict: LineVerdict) -> bool:
    """Billable, and, if somebody has coded it, not going to be rejected as it is coded."""
    return verdict.is_billable and (verdict.forecast is None or verdict.forecast.outcome == "accepted")
