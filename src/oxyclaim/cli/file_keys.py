"""The folder of scanned papers, encrypted where the environment holds a key."""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, show, telling
from oxyclaim.cli.store_place import address_of, papers_folder
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.views.blocks import Document, Text, counted

if TYPE_CHECKING:
    from oxyclaim.store.desk import Folder

NAME = "OXYCLAIM_FILES_KEY"
"""One key, or several with commas between: the first one seals, each of them opens. Each is 32 bytes as base64."""
FROM_FILE = "_FILE"
"""Ends the name of the setting that names a file with the keys."""
LENGTH = 32
WRONG = (
    "holds no key: a key is 32 bytes as base64, such as `openssl rand -base64 32` makes; keep it apart from the backups"
)
NO_LIBRARY = "needs one more package: pip install 'oxyclaim[web]'"


def room_of(folder: Path, environ: Mapping[str, str]) -> "Folder":
    """The folder. Raises BadInput for a key that is none, or where the library is missing."""
    from oxyclaim.store.desk import Folder

    given = environ.get(NAME, "").strip() or _from_file(environ)
    if not given:
        return Folder(folder)
    keys = [_key(each) for each in given.split(",")]
    try:
        from oxyclaim.store.desk.sealed_folder import SealedFolder
    except ModuleNotFoundError:
        raise BadInput([Problem("no_library", NO_LIBRARY, path=NAME)]) from None
    return SealedFolder(folder, keys)


def reseal(files: Path | None, store: str | None) -> int:
    """Encrypt all papers with the newest key. Returns the exit code."""
    with telling(as_json=False):
        room = room_of(papers_folder(address_of(store), files), os.environ)
        seal = getattr(room, "seal_again", None)
        if seal is None:
            raise BadInput([Problem("no_key", "is not set: there is no key to encrypt with", path=NAME)])
        try:
            count = seal()
        except KeyError as error:
            message = "is opened by no key that is set, or is not what was kept; those before it are done"
            raise BadInput([Problem("changed_file", message, str(error.args[0]))]) from None
        show(Document((Text(f"{counted(count, 'paper')} encrypted with the newest key.", "good"),)))
    return OK


def _from_file(environ: Mapping[str, str]) -> str:
    """The keys in the file that a setting names, so that they stand in no environment."""
    file = environ.get(NAME + FROM_FILE, "").strip()
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput([Problem("cannot_read", "cannot be read", path=NAME + FROM_FILE, found=file)]) from None


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != LENGTH:
        raise BadInput([Problem("no_key", WRONG, path=NAME)])
    return key
