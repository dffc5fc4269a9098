"""Reading case files for a command: the cases, or every problem on the error stream."""

import sys
from collections.abc import Sequence
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.case.sourced import unknown_payer
from oxyclaim.engine.catalogue import Catalogue


def read(files: Sequence[Path], catalogue: Catalogue, as_json: bool, any_payer: bool = False) -> list[Case] | None:
    """The cases of the files, or None after telling what is wrong with them.

    ``any_payer``: it does not matter whether the rule book knows the payers that the cases name.
    """
    result = read_cases(files)
    problems = [str(problem) for problem in result.problems]
    sourced = () if any_payer else result.cases
    strangers = (unknown_payer(each, catalogue.payers) for each in sourced)
    problems += [str(problem) for problem in strangers if problem]
    if not problems:
        return [sourced.case for sourced in result.cases]
    refuse(problems, as_json)
    return None


BAD_INPUT = 2


def refuse(problems: Sequence[str], as_json: bool) -> int:
    """Tell what is wrong with the input. Returns the exit code."""
    if as_json:
        import json

        sys.stdout.write(json.dumps({"error": "bad input", "problems": problems}, indent=2) + "\n")
    else:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        sys.stderr.write("\n".join(problems) + f"\n\n{count} in the input; nothing was done.\n")
    return BAD_INPUT
