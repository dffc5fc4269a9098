"""The folder of scanned papers, encrypted where the settings hold a key."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.running.settings import FILES_KEY

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
