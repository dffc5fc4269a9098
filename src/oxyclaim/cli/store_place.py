"""Which store a command works with: the option ``--store``, else a setting, else a file among the user's own data."""

import getpass
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import case_files
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.store.kept import Change, Origin, Places

if TYPE_CHECKING:
    from oxyclaim.case.files import CaseFile
    from oxyclaim.services.store.kept import Store
    from oxyclaim.store.desk import SqlDesk

ENVIRONMENT = "OXYCLAIM_STORE"
OWN = "own"
"""Names the store among the user's own data, where an option must be given."""
NOT_INSTALLED = "a store needs more packages: pip install 'oxyclaim[store]'"


def address_of(option: str | None) -> str:
    """The store's address: a path, or postgresql://..."""
    from oxyclaim.claims.fees.store import user_data

    given = option if option and option != OWN else os.environ.get(ENVIRONMENT) or _from_file()
    return given or str(user_data() / "store.db")


def papers_folder(address: str, given: Path | None = None) -> Path:
    """The folder in which the desk of a store keeps its papers."""
    from oxyclaim.claims.fees.store import user_data

    return given or (user_data() / "desk-files" if is_server(address) else Path(f"{address}.files"))


def _from_file() -> str:
    """The address in the file that a setting names, so that its password stands in no environment."""
    file = os.environ.get(f"{ENVIRONMENT}_FILE")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput([Problem("cannot_read", "cannot be read", path=f"{ENVIRONMENT}_FILE", found=file)]) from None


def is_server(address: str) -> bool:
    """Whether a store is in a database of a server, and not in a file."""
    return address.startswith(("postgres://", "postgresql://"))


def places() -> Places:
    """Where stores are. Raises BadInput where the packages for it are not installed."""
    try:
        from oxyclaim.store import SqlPlaces
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sqlalchemy", "alembic"):
            raise
        raise BadInput([Problem("no_store_packages", NOT_INSTALLED)]) from None
    return SqlPlaces()


@contextmanager
def opened(option: str | None) -> Iterator["Store"]:
    """The store, open. Raises BadInput."""
    store = places().open(address_of(option))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def desk_of(option: str | None) -> Iterator["SqlDesk"]:
    """The desk of the store, open. Raises BadInput."""
    places()
    from oxyclaim.store.desk import SqlDesk

    desk = SqlDesk.at(address_of(option))
    try:
        yield desk
    finally:
        desk.close()


@dataclass(frozen=True)
class Source:
    """Case files and what is wrong with their paths; the store in which they stand, if any, and the cases' versions."""

    files: Sequence["CaseFile"]
    problems: Sequence[Problem]
    store: "Store | None" = None
    versions: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def cases_from(paths: Sequence[Path], option: str | None) -> Iterator[Source]:
    """The cases in files, or those of a store, where the paths are their ids; none: all. Raises BadInput."""
    if option is None:
        files, problems = case_files(paths)
        yield Source(files, problems)
        return
    from oxyclaim.services.store.reading import stored_cases

    with opened(option) as store:
        stored = stored_cases(store, [path.as_posix() for path in paths])
        yield Source([stored.file], (), store, stored.versions)


def change(by: str | None, reason: str, origin: Origin = "person") -> Change:
    """Who does it, and that it is done now."""
    return Change(by or getpass.getuser(), datetime.now(UTC), reason, origin)
