"""The law of dates: a fact dated behind the day for which it is needed counts as if it were not there.

Of billable worked cases of every subject each dated fact of the patient's record, and each paper's date, is moved
behind its day (``policy/facts/dates.yaml``). A line that is still billable must be billable without the fact too.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, RECORDS, Tables, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.policy import load
from oxyclaim.policy.loading import dated_facts
from oxyclaim.policy.worked_cases import WorkedCase
from tests.properties.test_facts_removed import VARIOUS

DATED = dated_facts()
MOVED = {"service_date", "claim"}
"""Days that the case tells by itself; the others are held by written cases."""
CATALOGUE = load()
_SECTION = {name: kind for kind, (name, _) in RECORDS.items()}


def _last_day(worked: WorkedCase, by: str) -> date:
    """The last day for which a fact is needed by any line of the case."""
    last = max(date.fromisoformat(item["service_date"]) for item in worked.case["items"])
    return last if by == "service_date" else max(worked.as_of, last)


def _moved(worked: WorkedCase) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Which fact, the case with it behind its day, and the case without it."""
    case = worked.case
    for finding in case.get("clinical") or {}:
        changed, without = deepcopy(case), deepcopy(case)
        changed["clinical"][finding]["date"] = _behind(worked, "service_date")
        del without["clinical"][finding]
        yield f"clinical.{finding}", changed, without
    for section, kind in _SECTION.items():
        for index, record in enumerate(case.get(section) or []):
            for key in [key for key in record if DATED.get(f"{kind}.{key}") and DATED[f"{kind}.{key}"].by in MOVED]:
                changed, without = deepcopy(case), deepcopy(case)
                behind = _behind(worked, DATED[f"{kind}.{key}"].by)
                changed[section][index][key] = behind
                if key == "order_date":
                    changed[section][index]["received_date"] = behind
                if key == "date" and record.get("ship_date"):
                    changed[section][index]["ship_date"] = behind
                if key == "received_date":  # an order counts for some questions before it is received
                    del without[section][index][key]
                else:
                    del without[section][index]
                yield f"{section}[{index}].{key}", changed, without
    for index, paper in enumerate(case.get("documents") or []):
        changed, without = deepcopy(case), deepcopy(case)
        changed["documents"][index]["date"] = _behind(worked, "claim")
        without["documents"][index]["on_file"] = False
        yield f"document {paper['id']}", changed, without


def _behind(worked: WorkedCase, by: str) -> str:
    return (_last_day(worked, by) + timedelta(days=1)).isoformat()


def _laid_down(cases: list[tuple[str, dict[str, Any], date]]) -> Tables:
    models = [Case.model_validate(case | {"case_id": id}) for id, case, _ in cases]
    return tables(models, CATALOGUE.presumptions, [as_of for *_, as_of in cases], [DOCUMENTED])


def _is_valid(case: dict[str, Any]) -> bool:
    try:
        Case.model_validate(case)
    except ValidationError:
        return False
    return True


def test_a_fact_dated_behind_its_day_counts_as_if_it_were_not_there():
    moved, named = list[tuple[str, dict[str, Any], date]](), dict[str, str]()
    for worked in VARIOUS:
        for what, changed, without in _moved(worked):
            if _is_valid(changed) and _is_valid(without):
                id = f"M{len(named)}"
                named[id] = f"{worked.id}: {what}"
                as_of = max(worked.as_of, _last_day(worked, "service_date"))
                moved += [(id, changed, as_of), (f"{id}-without", without, as_of)]
    found = verdicts(_laid_down(moved), CATALOGUE).select("case_id", "line_number", "verdict")
    billable = {(id, line) for id, line, verdict in found.iter_rows() if verdict == "billable"}
    wrong = {named[id] for id, line in billable if id in named and (f"{id}-without", line) not in billable}
    assert len(named) > 500
    assert not wrong, "\n".join(sorted(wrong))
