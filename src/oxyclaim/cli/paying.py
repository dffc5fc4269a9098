"""The expected payments that ``check`` shows."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore, StoreError, default_folder
from oxyclaim.claims.pricing import ExpectedPayment, expected_payments
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.verdict import LineVerdict

Payments = Mapping[tuple[str, int], ExpectedPayment]
"""By case and line."""
NO_FEES = "no fee file loaded: no expected payment; see oxyclaim fees --help"
BAD_INPUT = 2


def expected(
    verdicts: Sequence[LineVerdict], cases: Sequence[Case], catalogue: Catalogue, folder: Path | None, denials: bool
) -> Payments | None:
    """What the lines are expected to pay; None where no fee file is loaded. Raises StoreError."""
    store = FeeStore(folder or default_folder())
    return expected_payments(verdicts, cases, catalogue, store, denials) if store.loaded else None


def refuse_store(error: StoreError, as_json: bool) -> int:
    """Say what is wrong with the fee files. Returns the exit code."""
    if as_json:
        sys.stdout.write(json.dumps({"error": "bad input", "problems": [str(error)]}, indent=2) + "\n")
    else:
        sys.stderr.write(f"{error}\n")
    return BAD_INPUT
