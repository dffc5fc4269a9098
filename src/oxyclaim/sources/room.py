"""A private folder for what is unpacked: readable by its owner alone, bounded, and gone at the end."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

OWNER_ONLY = 0o600


class Damaged(Exception):
    """Something cannot be unpacked or fetched; the text says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What unpacking may cost. ``ratio``: bytes that one packed byte may become, asked from ``free`` bytes on; claims
    become 10 to 60. ``members``: of one archive. ``left``: bytes that stay free on the disk."""

    ratio: int = 300
    free: int = 64 * 1024 * 1024
    members: int = 100_000
    left: int = 512 * 1024 * 1024


class Room:
    """Gives out files in a temporary folder, which is made when the first one is asked for."""

    def __init__(self, limits: Limits = Limits()):
        self.limits = limits
        self._folder: TemporaryDirectory[str] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def new(self, own_name: str) -> Path:
        """An empty file; only what tells the kind of ``own_name``, its ending, is in its name."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="oxyclaim-")
        self._count += 1
        ending = Path(own_name).suffix
        path = Path(self._folder.name, f"{self._count:06}{ending if ending.isascii() and len(ending) < 12 else ''}")
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        return path

    def fill(self, path: Path, blocks: Iterable[bytes], packed: int | None) -> None:
        """Write the blocks to a file of this room, removing it where something goes wrong.

        ``packed``: bytes that they were packed in, where known. Raises ``Damaged`` where they become too many, and
        whatever ``blocks`` raises.
        """
        written = 0
        try:
            with path.open("wb") as out:
                for block in blocks:
                    written += len(block)
                    self._allow(path, written, len(block), packed)
                    out.write(block)
        except BaseException:
            path.write_bytes(b"")
            raise

    def _allow(self, path: Path, written: int, more: int, packed: int | None) -> None:
        limits = self.limits
        if packed is not None and written > limits.free and written > limits.ratio * max(packed, 1):
            raise Damaged(
                f"becomes more than {limits.ratio} times as large when it is unpacked, which no claim file does; if it "
                "is one all the same, unpack it yourself"
            )
        if shutil.disk_usage(path.parent).free < limits.left + more:
            raise Damaged("is larger, when it is unpacked, than the disk for temporary files has room (TMPDIR)")
