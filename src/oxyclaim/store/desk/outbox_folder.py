"""A folder for what goes out. What nobody takes yet lies beneath it, in a folder with a dot."""

import os
from pathlib import Path

from oxyclaim.claims.placement import placed

HIDDEN = ".being-written"


class OutboxFolder:
    """See ``services.outgoing.Outbox``."""

    def __init__(self, folder: Path):
        self._folder = folder

    @property
    def where(self) -> str:
        """Its path."""
        return str(self._folder)

    def lay_down(self, content: bytes, hidden: str) -> None:
        """Write a file that nobody takes yet."""
        folder = self._folder / HIDDEN
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with placed(folder / hidden) as part:
            part.write_bytes(content)

    def show(self, hidden: str, name: str) -> None:
        """Now it may be taken."""
        os.replace(self._folder / HIDDEN / hidden, self._folder / name)

    def drop(self, hidden: str) -> None:
        """Take it away."""
        (self._folder / HIDDEN / hidden).unlink(missing_ok=True)

    def is_open(self) -> bool:
        """Whether files can be put there, or the folder can be made."""
        there = next(each for each in (self._folder, *self._folder.absolute().parents) if each.exists())
        return there.is_dir() and os.access(there, os.W_OK | os.X_OK)

    def waiting(self) -> list[str]:
        """The files that nobody takes yet."""
        folder = self._folder / HIDDEN
        return sorted(each.name for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []

    def take(self, name: str) -> bytes | None:
        """A file's content."""
        if not name or Path(name).name != name or name.startswith("."):
            return None
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None
