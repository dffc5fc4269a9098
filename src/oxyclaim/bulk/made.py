"""What a scrub makes of the rule book: made once, and kept beside it for the runs to come.

A small file costs less to read than this takes, and the kinds of claims that a judge has met need not be judged again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from oxyclaim.bulk.diagnosis_lists import DiagnosisLists
from oxyclaim.bulk.family import Family
from oxyclaim.bulk.front_end import FrontEnd
from oxyclaim.bulk.judging import Judge
from oxyclaim.engine.catalogue import Catalogue

MOST = 8
"""Runs that differ in their day or payers and are kept at once; a service that runs for weeks sees many days."""


@dataclass(frozen=True)
class Made:
    """What judges and checks. Threads may share it."""

    judge: Judge
    family: Family
    front_end: FrontEnd
    diagnoses: DiagnosisLists


def made(catalogue: Catalogue, as_of: date, payers: Mapping[str, str]) -> Made:
    """For runs of a day; ``payers``: see ``evidence``."""
    kept = cast(dict[object, Made], catalogue.beside.setdefault(Made, {}))
    key = (as_of, tuple(sorted(payers.items())))
    found = kept.get(key)
    if found is None:
        found = Made(
            Judge(catalogue, as_of, payers or None),
            Family.of(catalogue),
            FrontEnd(catalogue, payers, as_of),
            DiagnosisLists(catalogue),
        )
        while len(kept) >= MOST:
            kept.pop(next(iter(kept)), None)
        kept[key] = found
    return found
