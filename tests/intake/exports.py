"""A made-up export of an office's system, with the dirt of real ones. Everyone and everything in it is made up.

``write_export`` writes the files and says what it put into them; the mapping stands beside it.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from oxyclaim.case.days import add_months

AS_OF = date(2026, 6, 15)
_LAST = ("Haverstock", "Oakhurst", "Ferncliff", "Brannigan", "Tilbury", "O'Dell", "Vance-Moreau", "Quillfeather")
_FIRST = ("Dolores", "Delphine", "Marcus", "Aoife", "Ignatius", "Wilhelmina", "Bo", "Thaddeus")
_STATES = (
    ("Schenectady", "NY", "12304", "16013"),
    ("Temple", "TX", "76502", "18003"),
    ("Dayton", "OH", "45402", "17013"),
    ("Reno", "NV", "89501", "19003"),
)
_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"

MAPPING = """\
import_version: "1"
dates: month/day/year
constants:
  coverage.payer_name: NORIDIAN JA DME
  coverage.assignment: accepted
  coverage.benefits_assigned: yes
  coverage.release_signed: yes
  supplier.name: Hudson Hollow Home Oxygen Inc.
  supplier.npi: 2033100571
  supplier.tax_id: 17-4409321
  supplier.taxonomy: 332BX2000X
  supplier.address.line_1: 41 Tannery Row
  supplier.address.city: Troy
  supplier.address.state: NY
  supplier.address.zip: 12180-3317
  submitter.id: B08227719
  submitter.name: Lantern Street Billing Service
  submitter.contact_name: Odalys Ferncliff
  submitter.contact_phone: 518-555-0142
  submitter.receiver_id: ECH27013
  submitter.receiver_name: EASTWIND CLEARINGHOUSE
words:
  patient.sex: {F: female, M: male}
  coverage.payer: {"MEDICARE PART B": medicare, MCR: medicare}
  tests.state: {At rest: rest}
  tests.method: {Pulse ox: oximetry}
  history.outcome: {Open: pending}
  absences.reason: {Hospital: inpatient}
  papers.kind: {SWO: standard_written_order, Office note: progress_note, POD: proof_of_delivery}
blank:
  items.device.picked_up: none
confirmed:
  standard_written_order:
    orders.names_beneficiary: yes
    orders.describes_items: yes
    orders.states_quantity: yes
    orders.names_practitioner: yes
    orders.signed: yes
    orders.used_during: rest, exercise, sleep
  proof_of_delivery: {deliveries.signed: yes, deliveries.complete: yes, deliveries.method: direct}
  progress_note:
    encounters.with_practitioner: ordering_practitioner
    encounters.mode: in_person
    encounters.supports_order: yes
    tests.study: spot
    tests.performed_by: treating_practitioner
    tests.paid_by: payer
    tests.supervision: in_person
    tests.inpatient: no
    tests.signs_noted: yes
    tests.ordered_by_practitioner: yes
    tests.evaluated_by_practitioner: yes
    tests.evaluation_shown_by: result_in_note
    tests.result_in_record: yes
files:
  - name: patients*.csv
    patient: Patient ID
    columns:
      Patient Name: patient.name
      DOB: patient.birth_date
      Sex: patient.sex
      Address: patient.address.line_1
      City: patient.address.city
      St: patient.address.state
      Zip: patient.address.zip
      Acct: patient.account_number
      Insurance: coverage.payer
      Policy No: coverage.member_id
      Payer ID: coverage.payer_id
      Doctor: practitioner.name
      Doctor NPI: practitioner.npi
      Dx1: diagnoses.icd10
      Dx2: diagnoses.icd10
      OSA: clinical.sleep_apnea
      Phone:
  - name: orders*.csv
    patient: Pt
    columns: {Order Date: orders.order_date, Received: orders.received_date, Codes: orders.items, Flow: orders.flow_lpm}
  - name: tests*.csv
    patient: Pt
    columns:
      Test Date: tests.date
      Method: tests.method
      Condition: tests.state
      O2 Sat: tests.spo2_percent
      Room Air: tests.on_room_air
  - name: equipment*.csv
    patient: Patient ID
    columns:
      HCPCS: items.code
      Rental Start: items.rental_start
      Monthly Charge: items.charge
      POS: items.place_of_service
      Serial: items.device.serial
      Delivered: items.device.delivered
      Pickup Date: items.device.picked_up
      Output: items.device.oxygen_output
    constants: {items.acquisition: rental, items.units: 1}
  - name: deliveries*.csv
    patient: Pt
    columns: {Delivered: deliveries.date, Codes: deliveries.items}
  - name: billed*.csv
    patient: Pt
    complete: yes
    columns: {HCPCS: history.code, DOS: history.service_date, Status: history.outcome, Paid: history.paid}
    constants: {history.kind: rental, history.payer: medicare, history.supplier: own}
  - name: stays*.csv
    patient: Pt
    complete: yes
    columns: {From: absences.first_day, To: absences.last_day, Why: absences.reason}
  - name: checks*.csv
    patient: Pt
    columns: {Verified: checks.date, Asked: checks.asked, Source: checks.source}
  - name: papers*.csv
    patient: Pt
    columns:
      Type: papers.kind
      Date: papers.date
      Page: papers.page
      File: papers.file
      Shows: papers.shows
      Reviewed By: papers.confirmed_by
      Reviewed On: papers.confirmed_on
