"""``oxyclaim batch``."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from oxyclaim.claims import Limits
from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.claim import bar
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.services.batch import BatchRequest, write_batch
from oxyclaim.services.claim import NOT_WRITTEN
from oxyclaim.services.store.batches import StoreKeeper
from oxyclaim.services.store.kept import Change
from oxyclaim.views.batch import view


def run(
    paths: Sequence[Path],
    folder: Path,
    as_json: bool,
    as_of: date,
    formal_denial: bool,
    test: bool,
    control_number: int | None,
    limits: Limits,
    profile: Path | None,
    payers: Path | None,
    store: str | None,
    fees: FeeStore,
    kept_by: Change,
) -> int:
    """Read, write a file for each receiver and payer, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers, profile, store) as given:
        cases, problems, book = given.some(NOT_WRITTEN).cases, given.problems, given.book
        keeper = (
            StoreKeeper(given.store, given.versions, book, kept_by, fees, payers, given.profile)
            if given.store
            else None
        )
        now = datetime.now()  # noqa: DTZ005 (a file's time is the sender's local time)
        request = BatchRequest(cases, folder, as_of, now, formal_denial, True if test else None, control_number, limits)
        with bar(len(cases)) as on_progress:
            answer = write_batch(request, book, keeper, on_progress)
        write_json(answer) if as_json else show(view(answer))
    if not as_json:
        tell_of_others(problems)
    return ended(answer.is_fine, problems)
