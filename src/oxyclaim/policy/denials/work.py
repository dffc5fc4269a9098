"""What an office needs to work an answer: whose fault it is, what front ends mean, and whose limits hold.

Faults and edits are data (``faults.yaml``, ``edits.yaml``, ``elsewhere.yaml``); see there for the sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.engine.denials import DenialBook, Route

HERE = Path(__file__).parent
FAULTS = ("supplier", "payer", "patient")
ORIGINAL_MEDICARE = frozenset({"MA", "MB"})
"""Claim filing indicators (CLP06) of Original Medicare, whose time limits the routes have."""
PRIMARY = "1"
SUPPLIERS_GROUP = "CO"
PATIENTS_GROUP = "PR"
BILLED_WITH_ABN = "GA"
RANKS = {"1": 1, "4": 1, "19": 1, "2": 2, "20": 2, "3": 3, "21": 3}
"""Which payer in order an answer comes from, by CLP02."""
NEW_CLAIM, REDETERMINATION, WRITE_OFF, POST = "new_claim", "redetermination", "write_off", "post"
ASK_PAYER = "ask_payer"
REOPENING, RECORDS, DISPUTE = "clerical_reopening", "records", "payer_dispute"
UNDERPAID_ROUTES = (REDETERMINATION, "clerical_reopening")
"""The ways on from a payment that is too low: an appeal (remark MA01 tells of the right to it), or a reopening for what
was entered wrongly. Source: NREDET."""
OTHER_PAYER, BILL_PATIENT, REFUND_PATIENT = "other_payer", "bill_patient", "refund_patient"
NOT_THE_PATIENT = (
    "The patient may not be charged for it ({reason}). See whether records or coding allow an appeal or a correction "
    "before anybody writes it off."
)
CHANGE_TO_PR = " Where the patient is to pay (GY or a valid ABN is right), have the group changed to PR first."
"""Where the usual way is to bill the patient, and the group or another code bars that. Source: NGROUP, NUPG."""
REFUND_DAYS = 30
"""Within which what was collected goes back, where the remark says so. Source: CODE-COPIES."""
WANTED_BACK = (
    " {owed} dollars are wanted back and not taken yet. The day of the demand letter is day 1: interest runs from day "
    "31, whatever is appealed, and the money is taken from day 41. A redetermination that is asked for by day 40 stops "
    "the taking, not the interest; if the letter is of the remittance's day ({first}), that is by {last}."
)
STOPS_BY_DAY = 40
TAKEN = (
    " The {taken} dollars that were wanted back have been taken or paid back; an appeal that is won brings them back."
)
TAKEN_AT_ONCE = (
    " No debt for it stands in the remittances, so what had been paid was set off in the payment itself; an appeal "
    "that is won brings it back."
)
"""Of a denial of what Original Medicare had paid. Source: Noridian's pages on overpayments and on the limitation on
recoupment, as read on 2026-11-28."""
SENT_ANEW = (NEW_CLAIM, OTHER_PAYER)
"""Ways on that are gone once a later claim for the same line is on its way."""
WORDS_ELSEWHERE = (
    ("; a telephone reopening cannot do it", ""), ("; a reopening cannot do it", ""),
    ("with a reopening or a new claim", "with a corrected claim"),
    ("by a telephone reopening, or tell it in the narrative of a new claim", "by a corrected claim with a narrative"),
    ("by a reopening, or by a new claim if it was returned", "by a corrected claim"),
    ("by a reopening, or send a new claim if it was rejected", "by a corrected claim"),
    ("(by a reopening only to 12, else by a new claim)", "(by a corrected claim)"),
    ("(reopening or new claim)", "(a corrected claim)"), ("end a new claim", "end a corrected claim"),
    ("Ask for a redetermination", "Appeal"), ("ask for a redetermination", "appeal"),
    ("a telephone reopening", "a corrected claim"), ("a reopening", "a corrected claim"),
    ("reopening", "corrected claim"),
    ("the line to be reopened", "the line to be processed again"), ("a redetermination", "an appeal"),
    ("redetermination", "appeal"), ("that it reopens", "that it looks at it again"),
    ("with the LCD", "with its policy"),
)  # fmt: skip
"""What Medicare's own words are with other payers, in sentences that do not speak of Medicare."""
FILE_REJECTED = {
    "TA1": ("The whole file was turned down before anybody looked at a claim.",
            "Correct the file's envelope as the TA1 says, and send all its claims again."),
    "999": ("The file's form was turned down: it does not keep to the guide.",
            "Correct what the 999 names, and send all claims of that transaction set again."),
}  # fmt: skip
"""What a rejection of a whole file means, and what to do."""


