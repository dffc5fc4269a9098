"""A value blanked in a history, an absence or a look-up never makes a refusal billable, nor a billable line a refusal.

Generated lives of rentals with their papers in order; all of it is made up.
"""

from random import Random

import polars as pl
import pytest
from test_ledger import Life

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

REFUSALS = {"not covered", "not payable", "excluded"}
LIVES = 125
BLANKED_EACH = 12
PRESUMED = {("absences", "last_day")}
"""An absence without a last day still lasts; the rule book declares it and the verdict says so. So it does of a history
that is left out: no month billed before bears on the line."""

SAME = {"E1390": "E1390", "E1391": "E1390", "E0424": "E1390", "E1392": "E1392", "E0431": "E1392"}
"""The code of the line that bills the same kind of equipment."""

PAPERS = Case.model_validate(
    build(
        "P",
        "2022-06-10",
        {
            "items": [{"code": "E1390"}, {"code": "E1392"}],
            "tests": [{"state": "rest", "spo2_percent": 86, "stable_state": True}],
            "clinical": {
                "mobile_in_home": {"value": True},
                "lung_disease_or_hypoxia_symptoms": {"value": True},
                "other_treatment_tried": {"value": True},
            },
        },
    )
)


def in_order(life: Life, number: int) -> Case:
    """The life's case with papers that fit its dates."""
    case = life.case(number)
    items = [
        item.model_copy(update={"device": item.device and item.device.model_copy(update={"delivered": life.start})})
        for item in case.items
    ]
    near = {
        name: [each.model_copy(update=dict.fromkeys(keys, life.start)) for each in getattr(PAPERS, name)]
        for name, keys in {
            "tests": ("date",), "orders": ("order_date", "received_date"), "encounters": ("date",),
            "deliveries": ("date",),
        }.items()
    }  # fmt: skip
    near["checks"] = [each.model_copy(update={"date": life.service}) for each in PAPERS.checks]
    near["follow_ups"] = [each.model_copy(update={"date": life.service}) for each in PAPERS.follow_ups]
    history = case.history
    if number % 3:  # two lives of three have the same equipment all the time, of which nothing is replaced
        items = [item.model_copy(update={"replaces": None}) for item in items]
        history = [month.model_copy(update={"code": month.code and SAME[month.code]}) for month in history or ()]
    return case.model_copy(update={"items": items, "history": history, "clinical": PAPERS.clinical, **near})


def blanked(case: Case, chance: Random) -> Case:
    """The case with one value, or one whole list, left out."""
    name = chance.choice(("history", "history", "history", "absences", "absences", "checks"))
    records = getattr(case, name)
    if not records or chance.random() < 0.05:
        return case if name == "history" else case.model_copy(update={name: None})
    position = chance.randrange(len(records))
    keys = [key for key in type(records[position]).model_fields if (name, key) not in PRESUMED]
    record = records[position].model_copy(update={chance.choice(keys): None})
    return case.model_copy(update={name: [*records[:position], record, *records[position + 1 :]]})


def judged(cases: list[Case]) -> list[list[str]]:
    """The verdicts of each case's lines."""
    renamed = [case.model_copy(update={"case_id": f"B{number}"}) for number, case in enumerate(cases)]
    asked = [max(item.service_date for item in case.items) for case in renamed]
    found = verdicts(tables(renamed, load().presumptions, asked, [DOCUMENTED]), load())
    lines = found.group_by("case_id", maintain_order=True).agg(pl.col("verdict").cast(pl.String))
    return lines["verdict"].to_list()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 11))])
def test_the_unknown_neither_refuses_nor_releases(seed: int) -> None:
    chance = Random(seed)
    whole = [in_order(Life(chance), number) for number in range(LIVES)]
    parts = [(number, blanked(case, chance)) for number, case in enumerate(whole) for _ in range(BLANKED_EACH)]
    before, after = judged(whole), judged([case for _, case in parts])
    seen = {verdict for verdicts_ in before for verdict in verdicts_}
    assert {"billable", "not payable", "hold", "review"} <= seen, seen
    for (number, case), changed in zip(parts, after, strict=True):
        for was, now in zip(before[number], changed, strict=True):
            assert not (was in REFUSALS and now == "billable"), (was, now, whole[number], case)
            assert not (was == "billable" and now in REFUSALS), (was, now, whole[number], case)
