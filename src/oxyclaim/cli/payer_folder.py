"""The folder with payer files of the user's own: the option ``--payer-files``, else a setting, else the user's data."""

import os
from pathlib import Path
from shlex import quote

from oxyclaim.claims.fees.store import user_data
from oxyclaim.services.problems import BadInput, Problem

ENVIRONMENT = "OXYCLAIM_PAYERS"
OPTION = "--payer-files"


def existing_folder(option: Path | None) -> Path | None:
    """The folder, its files not looked at; None where there is none. Raises BadInput for one that was named and is
    not there."""
    folder = named_folder(option)
    if folder is None:
        return own_folder() if own_folder().is_dir() else None
    if not folder.is_dir():
        message = f"there is no folder {folder}; make it, or start a file in it with `oxyclaim payers new`"
        raise BadInput([Problem("no_folder", message, path=OPTION if option else ENVIRONMENT)])
    return folder


def named_folder(option: Path | None) -> Path | None:
    """The folder that the option, or else the environment, names."""
    given = os.environ.get(ENVIRONMENT)
    return option or (Path(given) if given else None)


def folder_for_new(option: Path | None) -> Path:
    """Where a new file goes; the folder need not exist."""
    return named_folder(option) or own_folder()


def found_by(option: Path | None) -> str:
    """What a command is given, after a blank, to find the files there; empty where it finds them by itself."""
    return f" {OPTION} {quote(str(option))}" if option else ""


def own_folder() -> Path:
    """The folder among the user's own data, which need not exist."""
    return user_data() / "payers"
