"""Whether the suite catches small faults of the rule book: a limit moved by one, a date by a day, an ``&`` for a ``|``.

``python -m tests.mutants`` makes each fault of ``MUTANTS`` in a copy of the sources and runs the tests ``NEAR``, group
by group, until one fails. It prints which test caught each fault and ends with 1 if one was not caught.
``python -m tests.mutants 3 7`` tries only those; ``--tests FILE...`` runs other tests. Tests that fail without any
fault are named and left out. Pages and hashes that change with every word of the rule book do not count as a catch.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
POLICY = Path("oxyclaim", "policy")
NEAR = (
    ["tests/catalogue/test_worked_cases.py"],
    ["tests/verdicts/test_recorded_verdicts.py"],
    ["tests/properties", "tests/catalogue"],
)
"""The tests that look at verdicts, the quickest first."""


class Mutant(NamedTuple):
    """One fault: ``old`` stands once in the file (or the first is meant) and becomes ``new``."""

    file: str
    old: str
    new: str


MUTANTS = [
    Mutant("payers/medicare/coverage.yaml", "rental_months_paid: [{from: 2006-01-01, value: 36",
           "rental_months_paid: [{from: 2006-01-01, value: 37"),
    Mutant("payers/medicare/coverage.yaml", "discharge_window_days: [{from: 2015-10-01, value: 2,",
           "discharge_window_days: [{from: 2015-10-01, value: 3,"),
    Mutant("payers/medicare/coverage.yaml", "certification_days: [{from: 2015-10-01, to: 2022-12-31, value: 30",
           "certification_days: [{from: 2015-10-01, to: 2022-12-31, value: 31"),
    Mutant("payers/medicare/coverage.yaml", "recertification_visit_days: [{from: 2015-10-01, to: 2022-12-31, value: 90",
           "recertification_visit_days: [{from: 2015-10-01, to: 2022-12-31, value: 91"),
    Mutant("payers/medicare/equipment.yaml", "encounter_months: [{from: 2020-01-01, value: 6",
           "encounter_months: [{from: 2020-01-01, value: 7"),
    Mutant("payers/medicare/equipment.yaml", "break_days: [{from: 2006-01-01, value: 60",
           "break_days: [{from: 2006-01-01, value: 61"),
    Mutant("payers/medicare/equipment.yaml", "visit_months: [{from: 2010-07-01, value: 6",
           "visit_months: [{from: 2010-07-01, value: 5"),
    Mutant("rules/scrub/abn_modifiers/rule.py", "date(2023, 6, 29)", "date(2023, 6, 30)"),
    Mutant("rules/coverage/one_unit_a_month/criteria.py", "< 28", "< 29"),
    Mutant("rules/coverage/papers/order_before_delivery/rule.py", "return order.received_date < line.device_delivered",
           "return order.received_date <= line.device_delivered"),
    Mutant("rules/coverage/papers/written_order/criteria.py", "return order.order_date <= line.service_date",
           "return order.order_date < line.service_date"),
    Mutant("rules/coverage/papers/face_to_face/criteria.py",
           "return (encounter.date <= order.order_date) & (encounter.date >= earliest)",
           "return (encounter.date <= order.order_date) & (encounter.date > earliest)"),
    Mutant("rules/coverage/papers/proof_of_delivery/criteria.py", "(delivery.date <= line.service_date) | ",
           "(delivery.date < line.service_date) | "),
    Mutant("rules/coverage/initial_period/criteria.py", "return Fact(test.date <= line.initial_date)",
           "return Fact(test.date < line.initial_date)"),
    Mutant("rules/coverage/initial_period/criteria.py", "< p.initial_period_days - 1)", "< p.initial_period_days)"),
    Mutant("rules/coverage/initial_period/criteria.py",
           "return (day >= p.retest_first_day) & (day < p.initial_period_days)",
           "return (day > p.retest_first_day) & (day < p.initial_period_days)"),
    Mutant("rules/coverage/qualifying_test/preference.py", "other_test.date <= line.service_date",
           "other_test.date < line.service_date"),
    Mutant("rules/coverage/qualifying_test/soundness.py", "test.inpatient & (days >= 0)",
           "test.inpatient | (days >= 0)"),
    Mutant("rules/coverage/qualifying_test/sleep.py", "few_before = before < p.titration_events_max",
           "few_before = before <= p.titration_events_max"),
    Mutant("rules/coverage/awake_value/rule.py", "has_value & on_room_air & sound & of_a_fitting_day",
           "(has_value | on_room_air) & sound & of_a_fitting_day"),
    Mutant("rules/coverage/contents/contents.py", '& (other_line.acquisition == "rental") & (days < 28)',
           '| (other_line.acquisition == "rental") & (days < 28)'),
    Mutant("rules/coverage/maintenance/visit_dates.py",
           "return (line.visit_or_claim >= begins) & (line.service_date < ends)",
           "return (line.visit_or_claim > begins) & (line.service_date < ends)"),
    Mutant("rules/coverage/emergency/criteria.py", "(line.initial_date <= p.emergency_last_day)",
           "(line.initial_date < p.emergency_last_day)"),
    Mutant("rules/coverage/own_criteria/limits.py", "(days >= 0) & (days <= p.test_max_age_days)",
           "(days >= 0) & (days < p.test_max_age_days)"),
    Mutant("rules/ledger/anniversary/anniversary.py", "return (day <= line.service_date) & (same | clipped)",
           "return (day < line.service_date) & (same | clipped)"),
    Mutant("rules/ledger/eligibility/criteria.py", "(line.died_on < line.service_date)",
           "(line.died_on <= line.service_date)"),
    Mutant("rules/ledger/eligibility/at_home.py", "return absence.first_day < line.service_date",
           "return absence.first_day <= line.service_date"),
    Mutant("rules/ledger/break_in_need/papers_after_break.py",
           "new_order_after_break & new_test_after_break & statement_of_break",
           "(new_order_after_break | new_test_after_break) & statement_of_break"),
    Mutant("rules/ledger/break_in_need/no_restart_after_last_month.py",
           "rental_ledger.earlier_most < p.rental_months_paid",
           "rental_ledger.earlier_most <= p.rental_months_paid"),
    Mutant("rules/ledger/device_in_place/rule.py", "furnished_by_service_date & not_picked_up & out_of_hospital",
           "(furnished_by_service_date | not_picked_up) & out_of_hospital"),
    Mutant("rules/ledger/replacement/contradictions.py", "replaced_start_agrees & stationary_start_agrees",
           "replaced_start_agrees | stationary_start_agrees"),
    Mutant("rules/scrub/coded_modifiers/coverage_modifiers_exclude_each_other.py", "count(p.coverage_modifiers) <= 1",
           "count(p.coverage_modifiers) <= 2"),
]  # fmt: skip


def mutated(mutant: Mutant | None, folder: Path) -> Path:
    """A copy of the sources in ``folder``, with the fault."""
    copied = shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    if mutant:
        path = copied / POLICY / mutant.file
        text = path.read_text(encoding="utf-8")
        if mutant.old not in text:
            raise SystemExit(f"{mutant.file} no longer holds «{mutant.old}»: write the mutant anew")
        path.write_text(text.replace(mutant.old, mutant.new, 1), encoding="utf-8")
    return copied


def failures(source: Path, tests: Sequence[str], known: Sequence[str] = (), first_only: bool = True) -> list[str]:
    """The tests that fail with these sources, without those ``known`` to fail anyhow."""
    given = [*tests, *(f"--deselect={test}" for test in known), *(["-x"] if first_only else [])]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "0", "--tb=no", "-rfE", *given]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if run.returncode not in (0, 1, 2):
        raise SystemExit(run.stdout + run.stderr)
    return re.findall(r"^(?:FAILED|ERROR) (\S+)", run.stdout, flags=re.MULTILINE)


def main(numbers: Sequence[int], groups: Sequence[Sequence[str]]) -> int:
    """The number of faults that nothing caught."""
    with tempfile.TemporaryDirectory() as folder:
        sound = mutated(None, Path(folder))
        known = [test for tests in groups for test in failures(sound, tests, first_only=False)]
    for test in known:
        print(f"fails without a fault: {test}", flush=True)  # noqa: T201
    survived = 0
    for number in numbers or range(len(MUTANTS)):
        began, caught = time.monotonic(), [""]
        with tempfile.TemporaryDirectory() as folder:
            source = mutated(MUTANTS[number], Path(folder))
            caught = next((found for tests in groups if (found := failures(source, tests, known))), [])
        survived += not caught
        told = f"{number:2} {MUTANTS[number].file}: {MUTANTS[number].new.strip()}"
        print(f"{told}\n   {caught[0] if caught else 'NOT CAUGHT'} ({time.monotonic() - began:.0f} s)", flush=True)  # noqa: T201
    print(f"{survived} not caught")  # noqa: T201
    return survived


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--tests", nargs="+", help="these instead of those near the rule book")
    given = parser.parse_args()
    sys.exit(main(given.numbers, [given.tests] if given.tests else NEAR) > 0)
