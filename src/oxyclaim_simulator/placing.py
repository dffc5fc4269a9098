"""Writing files: all are checked first, each is put in its place whole, and the memory comes last.

A run that was cut off is simply run again: it makes the same bytes, and a file that is there with them is fine.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from oxyclaim_simulator.errors import CannotSimulate


def refuse(folder: Path, files: Mapping[Path, bytes], replaced: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse what would overwrite something else. Raises CannotSimulate with everything that is in the way.

    ``files``: what goes where. ``replaced``: those of them that may take an older one's place (memory, truth).
    """
    problems: list[tuple[str, str]] = []
    if folder.exists() and not folder.is_dir():
        problems.append((str(folder), "is no folder; give the name of one"))
    elif not folder.parent.is_dir():
        problems.append((str(folder.parent), "does not exist; make it first"))
    may, read = set(replaced), {each.resolve() for each in inputs if each.exists()}
    for path, content in files.items():
        if path.is_symlink() or (path.exists() and not path.is_file()):
            problems.append((str(path), "is a link, a folder or a device; give another place"))
        elif path.resolve() in read:
            problems.append((str(path), "is one of the files to be read; give another place"))
        elif path in may and not path.exists() and path.parent != folder and not path.parent.is_dir():
            problems.append((str(path.parent), "does not exist; make it first"))
        elif path not in may and path.exists() and path.read_bytes() != content:
            problems.append(
                (str(path), "is there with other bytes; give another folder, or the memory (--state) of its run")
            )
    if problems:
        raise CannotSimulate(problems)


def place(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write every file whole, in this order. Raises CannotSimulate where the device or the folder refuses."""
    path = folder
    try:
        folder.mkdir(exist_ok=True)
        for path, content in files.items():
            path.parent.mkdir(exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(content)
            os.replace(part, path)
    except OSError as error:
        raise CannotSimulate([(str(path), f"cannot be written: {(error.strerror or str(error)).lower()}")]) from None
