"""Read a payer's file: what it sets, or every problem with the file and the line where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oxyclaim.case.checks import check_record
from oxyclaim.case.files import read_text
from oxyclaim.case.nodes import Loc, Node, Record, Unreadable, key_path, node_at
from oxyclaim.case.problems import Problem
from oxyclaim.case.yaml_nodes import read_yaml
from oxyclaim.policy.payer_files.agreement import disagreements
from oxyclaim.policy.payer_files.layout import Layout
from oxyclaim.policy.payer_files.meaningless import meaningless


@dataclass(frozen=True)
class ReadFile:
    """A payer's file as it was read, with the tree that knows the lines."""

    path: Path
    root: Node
    file: Any

    def problem(self, loc: Loc, message: str) -> Problem:
        """A problem at a place of the file: of a key that is not there, at the nearest that is."""
        there = loc
        while there and node_at(self.root, there) is None:
            there = there[:-1]
        node = node_at(self.root, there) or self.root
        return Problem(self.path, node.place.line, message, node.place.column, key_path(self.root, loc))


def read_payer_file(
    path: Path, layout: Layout, rule_ids: frozenset[str], codes: frozenset[str]
) -> tuple[ReadFile | None, list[Problem]]:
    """The file, or all that is wrong with it by itself.

    ``rule_ids`` are the rules that there are, ``codes`` the codes of home oxygen.
    """
    try:
        documents = read_yaml(read_text(path))
    except Unreadable as error:
        line, column = error.place or (None, None)
        return None, [Problem(path, line, error.message, column)]
    problems = [
        Problem(path, flaw.place.line, flaw.message, flaw.place.column, key_path(each.root, flaw.loc), flaw.found)
        for each in documents
        for flaw in each.flaws
    ]
    if problems:
        return None, problems
    if len(documents) != 1 or not isinstance(documents[0].root, Record):
        return None, [Problem(path, 1, "must hold one payer: keys such as payer, name, sources and values")]
    root = documents[0].root
    checked = check_record(root, layout.file, set())
    if checked.case is None:
        return None, sorted(_told(path, root, checked.flaws), key=lambda problem: problem.line or 0)
    read = ReadFile(path, root, checked.case)
    told = (*disagreements(read.file, rule_ids), *meaningless(read.file, codes))
    problems = [read.problem(loc, message) for loc, message in told]
    if read.file.payer != path.stem:
        problems.insert(0, read.problem(("payer",), f"must be the file's own name, {path.stem}, or the file renamed"))
    return (None if problems else read), sorted(problems, key=lambda problem: problem.line or 0)


def _told(path: Path, root: Node, flaws: list[Any]) -> Iterator[Problem]:
    for flaw in flaws:
        yield Problem(path, flaw.place.line, flaw.message, flaw.place.column, key_path(root, flaw.loc), flaw.found)
