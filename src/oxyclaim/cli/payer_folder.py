"""The folder with payer files of the user's own: the option ``--payers``, else a setting, else the user's data."""

import os
from pathlib import Path

import typer

from oxyclaim.claims.fees.store import user_data
from oxyclaim.cli.output import refuse_all
from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.policy import load

ENVIRONMENT = "OXYCLAIM_PAYERS"
BAD_INPUT = 2


def payers_folder(option: Path | None, as_json: bool = False) -> Path | None:
    """The folder to give to ``load``, or None where there is none.

    Where it is missing, or a file in it is wrong, all problems are told and the command ends with exit code 2.
    """
    folder = existing_folder(option, as_json)
    try:
        load(folder)
    except CatalogueError as error:
        refuse_all([line.removesuffix(".") for line in str(error).splitlines()], as_json)
        raise typer.Exit(BAD_INPUT) from None
    return folder


def existing_folder(option: Path | None, as_json: bool = False) -> Path | None:
    """The folder, its files not looked at. A folder that was named and is not there ends the command."""
    folder = named_folder(option)
    if folder is None:
        return own_folder() if own_folder().is_dir() else None
    if not folder.is_dir():
        by = "--payers" if option else ENVIRONMENT
        refuse_all(
            [f"{by}: there is no folder {folder}; make it, or start a file in it with `oxyclaim payers new`"], as_json
        )
        raise typer.Exit(BAD_INPUT)
    return folder


def named_folder(option: Path | None) -> Path | None:
    """The folder that the option, or else the environment, names."""
    given = os.environ.get(ENVIRONMENT)
    return option or (Path(given) if given else None)


def folder_for_new(option: Path | None) -> Path:
    """Where a new file goes; the folder need not exist."""
    return named_folder(option) or own_folder()


def own_folder() -> Path:
    """The folder among the user's own data, which need not exist."""
    return user_data() / "payers"
