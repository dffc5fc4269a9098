"""Whether the patient may be charged, and what: ``charging.yaml``, read and checked."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.engine.catalogue import authority_id
from oxyclaim.engine.charging import ChargeBook, ChargeEntry
from oxyclaim.engine.parameters import CatalogueError

FILE = Path(__file__).parent / "charging.yaml"
FORM, EQUIPMENT = "p.liability_form", "line.equipment"
ANSWERS = ("yes", "no", "depends")
_LISTS = ("verdicts", "rules", "equipment", "notice", "assignment", "coded", "authority", "also_authority")
_KEYS = {*_LISTS, "form", "answer", "also", "behind"}


def load_charging(loader: type, authorities: Collection[str], rules: Collection[str], path: Path = FILE) -> ChargeBook:
    """The entries in their order. Raises CatalogueError with everything that is wrong.

    ``loader`` is the YAML loader that refuses doubled keys; ``authorities`` and ``rules`` are the ids that exist.
    """
    read: Mapping[str, Mapping[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    problems: list[str] = []
    entries = []
    for id, written in read.items():
        values: dict[str, Any] = {key: value for key, value in written.items() if key in _KEYS}
        lists = {key: _list(values[key]) for key in _LISTS if key in values}
        entry = ChargeEntry(id=id, **(values | lists))
        problems += [f"charging.yaml: {id}: {key} means nothing" for key in written.keys() - _KEYS]
        problems += [f"charging.yaml: {id}: no rule {rule}" for rule in entry.rules if rule not in rules]
        for cite in (*entry.authority, *entry.also_authority):
            if authority_id(cite) not in authorities:
                problems.append(f"charging.yaml: {id}: no authority {cite}")
        if entry.answer.partition(":")[0] not in ANSWERS:
            problems.append(f"charging.yaml: {id}: answer begins with {', '.join(ANSWERS)}")
        entries.append(entry)
    if problems:
        raise CatalogueError("\n".join(problems))
    return ChargeBook(tuple(entries), FORM, EQUIPMENT)


def _list(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)
