"""The folder of scanned papers, encrypted where the environment holds a key."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.services.problems import BadInput, Problem

if TYPE_CHECKING:
    from oxyclaim.store.desk import Folder

NAME = "OXYCLAIM_FILES_KEY"
"""One key, or several with commas between: the first one seals, each of them opens. Each is 32 bytes as base64."""
LENGTH = 32
WRONG = (
    "holds no key: a key is 32 bytes as base64, such as `openssl rand -base64 32` makes; keep it apart from the backups"
)
NO_LIBRARY = "needs one more package: pip install 'oxyclaim[web]'"


def room_of(folder: Path, environ: Mapping[str, str]) -> "Folder":
    """The folder. Raises BadInput for a key that is none, or where the library is missing."""
    from oxyclaim.store.desk import Folder

    given = environ.get(NAME, "").strip()
    if not given:
        return Folder(folder)
    keys = [_key(each) for each in given.split(",")]
    try:
        from oxyclaim.store.desk.sealed_folder import SealedFolder
    except ModuleNotFoundError:
        raise BadInput([Problem("no_library", NO_LIBRARY, path=NAME)]) from None
    return SealedFolder(folder, keys)


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != LENGTH:
        raise BadInput([Problem("no_key", WRONG, path=NAME)])
    return key
