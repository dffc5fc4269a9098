"""Makes files of made-up claims (837P, 005010X222A1) of any size, the same ones for the same seed.

A file is an archive of up to eight billing runs over two years, each an interchange of its own: transactions of
1,000 to 5,000 claims, several billing providers, subscribers and some dependents, one claim a patient and run. Every
name, number and address is made up; NPIs and MBIs only have the right form. A share of the claims has one fault each.

    python -m bench.claim_files --claims 10000 out.x12
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TextIO

from oxyclaim.case.days import add_months
from oxyclaim.policy import load
from oxyclaim.x12.core.envelopes import Envelope, InterchangeWriter
from oxyclaim.x12.core.segments import amount

FIRST_MONTH = date(2024, 3, 1)
MONTHS = 24
LONGEST_RUN = 10
"""Months that one run covers at most, so that no line is filed late."""
CLAIMS_A_RUN = 2_500
FEWEST, MOST = 1_000, 5_000
"""Claims of a transaction."""
COVERAGE_MODIFIERS_FROM = date(2023, 4, 1)
"""KX on a rental that began before, N1 to N3 on later ones."""

_LAST = [
    "SMITH", "JOHNSON", "O'BRIEN", "GARCIA-LOPEZ", "MILLER", "DAVIS", "D'ANGELO", "WILSON", "SMITH-JONES",
    "TAYLOR", "MOORE", "MCDONALD", "THOMPSON", "NGUYEN", "WALKER", "HALL", "ALLEN", "O'CONNOR", "KING",
    "WRIGHT", "HILL", "GREEN", "BAKER", "NELSON", "CARTER", "MITCHELL", "PEREZ", "ROBERTS", "TURNER",
    "PHILLIPS-REED", "EVANS", "COLLINS", "STEWART", "MORRIS", "COOK", "ROGERS", "REED", "BELL", "BAILEY",
    "COOPER", "WARD", "GRAY", "WATSON", "BROOKS",
]  # fmt: skip
_FIRST = [
    "MARY", "JAMES", "PATRICIA", "JOHN", "LINDA", "ROBERT", "BARBARA", "MICHAEL", "ANNE-MARIE", "WILLIAM",
    "SUSAN", "DAVID", "DOROTHY", "RICHARD", "LISA", "CHARLES", "NANCY", "THOMAS", "KAREN", "CHRISTOPHER",
    "BETTY", "DANIEL", "HELEN", "MATTHEW", "SANDRA", "DONALD", "DONNA", "MARK", "CAROL", "PAUL", "RUTH",
]  # fmt: skip
_STREETS = [
    "ELM STREET", "OAK AVENUE", "MAPLE DRIVE", "ST MARY'S ROAD", "NORTH 5TH STREET APT 4", "HILL-TOP LANE",
    "COUNTY ROAD 12",
]  # fmt: skip
_TOWNS = [
    ("SPRINGFIELD", "IL", "62701"), ("DAYTON", "OH", "45402"), ("LANSING", "MI", "48933"), ("MADISON", "WI", "53703"),
    ("MACON", "GA", "31201"), ("TAMPA", "FL", "33602"), ("ST. PAUL", "MN", "55101"), ("COEUR D'ALENE", "ID", "83814"),
    ("EL PASO", "TX", "79901"), ("WINSTON-SALEM", "NC", "27101"), ("ALBANY", "NY", "12207"), ("DOVER", "DE", "19901"),
]  # fmt: skip
_SUPPLIERS = ("EXAMPLE OXYGEN INC", "SAMPLE HOME CARE LLC", "O'HARA RESPIRATORY", "BREATHE-EASY MEDICAL",
              "MUSTER DME SERVICES", "MADE-UP OXYGEN CO")  # fmt: skip
_PAYERS = {"16013": "NORIDIAN JA DME", "17013": "CGS JB DME", "18003": "CGS JC DME", "19003": "NORIDIAN JD DME"}
_DIAGNOSES = ("J449", "J9611", "J441", "J8410", "I2720", "J479", "I5022", "E849", "J84112", "I2781", "G4736", "J9612")
_CLUSTER_HEADACHE = ("G44009", "G44019", "G44029")
_CHARGES = {"E1390": 395_00, "E1392": 210_50, "E0431": 59_14, "E0441": 77_45, "E0443": 77_45, "E0570": 25_00,
            "A7003": 4_75, "E0601": 98_60, "A4615": 2_10}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One service line: code and modifiers as they stand in SV101, charge in cents."""

    service: str
    cents: int
    certificate: str = ""
    """A PWK segment that says a certificate of medical necessity comes with the line."""


