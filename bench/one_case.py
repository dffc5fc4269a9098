"""How long one case takes inside a running process, and how the cost grows with the number of cases.

Medians of one run; the input is made up. Run with ``make bench``.
"""

import statistics
import time
from collections.abc import Callable

from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import How
from oxyclaim.engine.decide import decide, run
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median of some runs, in milliseconds, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print the table."""
    catalogue = load()
    case = Case.model_validate(next(w.case for w in worked_cases() if w.id == "billing-C09"))
    chunk = tables([case], catalogue.presumptions)
    plan = catalogue.ready_for(["medicare"]).plan(How.EXPLAINED)
    columns = sum(len(layer.expressions) for step in plan.steps for layer in step.layers)
    print(f"{len(catalogue.rules)} rules, {columns} columns in the plan")  # noqa: T201
    rows = {
        "one case: tables": lambda: tables([case], catalogue.presumptions),
        "one case: evaluation": lambda: run(chunk, catalogue),
        "one case: verdict with explanation": lambda: list(decide([case], catalogue)),
    }
    for label, work in rows.items():
        print(f"{label:40} {median_ms(work, 50):8.1f} ms")  # noqa: T201
    for count in (1_000, 10_000):
        cases = [case.model_copy(update={"case_id": f"C{n}"}) for n in range(count)]
        ready = tables(cases, catalogue.presumptions)
        lines = 2 * count
        for label, work in (("evaluation in both views", run), ("verdicts alone", verdicts)):
            taken = median_ms(lambda work=work, ready=ready: work(ready, catalogue), 3)  # type: ignore[misc]
            print(f"{count:>6} cases, {label:28} {taken:8.0f} ms   {lines / taken * 1000:12,.0f} lines/s")  # noqa: T201


if __name__ == "__main__":
    main()
