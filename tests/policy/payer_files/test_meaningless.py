"""Values that cannot be meant are refused; values that nothing reads are told. All files are made up."""

from datetime import date
from pathlib import Path

import pytest

from oxyclaim.policy import load
from oxyclaim.policy.loading import examine, payer_paths
from oxyclaim.policy.payer_files.unread import unread
from tests.policy.payer_files.made_up import write

DATED = "from: 2025-01-01, source: POLICY"
WRONG = [
    ("code_statuses", "[{codes: [E1392], status: covered}, {codes: [E1390, E1392], status: not_covered}]", "E1392"),
    ("code_statuses", "[{status: covered}, {codes: [E0433], status: not_covered}]", "E0433: said to be covered and"),
    ("code_statuses", "[{codes: [E9999], status: covered}]", "E9999 is no code of home oxygen"),
    ("qualifying_values", "[{state: rest, measure: saturation, at_most: 0.88}]", "no limit of a saturation"),
    ("qualifying_values", "[{state: rest, measure: po2, at_most: 0.55}]", "no limit of a PO2"),
    ("qualifying_values", "[{state: sleep, measure: saturation, fall_of_more_than: 0.05}]", "no fall that a test"),
    ("exclusive_suppliers", '["12345"]', "must be an NPI of 10 digits"),
    ("exclusive_suppliers", '["1234567890"]', "check digit"),
    ("exercise_readings", "5", "must be 1 to 3"),
    ("filing_days_original", "0", "must be 1 to 3660"),
    ("rent_credited_percent", "750", "must be 1 to 100"),
    ("modifiers_by_month", "[KH, first]", "first is no modifier"),
    ("steps", "[{codes: [E1392], first: [E1392]}]", "before itself"),
    ("steps", "[{codes: [E1392], first: [E0431], months: 1, days: 30}]", "either months or days"),
    ("prices", "[{codes: [E1392]}]", "gives no price"),
    ("authorization_triggers", "[{when: never}, {when: from_month, month: 4}]", "needed never and from_month"),
    ("bundles", "[{codes: [E1392], beside: [A0001]}]", "A0001 is no code"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "says"), WRONG)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, key: str, value: str, says: str):
    write(tmp_path, "acme", f"{key}: [{{{DATED}, value: {value}}}]")
    found = examine(payer_paths(tmp_path))[1]
    assert [says in str(each) for each in found] == [True], [str(each) for each in found]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (f"test_age_from: [{{{DATED}, value: certificate}}]", {"test_age_from": "test_max_age_days"}),
        (f"rental_months_paid: [{{{DATED}, value: 13}}]", {"rental_months_paid": "rent_ends"}),
        (f"group_1_saturation_max: [{{{DATED}, value: 88}}]", {"group_1_saturation_max": "no rule"}),
        (f"rent_ends: [{{{DATED}, value: never}}]\nappeal_days: [{{{DATED}, value: 60}}]", {}),
    ],
)
def test_what_nothing_reads_is_told(tmp_path: Path, values: str, told: dict[str, str]):
    write(tmp_path, "acme", values)
    catalogue = load(tmp_path)
    keys = {line.partition(":")[0]: None for line in values.splitlines()}
    found = dict(unread(catalogue, "acme", keys, date(2025, 6, 1)))
    assert found.keys() == told.keys()
    assert all(told[key] in why for key, why in found.items())