@dataclass(frozen=True)
class Patient:
    """What every claim of a patient repeats, as ready segments."""

    subscriber: str
    """2000B from SBR to the end of 2010BB, without its HL."""
    dependent: str
    """2000C from PAT on, without its HL; empty where the patient is the subscriber."""
    rental_start: date
    day: int
    lines: tuple[Line, ...]
    diagnoses: tuple[str, ...]
    ordering: str
    range_of_dates: bool


@dataclass(frozen=True)
class Supplier:
    """A billing provider: its segments from PRV to REF, and its patients by number."""

    segments: str
    patients: range


@dataclass(frozen=True)
class Claim:
    """One claim about to be written; a fault changes a part of it."""

    claim_id: str
    patient: Patient
    day: date
    lines: tuple[Line, ...]
    place: str = "12"
    total: int | None = None
    """The claim's charge in cents where it is not the sum of the lines."""
    diagnoses: tuple[str, ...] = ()
    ordering: str = ""
    subscriber: str = ""
    twice: bool = False


@dataclass
class Written:
    """What a file holds."""

    claims: int = 0
    lines: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def npi(number: int) -> str:
    """A made-up NPI with a right check digit."""
    body = f"1{number % 100_000_000:08d}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::2])
    return body + str(-(24 + doubled + sum(map(int, body[1::2]))) % 10)


_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_MBI = ("123456789", _LETTERS, _LETTERS + "0123456789", "0123456789", _LETTERS, _LETTERS + "0123456789", "0123456789",
        _LETTERS, _LETTERS, "0123456789", "0123456789")  # fmt: skip


def mbi(number: int) -> str:
    """A made-up Medicare number of the right form; another one for another number."""
    rest, text = number * 982_451_653_777 + 5_555_555_555_557, ""
    for allowed in _MBI:
        rest, place = divmod(rest, len(allowed))
        text += allowed[place]
    return text


@cache
def _contractors() -> dict[str, str]:
    """The contractor's number by state, as the rule book has it."""
    (value,) = load().values["medicare"]["contractors_by_state"]
    return dict(pair.split() for pair in value.value)


