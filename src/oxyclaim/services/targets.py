"""Where a command's files go, what may not be overwritten, and writing a file whole or not at all."""

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from os.path import samefile
from pathlib import Path

from oxyclaim.claims.placement import placed
from oxyclaim.services.problems import BadInput, Problem

NOT_WRITTEN = "nothing was written"
CLAIM_FILE = b"ISA"
"""How a claim file begins."""


def refuse_target(target: Path, inputs: Iterable[object] = ()) -> None:
    """Let only a new file, or a plain file that is none of the inputs, be written. Raises BadInput with all problems.

    ``inputs``: what the command reads; only paths among them are looked at.
    """
    refuse_targets([target], inputs)


def refuse_claim_target(target: Path, inputs: Iterable[object] = ()) -> None:
    """The same for a claim file: it takes the place of a claim file or an empty one only, never of a store, a profile
    or somebody's notes, whatever their names. Raises BadInput.
    """
    refuse_target(target, inputs)
    if target.exists():
        with target.open("rb") as file:
            begins = file.read(len(CLAIM_FILE))
        if begins not in (b"", CLAIM_FILE):
            message = "is there already and is no claim file (837P); give another name, or move it away first"
            raise BadInput([Problem("target_is_other", message, str(target))], NOT_WRITTEN)


def refuse_targets(targets: Sequence[Path], inputs: Iterable[object] = ()) -> None:
    """The same for several files, of which no two may be one. Raises BadInput with all problems."""
    if problems := problems_of(targets, inputs):
        raise BadInput(problems, NOT_WRITTEN)


def problems_of(targets: Sequence[Path], inputs: Iterable[object] = ()) -> list[Problem]:
    """What keeps the files from being written, for a service that tells it with what else is wrong."""
    read = [each for each in inputs if isinstance(each, Path)]
    problems = [problem for target in targets for problem in _wrong_with(target, read)]
    names = [str(target.absolute()).casefold() for target in targets]
    doubled = sorted({str(target) for target, name in zip(targets, names, strict=True) if names.count(name) > 1})
    problems += [Problem("doubled_target", "several would be written to this file", name) for name in doubled]
    return problems


def file_name(case_id: str, suffix: str) -> str:
    """The case id as the name of a file: nothing but letters, digits, dashes, and dots within."""
    return re.sub(r"[^A-Za-z0-9.-]|^\.+|\.+$|\.(?=\.)", "_", case_id) + suffix


def wrong_kind(target: Path, suffixes: Sequence[str]) -> list[Problem]:
    """That the name has another ending than the files that would be read again."""
    if target.suffix.lower() in suffixes:
        return []
    return [Problem("wrong_suffix", f"the name must end in {' or '.join(suffixes)}", str(target))]


def one_target(case_ids: Sequence[str], target: Path, option: str, folder_option: str) -> Path:
    """The file that an option gives for one case. Raises BadInput where there are more."""
    if len(case_ids) != 1:
        message = (
            f"writes one case, and there are {len(case_ids)}; give {folder_option} FOLDER, or a file with one case"
        )
        raise BadInput([Problem("wrong_options", message, path=option)], NOT_WRITTEN)
    return target


def targets_in(folder: Path, case_ids: Sequence[str], suffix: str) -> list[Path]:
    """A file in the folder for each case. Raises BadInput."""
    if not _is_folder(folder):
        raise BadInput([_no_folder(folder)], NOT_WRITTEN)
    names = [file_name(case_id, suffix) for case_id in case_ids]
    folded = [name.casefold() for name in names]
    doubled = sorted({name for name in names if folded.count(name.casefold()) > 1})
    if doubled:
        message = "several cases would be written to this file; rename a case, or write it to another folder"
        raise BadInput((Problem("doubled_target", message, str(folder / name)) for name in doubled), NOT_WRITTEN)
    return [folder / name for name in names]


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """Give a temporary file that takes the target's place in the end, or leaves nothing. Raises BadInput where the
    device is full or the folder may not be written to."""
    try:
        with placed(target) as part:
            yield part
    except OSError as error:
        raise BadInput([_unwritable(target, error)], NOT_WRITTEN) from None


def _wrong_with(target: Path, inputs: Sequence[Path]) -> Iterator[Problem]:
    name = str(target)
    try:
        if not _is_folder(target.parent):
            yield _no_folder(target.parent)
            return
        if target.is_symlink():
            yield Problem("target_is_link", "is a link; give the name of the file itself", name)
            return
        if not target.exists():
            return
        mode = target.stat().st_mode
        if stat.S_ISDIR(mode):
            yield Problem("target_is_folder", "is a folder; give the name of a file", name)
        elif not stat.S_ISREG(mode):
            yield Problem("target_is_device", "is a device or a pipe, not a file; give the name of a file", name)
        elif any(samefile(target, each) for each in inputs if each.exists()):
            yield Problem("target_is_input", "is one of the files to be read; give another name", name)
    except OSError as error:
        yield _unwritable(target, error)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _no_folder(folder: Path) -> Problem:
    return Problem("no_folder", f"the folder {folder} does not exist; make it first")


def _unwritable(target: Path, error: OSError) -> Problem:
    return Problem("cannot_write", f"cannot be written: {(error.strerror or str(error)).lower()}", str(target))
