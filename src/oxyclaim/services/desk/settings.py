"""The supplier's settings: the same profile that the commands read from a file, kept in the store."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oxyclaim.case.profile import Profile
from oxyclaim.case.profile_reader import profile_of, read_profile_text
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

PROFILE = "profile"
Facts = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Fields of the settings that stand together; of a list, a row each."""

    path: str
    title: str
    keys: tuple[tuple[str, str], ...]
    is_list: bool = False


GROUPS = (
    Group("submitter", "Who sends claim files", (
        ("id", "Submitter id"), ("name", "Name"), ("contact_name", "Contact"), ("contact_phone", "Contact's telephone"),
    )),
    Group("locations", "Locations; the first one bills where a case names none", (
        ("id", "Label"), ("name", "Legal name"), ("npi", "NPI"), ("ptan", "PTAN"), ("tax_id", "Tax id"),
        ("taxonomy", "Taxonomy"), ("address.line_1", "Street"), ("address.city", "City"), ("address.state", "State"),
        ("address.zip", "ZIP, nine digits"), ("phone", "Telephone"), ("fax", "Fax"),
    ), is_list=True),
    Group("receivers", "Where files go", (
        ("id", "Label"), ("receiver_id", "Receiver id"), ("name", "Name"),
    ), is_list=True),
    Group("payers", "Payers, as claims name them", (
        ("payer", "Payer's file"), ("payer_name", "Name on claims"), ("payer_id", "Id on claims"),
        ("receiver", "Receiver"), ("assignment", "Assignment (accepted, not_accepted)"),
    ), is_list=True),
    Group("charges", "Your charges a month", (("code", "Code"), ("charge", "Charge in dollars")), is_list=True),
)  # fmt: skip
"""What a desk needs of a profile; keys beyond stay as they are."""


@dataclass(frozen=True)
class SettingsRow:
    """A row of fields: name, label, value, what is wrong."""

    fields: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class SettingsForm:
    """The groups with their rows; of a list there is an empty row at the end. ``usage``: test or production."""

    groups: tuple[tuple[Group, tuple[SettingsRow, ...]], ...]
    usage: str
    problems: tuple[str, ...]


def profile_kept(desk: SupplierDesk) -> Profile | None:
    """The supplier's profile; None where there is none yet."""
    facts = _kept(desk)
    return profile_of(json.dumps(facts).encode()) if facts else None


def details_with(profile: Facts) -> str:
    """Settings with this profile, as they are kept."""
    return json.dumps({PROFILE: profile})


def settings_form(
    desk: SupplierDesk, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> SettingsForm:
    """The settings as a form; ``entered``: what was typed and not saved, with what is wrong with it by field."""
    facts = _from_form(entered, _kept(desk)) if entered is not None else _kept(desk)
    wrong = dict(problems or {})
    groups = tuple((group, tuple(_rows(group, facts, wrong))) for group in GROUPS)
    shown = {field[0] for _, rows in groups for row in rows for field in row.fields}
    return SettingsForm(
        groups, facts.get("usage", "test"), tuple(said for at, said in wrong.items() if at not in shown)
    )


def save_settings(desk: SupplierDesk, entered: Mapping[str, str], book: RuleBook, change: Change) -> dict[str, str]:
    """Save what was typed; what is wrong, by field, and then nothing is saved."""
    facts = _from_form(entered, _kept(desk))
    profile, wrong = read_profile_text(json.dumps(facts))
    problems = {_field(each.key or "", facts): f"{each.found or 'empty'}: {each.message}" for each in wrong}
    for number, entry in enumerate(facts.get("payers", [])):
        if entry.get("payer") not in book.payers:
            problems.setdefault(f"payers.{number}.payer", "the rule book has no such payer")
    if profile is None or problems:
        return problems or {"": "the settings cannot be read"}
    first = profile.locations[0] if profile.locations else None
    desk.put_details((first.name if first else "") or "", first.npi if first else None, details_with(facts), change)
    return {}


def _kept(desk: SupplierDesk) -> Facts:
    found: Facts = json.loads(desk.details() or "{}").get(PROFILE) or {}
    return found


def _rows(group: Group, facts: Facts, problems: Mapping[str, str]) -> list[SettingsRow]:
    held = facts.get(group.path)
    entries = [*(held or []), {}] if group.is_list else [held or {}]
    rows = []
    for place, entry in enumerate(entries):
        begins = f"{group.path}.{place}" if group.is_list else group.path
        fields = [
            (name, label, str(_at(entry, key) or ""), problems.get(name, ""))
            for key, label in group.keys
            for name in [f"{begins}.{key}"]
        ]
        rows.append(SettingsRow(tuple(fields)))
    return rows


def _from_form(entered: Mapping[str, str], kept: Facts) -> Facts:
    """The profile with what was typed in the place of what the form shows; empty rows are left out."""
    facts: Facts = {**kept, "profile_version": 1}
    if entered.get("usage"):
        facts["usage"] = entered["usage"]
    for group in GROUPS:
        old = kept.get(group.path) or ([] if group.is_list else {})
        count = 1 + max(
            (int(found[1]) for name in entered if (found := re.match(rf"{group.path}\.(\d+)\.", name))), default=-1
        )
        entries = []
        for place in range(count if group.is_list else 1):
            begins = f"{group.path}.{place}" if group.is_list else group.path
            entry = json.loads(
                json.dumps(old[place] if group.is_list and place < len(old) else {} if group.is_list else old)
            )
            for key, _ in group.keys:
                _put(entry, key, entered.get(f"{begins}.{key}", "").strip())
            entries.append(entry)
        facts[group.path] = [entry for entry in entries if entry] if group.is_list else entries[0]
    return {key: value for key, value in facts.items() if value not in ({}, [], "")}


def _at(entry: Facts, key: str) -> Any:
    value: Any = entry
    for step in key.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _put(entry: Facts, key: str, text: str) -> None:
    *way, last = key.split(".")
    for step in way:
        if not text and step not in entry:
            return
        entry = entry.setdefault(step, {})
    if text:
        entry[last] = text
    else:
        entry.pop(last, None)


def _field(path: str, facts: Facts) -> str:
    """The form's name of a path as the reader writes it: ``locations[id=main].npi`` or ``payers[2].payer_id``."""
    ids = [str(entry.get("id")) for entry in facts.get(path.partition("[")[0], []) if isinstance(entry, dict)]

    def place(found: "re.Match[str]") -> str:
        named = found[1].removeprefix("id=")
        return f".{ids.index(named) if named in ids else int(named) - 1 if named.isdigit() else named}"

    return re.sub(r"\[([^\]]+)\]", place, path)
