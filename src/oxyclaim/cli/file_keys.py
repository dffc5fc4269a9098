"""The folder of scanned papers, encrypted where the settings hold a key."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, show, telling
from oxyclaim.cli.store_place import address_of, papers_folder
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.running.settings import FILES_KEY, keys_for_papers
from oxyclaim.views.blocks import Document, Text, counted

if TYPE_CHECKING:
    from oxyclaim.store.desk import Folder

NO_LIBRARY = "needs one more package: pip install 'oxyclaim[web]'"


def room_of(folder: Path, keys: Sequence[bytes]) -> "Folder":
    """The folder; the first key seals, each of them opens. Raises BadInput where the library is missing."""
    from oxyclaim.store.desk import Folder

    if not keys:
        return Folder(folder)
    try:
        from oxyclaim.store.desk.sealed_folder import SealedFolder
    except ModuleNotFoundError:
        raise BadInput([Problem("no_library", NO_LIBRARY, path=FILES_KEY)]) from None
    return SealedFolder(folder, keys)


def reseal(files: Path | None, store: str | None) -> int:
    """Encrypt all papers with the newest key. Returns the exit code."""
    with telling(as_json=False):
        room = room_of(papers_folder(address_of(store), files), keys_for_papers(os.environ))
        seal = getattr(room, "seal_again", None)
        if seal is None:
            raise BadInput([Problem("no_key", "is not set: there is no key to encrypt with", path=FILES_KEY)])
        try:
            count = seal()
        except KeyError as error:
            message = "is opened by no key that is set, or is not what was kept; those before it are done"
            raise BadInput([Problem("changed_file", message, str(error.args[0]))]) from None
        show(Document((Text(f"{counted(count, 'paper')} encrypted with the newest key.", "good"),)))
    return OK
