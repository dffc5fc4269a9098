"""The profile: what is the same in every case of a supplier, so that a case begins with the patient.

A profile fills keys that a case leaves out and overrides none: what a case says holds.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from oxyclaim.case.models import Address, Case, Coverage, ProviderId, Section, Submitter, Supplier
from oxyclaim.case.values import (
    Dollars,
    Hcpcs,
    Label,
    Npi,
    Phone,
    Qualifier,
    State,
    TaxId,
    Taxonomy,
    Text,
    parse_whole,
    problem,
)

PROFILE_VERSION = 1

S = TypeVar("S", bound=Section)
_OF_COVERAGE = ("payer_name", "payer_id", "provider_ids", "assignment")
"""What an entry for a payer says of a case's coverage."""


def _about(description: str) -> Any:
    return Field(default=None, description=description)


def _check_version(value: Any) -> int:
    if parse_whole(value) != PROFILE_VERSION:
        raise problem(f"must be {PROFILE_VERSION}, the only layout this version reads")
    return PROFILE_VERSION


class Sender(Section):
    """Who sends claim files."""

    id: Label | None = _about("Your submitter (trading partner) id.")
    name: Text | None = _about("The submitter's name.")
    contact_name: Text | None = _about("Whom the payer may call about a file.")
    contact_phone: Phone | None = _about("The contact's telephone number.")
    qualifier: Qualifier | None = _about("Kind of your id in the interchange (ISA05); ZZ if left out.")
    group_id: Label | None = _about("Your id in the functional group (GS02), where it is another one.")


class Receiver(Section):
    """Where files go: a payer's front end or a clearinghouse."""

    id: Label = Field(description="Your label for it; payers point to it.")
    receiver_id: Label | None = _about("Its id, as your trading partner agreement gives it (ISA08, GS03, 1000B).")
    name: Text | None = _about("Its name.")
    qualifier: Qualifier | None = _about("Kind of its id in the interchange (ISA07); ZZ if left out.")
    group_id: Label | None = _about("Its id in the functional group (GS03), where it is another one.")


class Location(Section):
    """A location of the supplier, as payers know it."""

    id: Label = Field(description="Your label for it; a case names it as `supplier: location`.")
    name: Text | None = _about("Legal name.")
    npi: Npi | None = _about("National Provider Identifier, 10 digits.")
    ptan: Label | None = _about("The number that Medicare gave this location (PTAN, supplier number).")
    tax_id: TaxId | None = _about("Employer identification number, 9 digits.")
    taxonomy: Taxonomy | None = _about("Provider taxonomy, for example 332BX2000X (oxygen equipment).")
    address: Address | None = _about("Street address, with all nine digits of the ZIP code.")
    phone: Phone | None = _about("Telephone number, for letters and forms.")
    fax: Phone | None = _about("Fax number, for letters and forms.")


class PayerEntry(Section):
    """How claims name a payer, and where they go."""

    payer: Label = Field(description="The payer's file in the rule book: `medicare`, or another that `oxyclaim payers` "
                                     "lists.")  # fmt: skip
    states: list[State] | None = _about("Only patients who live in these states; leave it out where it holds for all.")
    payer_name: Text | None = _about("The payer's name as claims carry it.")
    payer_id: Label | None = _about("The payer id that claims carry, for example the contractor number 16013.")
    receiver: Label | None = _about("The label of the receiver; left out, the first one.")
    provider_ids: list[ProviderId] | None = _about("Numbers that the payer gave you, where it wants them.")
    assignment: Literal["accepted", "not_accepted"] | None = _about("Whether you accept assignment as a rule.")


class Charge(Section):
    """Your charge for a code."""

    code: Hcpcs = Field(description="HCPCS code.")
    charge: Dollars = Field(description="Your charge in dollars for a month, or for the item.")


class Profile(Section):
    """Your locations, the sender of your files, their receivers and the payers: all that cases share."""

    profile_version: Annotated[int, BeforeValidator(_check_version), WithJsonSchema({"const": PROFILE_VERSION})] = (
        Field(description="Always 1 for this layout.")
    )
    usage: Literal["test", "production"] | None = _about(
        "Whether your files are for real (ISA15); left out, they are tests."
    )
    submitter: Sender | None = _about("Who sends claim files.")
    locations: list[Location] | None = _about("Your locations; the first one bills where a case names none.")
    receivers: list[Receiver] | None = _about("Where files go; the first one where a payer names none.")
    payers: list[PayerEntry] | None = _about("Payers, as claims name them; the first that fits a patient holds.")
    charges: list[Charge] | None = _about("Your charges, for lines that name none.")


