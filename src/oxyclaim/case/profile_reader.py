"""Read a profile: a YAML or JSON file, with everything that is wrong with it by file, line and key."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oxyclaim.case.checks import check_record
from oxyclaim.case.conflicts import Conflict
from oxyclaim.case.files import JSON_SUFFIXES, Written, decode, read_text
from oxyclaim.case.json_nodes import read_json
from oxyclaim.case.nodes import Flaw, Record, Unreadable
from oxyclaim.case.problems import Problem
from oxyclaim.case.profile import Profile
from oxyclaim.case.sourced import file_problem, problems
from oxyclaim.case.yaml_nodes import read_yaml

_NO_PROFILE = "holds no profile; a profile is a group of keys that begins with profile_version"


def read_profile(path: Path) -> tuple[Profile | None, list[Problem]]:
    """The profile in a file, or None with all that is wrong with it."""
    try:
        text = read_text(path)
    except Unreadable as error:
        return None, [file_problem(path, error)]
    return _read(text, path)


def profile_in(written: Written) -> tuple[Profile | None, list[Problem]]:
    """The profile that stands in no file, or None with all that is wrong with it."""
    return _read(decode(written.data), Path("profile" + written.suffix))


def read_profile_text(text: str) -> tuple[Profile | None, list[Problem]]:
    """The profile in a JSON text, or None with all that is wrong with it, by key."""
    return _read(text, Path("profile.json"))


def profile_of(data: bytes) -> Profile:
    """A profile from bytes that were read as one before. Raises ValueError."""
    found, wrong = profile_in(Written("profile", data))
    if found is None:
        raise ValueError("; ".join(map(str, wrong)))
    return found


def _read(text: str, path: Path) -> tuple[Profile | None, list[Problem]]:
    try:
        documents = [read_json(text)] if path.suffix.lower() in JSON_SUFFIXES else read_yaml(text)
    except Unreadable as error:
        return None, [file_problem(path, error)]
    if len(documents) != 1 or not isinstance(documents[0].root, Record):
        told = list(problems(path, documents[0].root, documents[0].flaws)) if documents else []
        return None, told or [Problem(path, 1, _NO_PROFILE)]
    parsed = documents[0]
    root = parsed.root
    assert isinstance(root, Record)
    checked = check_record(root, Profile, {flaw.loc for flaw in parsed.flaws}, lambda data: list(_conflicts(data)))
    flaws: list[Flaw] = [*parsed.flaws, *checked.flaws]
    return (None if flaws else checked.case), list(problems(path, root, flaws))


def _conflicts(data: Any) -> Iterator[Conflict]:
    """Labels that are used twice, and receivers that are not there."""
    if not isinstance(data, dict):
        return
    for section in ("locations", "receivers"):
        labels = [_text(entry, "id") for entry in _entries(data, section)]
        for number, label in enumerate(labels):
            if label and Counter(labels[:number])[label]:
                yield Conflict((section, number, "id"), "is the label of another entry; each needs its own")
    known = {_text(entry, "id") for entry in _entries(data, "receivers")}
    for number, entry in enumerate(_entries(data, "payers")):
        receiver = _text(entry, "receiver")
        if receiver and receiver not in known:
            there = ", ".join(sorted(label for label in known if label)) or "none"
            yield Conflict(("payers", number, "receiver"), f"is no receiver of this profile; there are: {there}")


def _entries(data: dict[str, Any], section: str) -> list[Any]:
    found = data.get(section)
    return found if isinstance(found, list) else []


def _text(entry: Any, key: str) -> str | None:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value.strip() if isinstance(value, str) else None
