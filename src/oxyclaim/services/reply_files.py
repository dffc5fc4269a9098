"""The files that a question about answers of payers is given, wherever they lie and however they are packed."""

from collections.abc import Sequence
from pathlib import Path

from oxyclaim.case.folders import find_files
from oxyclaim.services.problems import Problem, of_case_files
from oxyclaim.sources.given import Given, given
from oxyclaim.sources.room import Room


def reply_files(paths: Sequence[Path], room: Room, problems: list[Problem]) -> Given:
    """The plain files, in the order given; what is wrong with a path is added to ``problems``."""

    def local(path: Path) -> list[Path]:
        found, wrong = find_files([path], (), "file")
        problems.extend(of_case_files(wrong))
        return found

    files = given(paths, room, lambda name: True, local, by_name=False)
    problems += [Problem("no_file", message, file=where) for where, message in files.problems]
    return files
