"""Judge cases once more, as a program that was kept: ``python -m oxyclaim.services.store.again FOLDER``.

FOLDER holds ``request.json``, and ``payers``, ``fees`` and ``profile`` where the verdicts rest on such. Printed is, as
JSON, what is said of each case, byte for byte as it is kept. Later programs run older ones: what is read and printed
here may gain keys, and never changes otherwise.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from oxyclaim.case.canonical import canonical, case_of
from oxyclaim.case.models import Case, ClaimedLine
from oxyclaim.case.profile import Profile, filled
from oxyclaim.case.profile_reader import profile_of
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.answers import plain
from oxyclaim.services.check import CheckedCase, CheckRequest, check
from oxyclaim.services.rule_book import RuleBook, rule_book

PROFILE = "profile"
"""The file of the profile, in the folder."""


def result_text(case: CheckedCase) -> str:
    """What is said of a case, as it is kept."""
    return canonical(plain(case))


def beside_text(case: Case) -> str:
    """The lines of the member's other cases that were judged in the same run."""
    return canonical([line.model_dump(mode="python", exclude_none=True) for line in case.claimed])


def judged_again(
    runs: Sequence[dict[str, Any]], book: RuleBook, fees: FeeStore, profile: Profile | None = None
) -> list[str]:
    """What is said of each of these cases, in their order; ``profile`` fills what they leave out."""
    cases = [_case(run, profile) for run in runs]
    waiting = list(range(len(runs)))
    results = [""] * len(runs)
    while waiting:
        together = _together(waiting, cases, runs)
        first = runs[together[0]]
        asked = CheckRequest(
            [cases[place] for place in together], date.fromisoformat(first["as_of"]), fees, first["formal_denial"]
        )
        said = {each.case_id: each for each in check(asked, book).cases}
        for place in together:
            results[place] = result_text(said[cases[place].case_id])
        waiting = [place for place in waiting if place not in set(together)]
    return results


def _case(run: dict[str, Any], profile: Profile | None) -> Case:
    beside = tuple(ClaimedLine.model_validate(line) for line in json.loads(run["beside"]))
    case = case_of(run["text"])
    return (filled(case, profile) if profile else case).beside(beside)


def _together(waiting: Sequence[int], cases: Sequence[Case], runs: Sequence[dict[str, Any]]) -> list[int]:
    """Of the runs that wait, those that can be judged with the first: of the same day, and of no case twice."""
    first = runs[waiting[0]]
    found: dict[str, int] = {}
    for place in waiting:
        if all(runs[place][key] == first[key] for key in ("as_of", "formal_denial")):
            found.setdefault(cases[place].case_id, place)
    return list(found.values())


def main(folder: Path) -> None:
    """Read, judge, print."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    payers = folder / "payers"
    book = rule_book(payers if payers.is_dir() else None)
    profile = folder / PROFILE
    fills = profile_of(profile.read_bytes()) if profile.is_file() else None
    results = judged_again(request["runs"], book, FeeStore(folder / "fees"), fills)
    sys.stdout.write(json.dumps({"rule_book": book.hash, "results": results}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
