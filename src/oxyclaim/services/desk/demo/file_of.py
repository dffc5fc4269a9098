"""A patient's whole file, with nothing lacking: what the demo's other patients are made from."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from oxyclaim.case.days import add_months
from oxyclaim.services.desk.demo.people import Facts, Person


@cache
def shared() -> Facts:
    """What the made-up patients share, from ``facts.yaml``."""
    found: Facts = yaml.safe_load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"))
    return found


def complete_file(case_id: str, who: Person, start: date, months: int, as_of: date) -> Facts:
    """A file for month ``months`` (from 1) of a rental of two units that began on ``start``; all is on file."""
    units = shared()["equipment"]
    codes = [unit["code"] for unit in units]
    visit, ordered = start - timedelta(days=4), start - timedelta(days=3)
    service = add_months(start, months - 1)
    documents: list[Facts] = [
        _paper("NOTE", "progress_note", visit, "Office visit with oximetry strip"),
        _paper("SWO", "standard_written_order", ordered, f"Order for {' and '.join(codes)}"),
        _paper("POD", "proof_of_delivery", start, "Delivery ticket, signed at the home"),
    ]
    facts: Facts = {
        "schema_version": 1,
        "case_id": case_id,
        "documents": documents,
        "patient": who.patient,
        "coverage": {**shared()["coverage"], "member_id": who.member_id},
        "supplier": shared()["supplier"],
        "submitter": shared()["submitter"],
        "practitioner": who.practitioner,
        "orders": [{
            "id": "SWO-1", "document": "SWO", "page": 1, "order_date": ordered, "received_date": ordered,
            "items": codes, "names_beneficiary": True, "describes_items": True, "states_quantity": True,
            "names_practitioner": True, "signed": True, "used_during": ["rest", "exercise", "sleep"], "flow_lpm": 2,
        }],
        "encounters": [{
            "id": "VISIT-1", "document": "NOTE", "page": 1, "date": visit,
            "with_practitioner": "ordering_practitioner", "mode": "in_person", "supports_order": True,
        }],
        "tests": [{
            "id": "TEST-1", "document": "NOTE", "page": 2, "date": visit, "method": "oximetry", "study": "spot",
            "state": "rest", "on_room_air": True, "spo2_percent": 86, "performed_by": "treating_practitioner",
            "paid_by": "payer", "supervision": "in_person", "inpatient": False, "signs_noted": True,
            "ordered_by_practitioner": True, "evaluated_by_practitioner": True,
            "evaluation_shown_by": "result_in_note", "result_in_record": True,
        }],
        "clinical": {"mobile_in_home": {"document": "NOTE", "page": 1, "value": True, "date": visit}},
        "diagnoses": [{"icd10": "J44.9", "description": "Chronic obstructive pulmonary disease", "document": "NOTE"}],
        "deliveries": [{
            "id": "DELIVERY-1", "document": "POD", "page": 1, "date": start, "items": codes,
            "method": "direct", "signed": True, "complete": True,
        }],
        "history": [
            {"code": code, "service_date": add_months(start, month), "kind": "rental",
             "payer": shared()["coverage"]["payer"],
             "outcome": "paid", "supplier": "own"}
            for month in range(months - 1)
            for code in codes
        ],
        "absences": [],
        "items": [_item(number, unit, start, service) for number, unit in enumerate(units, 1)],
    }  # fmt: skip
    if months > 1:
        _follow_up(facts, service)
    facts["checks"] = []
    if service <= as_of:
        looked_up(facts, min(as_of, service + timedelta(days=2)))
    return facts


def looked_up(facts: Facts, day: date) -> None:
    """All look-ups before billing were made on a day."""
    facts["checks"] = [
        {"date": day, "source": "payer_system", "asked": shared()["look_ups"]},
        {"date": day, "source": "patient", "asked": ["stay", "address"]},
    ]


def _follow_up(facts: Facts, service: date) -> None:
    """A record that the patient still needs and uses the oxygen."""
    day = service - timedelta(days=20)
    facts["documents"].append(_paper("FOLLOW-UP", "progress_note", day, "Office visit, oxygen continued"))
    facts["follow_ups"] = [
        {"id": "FOLLOW-UP-1", "document": "FOLLOW-UP", "page": 1, "date": day, "source": "medical_record",
         "shows_need": True, "shows_use": True}
    ]  # fmt: skip


def _paper(id: str, kind: str, day: date, words: str) -> Facts:
    return {"id": id, "kind": kind, "date": day, "on_file": True, "description": words}


def _item(number: int, unit: Facts, start: date, service: date) -> Facts:
    device = {**unit["device"], "serial": f"Z{number}-{start.toordinal()}", "delivered": start}
    return {
        "line_number": number, "code": unit["code"], "acquisition": "rental", "rental_start": start,
        "service_date": service, "units": 1, "charge": unit["charge"], "place_of_service": "12", "device": device,
    }  # fmt: skip
