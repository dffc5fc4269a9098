"""How long lists, searches and due lists of a store take with 100,000 patients of 36 months each, on each engine.

The cases are copies of one example under other names; their months are made up and laid down as a job would. Run with
``python -m bench.store [ADDRESS]``; without an address, an SQLite file in a temporary folder.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.judging import begin_judging, stored_due
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.engines import engine_of, writing
from oxyclaim.store.tables import line_month

PATIENTS, MONTHS, TOGETHER, TIMES = 100_000, 36, 1_000, 15
EXAMPLE = Path(__file__).parents[1] / "examples" / "01-clinic-test.yaml"
ON = date(2026, 11, 20)
CHANGE = Change("bench", datetime(2026, 11, 20, tzinfo=UTC), "bench", "import")
SYLLABLES = ["ba", "den", "fo", "gil", "ha", "ker", "lin", "mo", "nor", "pa", "quin", "ros", "sa", "ti", "ver", "wil"]


def case_named(case: Case, number: int, chance: random.Random) -> Case:
    """The example under another name and ids."""
    name = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    assert case.patient
    return case.model_copy(
        update={
            "case_id": f"P-{number:06}",
            "patient": case.patient.model_copy(update={"last_name": name, "account_number": f"A{number:06}"}),
        }
    )


def months_of(first: int, last: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """36 months of each patient: most billed, the last ones due."""
    for number in range(first, last):
        due = chance.randrange(3)
        start = add_months(ON, -MONTHS)
        for place in range(MONTHS):
            is_due = place >= MONTHS - due
            yield {
                "supplier_id": "own", "case_id": f"P-{number:06}", "place": place, "line_number": 1, "code": "E1390",
                "month": add_months(start, place).replace(day=1 + number % 28), "payer": "medicare",
                "state": "due" if is_due else "billed", "outcome": None if is_due else "paid",
                "verdict": chance.choice(["billable", "hold", "hold", "review"]) if is_due else None,
                "claim_by": add_months(start, place + 12), "charge_cents": 24000, "version": 1, "as_of": ON,
                "rule_book": "bench", "told": '{"wrong":[],"to_check":[{"sentence":"Not known."}]}' if is_due else None,
            }  # fmt: skip


def timed(what: str, ask: Callable[[], Any]) -> None:
    """Print the median and the longest of several times."""
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - start))
    print(f"{what:<42} {statistics.median(took):8.1f} ms   longest {max(took):8.1f} ms", flush=True)  # noqa: T201


def main(address: str) -> None:
    """Fill a store, ask it, and print how long that takes."""
    SqlPlaces().make(address, CHANGE.at)
    store = SqlPlaces().open(address)
    case, chance = read_cases([EXAMPLE]).cases[0].case, random.Random(1)
    start = time.perf_counter()
    for first in range(0, PATIENTS, TOGETHER):
        store.take_in([case_named(case, number, chance) for number in range(first, first + TOGETHER)], CHANGE)
    took = time.perf_counter() - start
    print(f"{PATIENTS:,} cases taken in: {took:.0f} s, {PATIENTS / took:,.0f} a second", flush=True)  # noqa: T201
    engine, start = engine_of(address), time.perf_counter()
    for first in range(0, PATIENTS, TOGETHER):
        with writing(engine) as connection:
            connection.execute(insert(line_month), list(months_of(first, first + TOGETHER, chance)))
    print(f"{PATIENTS * MONTHS:,} months laid down: {time.perf_counter() - start:.0f} s", flush=True)  # noqa: T201
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    book = rule_book()
    timed("list, first 50 by name", store.find)
    timed("list, first 50 of a payer", lambda: store.find(payer="medicare"))
    timed("search by the beginning of a name", lambda: store.find("ros"))
    timed("search by case id", lambda: store.find("P-0777"))
    timed("one case with all its versions", lambda: store.versions("P-050000"))
    timed("due list, first 50 with counts", lambda: stored_due(store, book, ON))
    timed(
        "due list, billable in one month",
        lambda: stored_due(store, book, ON, verdict="billable", first=date(2026, 10, 1)),
    )
    timed("due list, 5,000 months", lambda: stored_due(store, book, ON, most=5000))
    one = next(store.latest(["P-050000"]))
    versions = [one.version]

    def save() -> None:
        changed = case_named(case, 50_000, chance)
        versions.append(store.save(changed, versions[-1], CHANGE).version)

    timed("save a case", save)
    timed("take a number", lambda: store.take_numbers("interchange", "SENDER", 1, CHANGE.at, "bench"))
    start = time.perf_counter()
    begin_judging(store, book, ON, CHANGE)
    print(f"a job over all of them begun: {time.perf_counter() - start:.1f} s", flush=True)  # noqa: T201
    start = time.perf_counter()
    held, faults = store.check()
    rows = sum(each.rows for each in held)
    print(f"{rows:,} rows looked at: {time.perf_counter() - start:.0f} s, {len(faults)} faults", flush=True)  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(str(Path(folder, "store.db")))
