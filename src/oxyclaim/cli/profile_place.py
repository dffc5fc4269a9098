"""Which profile a command works with: the option ``--profile``, else a setting, else a file of the user's own data."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.claims.fees.store import user_data
from oxyclaim.services.problems import BadInput, Problem

if TYPE_CHECKING:
    from oxyclaim.case.profile import Profile
    from oxyclaim.services.rule_book import RuleBook

ENVIRONMENT = "OXYCLAIM_PROFILE"
OPTION = "--profile"


@dataclass(frozen=True)
class Used:
    """The profile of a run with its file and the file's bytes; nothing where there is none."""

    profile: "Profile | None" = None
    data: bytes | None = None
    path: Path | None = None


def used(option: Path | None, book: "RuleBook") -> Used:
    """The profile that the option, the environment or the user's own data name. Raises BadInput."""
    from oxyclaim.services.profile import load_profile

    path = named(option)
    if path is None:
        if not own_file().is_file():
            return Used()
        path = own_file()
    elif not path.is_file():
        message = f"there is no profile {path}; `oxyclaim profile new` starts one"
        raise BadInput([Problem("no_profile", message, path=OPTION if option else ENVIRONMENT)])
    return Used(load_profile(path, book), path.read_bytes(), path)


def named(option: Path | None) -> Path | None:
    """The file that the option, or else the environment, names."""
    given = os.environ.get(ENVIRONMENT)
    return option or (Path(given) if given else None)


def file_for_new(option: Path | None) -> Path:
    """Where a new profile goes, or where the one is that is meant."""
    return named(option) or own_file()


def own_file() -> Path:
    """The file among the user's own data, which need not exist."""
    return user_data() / "profile.yaml"
