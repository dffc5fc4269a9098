"""``oxyclaim store archive``."""

import os
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.outbox import outbox_of
from oxyclaim.cli.store_place import address_of, change, is_server, places
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.running.archive import Where, check_archive, make_archive, restore_archive
from oxyclaim.services.running.settings import FILES, OUTBOX
from oxyclaim.views import archive as views


def make(target: Path, store: str | None, files: Path | None, outbox: Path | None, as_json: bool, as_of: date) -> int:
    """Make a whole backup. Returns the exit code."""
    with telling(as_json):
        where = _where(store, files, outbox)
        answer = make_archive(places(), where, target, change(None, "backup"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.made(answer))
    return OK


def check(folder: Path, as_json: bool, as_of: date) -> int:
    """Look at a whole backup. Returns the exit code."""
    with telling(as_json):
        answer = check_archive(places(), folder, rule_book(), as_of)
        write_json(answer) if as_json else show(views.whole(answer))
    return OK


def restore(
    folder: Path, store: str | None, files: Path | None, outbox: Path | None, as_json: bool, as_of: date
) -> int:
    """Make a desk of a whole backup. Returns the exit code."""
    with telling(as_json):
        where = _where(store, files, outbox)
        answer = restore_archive(places(), folder, where, rule_book(), as_of)
        write_json(answer) if as_json else show(views.restored(answer, str(where.papers)))
    return OK


def _where(store: str | None, files: Path | None, outbox: Path | None) -> Where:
    """Where the desk is, or is to be: as `oxyclaim serve` has it."""
    from oxyclaim.claims.fees.store import user_data

    address = address_of(store)
    papers = files or (Path(given) if (given := os.environ.get(FILES)) else None)
    if papers is None:
        papers = user_data() / "desk-files" if is_server(address) else Path(f"{address}.files")
    out = outbox or (Path(given) if (given := os.environ.get(OUTBOX)) else None)
    return Where(address, papers, outbox_of(address, out))
