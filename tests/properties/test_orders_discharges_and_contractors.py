"""Laws over generated variations: the list of items that need an order first, the way home, death, contractors."""

from datetime import date, timedelta
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

QUALIFIED = {"tests": [{"state": "rest", "spo2_percent": 86}]}


def judged(wanted: dict[Any, tuple[date, dict[str, Any]]], as_of: date | None = None) -> dict[Any, LineVerdict]:
    """The verdict of the first line of each case, given its start and its facts, by key."""
    keys = list(wanted)
    cases = [
        Case.model_validate(build(str(number), start, QUALIFIED | facts))
        for number, (start, facts) in enumerate(wanted.values())
    ]
    last = as_of or max(item.service_date for case in cases for item in case.items)
    return {keys[int(each.case_id)]: each for each in decide(cases, load(), last) if each.line_number == 1}


LISTED = ("E0431", "E1390", "E1392")
NEVER_LISTED = ("E1405", "E1406")
CHANGES = {"E1392": date(2026, 4, 13), "E1390": date(2026, 4, 13), "E0431": date(2026, 4, 13)}


def test_a_late_order_never_covers_what_the_list_holds_on_the_day_of_delivery():
    days = [date(2026, 4, 12), date(2026, 4, 13), date(2026, 4, 14), date(2026, 10, 27), date(2026, 10, 28)]
    wanted = {
        (code, day): (
            day,
            {
                "orders": [{"id": "SWO", "items": "all", "order_date": "start-3", "received_date": "start+1"}],
                "encounters": [{"id": "VISIT", "date": "start-9"}],
                "items": [{"code": code}],
            },
        )
        for code in (*LISTED, "K0738", *NEVER_LISTED)
        for day in days
    }
    for (code, day), line in judged(wanted, date(2026, 11, 1)).items():
        barred = any(finding.rule == "PAP-110" for finding in line.findings)
        inferred = any(finding.rule == "PAP-111" for finding in line.findings)
        first = date(2026, 10, 28) if code == "K0738" else date(2026, 4, 13)
        listed = code not in NEVER_LISTED and day >= first
        assert barred is listed, (code, day)
        assert inferred is (code == "K0738" and date(2026, 4, 13) <= day < first), (code, day)
        assert not (listed and line.is_billable)
        if listed:
            (finding,) = (finding for finding in line.findings if finding.rule == "PAP-110")
            assert finding.grade == "secondary", "the codes of the list are told by others"


VISITS = [
    {"with_practitioner": who, "prescriber_verified": verified, "prescriber_holds_record": held}
    for who in ("ordering_practitioner", "other_practitioner", None)
    for verified in (True, False, None)
    for held in (True, False, None)
]


def test_a_visit_counts_with_the_prescriber_or_as_the_prescriber_vouches_for_it():
    wanted = {
        number: (date(2026, 5, 4), {"encounters": [{"id": "VISIT"} | visit], "items": [{"code": "E1392"}]})
        for number, visit in enumerate(VISITS)
    }
    for number, line in judged(wanted).items():
        who, verified, held = VISITS[number].values()
        vouched = False if False in (verified, held) else None if None in (verified, held) else True
        own = None if who is None else who == "ordering_practitioner"
        counts = True if True in (own, vouched) else None if None in (own, vouched) else False
        assert line.verdict == {True: "billable", None: "hold", False: "not covered"}[counts], VISITS[number]


def test_the_papers_of_an_entry_are_older_than_it_and_the_visit_at_most_six_months_older_than_the_order():
    entry = date(2026, 8, 10)
    statement = {
        "id": "STATEMENT", "items": "all", "method": "already_in_home", "complete": None, "date": "start-3",
        "signed": True, "supplier_attested": True,
    }  # fmt: skip
    offsets = [(order, visit) for order in (-400, -30, -1, 0, 1) for visit in (-1, 0, 180, 190)]
    wanted = {
        (order, visit): (
            entry,
            {
                "history": [{"code": "E1390", "from": date(2025, 6, 10), "months": 6, "payer": "medicare_advantage"}],
                "deliveries": [statement],
                "orders": [
                    {"id": "SWO", "items": "all", "order_date": f"start{order:+}", "received_date": f"start{order:+}"}
                ],
                "encounters": [{"id": "VISIT", "date": f"start{order - visit:+}"}],
                "items": [{"code": "E1390", "device": {"delivered": date(2025, 6, 10)}}],
            },
        )
        for order, visit in offsets
    }
    for (order, visit), line in judged(wanted, date(2026, 9, 1)).items():
        held = any(finding.rule == "PAP-230" for finding in line.findings)
        assert held is (order >= 0 or not 0 <= visit <= 181), (order, visit)
        assert not (held and line.is_billable)


@pytest.mark.parametrize("reason", ["inpatient", "skilled_nursing"])
def test_equipment_reaches_the_ward_at_most_two_days_before_the_discharge(reason: str):
    home = date(2025, 5, 12)
    wanted = {
        early: (
            home,
            {
                "orders": [{"id": "SWO", "items": "all", "order_date": "start-9", "received_date": "start-9"}],
                "deliveries": [{"id": "POD", "items": "all", "date": f"start-{early}"}],
                "absences": [{"first_day": date(2025, 5, 1), "last_day": home, "reason": reason}],
                "items": [{"code": "E1390", "device": {"delivered": home - timedelta(days=early)}}],
            },
        )
        for early in range(7)
    }
    for early, line in judged(wanted).items():
        assert line.is_billable is (early <= 2), early


LOOK_UPS = {"ELG-100", "ELG-105", "ELG-110", "ELG-130", "ELG-140", "ELG-150", "ELG-160", "ELG-165"}


def test_behind_a_death_nothing_is_asked_and_nothing_is_billable_and_before_it_all_is_asked():
    start, death = date(2025, 1, 10), date(2025, 5, 20)
    wanted = {
        month: (
            start,
            {
                "patient": {"died_on": death},
                "checks": [],
                "history": [{"code": "E1390", "from": start, "months": month - 1}],
                "items": [{"code": "E1390", "service_date": start.replace(month=month)}],
            },
        )
        for month in range(2, 9)
    }
    for month, line in judged(wanted, date(2025, 9, 1)).items():
        asked = {finding.rule for finding in line.findings} & LOOK_UPS
        assert not line.is_billable
        assert bool(asked) is (month <= 5), (month, asked)
        assert (line.verdict == "not payable") is (month > 5)


STATES = {
    "16013": "CT DE DC ME MD MA NH NJ NY PA RI VT",
    "17013": "IL IN KY MI MN OH WI",
    "18003": "AL AR CO FL GA LA MS NM NC OK PR SC TN TX VI VA WV",
    "19003": "AK AS AZ CA GU HI ID IA KS MO MT NE NV ND MP OR SD UT WA WY",
}


def test_each_state_has_one_contractor_and_a_claim_to_another_one_is_held():
    wanted = {}
    for own, states in STATES.items():
        other = next(each for each in STATES if each != own)
        for state in states.split():
            for sent in (own, other):
                address = {"line_1": "12 Example Street", "city": "Example", "state": state, "zip": "12207"}
                facts = {"patient": {"address": address}, "coverage": {"payer_id": sent}, "items": [{"code": "E1390"}]}
                wanted[state, sent, own] = (date(2025, 5, 12), facts)
    for (state, sent, own), line in judged(wanted).items():
        assert line.verdict == ("billable" if sent == own else "hold"), (state, sent)
        assert (sent == own) or own in line.findings[0].sentence
