"""Reading case files for a command: the cases, or every problem on the error stream."""

import sys
from collections.abc import Sequence
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.case.sourced import unknown_payer
from oxyclaim.engine.catalogue import Catalogue


def read(files: Sequence[Path], catalogue: Catalogue, as_json: bool) -> list[Case] | None:
    """The cases of the files, or None after telling what is wrong with them."""
    result = read_cases(files)
    problems = [str(problem) for problem in result.problems]
    strangers = (unknown_payer(sourced, catalogue.payers) for sourced in result.cases)
    problems += [str(problem) for problem in strangers if problem]
    if not problems:
        return [sourced.case for sourced in result.cases]
    if as_json:
        import json

        sys.stdout.write(json.dumps({"error": "bad input", "problems": problems}, indent=2) + "\n")
    else:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        sys.stderr.write("\n".join(problems) + f"\n\n{count} in the input; nothing was done.\n")
    return None
