"""Near-billable starts for synthetic cases: a way to qualify, lines to bill, the days, the papers.

A case drawn blindly from the layout would never be billable, and would always fail the same few rules.
These starts are close to what a supplier sees; values lie around the limits of the policy.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import yaml

from oxyclaim.case.days import add_months
from oxyclaim.policy.worked_cases import RULES, build
from verdicts.strata import ACCESSORIES, CLASSES, CONTRACTOR_STATES, REGIMES

Facts = dict[str, Any]

_ASSUMED = yaml.safe_load((RULES / "assumed.yaml").read_text(encoding="utf-8"))

FIRST_DAY, LAST_DAY = REGIMES[0], date(2027, 12, 31)
OLDER_POLICY_UNTIL = date(2023, 1, 1)
EMERGENCY = (date(2020, 3, 1), date(2023, 5, 11))

LOW_SATURATIONS = (78, 84, 86, 87, 87.4, 87.5, 88, 88.4)
EDGE_SATURATIONS = (88.5, 89, 89.4, 89.5, 90)
HIGH_SATURATIONS = (90, 91, 93, 94, 97)
LOW_PRESSURES = (48, 52, 54.5, 55, 55.4)
EDGE_PRESSURES = (55.5, 56, 57, 58, 59, 59.4, 59.5, 60)
HIGH_PRESSURES = (60, 61, 65, 72)
RENTAL_MONTHS = (*[1] * 14, 2, 3, 4, 5, 12, 13, 14, 35, 36, 37, 38, 60, 61)
FLOWS = (0.5, 0.9, 1, 1.5, *[2] * 10, 3, 4, 4.1, 5, 6, 10)


def scenario(rng: Random, case_id: str) -> Facts:
    """One near-billable case file."""
    start, service = _days(rng)
    facts = rng.choices(list(ROUTES), weights=list(ROUTES.values()))[0](rng)
    if start < OLDER_POLICY_UNTIL:
        _what_the_older_policy_asks(rng, facts)
    facts["items"] = _items(rng, start, service)
    facts["orders"] = _orders(rng, facts.pop("ordered", {}), start, service)
    clinical = facts.setdefault("clinical", {})
    clinical["mobile_in_home"] = {"value": rng.random() < 0.93}
    if EMERGENCY[0] <= start <= EMERGENCY[1] and rng.random() < 0.8:
        clinical["need_shown_in_emergency"] = {"value": True}
    _place(rng, facts)
    _notice(rng, facts)
    _look_ups(rng, facts, service)
    if rng.random() < 0.3:
        _coded(rng, facts, start)
    return build(case_id, start.isoformat(), facts, _ASSUMED)


def _what_the_older_policy_asks(rng: Random, facts: Facts) -> None:
    """Certificate, stable state and findings that were asked of service dates before 2023."""
    if rng.random() < 0.85:
        facts["certificates"] = [{"kind": "initial"}]
    for test in facts["tests"] or ():
        if not test.get("inpatient"):
            test["stable_state"] = rng.random() < 0.9
        if test["state"] == "sleep":
            test["minutes_at_qualifying_value"] = rng.choice((4, 4.9, 5, 5, 6, 30))
    asked = ("lung_disease_or_hypoxia_symptoms", "other_treatment_tried", "signs_of_hypoxemia_in_sleep")
    facts.setdefault("clinical", {}).update({name: {"value": True} for name in asked if rng.random() < 0.9})


def _days(rng: Random) -> tuple[date, date]:
    """First day of the rental and service date: often where the policy changes, else all along."""
    months = rng.choice(RENTAL_MONTHS) - 1
    boundary = rng.choice(REGIMES[1:]) + timedelta(days=rng.choice((-1, 0, 0, 1)))
    draw = rng.random()
    if draw < 0.3:
        start = boundary
    elif draw < 0.45:
        start = add_months(boundary, -months)
    else:
        first = FIRST_DAY if draw < 0.6 else REGIMES[-3]
        start = first + timedelta(days=rng.randrange((LAST_DAY - first).days))
    service = add_months(start, months)
    return start, service if service <= LAST_DAY else start


def _items(rng: Random, start: date, service: date) -> list[Facts]:
    portable = "E1392" if rng.random() < 0.6 else rng.choice(CLASSES["portable"])
    stationary = "E1390" if rng.random() < 0.6 else rng.choice(CLASSES["stationary"])
    codes = rng.choices(
        ([portable], [stationary], [stationary, portable], [rng.choice(CLASSES["contents"])],
         [rng.choice(CLASSES["purchase"])], [stationary, rng.choice(CLASSES["contents"])],
         [portable, rng.choice(CLASSES["portable"])], [stationary, portable, rng.choice(ACCESSORIES)]),
        weights=(24, 20, 39, 5, 3, 4, 3, 2),
    )[0]  # fmt: skip
    shared = {"rental_start": start.isoformat(), "service_date": service.isoformat()}
    items: list[Facts] = [{"code": code} | shared for code in dict.fromkeys(codes)]
    for item in items:
        if item["code"] in CLASSES["contents"]:
            item["acquisition"] = "contents"
    if rng.random() < 0.05:
        rng.choice(items)["acquisition"] = rng.choice(("purchase", "maintenance"))
    if rng.random() < 0.05:
        earlier = add_months(start, -rng.choice((12, 59, 60, 61, 72))).isoformat()
        reason = rng.choice(("end_of_lifetime", "lost", "stolen", "irreparable_damage", "wear"))
        items[0]["replaces"] = {"code": items[0]["code"], "rental_start": earlier, "reason": reason}
    if len(items) > 1 and rng.random() < 0.1:
        for item in items[:2]:
            item["device"] = {"serial": "ONE-DEVICE" if rng.random() < 0.5 else f"S-{item['code']}"}
    return items


def _orders(rng: Random, ordered: Facts, start: date, service: date) -> list[Facts]:
    flow = rng.choice(FLOWS)
    rates: Facts = {"flow_lpm": flow}
    if rng.random() < 0.15:
        rates = {"day_flow_lpm": flow, "night_flow_lpm": rng.choice(FLOWS), "used_during": ["rest", "sleep"]}
    orders = [{"id": "SWO", "items": "all"} | rates | ordered]
    if (service - start).days > 60 and rng.random() < 0.5:
        renewed = (service - timedelta(days=rng.choice((1, 10, 30, 360, 370)))).isoformat()
        orders.append({"id": "RENEWAL", "items": "all", "order_date": renewed, "received_date": renewed} | rates)
    return orders


def _place(rng: Random, facts: Facts) -> None:
    state = rng.choice(tuple(CONTRACTOR_STATES))
    facts["patient"] = {"address": _ASSUMED["case"]["patient"]["address"] | {"state": state}}
    facts.setdefault("coverage", {})["payer_id"] = CONTRACTOR_STATES[state]


def _notice(rng: Random, facts: Facts) -> None:
    if rng.random() < 0.15:
        signed = rng.choice(("start-3", "start-1", "start", "start+1"))
        facts["notices"] = [
            {"id": "ABN-1", "signed_date": signed, "items": [item["code"] for item in facts["items"]],
             "states_reason": True, "states_cost": rng.random() < 0.9, "option": rng.choice("1123")}
        ]  # fmt: skip


QUESTIONS = ("part_b", "medicare_advantage", "hospice", "stay", "death", "primary_payer", "address")


def _look_ups(rng: Random, facts: Facts, service: date) -> None:
    """Look-ups before billing: mostly complete, now and then with a gap, made too early, or with something found."""
    if rng.random() < 0.03:
        facts[rng.choice(("checks", "absences"))] = None
        return
    day = (service + timedelta(days=rng.choice((-1, *[0, 1, 2, 5, 9] * 6)))).isoformat()
    asked = list(QUESTIONS)
    if rng.random() < 0.04:
        asked.remove(rng.choice(QUESTIONS))
    facts["checks"] = [{"date": day, "asked": asked}]
    if rng.random() < 0.12:
        facts["absences"] = [_absence(rng, service)]
    if rng.random() < 0.02:
        edge = (service + timedelta(days=rng.choice((-1, 0, 1)))).isoformat()
        key = rng.choice(("died_on", "part_b_from", "part_b_until"))
        facts.setdefault("patient" if key == "died_on" else "coverage", {})[key] = edge


def _absence(rng: Random, service: date) -> Facts:
    """A time of something else around the service date, often with an edge on it."""
    first = service + timedelta(days=rng.choice((-90, -30, -7, -1, 0, 1)))
    reasons = ("inpatient", "inpatient", "skilled_nursing", "hospice", "medicare_advantage", "other_payer")
    absence: Facts = {"first_day": first.isoformat(), "reason": rng.choice(reasons)}
    if rng.random() < 0.85:
        last = max(first, service + timedelta(days=rng.choice((-20, -1, -1, 0, 0, 1, 8))))
        absence["last_day"] = last.isoformat()
    if absence["reason"] == "hospice" and rng.random() < 0.7:
        absence["unrelated_to_hospice"] = rng.random() < 0.5
    return absence


def _coded(rng: Random, facts: Facts, start: date) -> None:
    """Modifiers as somebody may have put them on: mostly those of the time, now and then others."""
    usual = "KX" if start < date(2023, 4, 1) else rng.choice(("N1", "N1", "N1", "N2", "N3"))
    for item in facts["items"]:
        modifiers = ["RR", usual]
        if rng.random() < 0.2:
            modifiers[1] = rng.choice(("KX", "N1", "N2", "N3", "GA", "GZ", "GY"))
        if rng.random() < 0.2:
            modifiers.append(rng.choice(("QE", "QF", "QG", "QA", "QB", "QR", "CR", "KX", "GA", "ZZ")))
        if rng.random() < 0.1:
            rng.shuffle(modifiers)
        if rng.random() < 0.1:
            modifiers.pop()
        if rng.random() < 0.05:
            modifiers[0] = rng.choice(("NU", "UE", "MS"))
        item["modifiers"] = list(dict.fromkeys(modifiers))


# The ways to qualify


def _mostly(rng: Random, usual: Sequence[float], otherwise: Sequence[float]) -> float:
    return rng.choice(usual if rng.random() < 0.8 else otherwise)


def _on_oxygen(rng: Random) -> Facts:
    return {"oxygen_flow_lpm": rng.choice((2, 3.9, 4, 5))} if rng.random() < 0.2 else {}


def _oximetry_at_rest(rng: Random) -> Facts:
    saturation = _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS)
    tests = [{"id": "CLINIC", "state": "rest", "spo2_percent": saturation} | _on_oxygen(rng)]
    if rng.random() < 0.2:
        again = rng.choice(LOW_SATURATIONS + HIGH_SATURATIONS)
        day = f"start-{rng.randrange(1, 40)}"
        tests.append({"id": "AGAIN", "state": "rest", "spo2_percent": again, "date": day})
    return {"tests": tests}


def _blood_gas(rng: Random) -> Facts:
    abg: Facts = {"id": "ABG", "method": "arterial_blood_gas", "state": "rest"}
    if rng.random() < 0.7:
        abg["po2_mmhg"] = _mostly(rng, LOW_PRESSURES, EDGE_PRESSURES)
    else:
        abg["sao2_percent"] = _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS)
    tests = [abg | _on_oxygen(rng)]
    if rng.random() < 0.4:
        beside = rng.choice(LOW_SATURATIONS + HIGH_SATURATIONS)
        day = rng.choice(("start-2", "start-2", "start-3"))
        tests.append({"id": "OX", "state": "rest", "spo2_percent": beside, "date": day})
    return {"tests": tests}


def _exercise(rng: Random) -> Facts:
    shared = {"session": "WALK", "study": "exercise"}
    during = _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS)
    better = rng.choice((during, during + 1, 92, 93, 95))
    stopped = "recovery" if rng.random() < 0.1 else "exercise"
    tests = [
        {"id": "REST", "state": "rest", "spo2_percent": _mostly(rng, HIGH_SATURATIONS, EDGE_SATURATIONS)} | shared,
        {"id": "WALKING", "state": stopped, "spo2_percent": during} | shared,
        {"id": "ON-OXYGEN", "state": "exercise", "spo2_percent": better, "oxygen_flow_lpm": 2} | shared,
    ]
    return {"tests": tests[: rng.choice((3, 3, 3, 3, 2))]}


def _overnight(rng: Random) -> Facts:
    low = _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS)
    night: Facts = {
        "id": "NIGHT", "state": "sleep", "study": "overnight_oximetry", "spo2_percent": low,
        "recorded_hours": rng.choice((1.5, 1.9, 2, 6, 8)),
    }  # fmt: skip
    if rng.random() < 0.4:
        night |= {"baseline_spo2_percent": min(100, low + rng.choice((4, 5, 5.5, 6, 8))), "symptoms_of_hypoxemia": True}
    if rng.random() < 0.6:
        night |= {
            "performed_by": "idtf", "supervision": "none", "idtf_ordered_first": True, "idtf_instructed": True,
            "tamper_proof": True, "idtf_reported": True, "supplier_took_part": False,
        }  # fmt: skip
    tests = [night]
    if rng.random() < 0.85:
        tests.append({"id": "AWAKE", "state": "rest", "spo2_percent": _mostly(rng, HIGH_SATURATIONS, LOW_SATURATIONS)})
    return {"tests": tests}


def _sleep_apnea(rng: Random) -> Facts:
    study = "titration_polysomnography"
    if rng.random() < 0.2:
        study = rng.choice(("home_sleep_test", "diagnostic_polysomnography"))
    titration = {
        "id": "TITRATION", "state": "sleep", "study": study,
        "spo2_percent": _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS),
        "titration_hours": rng.choice((1.5, 2, 2, 3, 4)), "events_per_hour_before": rng.choice((8, 10, 25, 40)),
        "events_per_hour_after": rng.choice((4, 6, 9, 10, 10.1, 12)), "read_at_optimal_pap": rng.random() < 0.9,
    }  # fmt: skip
    clinical = {"sleep_apnea": {"value": True}, "hypoxemia_explained_by_other_condition": {"value": True}}
    diagnoses = [{"icd10": "J44.9"}, {"icd10": "G47.33"}]
    awake = {"id": "AWAKE", "state": "rest", "spo2_percent": _mostly(rng, HIGH_SATURATIONS, LOW_SATURATIONS)}
    return {"tests": [titration, awake], "clinical": clinical, "diagnoses": diagnoses}


def _hospital(rng: Random) -> Facts:
    """A test before going home; the equipment is delivered on the day of discharge."""
    test: Facts = {
        "id": "WARD", "state": "rest", "inpatient": True, "date": f"start-{rng.randrange(4)}",
        "admission_date": "start-9", "discharge_date": rng.choice(("start", "start", "start-1", "start+1")),
    }  # fmt: skip
    if rng.random() < 0.7:
        test["spo2_percent"] = _mostly(rng, LOW_SATURATIONS, EDGE_SATURATIONS)
    else:
        test |= {"method": "arterial_blood_gas", "po2_mmhg": _mostly(rng, LOW_PRESSURES, EDGE_PRESSURES)}
    return {"tests": [test]}


def _group_2(rng: Random) -> Facts:
    test: Facts = {"id": "CLINIC", "state": "rest"}
    if rng.random() < 0.6:
        test["spo2_percent"] = _mostly(rng, (89, 88.5, 89.4), EDGE_SATURATIONS)
    else:
        test |= {"method": "arterial_blood_gas", "po2_mmhg": _mostly(rng, (56, 57, 58, 59), EDGE_PRESSURES)}
    study = rng.choice(("echocardiogram", "pulmonary_artery_pressure", "p_pulmonale_on_ekg", "other"))
    condition = rng.choice((
        {"dependent_edema_suggesting_chf": {"value": True}},
        {"pulmonary_hypertension": {"value": True, "shown_by": study}},
        {"cor_pulmonale": {"value": True, "shown_by": study}},
        {"hematocrit_percent": {"value": rng.choice((55, 56, 56.4, 56.5, 57, 60))}},
    ))  # fmt: skip
    none = {
        "dependent_edema_suggesting_chf": {"value": False}, "pulmonary_hypertension": {"value": False},
        "cor_pulmonale": {"value": False}, "hematocrit_percent": {"value": 44},
    }  # fmt: skip
    clinical = (none if rng.random() < 0.5 else {}) | (condition if rng.random() < 0.85 else {})
    tests = [test]
    if rng.random() < 0.3:
        day = f"start+{rng.choice((59, 60, 61, 75, 89, 90, 91))}"
        tests.append(test | {"id": "RETEST", "date": day})
    return {"tests": tests, "clinical": clinical}


def _group_3(rng: Random) -> Facts:
    code = rng.choice(("G44.009", "G44.009", "G44.001", "G44.029", "G43.909", "J44.9"))
    days = {"length_of_need_days": rng.choice((30, 60, 89, 90, 91, 9999))} if rng.random() < 0.9 else {}
    return {
        "tests": [{"id": "CLINIC", "state": "rest", "spo2_percent": _mostly(rng, HIGH_SATURATIONS, EDGE_SATURATIONS)}],
        "diagnoses": [{"icd10": code, "oxygen_without_hypoxemia": True}],
        "ordered": days,
    }


def _group_4(rng: Random) -> Facts:
    reason = rng.choice(("dyspnea", "angina", "peripheral_vascular_disease", "terminal_illness_sparing_breathing"))
    tests = [{"id": "CLINIC", "state": "rest", "spo2_percent": _mostly(rng, HIGH_SATURATIONS, LOW_SATURATIONS)}]
    return {"tests": tests, "clinical": {reason: {"value": True}}}


def _no_test(rng: Random) -> Facts:
    return {"tests": rng.choice(([], None))}


ROUTES: dict[Callable[[Random], Facts], float] = {
    _oximetry_at_rest: 20, _blood_gas: 12, _exercise: 12, _overnight: 11, _sleep_apnea: 7, _hospital: 12,
    _group_2: 13, _group_3: 7, _group_4: 4, _no_test: 2,
}  # fmt: skip
"""The ways to qualify, or nearly, with their shares."""
