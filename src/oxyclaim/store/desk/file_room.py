"""A folder in which files lie by the hash of their content; a file that is no longer what it was is not given out."""

import hashlib
import os
import re
from pathlib import Path

from oxyclaim.claims.placement import placed

_HASH = re.compile(r"[0-9a-f]{64}")


class Folder:
    """See ``services.desk.kept.FileRoom``."""

    def __init__(self, folder: Path):
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep bytes, whole or not at all."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with placed(path) as part:
                part.write_bytes(self._sealed(content, sha256))
        return sha256

    def get(self, sha256: str) -> bytes:
        """Bytes that were kept."""
        if not _HASH.fullmatch(sha256):
            raise KeyError(sha256)
        try:
            content = self._opened(self._path(sha256).read_bytes(), sha256)
        except OSError:
            raise KeyError(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise KeyError(sha256)
        return content

    def _sealed(self, content: bytes, sha256: str) -> bytes:
        """As the file is written: here as it is."""
        return content

    def _opened(self, written: bytes, sha256: str) -> bytes:
        """The content of a file as it is written. Raises KeyError where it cannot be had."""
        return written

    def is_open(self) -> bool:
        """Whether files can be put there, or the folder can be made."""
        there = next(each for each in (self._folder, *self._folder.absolute().parents) if each.exists())
        return there.is_dir() and os.access(there, os.W_OK | os.X_OK)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
