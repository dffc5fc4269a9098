"""What a verdict rests on beside the case, as bytes to be kept: the program with its rule book, payer files, fees."""

import io
import platform
import zipfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import oxyclaim
from oxyclaim.claims.fees import FeeStore
from oxyclaim.policy.loading import payer_paths

JUDGES = ("polars", "pydantic", "PyYAML")
"""The packages that have a part in a verdict."""
_ONE_DAY = (1980, 1, 1, 0, 0, 0)


@cache
def program_bytes() -> bytes:
    """The whole program, its rule book among it, as it is installed: the same files give the same bytes."""
    home = Path(oxyclaim.__file__).parent
    files = [*home.rglob("*.py"), *home.rglob("*.yaml")]
    return packed((f"oxyclaim/{path.relative_to(home).as_posix()}", path.read_bytes()) for path in files)


def payer_file_bytes(folder: Path | None) -> bytes | None:
    """The user's own payer files; None where there are none."""
    files = [path for path in payer_paths(folder) if folder and path.parent == folder]
    return packed((path.name, path.read_bytes()) for path in files) if files else None


def fee_bytes(fees: FeeStore | None) -> bytes | None:
    """The fee files that are loaded; None where there are none. Raises StoreError."""
    if fees is None or not fees.loaded:
        return None
    names = ["fees.json", *(each.table for each in fees.loaded)]
    return packed((name, (fees.folder / name).read_bytes()) for name in names)


def made_with() -> str:
    """Python and the packages that have a part in a verdict, with their versions."""
    return "; ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in JUDGES)])


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as a ZIP archive that depends on nothing but their names and contents."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        for name, content in sorted(files):
            out.writestr(zipfile.ZipInfo(name, _ONE_DAY), content)
    return archive.getvalue()


def unpack(archive: bytes, folder: Path) -> Path:
    """Lay the files of such an archive into a folder; the folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)
    return folder
