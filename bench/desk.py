"""How long pages of the desk take with many patients: ``python -m bench.desk [PATIENTS] [ADDRESS]``.

The patients are copies of the demo's under other names and numbers; how their lines stand and their tasks are copied
with them, as the background would have laid them down. Without an address, an SQLite file in a temporary folder.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from oxyclaim.case.models import Case
from oxyclaim.services.desk.demo.filling import demo_cases
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import LineState, Task
from oxyclaim.services.desk.opening import open_desk
from oxyclaim.services.desk.signing_in import welcome_link
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import Folder, SqlDesk
from oxyclaim.web.app import make_app
from oxyclaim.web.office import Office

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CHANGE = Change("bench", NOW, "bench", "import")
TOGETHER, TIMES = 500, 30
SYLLABLES = ["ba", "den", "fo", "gil", "ha", "ker", "lin", "mo", "nor", "pa", "quin", "ros", "sa", "ti", "ver", "wil"]


def copy_of(case: Case, number: int, chance: random.Random) -> Case:
    """A demo patient under another name and numbers."""
    name = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    assert case.patient
    who = case.patient.model_copy(update={"last_name": name, "account_number": f"A{number:06}"})
    digits = f"{number:06}"
    member = f"1A{digits[:2]}A{digits[2:4]}AA{digits[4:]}"
    coverage = case.coverage.model_copy(update={"member_id": member})
    return case.model_copy(update={"case_id": f"P-{number:06}", "patient": who, "coverage": coverage})


def fill(desk: SqlDesk, patients: int) -> list[str]:
    """The patients, how their lines stand, and their tasks."""
    own, book, chance = desk.of("own"), rule_book(), random.Random(1)
    cases = demo_cases(book, NOW.date())
    own.store.take_in(cases, CHANGE)
    judge(own, [case.case_id for case in cases], book, NOW.date(), None)
    states: dict[str, list[LineState]] = {}
    for state in own.states(most=10_000):
        states.setdefault(state.case_id, []).append(state)
    tasks: dict[str, list[Task]] = {}
    for task in own.tasks():
        tasks.setdefault(task.case_id, []).append(task)
    ids: list[str] = []
    for start in range(0, patients, TOGETHER):
        pairs = [
            (cases[n % len(cases)], copy_of(cases[n % len(cases)], n, chance)) for n in range(start, start + TOGETHER)
        ]
        own.store.take_in([new for _, new in pairs], CHANGE)
        some = [new.case_id for _, new in pairs]
        own.put_states(
            some, [replace(s, case_id=new.case_id) for old, new in pairs for s in states.get(old.case_id, [])]
        )
        own.lay_down_tasks(
            some, [replace(t, case_id=new.case_id) for old, new in pairs for t in tasks.get(old.case_id, [])], NOW
        )
        ids += some
    return ids


def timed(what: str, ask: Callable[[int], int]) -> dict[str, float]:
    """Ask some times; median and 95th percentile in milliseconds, and the median of the processor's time: that alone
    says something on a machine that is busy with other things."""
    took, worked = [], []
    for turn in range(TIMES):
        start, begun = time.perf_counter(), time.process_time()
        status = ask(turn)
        took.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - begun))
        if status >= 400:
            raise RuntimeError(f"{what}: {status}")
    p95 = statistics.quantiles(took, n=20)[-1]
    middle, cpu = statistics.median(took), statistics.median(worked)
    print(f"{what:<24} median {middle:7.0f} ms   p95 {p95:7.0f} ms   processor {cpu:7.0f} ms", flush=True)  # noqa: T201
    return {"median_ms": round(middle, 1), "p95_ms": round(p95, 1), "processor_ms": round(cpu, 1)}


def main(patients: int, address: str, folder: Path) -> None:
    """Fill a store, sign in, and time the pages."""
    SqlPlaces().make(address, NOW)
    desk, book = SqlDesk.at(address), rule_book()
    office = Office(desk, lambda: book, lambda: NOW, Folder(folder / "files"))
    open_desk(desk, book, office.today(), None, CHANGE)
    ids = fill(desk, patients)
    manager = desk.accounts("own")[0]
    browser = TestClient(make_app(office), base_url="http://127.0.0.1")
    browser.get(f"/welcome/{welcome_link(desk, manager.account_id, NOW)}")
    page = browser.get("/patients").text
    token = page.split('name="token" value="')[1].split('"')[0]
    handles = list(desk.of("own").handles(ids[: 3 * TIMES]).values())
    form = {"token": token, "how": "document", "orders.SWO-1.signed": "yes"}
    results = {
        "today": timed("Today", lambda n: browser.get("/").status_code),
        "patients": timed("Patients", lambda n: browser.get("/patients").status_code),
        "search": timed(
            "Search",
            lambda n: browser.post("/patients", data={"token": token, "begins": SYLLABLES[n % 16]}).status_code,
        ),
        "by_state": timed("Patients by state", lambda n: browser.get("/patients?state=waiting+for+papers").status_code),
        "month": timed("A patient's month", lambda n: browser.get(f"/patients/{handles[n]}").status_code),
        "papers": timed("A patient's papers", lambda n: browser.get(f"/patients/{handles[n]}/papers").status_code),
        "rental": timed("A patient's rental", lambda n: browser.get(f"/patients/{handles[n]}/rental").status_code),
        "intake": timed("Intake, next question", lambda n: browser.get(f"/patients/{handles[n]}/intake").status_code),
        "verdict": timed(
            "Live verdict",
            lambda n: browser.post(f"/patients/{handles[n]}/intake/order/verdict", data=form).status_code,
        ),
        "billing": timed("Billing", lambda n: browser.get("/billing").status_code),
    }
    print(json.dumps({"patients": patients, "pages": results}))  # noqa: T201
    desk.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
        main(count, sys.argv[2] if len(sys.argv) > 2 else f"{name}/desk.db", Path(name))
