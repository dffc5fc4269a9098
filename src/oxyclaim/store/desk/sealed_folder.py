"""A folder whose files are encrypted: AES-256-GCM, a nonce of its own for each file, bound to the file's name.

The name is the hash of the content, so that the same paper lies there once. A file that was kept before there was a key
is read as it is. Written is: mark, id of the key, nonce, ciphertext with its tag.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oxyclaim.store.desk.file_room import Folder

MARK = b"OXYSEAL1"
KEY, NONCE, ID = 32, 12, 8
"""Lengths in bytes."""


class SealedFolder(Folder):
    """See ``services.desk.kept.FileRoom``. ``keys``: of 32 bytes; the first one seals, each of them opens."""

    def __init__(self, folder: Path, keys: Sequence[bytes]):
        super().__init__(folder)
        self._keys = {_id_of(key): AESGCM(key) for key in keys}
        self._first = _id_of(keys[0])

    def _sealed(self, content: bytes, sha256: str) -> bytes:
        nonce = os.urandom(NONCE)
        return MARK + self._first + nonce + self._keys[self._first].encrypt(nonce, content, sha256.encode())

    def _opened(self, written: bytes, sha256: str) -> bytes:
        if not written.startswith(MARK):
            return written
        at = len(MARK)
        key = self._keys.get(written[at : at + ID])
        if key is None:
            raise KeyError(sha256)
        nonce, sealed = written[at + ID : at + ID + NONCE], written[at + ID + NONCE :]
        try:
            return key.decrypt(nonce, sealed, sha256.encode())
        except (InvalidTag, ValueError):
            raise KeyError(sha256) from None


def _id_of(key: bytes) -> bytes:
    """By what a file says which key opens it; it tells nothing of the key."""
    return hashlib.sha256(b"oxyclaim file key" + key).digest()[:ID]