def a_patient(number: int, seed: int) -> Patient:
    """The patient of this number."""
    chance = Random(seed * 1_000_003 + number)
    last, first = chance.choice(_LAST), chance.choice(_FIRST)
    town, state, code = chance.choice(_TOWNS)
    street = f"{chance.randrange(1, 9999)} {chance.choice(_STREETS)}"
    plus_four = f"{chance.randrange(1, 9999):04d}" if chance.random() < 0.6 else ""
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(30 * 365))
    start = date(2022, 4, 1) + timedelta(days=chance.randrange(365)) if chance.random() < 0.1 else None
    start = start or date(2023, 4, 1) + timedelta(days=chance.randrange(330))
    home = f"N3*{street}~N4*{town}*{state}*{code}{plus_four}~DMG*D8*{born:%Y%m%d}*{chance.choice('FM')}~"
    dependent = chance.random() < 0.03
    payer_id = "99901" if dependent else _contractors()[state]
    receiver = f"NM1*PR*2*{_PAYERS.get(payer_id, 'EXAMPLE HEALTH PLAN')}*****PI*{payer_id}~"
    middle = f"*{chance.choice('ABCDEFGHJKLMNPRSTW')}" if chance.random() < 0.4 else ""
    if dependent:
        insured = f"SBR*P**GRP{number % 1000:03d}******CI~NM1*IL*1*{last}*{chance.choice(_FIRST)}****MI*XZ{number:08d}~"
        patient = f"PAT*19~NM1*QC*1*{last}*{first}{middle}~{home}"
    else:
        name = f"NM1*IL*1*{last}*{first}{middle or '*'}***MI*{mbi(number)}~"
        insured, patient = f"SBR*P*18*******MB~{name}{home}", ""
    lines, diagnoses = _equipment(chance, start, number)
    prescriber = chance.randrange(500)
    ordering = f"NM1*DK*1*{_LAST[prescriber % 44]}*{_FIRST[prescriber % 31]}****XX*{npi(40_000 + 7 * prescriber)}~"
    return Patient(insured + receiver, patient, start, chance.randrange(1, 28), lines, diagnoses, ordering,
                   chance.random() < 0.05)  # fmt: skip


