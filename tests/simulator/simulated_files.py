"""Made-up claims for the simulator, and looking at what it wrote. Not the product's reading of anything."""

import io
import json
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pyx12.params import ParamsBase
from pyx12.x12n_document import x12n_document

from oxyclaim_simulator import AnswerRequest, answer
from oxyclaim_simulator.submitting import Bill, Item, claim_file
from tests.simulator.remittance_checker import St, rows_of, transactions

RECEIVED = date(2025, 6, 2)
UNTIL = date(2025, 12, 30)
SUBJECT = ("ALDER", "ADA", "1 QUARRY ROAD", "TROY", "NY", "12180", "19400101", "F")
BOTH = (Item("E1390", ("RR", "N1"), 24_000), Item("E1392", ("RR", "N1"), 39_500))
ONE = (Item("E1392", ("RR", "N1"), 21_000),)
BILL = Bill("CLAIM1", "16013", "9AA0A0MZZ00", SUBJECT, "2298295538", date(2025, 5, 10), BOTH)


def several() -> list[Bill]:
    """Four patients of Medicare, one each of a plan and an insurer; two months of one of them."""
    medicare = [
        replace(BILL, id=f"CLAIM{number}", member=f"9AA{number}A0MZZ00", service_date=date(2025, 5, 10 + number))
        for number in range(4)
    ]
    later = replace(medicare[0], id="CLAIM8", service_date=date(2025, 4, 10))
    others = [
        replace(BILL, id=f"PLAN{payer}LONGERTHAN17", payer=payer, member=f"9BB{payer[-1]}A0MZZ00")
        for payer in ("60601", "60602")
    ]
    return [*medicare, later, *others]


@dataclass
class Answered:
    """A folder of answers, read plainly."""

    folder: Path
    truth: dict[str, Any]

    def texts(self, kind: str, right: str = "post") -> list[str]:
        """The files of a kind with which it is right to do so, in order."""
        names = [each["name"] for each in self.truth["files"] if (each["kind"], each["right"]) == (kind, right)]
        return [(self.folder / name).read_bytes().decode("latin-1") for name in names]

    @cached_property
    def payments(self) -> list[St]:
        """Every transaction that is to be posted, in the order of the files."""
        return [st for text in self.texts("835") for st in transactions(text)]

    def rows(self, kind: str) -> list[list[str]]:
        """All segments of the files of a kind."""
        return [row for text in self.texts(kind) for row in rows_of(text)[0]]

    def claim(self, claim_id: str) -> dict[str, Any]:
        """The truth of a claim."""
        return next(each for each in self.truth["claims"] if each["claim_id"] == claim_id)

    @property
    def bank(self) -> list[list[str]]:
        """The bank's lines."""
        found = [
            line.split(",")
            for path in sorted(self.folder.parent.glob("bank*.csv"))
            for line in path.read_text().split("\n")
        ]
        return [each for each in found if each != [""] and each[0] != "effective_date"]


def answered(folder: Path, bills: list[Bill], **asked: Any) -> Answered:
    """The answers to some claims in one file."""
    control = asked.pop("control", 7)
    source = folder / f"claims-{control}.x12"
    source.write_text(claim_file(bills, RECEIVED, control))
    request: dict[str, Any] = {"received": RECEIVED, "until": UNTIL, "deductible_met": True} | asked
    done = answer(AnswerRequest([source], folder / "run", **request))
    return Answered(folder / "run" / "replies", json.loads(Path(done.truth).read_text()))


def people(folder: Path, **facts: Any) -> Path:
    """A file of what the payers know of the member of BILL."""
    path = folder / "people.json"
    path.write_text(json.dumps({BILL.member: facts}))
    return path


def pyx12_says(text: str) -> list[str]:
    """What pyx12, which knows the guides, finds wrong; nothing where the file is sound."""
    report = io.StringIO()
    logger = logging.getLogger("pyx12")
    disabled, logger.disabled = logger.disabled, True
    try:
        sound = x12n_document(ParamsBase(), io.StringIO(text), None, None, fd_json=report)
    finally:
        logger.disabled = disabled
    return [] if sound else _errors(json.loads(report.getvalue())) or ["refused"]


def renumbered(texts: list[str]) -> str:
    """Several files as one, each interchange under a number of its own, as pyx12 wants them in one file."""
    written, number = [], 0
    for text in texts:
        rows, composite = rows_of(text)
        for row in rows:
            number += row[0] == "ISA"
            place = {"ISA": 13, "IEA": 2}.get(row[0])
            fields = [f"{number:09}" if at == place else each for at, each in enumerate(row)]
            if row[0] != "ISA":
                fields = [each.replace(composite, ":") for each in fields]
            written.append("*".join([*fields[:11], "^", *fields[12:16], ":"] if row[0] == "ISA" else fields))
    return "~\n".join(written) + "~\n"


def _errors(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["err_str"])] if "err_str" in value else []
        return own + [error for each in value.values() for error in _errors(each)]
    return [error for each in value for error in _errors(each)] if isinstance(value, list) else []


def ledger_of(answers: Answered) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """What a plain reader posts from the files: by claim id, line id (REF*6R) and payer, paid and each adjustment.

    A reversal that repeats nothing takes back all that stands of its claim.
    """
    posted: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for st in answers.payments:
        payer = next(row[2] for row in st.rows if row[:2] == ["REF", "2U"])
        for claim in st.claims:
            if claim.is_bare:
                for key in [key for key in posted if key[0] == claim.id and key[2] == payer]:
                    del posted[key]
            for reason in claim.cas:
                posted[claim.id, "", payer][f"{reason[0]}-{reason[1]}"] += reason[2]
            for line in claim.lines:
                number = next((row[2] for row in line.rows if row[:2] == ["REF", "6R"]), "").replace("-", "")
                entry = posted[claim.id, number, payer]
                entry["paid"] += line.paid
                for group, reason_code, amount in line.cas:
                    entry[f"{group}-{reason_code}"] += amount
    return posted


def ledger_of_truth(truth: dict[str, Any], cut: dict[str, int]) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """The same from the truth; ``cut``: letters of the claim id that a payer gives back."""
    posted = {}
    for claim in truth["claims"]:
        for line in claim["lines"]:
            for payer, said in line["by_payer"].items():
                name = claim["claim_id"][: cut.get(payer)]
                entry = {code: Decimal(cents) / 100 for code, cents in said["adjusted"].items()}
                posted[name, line["line_id"], payer] = entry | {"paid": Decimal(said["paid"]) / 100}
        for payer, codes in claim["claim_level"].items():
            posted[claim["claim_id"][: cut.get(payer)], "", payer] = {k: Decimal(c) / 100 for k, c in codes.items()}
    return posted


def nonzero(ledger: dict[tuple[str, str, str], dict[str, Decimal]]) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """Without entries that came to nothing."""
    return {key: found for key, each in ledger.items() if (found := {k: v for k, v in each.items() if v})}


def months_told(truth: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    """Months that were paid by payer, member and code, as what was said of the claims has it."""
    paid: Counter[tuple[str, str, str]] = Counter()
    for claim in truth["claims"]:
        group = "medicare" if len(claim["payer"]) == 5 and claim["payer"][2:] in ("013", "003") else claim["payer"]
        for line in claim["lines"]:
            codes = line["by_payer"].get(claim["payer"], {"adjusted": {}})["adjusted"]
            if {"CO-45", "CO-94", "OA-94"} & codes.keys() or (codes.keys() == {"CO-97"} and "RR" in line["modifiers"]):
                paid[group, claim["member"], line["code"]] += 1
    return paid
