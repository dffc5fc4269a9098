"""Laws that hold for any case, tried on generated ones (see ``verdicts/``).

The same cases are tried each time, so that a failure is always the change's own. To search further:
``OXYCLAIM_SEARCH=300 pytest tests/properties/test_generated_cases.py`` tries that many random batches.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from oxyclaim.case.models import Case
from oxyclaim.case.tables import PARTS_OF_ITEM, RECORDS
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from tests.judged import Line, judged
from verdicts.deviations import is_valid, parts
from verdicts.frozen import day_of_run
from verdicts.frozen import judged as decided
from verdicts.generator import synthetic_cases

Facts = dict[str, Any]

BATCH = 25
"""Cases decided together with all their variants, which is far quicker than one by one."""
VARIANTS = 16
SEARCH = int(os.environ.get("OXYCLAIM_SEARCH", "0"))

BARRED = ("not covered", "not payable", "excluded")
BILLABLE_OR_WAITING = ("billable", "hold", "review")

firsts = st.integers(1_000_000, 1_000_000_000)
# Nothing is shrunk: the message names the case and the change, which is as small as it gets.
some = settings(max_examples=SEARCH or 4, derandomize=not SEARCH, database=None, deadline=None, phases=[Phase.generate])


def batch(first: int) -> list[Facts]:
    return synthetic_cases(range(first, first + BATCH))


class Variant:
    """A case with one change, and what was changed."""

    def __init__(self, case: Facts, what: str):
        self.case = case
        self.what = what


def answers(cases: Sequence[Facts]) -> dict[str, dict[int, LineVerdict]]:
    """The verdict of each line, by case id and line number."""
    found: dict[str, dict[int, LineVerdict]] = {case["case_id"]: {} for case in cases}
    for verdict in decided([Case.model_validate(case) for case in cases], load()):
        found[verdict.case_id][verdict.line_number] = verdict
    return found


def compared(
    cases: Sequence[Facts], variants: Callable[[Facts], Iterator[Variant]]
) -> Iterator[tuple[Line, Line, str]]:
    """Each line of a case beside the same line of each variant of it, and what was changed."""
    made = varied(cases, variants)
    every = [Case.model_validate(case) for case in [*cases, *(each.case for _, each in made)]]
    found = judged(every, load(), [day_of_run(case) for case in every])
    lines: dict[str, list[Line]] = {}
    for (case_id, _), line in found.items():
        lines.setdefault(case_id, []).append(line)
    for case_id, variant in made:
        for line in lines[variant.case["case_id"]]:
            before = found[case_id, line.line_number]
            yield before, line, f"{case_id} line {line.line_number}, {variant.what}: {before} → {line}"


def varied(cases: Sequence[Facts], variants: Callable[[Facts], Iterator[Variant]]) -> list[tuple[str, Variant]]:
    """Some valid variants of each case, each with an id of its own, beside the case's id."""
    made = []
    for case in cases:
        rng = Random(case["case_id"])
        every = list(variants(case))
        for number, variant in enumerate(rng.sample(every, k=min(VARIANTS, len(every)))):
            variant.case["case_id"] = f"{case['case_id']}-{number}"
            if is_valid(variant.case):
                made.append((case["case_id"], variant))
    assert made
    return made


def blanked(case: Facts) -> Iterator[Variant]:
    """The case without one single value; its records stay.

    Left in are values whose absence says something: those that the rule book presumes (see
    ``policy/facts/absence.yaml``), and the modifiers of a line, without which others are chosen for it.
    """
    telling = {presumption.fact for presumption in load().presumptions} | {"line.modifiers"}
    for part in parts(case):
        for key, value in part.facts.items():
            holds_records = isinstance(value, dict) or (
                isinstance(value, list) and value and isinstance(value[0], dict)
            )
            if holds_records or key in part.spec.get("required", ()) or _fact(part.path, key) in telling:
                continue
            changed = deepcopy(case)
            del _at(changed, part.path)[key]
            yield Variant(changed, f"without {'.'.join(map(str, (*part.path, key)))} ({value})")


def only_reported(case: Facts) -> Iterator[Variant]:
    """The case with one documented fact that somebody only reports."""
    for part in parts(case):
        if not part.facts.get("document"):
            continue
        for key in part.facts.keys() - {"id", "basis", "document", "page", "reported"}:
            changed = deepcopy(case)
            record = _at(changed, part.path)
            record["reported"] = [*(record.get("reported") or ()), key]
            yield Variant(changed, f"{'.'.join(map(str, (*part.path, key)))} only reported")


def shuffled(case: Facts) -> Iterator[Variant]:
    """The case with its records in another order."""
    rng = Random(case["case_id"])
    for _ in range(3):
        changed = deepcopy(case)
        for records in changed.values():
            if isinstance(records, list):
                rng.shuffle(records)
        yield Variant(changed, "shuffled")


def _at(case: Facts, path: Sequence[Any]) -> Any:
    section: Any = case
    for step in path:
        section = section[step]
    return section


def _fact(path: Sequence[Any], key: str) -> str:
    """The name by which the rule book calls the value."""
    names = {section: kind for kind, (section, _) in RECORDS.items()} | {"items": "line"}
    if path[:1] == ("clinical",):
        return ".".join(("line", *path, *(() if key == "value" else (key,))))
    if path[:1] == ("items",) and path[-1] in PARTS_OF_ITEM:
        return f"line.{PARTS_OF_ITEM[path[-1]][0]}{key}"
    return f"{names.get(path[0]) if path else ''}.{key}"


@some
@given(firsts)
def test_a_value_less_is_never_a_stronger_word(first: int) -> None:
    for before, line, told in compared(batch(first), blanked):
        if before.verdict in BARRED:
            assert not line.is_billable, told
        if before.is_billable:
            assert line.verdict in BILLABLE_OR_WAITING, told


@some
@given(firsts)
def test_a_fact_only_reported_makes_nothing_billable(first: int) -> None:
    for before, line, told in compared(batch(first), only_reported):
        assert before.is_billable or not line.is_billable, told


@some
@given(firsts)
def test_the_order_of_records_does_not_matter(first: int) -> None:
    cases = batch(first)
    made = varied(cases, shuffled)
    found = answers([*cases, *(variant.case for _, variant in made)])
    for case_id, variant in made:
        for number, line in found[variant.case["case_id"]].items():
            assert _essence(line) == _essence(found[case_id][number]), f"{case_id} line {number}"


@some
@given(firsts)
def test_one_case_alone_is_answered_as_among_many(first: int) -> None:
    cases = batch(first)
    together = answers(cases)
    for case in Random(first).sample(cases, k=4):
        assert answers([case])[case["case_id"]] == together[case["case_id"]]


def _essence(line: LineVerdict) -> tuple[Any, ...]:
    rules = sorted({finding.rule for finding in line.findings if finding.effect == line.verdict})
    settled_under = sorted(finding.fingerprint for finding in line.findings if finding.fingerprint)
    return line.verdict, line.modifiers, line.would_be, line.group, rules, settled_under
