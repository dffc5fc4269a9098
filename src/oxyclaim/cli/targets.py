"""Where the files of a command go: one for one case, or a folder with one a case."""

import re
from collections.abc import Sequence
from pathlib import Path

from oxyclaim.case.models import Case


def file_name(case_id: str, suffix: str) -> str:
    """The case id as the name of a file: nothing but letters, digits, dashes, and dots within."""
    return re.sub(r"[^A-Za-z0-9.-]|^\.+|\.+$|\.(?=\.)", "_", case_id) + suffix


def one_target(cases: Sequence[Case], target: Path, option: str, folder_option: str) -> Path:
    """The target that an option gives for one case. Raises ValueError with what is wrong and what to do."""
    if len(cases) != 1:
        raise ValueError(
            f"{option} writes one case, and there are {len(cases)}; give {folder_option} FOLDER, or a file with one "
            "case."
        )
    _is_there(target.parent)
    return target


def targets_in(folder: Path, cases: Sequence[Case], suffix: str) -> list[Path]:
    """A file in the folder for each case. Raises ValueError with what is wrong and what to do."""
    _is_there(folder)
    names = [file_name(case.case_id, suffix) for case in cases]
    folded = [name.casefold() for name in names]
    doubled = sorted({name for name in names if folded.count(name.casefold()) > 1})
    if doubled:
        raise ValueError(
            f"Several cases would be written to {', '.join(doubled)}; rename a case, or write it to another folder."
        )
    return [folder / name for name in names]


def _is_there(folder: Path) -> None:
    if not folder.is_dir():
        raise ValueError(f"The folder {folder} does not exist; make it first.")
