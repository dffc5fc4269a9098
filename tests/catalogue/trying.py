"""Worked cases tried: judged as ``check`` judges them, and held against what they expect.

``python -m tests.catalogue.trying FILE...`` tries files of worked cases that stand outside the rule book.
"""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load, load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, read_cases
from oxyclaim.rentals.overpayments import overpayments
from oxyclaim.services.answers import plain
from oxyclaim.services.check import CheckRequest, answer_of
from tests.catalogue.expectations import mismatches, seen


def wrong(every: Sequence[WorkedCase], catalogue: Catalogue) -> dict[str, list[str]]:
    """By the case's id, what is not as it expects, a sentence each with the verdict that was given.

    All cases are judged together, each as of its own day.
    """
    cases = [Case.model_validate(worked.case) for worked in every]
    verdicts: dict[str, list[LineVerdict]] = {worked.id: [] for worked in every}
    for verdict in decide(cases, catalogue, [worked.as_of for worked in every]):
        verdicts[verdict.case_id].append(verdict)
    pairs = zip(every, cases, strict=True)
    return {worked.id: _wrong(worked, case, verdicts[worked.id], catalogue) for worked, case in pairs}


def _wrong(worked: WorkedCase, case: Case, verdicts: list[LineVerdict], catalogue: Catalogue) -> list[str]:
    answer = answer_of(verdicts, CheckRequest([case], worked.as_of), catalogue)
    lines = {line.line_number: plain(line) for line in answer.lines}
    by_number = {verdict.line_number: verdict for verdict in verdicts}
    found = [
        f"line {number}: {told}\n    {seen(by_number[number])}"
        for number, expected in worked.expect.items()
        for told in mismatches(expected, by_number[number], lines[number])
    ]
    if worked.overpaid is not None:
        overpaid = case.case_id in overpayments([case], verdicts, catalogue, worked.as_of)
        if overpaid is not worked.overpaid:
            found.append(f"months already paid are told as overpaid: {overpaid}")
    return found


@cache
def _own(folder: Path) -> Catalogue:
    return load(folder)


def _try(path: Path) -> int:
    every = read_cases(path)
    failed = 0
    for folder in sorted({worked.payers for worked in every}):
        catalogue = _own(path.parent / folder) if folder else load_with_examples()
        here = [worked for worked in every if worked.payers == folder]
        told = wrong(here, catalogue)
        for worked in here:
            if told[worked.id]:
                failed += 1
                print(f"{worked.id}: {worked.title}", *told[worked.id], sep="\n  ")  # noqa: T201
    return failed


if __name__ == "__main__":
    number = sum(_try(Path(name)) for name in sys.argv[1:])
    print(f"{number} not as expected")  # noqa: T201
    sys.exit(number > 0)
