"""What happens to a patient and the equipment: each event changes the facts of the case and says so in its version."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

Facts = dict[str, Any]
Entered = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A field of an event: its name, its words, its input, and whether it may stay empty."""

    name: str
    label: str
    input: Literal["date", "text", "line"]
    optional: bool = False


@dataclass(frozen=True)
class Event:
    """A kind of event: what is asked, and what it changes."""

    id: str
    title: str
    about: str
    asked: tuple[Asked, ...]
    apply: Callable[[Facts, Entered], None]


@dataclass(frozen=True)
class EventTried:
    """The version that was made, or what is wrong, by field (empty: the whole)."""

    version: int | None
    problems: dict[str, str]


def _item(facts: Facts, entered: Entered) -> list[Facts]:
    """The lines that the event is about: one, or all."""
    line = entered.get("line", "")
    return [item for item in facts["items"] if not line or str(item["line_number"]) == line]


def _delivered(facts: Facts, entered: Entered) -> None:
    for item in _item(facts, entered):
        device = item.setdefault("device", {})
        device["delivered"] = entered["date"]
        _serial(device, entered)


def _swapped(facts: Facts, entered: Entered) -> None:
    for item in _item(facts, entered):
        _serial(item.setdefault("device", {}), entered)
    facts.setdefault("changes", []).append({"date": entered["date"], "what": "equipment"})


def _picked_up(facts: Facts, entered: Entered) -> None:
    for item in _item(facts, entered):
        item.setdefault("device", {})["picked_up"] = entered["date"]


def _died(facts: Facts, entered: Entered) -> None:
    facts.setdefault("patient", {})["died_on"] = entered["date"]


def _absent(reason: str) -> Callable[[Facts, Entered], None]:
    def apply(facts: Facts, entered: Entered) -> None:
        absence = {"first_day": entered["date"], "last_day": entered.get("until", ""), "reason": reason}
        facts.setdefault("absences", []).append({key: value for key, value in absence.items() if value})

    return apply


def _home_again(facts: Facts, entered: Entered) -> None:
    lasting = [each for each in facts.get("absences") or [] if "last_day" not in each]
    if lasting:
        lasting[-1]["last_day"] = entered["date"]
    else:
        raise LookupError("no absence lasts; enter the stay itself")


def _member(facts: Facts, entered: Entered) -> None:
    facts["coverage"]["member_id"] = entered["member_id"]


def _moved(facts: Facts, entered: Entered) -> None:
    address = facts.setdefault("patient", {}).setdefault("address", {})
    for key in ("line_1", "city", "state", "zip"):
        address[key] = entered[key]


def _changed(what: str) -> Callable[[Facts, Entered], None]:
    def apply(facts: Facts, entered: Entered) -> None:
        facts.setdefault("changes", []).append({"date": entered["date"], "what": what})

    return apply


def _serial(device: Facts, entered: Entered) -> None:
    if entered.get("serial"):
        device["serial"] = entered["serial"]


_DATE = Asked("date", "Day", "date")
_TICKET = Asked("ticket", "Ticket", "text", optional=True)
_LINE = Asked("line", "Line", "line", optional=True)
_SERIAL = Asked("serial", "Serial number", "text", optional=True)
EVENTS = (
    Event("delivered", "Delivered", "The slip itself is entered under Intake.",
          (_DATE, _LINE, _SERIAL, _TICKET), _delivered),
    Event("swapped", "Swapped for another unit", "The new unit's serial number.",
          (_DATE, _LINE, Asked("serial", "New serial number", "text"), _TICKET), _swapped),
    Event("picked_up", "Picked up", "Later months stop.", (_DATE, _LINE, _TICKET), _picked_up),
    Event("died", "The patient died", "Later months stop.", (_DATE,), _died),
    Event("admitted", "Admitted to a hospital", "Leave the discharge empty while it lasts.",
          (_DATE, Asked("until", "Discharged on", "date", optional=True)), _absent("inpatient")),
    Event("nursing", "Admitted to a nursing facility", "Leave the discharge empty while it lasts.",
          (_DATE, Asked("until", "Discharged on", "date", optional=True)), _absent("skilled_nursing")),
    Event("home", "Home again", "Ends the last stay that was entered without a discharge.", (_DATE,), _home_again),
    Event("hospice", "Elected hospice", "",
          (_DATE, Asked("until", "Until", "date", optional=True)), _absent("hospice")),
    Event("plan", "Another payer pays", "A plan or another payer in place of this one.",
          (_DATE, Asked("until", "Until", "date", optional=True)), _absent("other_payer")),
    Event("member", "New member number", "", (Asked("member_id", "Member number", "text"),), _member),
    Event("moved", "Moved", "The new permanent address.",
          (Asked("line_1", "Street and number", "text"), Asked("city", "City", "text"),
           Asked("state", "State (two letters)", "text"), Asked("zip", "ZIP code", "text")), _moved),
    Event("transfer", "Came from, or went to, another supplier", "", (_DATE, _TICKET), _changed("supplier")),
    Event("practitioner", "Another practitioner orders", "", (_DATE,), _changed("practitioner")),
)  # fmt: skip
"""All kinds, in the order in which they are shown."""


def event_of(id: str) -> Event | None:
    """The kind with this id."""
    return next((each for each in EVENTS if each.id == id), None)


def happen(
    desk: SupplierDesk, case_id: str, event: Event, entered: Entered, book: RuleBook, change: Change
) -> EventTried:
    """Enter an event: a version of the case, whose reason names it with day, serial number and ticket. Raises
    KeyError."""
    given = {each.name: entered.get(each.name, "").strip() for each in event.asked}
    problems = {each.name: "is wanted" for each in event.asked if not each.optional and not given[each.name]}
    if problems:
        return EventTried(None, problems)
    head = desk.head(case_id)
    facts: Facts = json.loads(head.text)
    try:
        event.apply(facts, given)
    except LookupError as error:
        return EventTried(None, {"": str(error)})
    read = cases_of([facts], book)
    if read.problems:
        named = {each.name for each in event.asked}
        found = {each.path.rpartition(".")[2] if each.path else "": each.message for each in read.problems}
        return EventTried(None, {(key if key in named else ""): said for key, said in found.items()})
    saved = desk.store.save(read.cases[0], head.version, replace(change, reason=_reason(event, given)))
    return EventTried(saved.version, {})


def _reason(event: Event, given: Mapping[str, str]) -> str:
    told = [event.title.lower()]
    if given.get("date"):
        told.append(f"on {date.fromisoformat(given['date']).isoformat()}")
    for name, words in (("line", "line"), ("serial", "serial number"), ("ticket", "ticket")):
        if given.get(name):
            told.append(f"{words} {given[name]}")
    return ", ".join(told)
