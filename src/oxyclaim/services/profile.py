"""The supplier's profile: read, checked for what claims need, started anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oxyclaim.case.files import YAML_SUFFIXES, Written
from oxyclaim.case.profile import Profile, Sender
from oxyclaim.case.profile_reader import profile_in, read_profile
from oxyclaim.case.sourced import nearest_payers
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.parameters import value_on
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem, in_no_file, of_case_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.starting import commented
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing, wrong_kind

_ADDRESS = ("address.line_1", "address.city", "address.state", "address.zip")
_NEEDED = {
    "submitter": ("id", "name", "contact_name", "contact_phone"),
    "locations": ("name", "npi", "tax_id", "taxonomy", *_ADDRESS),
    "receivers": ("receiver_id", "name"),
    "payers": ("payer_name", "payer_id"),
}
"""What claims need of each part of a profile."""
_ZIP_DIGITS = 9


@dataclass(frozen=True)
class Lack:
    """A key that claims need and the profile lacks, and what is to be done."""

    path: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ProfileAnswer(Head):
    """What a profile holds, and what it lacks for claims."""

    file: str
    usage: str
    locations: tuple[str, ...]
    receivers: tuple[str, ...]
    payers: tuple[str, ...]
    lacks: tuple[Lack, ...]

    @property
    def is_fine(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacks


@dataclass(frozen=True, kw_only=True)
class ProfileMade(Head):
    """A profile that was started; ``to_fill``: its keys without a value, which stand as comments."""

    file: str
    to_fill: tuple[str, ...]


def load_profile(path: Path, book: RuleBook) -> Profile:
    """The profile in a file. Raises BadInput with everything that is wrong with it."""
    profile, wrong = read_profile(path)
    problems = of_case_files(wrong)
    if profile is not None:
        problems += _strangers(profile, book, path)
    if profile is None or problems:
        raise BadInput(problems)
    return profile


def validate_profile(path: Path, book: RuleBook, as_of: date) -> ProfileAnswer:
    """What is in a profile, and what claims need beyond. Raises BadInput where it cannot be read."""
    profile = load_profile(path, book)
    return ProfileAnswer(
        **head("profile", book, as_of),
        file=str(path),
        usage=profile.usage or "test",
        locations=tuple(each.id for each in profile.locations or ()),
        receivers=tuple(each.id for each in profile.receivers or ()),
        payers=tuple(dict.fromkeys(each.payer for each in profile.payers or ())),
        lacks=tuple(_lacks(profile)),
    )


def new_profile(target: Path, facts: Mapping[str, str], book: RuleBook, as_of: date) -> ProfileMade:
    """Start a profile with these facts, by key path (``submitter.id``); what is not given stands as a comment.

    Medicare's contractors are entered with their states, as the rule book has them. Raises BadInput.
    """
    if target.exists():
        message = "is there already; give another name, or change it by hand"
        raise BadInput([Problem("target_exists", message, str(target))])
    if wrong := wrong_kind(target, YAML_SUFFIXES):
        raise BadInput(wrong, NOT_WRITTEN)
    refuse_target(target)
    text, to_fill = _template(facts, book, as_of)
    _, unfit = profile_in(Written(str(target), text.encode()))
    if unfit:
        raise BadInput([in_no_file(each) for each in of_case_files(unfit)], NOT_WRITTEN)
    with writing(target) as part:
        part.write_text(text, encoding="utf-8")
    return ProfileMade(**head("profile_made", book, as_of), file=str(target), to_fill=to_fill)


def _strangers(profile: Profile, book: RuleBook, path: Path) -> Iterator[Problem]:
    for number, entry in enumerate(profile.payers or (), start=1):
        if entry.payer not in book.payers:
            message = f"there is no such payer in the rule book; {nearest_payers(entry.payer, book.payers)}"
            yield Problem("unknown_payer", message, str(path), path=f"payers[{number}].payer", found=entry.payer)


def _lacks(profile: Profile) -> Iterator[Lack]:
    parts: dict[str, list[tuple[str, Any]]] = {
        "submitter": [("submitter", profile.submitter or Sender())],
        "locations": [(f"locations[id={each.id}]", each) for each in profile.locations or ()],
        "receivers": [(f"receivers[id={each.id}]", each) for each in profile.receivers or ()],
        "payers": [(f"payers[{number}]", each) for number, each in enumerate(profile.payers or (), start=1)],
    }
    for name, entries in parts.items():
        if not entries:
            yield Lack(name, "is empty; claims need at least one entry")
        for path, entry in entries:
            for key in _NEEDED[name]:
                if _value(entry, key) is None:
                    yield Lack(f"{path}.{key}", "is missing; claims need it")
    for each in profile.locations or ():
        zip_code = each.address.zip if each.address else None
        if zip_code is not None and len("".join(filter(str.isdigit, zip_code))) < _ZIP_DIGITS:
            yield Lack(f"locations[id={each.id}].address.zip", "must have all nine digits")


def _value(section: Any, key: str) -> Any:
    for step in key.split("."):
        section = getattr(section, step, None)
    return section


def _template(facts: Mapping[str, str], book: RuleBook, as_of: date) -> tuple[str, tuple[str, ...]]:
    to_fill: list[str] = []

    def line(indent: int, name: str, path: str, begins: str = "") -> str:
        value = facts.get(path)
        if value is None:
            to_fill.append(path)
        return commented(indent, name, value, begins)

    lines = [
        "# Your profile: what your cases share. A case overrides what it says itself.",
        "# A line that begins with # is a key without a value: take the # away and enter yours.",
        "# `oxyclaim profile validate` says what is missing.",
        "profile_version: 1",
        f"usage: {facts.get('usage', 'test')}   # production once the payer has accepted your tests",
        "",
        "submitter:",
        *(line(2, key, f"submitter.{key}") for key in _NEEDED["submitter"]),
        "",
        "locations:",
        f"  - id: {facts.get('locations.id', 'main')}",
        *(line(4, key, f"locations.{key}") for key in ("name", "npi", "ptan", "tax_id")),
        f"    taxonomy: {facts.get('locations.taxonomy', '332BX2000X')}",
        "    address:",
        *(line(6, key.partition(".")[2], f"locations.{key}") for key in _ADDRESS),
        line(4, "phone", "locations.phone"),
        "",
        "receivers:",
        f"  - id: {facts.get('receivers.id', 'front-end')}",
        line(4, "receiver_id", "receivers.receiver_id"),
        line(4, "name", "receivers.name"),
        "",
        "payers:",
        *_contractors(book, as_of),
        "",
        "# Your charges, for lines that name none; for example:",
        "# charges:",
        f"#   - {{code: {_some_code(book, as_of)}, charge: 240.00}}",
    ]
    return "\n".join(lines) + "\n", tuple(to_fill)


def _some_code(book: RuleBook, as_of: date) -> str:
    """A code of home oxygen, for an example."""
    codes = value_on(book.values[part_b_payer(book)]["stationary_codes"], as_of)
    return str(codes[0])


def _contractors(book: RuleBook, as_of: date) -> Iterator[str]:
    """Medicare's contractors with their states; a name of your own goes in the place of the one that is given."""
    payer = part_b_payer(book)
    by_id: dict[str, list[str]] = {}
    for pair in value_on(book.values[payer]["contractors_by_state"], as_of) or ():
        state, id = pair.split()
        by_id.setdefault(id, []).append(state)
    for id, states in sorted(by_id.items()):
        yield f'  - {{payer: {payer}, payer_id: "{id}", payer_name: MEDICARE DME {id}, assignment: accepted,'
        yield f"     states: [{', '.join(states)}]}}"
