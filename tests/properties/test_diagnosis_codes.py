"""The law of diagnoses: of the categories in the table every listed code passes, shorter or longer ones are held."""

from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.parameters import value_on
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

DAYS = [date(2023, 9, 30), date(2023, 10, 1), date(2025, 9, 30), date(2026, 3, 1)]
NOT_IN_THE_TABLE = ["M0579", "Z1231", "S72001A", "R5081", "U071"]


def _table(day: date) -> tuple[set[str], set[str]]:
    """The complete codes, and the categories of which they are all."""
    values = load().values["medicare"]
    codes = {*value_on(values["diagnosis_codes"], day), *value_on(values["diagnosis_codes_changed"], day)}
    return codes, set(value_on(values["diagnosis_categories"], day))


def _held(codes: list[str], day: date) -> set[str]:
    facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390"}]}
    plain = build("X", day, facts)
    cases = [Case.model_validate(plain | {"case_id": code, "diagnoses": [{"icd10": code}]}) for code in codes]
    found = verdicts(tables(cases, load().presumptions, day, [DOCUMENTED]), load()).select("case_id", "SCR-580")
    return {code for code, state in found.iter_rows() if state == "not met"}


def test_every_code_of_the_table_belongs_to_a_category_of_it():
    for day in DAYS:
        codes, categories = _table(day)
        assert {code[:3] for code in codes} == categories


def test_complete_codes_pass_and_shorter_or_longer_ones_are_held():
    for day in DAYS:
        codes, _ = _table(day)
        shorter = {code[:length] for code in codes for length in range(3, len(code))} - codes
        longer = {f"{code}9" for code in codes if len(code) < 7} - codes
        held = _held(sorted({*codes, *shorter, *longer, *NOT_IN_THE_TABLE}), day)
        assert held == shorter | longer, day


def test_when_a_code_came_or_went_is_told_as_the_table_has_it():
    versions = load().values["medicare"]["diagnosis_codes_changed"]
    told = dict(each.split(": ", 1) for each in value_on(load().values["medicare"]["diagnosis_codes_lived"], DAYS[0]))
    first, last = set(versions[0].value), set(versions[-1].value)
    changed = {code for version in versions for code in version.value} - (first & last)
    assert told.keys() == changed
    for code, sentence in told.items():
        holding = [version for version in versions if code in version.value]
        assert (code in first) != (str(holding[0].first) in sentence), sentence
        assert (code in last) != (str(holding[-1].last) in sentence), sentence
