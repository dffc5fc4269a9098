"""``oxyclaim store outbox``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.store_place import address_of, change, desk_of, is_server
from oxyclaim.services.outgoing import listed as list_documents
from oxyclaim.services.outgoing import put_out
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import outgoing as views

if TYPE_CHECKING:
    from oxyclaim.store.desk import OutboxFolder

OWN = "own"
"""The supplier whose store it is."""


def add(
    file: Path, kind: str, to: str, case_id: str | None, by: str | None, folder: Path | None, store: str | None,
    as_json: bool, as_of: date,
) -> int:  # fmt: skip
    """Put a document into the outbox. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        own, outbox = desk.of(OWN), _outbox(store, folder)
        put_out(own, outbox, _content(file), kind, to, change(by, "put into the outbox"), case_id)
        answer = list_documents(own, outbox, rule_book(), as_of, most=1)
        write_json(answer) if as_json else show(views.added(answer))
    return OK


def listed(folder: Path | None, store: str | None, as_json: bool, as_of: date) -> int:
    """List what was put there. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = list_documents(desk.of(OWN), _outbox(store, folder), rule_book(), as_of)
        write_json(answer) if as_json else show(views.listed(answer))
    return OK


def _outbox(store: str | None, folder: Path | None) -> "OutboxFolder":
    from oxyclaim.store.desk import OutboxFolder

    return OutboxFolder(outbox_of(address_of(store), folder))


def outbox_of(address: str, folder: Path | None) -> Path:
    """The folder that was given, else one beside the store, or among the user's own data."""
    if folder:
        return folder
    if is_server(address):
        from oxyclaim.claims.fees.store import user_data

        return user_data() / "outbox"
    return Path(f"{address}.outbox")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput([Problem("cannot_read", f"cannot be read: {error.strerror}", str(file))]) from None
