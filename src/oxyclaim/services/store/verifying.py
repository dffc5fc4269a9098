"""Is everything as it was written, and do the kept programs still say what was kept?"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from oxyclaim.services.answers import Head, head
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.again import PROFILE
from oxyclaim.services.store.kept import Fault, Held, KeptVerdict, Store
from oxyclaim.services.store.program import unpack

PATIENCE = 600
"""Seconds for a kept program to judge its part of a sample."""
NO_GROUNDS = "cannot be made again: what it rests on is not in the store"
FAILED = "cannot be made again: the kept program ended with an error ({why})"
OTHER_BOOK = "the kept program has the rule book {now}, and the verdict was made by {kept}"
OTHER = "made again it says something else: the first difference at character {place}"


@dataclass(frozen=True)
class Differs:
    """A kept verdict that was not made again as it is kept, and why."""

    verdict: int
    case_id: str
    version: int
    as_of: date
    what: str


@dataclass(frozen=True, kw_only=True)
class StoreVerified(Head):
    """What was looked at, and everything that is not as it was written.

    ``verdicts``: how many are kept; ``made_again``: how many of them were made again, by so many kept ``programs``,
    and are the same byte for byte; ``differing``: those that are not.
    """

    store: str
    held: tuple[Held, ...]
    faults: tuple[Fault, ...]
    verdicts: int
    made_again: int
    programs: int
    differing: tuple[Differs, ...]

    @property
    def is_fine(self) -> bool:
        """Whether nothing was changed, and every verdict of the sample was made again as it is kept."""
        return not self.faults and not self.differing


def verify_store(
    store: Store,
    book: RuleBook,
    as_of: date,
    *,
    sample: int | None = 20,
    seed: int = 0,
    on_verdict: Callable[[int], None] = lambda count: None,
) -> StoreVerified:
    """Look at every row that may not change, then make so many verdicts again, by chance; None: all.

    Programs that were kept are run for that; where a row of theirs was changed, they are not.
    """
    held, faults = store.check()
    numbers = store.verdict_numbers()
    chosen = numbers
    if sample is not None and sample < len(numbers):
        chosen = sorted(random.Random(seed).sample(numbers, sample))
    if any(fault.table == "kept_file" for fault in faults):
        chosen = []
    differing: list[Differs] = []
    programs: set[str] = set()
    for group in _together(store.kept_verdicts(chosen)) if chosen else ():
        programs.add(group[0].verdict.program)
        differing += _differing(group, store)
        on_verdict(len(group))
    return StoreVerified(
        **head("store_verified", book, as_of),
        store=store.where,
        held=tuple(held),
        faults=tuple(faults),
        verdicts=len(numbers),
        made_again=len(chosen) - len(differing),
        programs=len(programs),
        differing=tuple(sorted(differing, key=lambda each: each.verdict)),
    )


def _together(verdicts: Sequence[KeptVerdict]) -> Iterator[list[KeptVerdict]]:
    """Verdicts that rest on the same program and files."""

    def grounds(each: KeptVerdict) -> tuple[str, str, str, str]:
        rests_on = each.verdict
        return rests_on.program, rests_on.payer_files or "", rests_on.fees or "", rests_on.profile or ""

    for _, group in groupby(sorted(verdicts, key=grounds), key=grounds):
        yield list(group)


def _differing(group: Sequence[KeptVerdict], store: Store) -> Iterator[Differs]:
    with tempfile.TemporaryDirectory(prefix="oxyclaim-verify-") as name:
        folder = Path(name)
        try:
            _lay_out(group, store, folder)
        except KeyError:
            yield from (_differs(each, NO_GROUNDS) for each in group)
            return
        try:
            ran = _run(folder)
        except subprocess.TimeoutExpired:
            yield from (_differs(each, FAILED.format(why="it did not end")) for each in group)
            return
        if ran.returncode:
            why = (ran.stderr.strip().splitlines() or [f"code {ran.returncode}"])[-1].split(":")[0]
            yield from (_differs(each, FAILED.format(why=why)) for each in group)
            return
        said = json.loads(ran.stdout)
        for each, result in zip(group, said["results"], strict=True):
            if said["rule_book"] != each.verdict.rule_book:
                yield _differs(each, OTHER_BOOK.format(now=said["rule_book"], kept=each.verdict.rule_book))
            elif result != each.verdict.result:
                yield _differs(each, OTHER.format(place=_first_difference(result, each.verdict.result)))


def _lay_out(group: Sequence[KeptVerdict], store: Store, folder: Path) -> None:
    """The program, what it judges by, and what it is asked. Raises KeyError where a file is not in the store."""
    grounds = group[0].verdict
    unpack(store.kept_file(grounds.program), folder / "program")
    for part, kept in (("payers", grounds.payer_files), ("fees", grounds.fees)):
        if kept:
            unpack(store.kept_file(kept), folder / part)
    if grounds.profile:
        (folder / PROFILE).write_bytes(store.kept_file(grounds.profile))
    runs = [
        {
            "text": each.case_text,
            "beside": each.verdict.beside,
            "as_of": each.verdict.as_of.isoformat(),
            "formal_denial": each.verdict.formal_denial,
        }
        for each in group
    ]
    (folder / "request.json").write_text(json.dumps({"runs": runs}), encoding="utf-8")


def _run(folder: Path) -> "subprocess.CompletedProcess[str]":
    """The kept program, which sees itself and the packages, and nothing of the user's settings."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("OXYCLAIM_")}
    return subprocess.run(
        [sys.executable, "-m", "oxyclaim.services.store.again", str(folder)],
        cwd=folder,
        env=settings | {"PYTHONPATH": str(folder / "program"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def _first_difference(one: str, two: str) -> int:
    """Where two texts part, counted from 1."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, two, strict=False), 1) if a != b), min(len(one), len(two))
    )


def _differs(each: KeptVerdict, what: str) -> Differs:
    return Differs(each.verdict_id, each.verdict.case_id, each.verdict.version, each.verdict.as_of, what)
