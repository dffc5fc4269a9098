"""Cases out of a store, in the form in which commands read cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from oxyclaim.case.files import Written
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.store.kept import CaseVersion, Store


@dataclass(frozen=True)
class Stored:
    """The latest versions of cases, as one file of JSON Lines, and the number of each."""

    file: Written
    versions: dict[str, int]


def stored_cases(store: Store, case_ids: Sequence[str] = ()) -> Stored:
    """These cases, or all. Raises BadInput for an id that the store does not have, and for a store without a case."""
    found = {each.case_id: each for each in store.latest(list(case_ids) or None)}
    problems = [
        Problem("no_case", "the store has no such case", path="case_id", found=id) for id in case_ids if id not in found
    ]
    if not found and not problems:
        problems = [Problem("empty_store", "holds no case yet; `oxyclaim store import` takes them in", store.where)]
    if problems:
        raise BadInput(problems)
    ordered: Sequence[CaseVersion] = [found[id] for id in dict.fromkeys(case_ids)] or list(found.values())
    text = "".join(f"{each.text}\n" for each in ordered)
    return Stored(Written(store.where, text.encode()), {each.case_id: each.version for each in ordered})
