"""``oxyclaim batch``."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from oxyclaim.claims import Limits
from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.claim import bar
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.store_place import cases_from
from oxyclaim.services.batch import BatchRequest, write_batch
from oxyclaim.services.cases import read_cases
from oxyclaim.services.claim import NOT_WRITTEN
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
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
    with telling(as_json), cases_from(paths, store) as source:
        book = rule_book(payers)
        mine = used(profile, book)
        read = read_cases(source.files, book, profile=mine.profile)
        problems = (*source.problems, *read.problems)
        if not read.cases:
            raise BadInput(problems, NOT_WRITTEN)
        keeper = (
            StoreKeeper(source.store, source.versions, book, kept_by, fees, payers, mine.data) if source.store else None
        )
        now = datetime.now()  # noqa: DTZ005 (a file's time is the sender's local time)
        request = BatchRequest(
            read.cases, folder, as_of, now, formal_denial, True if test else None, control_number, limits
        )
        with bar(len(read.cases)) as on_progress:
            answer = write_batch(request, book, keeper, on_progress)
        write_json(answer) if as_json else show(view(answer))
    if not as_json:
        tell_of_others(problems)
    return ended(answer.is_fine, problems)