def _equipment(chance: Random, start: date, number: int) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines and diagnoses that this patient's claims have."""
    diagnoses = tuple(chance.sample(_DIAGNOSES, chance.randrange(1, 5)))
    group = "KX" if start < COVERAGE_MODIFIERS_FROM else chance.choices(("N1", "N2", "N3"), (80, 17, 3))[0]
    if group == "N3":
        diagnoses = (chance.choice(_CLUSTER_HEADACHE), *diagnoses[:2])
    kind = chance.random()
    if kind < 0.50:
        flow = chance.choices(("", ":QE", ":QF"), (90, 7, 3))[0]
        portable = flow if flow == ":QF" else ""
        services = [f"E1392:RR:{group}{portable}", f"E1390:RR:{group}{flow}"]
    elif kind < 0.75:
        services = [f"E1390:RR:{group}", f"E0431:RR:{group}"]
    elif kind < 0.85:
        services = [f"E1390:RR:{group}{chance.choices(('', ':QE', ':QG'), (60, 20, 20))[0]}"]
    elif kind < 0.90:
        services = [f"E0441:{group}", f"E0443:{group}"]
    elif kind < 0.95:
        services, diagnoses = ["E0570:RR", "A7003:NU"], ("J449", *(d for d in diagnoses[:2] if d != "J449"))
    else:
        services, diagnoses = ["E0601:RR:KX"], ("G4733", *diagnoses[:1])
    raised = 100 + number % 23
    return tuple(Line(service, _CHARGES[service[:5]] * raised // 100) for service in services), diagnoses


def claim_text(claim: Claim, level: int, parent: int) -> tuple[str, int]:
    """The claim's segments from the HL of its subscriber on, and the last HL number that it uses."""
    patient = claim.patient
    text = f"HL*{level}*{parent}*22*{1 if patient.dependent else 0}~{claim.subscriber or patient.subscriber}"
    if patient.dependent:
        text += f"HL*{level + 1}*{level}*23*0~{patient.dependent}"
        level += 1
    body = _body(claim)
    return text + (body + body if claim.twice else body), level


def _body(claim: Claim) -> str:
    codes = claim.diagnoses or claim.patient.diagnoses
    total = claim.total if claim.total is not None else sum(line.cents for line in claim.lines)
    text = (
        f"CLM*{claim.claim_id}*{amount(total)}***{claim.place}:B:1*Y*A*Y*Y~"
        f"HI*ABK:{codes[0]}{''.join(f'*ABF:{code}' for code in codes[1:])}~"
    )
    pointers = ":".join("1234"[: len(codes)])
    day = f"{claim.day:%Y%m%d}"
    dates = f"RD8*{day}-{day}" if claim.patient.range_of_dates else f"D8*{day}"
    for place, line in enumerate(claim.lines, 1):
        text += (
            f"LX*{place}~SV1*HC:{line.service}*{amount(line.cents)}*UN*1***{pointers}~{line.certificate}"
            f"DTP*472*{dates}~REF*6R*{place}~{claim.ordering}"
        )
    return text


def _oxygen(claim: Claim) -> bool:
    return claim.lines[0].service[:5] in ("E1390", "E1392") and ":RR" in claim.lines[0].service


def _each(claim: Claim, change: Callable[[str], str]) -> Claim:
    return replace(claim, lines=tuple(replace(line, service=change(line.service)) for line in claim.lines))


def _more(claim: Claim, code: str, modifiers: str = "") -> Claim:
    return replace(claim, lines=(*claim.lines, Line(code + modifiers, _CHARGES[code])))


FAULTS: dict[str, Callable[[Claim], Claim]] = {
    "no RR on a rental": lambda c: _each(c, lambda service: service.replace(":RR", "")),
    "two coverage modifiers": lambda c: _each(c, lambda service: service[:8] + ":N1:N2"),
    "KX on a new rental": lambda c: _each(c, lambda service: re.sub(":N[123]", ":KX", service)),
    "no coverage modifier": lambda c: _each(c, lambda service: service[:8]),
    "QE on a portable unit": lambda c: _each(c, lambda service: re.sub("^(E1392|E0431):.*", r"\1:RR:N1:QE", service)),
    "two portable units": lambda c: _more(_more(c, "E1392", ":RR:N1"), "E0431", ":RR:N1"),
    "contents during the rental": lambda c: _more(c, "E0443", ":N1"),
    "tubing during the rental": lambda c: _more(c, "A4615", ":NU"),
    "a certificate attached": lambda c: replace(c, lines=tuple(replace(x, certificate="PWK*CT*AD~") for x in c.lines)),
    "place of service 31": lambda c: replace(c, place="31"),
    "no ordering provider": lambda c: replace(c, ordering=""),
    "no NPI of the ordering provider": lambda c: replace(c, ordering=c.ordering.partition("****XX")[0] + "~"),
    "a wrong check digit": lambda c: replace(c, ordering=f"{c.ordering[:-2]}{(int(c.ordering[-2]) + 1) % 10}~"),
    "a wrong total": lambda c: replace(c, total=sum(line.cents for line in c.lines) + 1_00),
    "a dot in a diagnosis": lambda c: replace(c, diagnoses=("J44.9", *c.patient.diagnoses[1:])),
    "an unknown state": lambda c: replace(c, subscriber=_other_state(c.patient.subscriber)),
    "the claim twice": lambda c: replace(c, twice=True),
}
"""What can be wrong with a claim; each is done to an oxygen rental."""


def _other_state(subscriber: str) -> str:
    before, found, after = subscriber.partition("~N4*")
    town, _, rest = after.partition("*")
    return f"{before}{found}{town}*ZZ{rest[2:]}" if found else subscriber


def write_claims(
    path: Path, claims: int, *, seed: int = 1, faults: float = 0.03, suppliers: int = 0, first_patient: int = 0
) -> Written:
    """Write a file of so many claims and say what stands in it; ``faults`` is the share of claims with a fault.

    Patients are numbered from ``first_patient`` on: files whose numbers differ have no patient in common.
    """
    with path.open("w", encoding="ascii", newline="") as out:
        return _Writer(out, claims, seed, faults, suppliers or max(2, min(60, claims // 400)), first_patient).write()


class _Writer:
    def __init__(self, out: TextIO, claims: int, seed: int, faults: float, suppliers: int, first: int) -> None:
        self.out, self.claims, self.seed, self.faults = out, claims, seed, faults
        self.chance = Random(seed)
        self.written = Written()
        self.runs = max(1, min(8, claims // CLAIMS_A_RUN))
        self.patients = [a_patient(first + number, seed) for number in range(-(-claims // self.runs))]
        each = -(-len(self.patients) // suppliers)
        self.suppliers = [
            _supplier(number, range(number * each, min((number + 1) * each, len(self.patients))))
            for number in range(suppliers)
        ]

    def write(self) -> Written:
        for run in range(self.runs):
            self._run(run)
        return self.written

    def _run(self, run: int) -> None:
        """One interchange: what was served since the last run, created a few days after."""
        months = min(LONGEST_RUN, MONTHS // self.runs)
        end = add_months(FIRST_MONTH, (run + 1) * MONTHS // self.runs)
        created = datetime.combine(end + timedelta(days=4), time(9, 30))
        envelope = Envelope("B08000001", "99999", run + 1, created, False, "837", "HC", "005010X222A1")
        writer = InterchangeWriter(self.out, envelope)
        left, batch = 0, 0
        level = 0
        for supplier in self.suppliers:
            opened = 0
            for number in supplier.patients:
                if self.written.claims == self.claims:
                    break
                if left == 0:
                    if batch:
                        writer.end_transaction()
                    left, batch, level, opened = self.chance.randrange(FEWEST, MOST + 1), batch + 1, 0, 0
                    writer.begin_transaction()
                    writer.write(_header(run, batch, created))
                if not opened:
                    level += 1
                    opened = level
                    writer.write(f"HL*{level}**20*1~{supplier.segments}")
                claim = self._claim(self.patients[number], add_months(end, -1 - self.chance.randrange(months)))
                text, level = claim_text(claim, level + 1, opened)
                writer.write(text)
                left -= 1
        writer.end_transaction()
        writer.end()

    def _claim(self, patient: Patient, month: date) -> Claim:
        written = self.written
        day = month.replace(day=patient.day)
        claim = Claim(f"C{written.claims:07d}", patient, day, patient.lines, ordering=patient.ordering)
        written.claims += 1
        if self.chance.random() < self.faults and _oxygen(claim):
            name = self.chance.choice(tuple(FAULTS))
            changed = FAULTS[name](claim)
            if changed != claim and written.claims + changed.twice <= self.claims:
                claim = changed
                written.faults[name] += 1
                written.claims += claim.twice
        written.lines += len(claim.lines) * (1 + claim.twice)
        return claim


def _supplier(number: int, patients: range) -> Supplier:
    town, state, code = _TOWNS[number % len(_TOWNS)]
    name = f"{_SUPPLIERS[number % len(_SUPPLIERS)]} {number + 1}"
    return Supplier(
        f"PRV*BI*PXC*332BX2000X~NM1*85*2*{name}*****XX*{npi(10_000 + 13 * number)}~N3*{number + 1} MARKET STREET~"
        f"N4*{town}*{state}*{code}{1200 + number % 700:04d}~REF*EI*{900_000_000 + number}~",
        patients,
    )


def _header(run: int, batch: int, created: datetime) -> str:
    return (
        f"BHT*0019*00*{run + 1:04d}{batch:04d}*{created:%Y%m%d}*{created:%H%M}*CH~"
        "NM1*41*2*EXAMPLE OXYGEN INC*****46*B08000001~PER*IC*BEN MUSTER*TE*2175550100~"
        "NM1*40*2*EXAMPLE CLEARINGHOUSE*****46*99999~"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write a file of made-up claims (837P).")
    parser.add_argument("file", type=Path)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.03, help="share of claims with one fault each")
    return parser.parse_args()


def main() -> None:
    """Write the file that the command line asks for."""
    asked = _arguments()
    written = write_claims(asked.file, asked.claims, seed=asked.seed, faults=asked.faults)
    size = asked.file.stat().st_size / 1e6
    print(f"{written.claims:,} claims, {written.lines:,} lines, {size:,.1f} MB", file=sys.stderr)  # noqa: T201
    for name, count in written.faults.most_common():
        print(f"{count:>8,} {name}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