class NoSuchLocation(Exception):
    """A case names a location that the profile lacks; ``known``: those that it has."""

    def __init__(self, location: str, known: tuple[str, ...]) -> None:
        self.location, self.known = location, known
        super().__init__(f"the profile has no location {location}; it has {', '.join(known) or 'none'}")


def filled(case: Case, profile: Profile) -> Case:
    """The case with what the profile says where the case says nothing. Raises NoSuchLocation."""
    entry = _entry(case, profile)
    charges = {each.code: each.charge for each in profile.charges or ()}
    items = [
        item.model_copy(update={"charge": charges[item.code]}) if item.charge is None and item.code in charges else item
        for item in case.items
    ]
    changed = {
        "supplier": _supplier(case.supplier, profile),
        "submitter": _submitter(case.submitter, profile, entry),
        "coverage": _coverage(case.coverage, entry),
        "items": items,
    }
    whole = case.model_copy(update=changed)
    return whole if entry else whole.awaiting_state(_given_by_state(case, profile))


def _state(case: Case) -> str | None:
    return case.patient.address.state if case.patient and case.patient.address else None


def _of_payer(case: Case, profile: Profile) -> list[PayerEntry]:
    payer = case.coverage.payer
    return [each for each in profile.payers or () if each.payer in (payer, payer.partition("/")[0])]


def _entry(case: Case, profile: Profile) -> PayerEntry | None:
    state = _state(case)
    return next((each for each in _of_payer(case, profile) if each.states is None or state in each.states), None)


def _given_by_state(case: Case, profile: Profile) -> frozenset[str]:
    """What every entry of the payer says, of which the state chooses one, where the state is not known."""
    entries = _of_payer(case, profile) if _state(case) is None else []
    names = [name for name in _OF_COVERAGE if entries and all(getattr(each, name) is not None for each in entries)]
    return frozenset(f"coverage.{name}" for name in names)


def _supplier(own: Supplier | None, profile: Profile) -> Supplier | None:
    locations = profile.locations or []
    if not locations:
        return own
    if own is not None and own.location is not None:
        location = _first(locations, lambda each: each.id == own.location)
        if location is None:
            raise NoSuchLocation(own.location, tuple(each.id for each in locations))
    elif own is not None and own.npi is not None:
        # Another supplier's NPI is never mixed with the address or tax id of one of ours.
        location = _first(locations, lambda each: each.npi == own.npi)
    else:
        location = locations[0]
    if location is None:
        return own
    facts = {name: getattr(location, name) for name in Location.model_fields if name != "id"}
    return _filled(own or Supplier(), {**facts, "location": location.id})


def _submitter(own: Submitter | None, profile: Profile, entry: PayerEntry | None) -> Submitter | None:
    facts: dict[str, Any] = {"usage": profile.usage}
    sender = profile.submitter
    if sender is not None and (own is None or own.id in (None, sender.id)):
        facts |= {
            "id": sender.id, "name": sender.name, "contact_name": sender.contact_name,
            "contact_phone": sender.contact_phone, "sender_qualifier": sender.qualifier,
            "group_sender_id": sender.group_id,
        }  # fmt: skip
    receiver = _receiver(profile, entry)
    if receiver is not None and (own is None or own.receiver_id in (None, receiver.receiver_id)):
        facts |= {
            "receiver_id": receiver.receiver_id, "receiver_name": receiver.name,
            "receiver_qualifier": receiver.qualifier, "group_receiver_id": receiver.group_id,
        }  # fmt: skip
    if own is None and not any(value is not None for value in facts.values()):
        return None
    return _filled(own or Submitter(), facts)


def _receiver(profile: Profile, entry: PayerEntry | None) -> Receiver | None:
    receivers = profile.receivers or []
    if entry is not None and entry.receiver is not None:
        return _first(receivers, lambda each: each.id == entry.receiver)
    return receivers[0] if receivers else None


def _coverage(own: Coverage, entry: PayerEntry | None) -> Coverage:
    if entry is None or own.payer_id not in (None, entry.payer_id):
        return own
    return _filled(own, {name: getattr(entry, name) for name in _OF_COVERAGE})


def _filled(section: S, facts: dict[str, Any]) -> S:
    missing = {name: value for name, value in facts.items() if value is not None and getattr(section, name) is None}
    return section.model_copy(update=missing)


def _first(entries: list[S], fits: Callable[[S], bool]) -> S | None:
    return next((each for each in entries if fits(each)), None)
