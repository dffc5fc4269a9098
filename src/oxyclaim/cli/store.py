"""``oxyclaim store``."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from oxyclaim.cli.doors import OK, case_files, counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.due_portions import size
from oxyclaim.cli.progress import progress
from oxyclaim.cli.store_place import address_of, change, opened, places
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.exporting import export_cases
from oxyclaim.services.store.importing import import_cases
from oxyclaim.services.store.places import back_up, downgrade_store, make_store, restore, upgrade_store
from oxyclaim.services.store.verifying import verify_store
from oxyclaim.views import store as views

SLOW_BYTES = 500_000
MANY_CASES = 2000
MANY_VERDICTS = 30
MOST_PROBLEMS = 10


def init(store: str | None, as_json: bool, as_of: date) -> int:
    """Make a store. Returns the exit code."""
    with telling(as_json):
        answer = make_store(places(), address_of(store), datetime.now(UTC), rule_book(), as_of)
        write_json(answer) if as_json else show(views.made(answer))
    return OK


def upgrade(store: str | None, as_json: bool, as_of: date) -> int:
    """Bring a store to the newest layout. Returns the exit code."""
    with telling(as_json):
        answer = upgrade_store(places(), address_of(store), rule_book(), as_of)
        write_json(answer) if as_json else show(views.upgraded(answer))
    return OK


def downgrade(store: str | None, target: str, as_json: bool, as_of: date) -> int:
    """Bring a store back to an earlier layout. Returns the exit code."""
    with telling(as_json):
        answer = downgrade_store(places(), address_of(store), target, rule_book(), as_of)
        write_json(answer) if as_json else show(views.upgraded(answer))
    return OK


def backup(target: Path, store: str | None, as_json: bool, as_of: date) -> int:
    """Copy a store into a file. Returns the exit code."""
    with telling(as_json):
        answer = back_up(places(), address_of(store), str(target), rule_book(), as_of)
        write_json(answer) if as_json else show(views.copied(answer))
    return ended(answer.is_fine)


def restore_from(source: Path, store: str | None, over: bool, as_json: bool, as_of: date) -> int:
    """Make a store of a copy. Returns the exit code."""
    with telling(as_json):
        answer = restore(places(), str(source), address_of(store), rule_book(), as_of, over)
        write_json(answer) if as_json else show(views.copied(answer))
    return ended(answer.is_fine)


def import_from(
    paths: Sequence[Path],
    store: str | None,
    over: bool,
    by: str | None,
    reason: str,
    as_json: bool,
    payers_folder: Path | None,
) -> int:
    """Take case files in. Returns the exit code."""
    with telling(as_json):
        book = rule_book(payers_folder)
        files, strange = case_files(paths)
        with (
            opened(store) as kept,
            progress("Taking in", len(files), sum(map(size, files)), SLOW_BYTES) as on_bytes,
        ):
            answer = import_cases(
                files, kept, book, change(by, reason, "import"), over=over, problems=strange, on_bytes=on_bytes
            )
        write_json(answer) if as_json else show(views.imported(answer))
    if not as_json:
        tell_of_others(answer.problems, MOST_PROBLEMS)
    return ended(True, answer.problems)


def export_to(
    target: Path,
    case_ids: Sequence[str],
    form: Literal["yaml", "json"],
    store: str | None,
    as_json: bool,
    as_of: date,
) -> int:
    """Write cases out. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        answer = export_cases(kept, target, rule_book(), as_of, form=form, case_ids=case_ids)
        write_json(answer) if as_json else show(views.exported(answer))
    return OK


def verify(store: str | None, sample: int | None, as_json: bool, as_of: date) -> int:
    """Look at everything. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        count = len(kept.verdict_numbers())
        with counting("Making verdicts again", min(count, sample or count), MANY_VERDICTS) as on_verdict:
            answer = verify_store(
                kept, rule_book(), as_of, sample=sample, seed=as_of.toordinal(), on_verdict=on_verdict
            )
        write_json(answer) if as_json else show(views.verified(answer))
    return ended(answer.is_fine)