@dataclass(frozen=True)
class Edit:
    """What a front end means by a status. ``only_points``: the status of a line tells more."""

    meaning: str
    action: str
    of_the_supplier: bool = False
    only_points: bool = False


@dataclass(frozen=True)
class Faults:
    """Whose fault an entry is, by its id; entries that strike all patients alike; those that are
    duplicates; those whose remark gives 30 days for a refund to the patient; those that call a claim late."""

    of: Mapping[str, str]
    of_the_supplier: frozenset[str]
    duplicates: frozenset[str]
    refund_in_30_days: frozenset[str]
    filed_late: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """All entries that are named."""
        return frozenset(self.of) | self.of_the_supplier | self.duplicates | self.refund_in_30_days | self.filed_late


@cache
def faults() -> Faults:
    """The lists of ``faults.yaml``."""
    read = _read("faults")
    return Faults(
        {id: whose for whose in FAULTS for id in read[whose]}, frozenset(read["of_the_supplier"]),
        frozenset(read["duplicates"]), frozenset(read["refund_in_30_days"]), frozenset(read["filed_late"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Elsewhere:
    """What an entry says of a payer that is not Original Medicare, where that differs."""

    meaning: str | None = None
    cause: str | None = None
    action: str | None = None
    routes: tuple[str, ...] | None = None


@cache
def elsewhere() -> Mapping[str, Elsewhere]:
    """The entries of ``elsewhere.yaml``, by id."""
    return {
        id: Elsewhere(**words | ({"routes": tuple(words["routes"])} if "routes" in words else {}))
        for id, words in _read("elsewhere").items()
    }


@cache
def edits() -> Mapping[str, Edit]:
    """The statuses of ``edits.yaml``."""
    return {code: Edit(**entry) for code, entry in _read("edits").items()}


def edit_of(statuses: Iterable[str]) -> tuple[str | None, Edit | None]:
    """The status that tells most of some (as in ``A7:164:IL``), and what it means; None where none is known."""
    found = [(status, edit) for status in statuses if (edit := _edit(status))]
    found.sort(key=lambda each: each[1].only_points)
    return found[0] if found else (None, None)


def _edit(status: str) -> Edit | None:
    _, _, rest = status.partition(":")
    return edits().get(rest) or edits().get(rest.partition(":")[0])


def in_its_words(text: str) -> str:
    """What is to be done, in the words of a payer that is not Original Medicare."""
    sentences = text.split(". ")
    return ". ".join(each if "Medicare" in each else reduce(_swapped, WORDS_ELSEWHERE, each) for each in sentences)


def _swapped(sentence: str, words: tuple[str, str]) -> str:
    return sentence.replace(*words)


def not_the_patient(charge: str, group: str | None) -> str:
    """What to do where the usual way is to bill the patient, and ``charge`` says no."""
    words = NOT_THE_PATIENT.format(reason=charge.partition(": ")[2])
    return words + CHANGE_TO_PR if group == SUPPLIERS_GROUP else words


def ways_with(routes: Iterable[Route], is_original_medicare: bool, book: DenialBook) -> tuple[Route, ...]:
    """The routes as they hold with a payer: those that are Medicare's own give way to what other payers have."""
    if is_original_medicare:
        return tuple(routes)
    found = [book.routes[route.elsewhere] if route.elsewhere else route for route in routes]
    return tuple({route.id: route for route in found}.values())


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