"""


@dataclass
class Told:
    """What was put into an export. ``indexed``: patients all of whose papers a person has confirmed."""

    files: list[Path] = field(default_factory=list)
    rows: int = 0
    patients: list[str] = field(default_factory=list)
    indexed: list[str] = field(default_factory=list)
    dirty: dict[str, str] = field(default_factory=dict)
    strangers: int = 0
    blank: int = 0


def mbi(number: int) -> str:
    """A made-up Medicare number of the right form; another for each number."""
    digits = [1 + number % 9, number // 9 % 10, number // 90 % 10, number // 900 % 10, number // 9000 % 10]
    letter = _MBI_LETTERS[number // 90_000 % len(_MBI_LETTERS)]
    return f"{digits[0]}E{letter}{digits[1]}T{letter}{digits[2]}MK{digits[3]}{digits[4]}"


def us(day: date) -> str:
    """5/8/2025, as offices write it."""
    return f"{day.month}/{day.day}/{day.year}"


def write_export(folder: Path, patients: int, dirt: int = 10, seed: int = 1) -> Told:
    """Write an export of so many patients in mid-rental into the folder, with its mapping as ``map.yaml``.

    ``dirt``: something is wrong with each so-many-th patient; 0 with none.
    """
    chance, told = Random(seed), Told()
    sheets: dict[str, list[Sequence[str]]] = {name: [] for name in _HEADINGS}
    for number in range(patients):
        _patient(f"P{number:05}", number, chance, sheets, told, dirt)
    if dirt:
        sheets["orders"].append(("P-NOBODY", us(AS_OF), "", "E1390", "2 LPM"))
        sheets["tests"].append(("", us(AS_OF), "Pulse ox", "At rest", "86%", "Y"))
        sheets["patients"].append(("",) * len(_HEADINGS["patients"]))
        sheets["patients"].append(("Total", f"{patients} patients"))
        told.strangers, told.blank = 3, 1
    for name, rows in sheets.items():
        path = folder / f"{name}.csv"
        separator = ";" if name == "patients" else ","
        encoding = "utf-8-sig" if name in ("patients", "billed") else "cp1252" if name == "equipment" else "utf-8"
        with path.open("w", encoding=encoding, newline="") as out:
            writer = csv.writer(out, delimiter=separator)
            writer.writerow(_HEADINGS[name])
            writer.writerows(rows)
        told.files.append(path)
        told.rows += len(rows)
    (folder / "map.yaml").write_text(MAPPING, encoding="utf-8")
    return told


_HEADINGS: dict[str, tuple[str, ...]] = {
    "patients": ("Patient ID", "Patient Name", "DOB", "Sex", "Address", "City", "St", "Zip", "Acct", "Insurance",
                 "Policy No", "Payer ID", "Doctor", "Doctor NPI", "Dx1", "Dx2", "OSA", "Phone"),
    "orders": ("Pt", "Order Date", "Received", "Codes", "Flow"),
    "tests": ("Pt", "Test Date", "Method", "Condition", "O2 Sat", "Room Air"),
    "equipment": ("Patient ID", "HCPCS", "Rental Start", "Monthly Charge", "POS", "Serial", "Delivered", "Pickup Date",
                  "Output"),
    "deliveries": ("Pt", "Delivered", "Codes"),
    "billed": ("Pt", "HCPCS", "DOS", "Status", "Paid"),
    "stays": ("Pt", "From", "To", "Why"),
    "checks": ("Pt", "Verified", "Asked", "Source"),
    "papers": ("Pt", "Type", "Date", "Page", "File", "Shows", "Reviewed By", "Reviewed On"),
}  # fmt: skip
DIRT = ("bad date", "bad number", "doubled row", "doubled patient", "bad history", "bad pick-up", "zip lost its zero",
        "trailing blanks", "two people")  # fmt: skip


def _patient(
    id: str, number: int, chance: Random, sheets: dict[str, list[Sequence[str]]], told: Told, dirt: int
) -> None:
    told.patients.append(id)
    wrong = DIRT[number // dirt % len(DIRT)] if dirt and number % dirt == 3 else ""
    if wrong:
        told.dirty[id] = wrong
    billed = chance.randrange(3, 30)
    start = add_months(AS_OF, -billed) - timedelta(days=chance.randrange(1, 28))
    seen, ordered = start - timedelta(days=6), start - timedelta(days=4)
    codes = ("E1390", "E1392") if chance.random() < 0.6 else ("E1390",)
    city, state, zip, contractor = _STATES[number % len(_STATES)]
    name = f"{_LAST[number % len(_LAST)]}, {_FIRST[number // 8 % len(_FIRST)]} {chance.choice('MJQ')}"
    birth = date(1935 + number % 25, 1 + number % 12, 1 + number % 28)
    row = [id, name, us(birth), chance.choice("FM"), f"{100 + number} Larkspur Crossing", city, state, zip,
           f"HH-{number}", chance.choice(("MEDICARE PART B", "MCR")), mbi(number), contractor, "Brannigan, Aoife",
           "2298295538", "J44.9", chance.choice(("", "R09.02")), "N", "518-555-0100"]  # fmt: skip
    if wrong == "trailing blanks":
        row = [f"{cell}   " for cell in row]
    if wrong == "zip lost its zero":
        row[7] = "1230"
    if wrong == "bad date":
        row[2] = "13/45/1941"
    sheets["patients"].append(row)
    if wrong == "doubled row":
        sheets["patients"].append(row)
    if wrong == "doubled patient":  # the same member under another id
        sheets["patients"].append([f"{id}-B", *row[1:]])
        told.patients.append(f"{id}-B")
    if wrong == "two people":
        sheets["patients"].append([id, "Other, Person", "1/1/1950", *row[3:]])
    flow = chance.choice(("2", "2 LPM", "2.0 lpm"))
    sheets["orders"].append((id, us(ordered), us(ordered), ", ".join(codes), "two" if wrong == "bad number" else flow))
    sheets["tests"].append((id, us(seen), "Pulse ox", "At rest", chance.choice(("86%", "86", "85 %")), "Y"))
    for code in codes:
        charge = chance.choice(("$1,240.50", "240.00")) if code == "E1390" else "$395.00"
        gone = "unknown" if wrong == "bad pick-up" else ""
        output = "continuous" if code == "E1390" else "pulse"
        sheets["equipment"].append((id, code, us(start), charge, "12", f"S{number}{code}", us(start), gone, output))
        for month in range(billed):
            day = us(add_months(start, month))
            paid = "" if month == billed - 1 else "$120.10"
            sheets["billed"].append((id, code, day, "Open" if month == billed - 1 else "Paid", paid))
    if wrong == "bad history":
        sheets["billed"].append((id, codes[0], "soon", "Paid", ""))
    sheets["deliveries"].append((id, us(start), " ".join(codes)))
    if number % 7 == 0:
        stay = add_months(start, 1) + timedelta(days=3)
        sheets["stays"].append((id, us(stay), us(stay + timedelta(days=4)), "Hospital"))
    asked = "part_b; medicare_advantage; hospice; death; primary_payer"
    sheets["checks"].append((id, us(AS_OF), asked, "payer_system"))
    sheets["checks"].append((id, us(AS_OF), "stay; address", "patient"))
    if number % 3 == 0:
        return
    by = "" if number % 3 == 1 else "Odalys Ferncliff"
    on = "" if not by else us(AS_OF - timedelta(days=2))
    if by and not wrong:
        told.indexed.append(id)
    papers = (
        ("SWO", ordered, "1", "", "order"),
        ("Office note", seen, "2", "visit; test; diagnosis; mobile_in_home; sleep_apnea", "note"),
        ("POD", start, "1", "", "pod"),
        ("Office note", AS_OF - timedelta(days=60), "1", "need", "renewal"),
    )
    for kind, day, page, shows, file in papers:
        sheets["papers"].append((id, kind, us(day), page, f"{id}-{file}.pdf", shows, by, on))
