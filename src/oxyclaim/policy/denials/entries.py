"""The denial catalogue, read from its YAML files and checked."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.engine.catalogue import authority_id
from oxyclaim.engine.denials import STRENGTH, Denial, DenialBook, Group, Route
from oxyclaim.engine.parameters import CatalogueError

HERE = Path(__file__).parent
FOLDER = "answers"
"""The entries, one file a subject."""
ANSWERS = STRENGTH[::-1]
BARS = ("appeal", "charge")
VERDICTS = ("yes", "no", "depends")
"""How what is said of an appeal or of a charge to the patient begins."""
OWNERS = ("biller", "compliance")
SEEN = {"on_arrival": True, "on_review": False}
_ENTRY = {
    *("codes", "may_carry", "meaning", "cause", "action", "routes"),
    *("answer", "appeal", "charge", "seen", "overrides", "bars", "remark_tells", "authority"),
}
_OPTIONAL = {"may_carry", "overrides", "bars", "remark_tells"}


def load_denials(loader: type, authorities: Collection[str], folder: Path = HERE) -> DenialBook:
    """The checked catalogue of a folder. Raises CatalogueError with everything that is wrong.

    ``loader`` is the YAML loader that refuses doubled keys; ``authorities`` are the ids that may be cited.
    """
    subjects = {f"{FOLDER}/{path.stem}": _read(path, loader) for path in sorted((folder / FOLDER).glob("*.yaml"))}
    routes, groups = (_read(folder / f"{name}.yaml", loader) for name in ("routes", "groups"))
    problems = [*_entry_problems(subjects, routes), *_route_problems(routes)]
    problems += _source_problems(subjects | {"routes": routes, "groups": groups}, authorities)
    if problems:
        raise CatalogueError("\n".join(problems))
    return DenialBook(
        denials={id: _denial(id, entry) for entries in subjects.values() for id, entry in entries.items()},
        routes={id: _route(id, entry) for id, entry in routes.items()},
        groups={
            code: Group(code, **entry | {"authority": _list(entry["authority"])}) for code, entry in groups.items()
        },
    )


def _read(path: Path, loader: type) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def code_sets(codes: Any) -> tuple[tuple[str, ...], ...]:
    """One code, one code set, or several code sets."""
    if isinstance(codes, str):
        return ((codes,),)
    if codes and all(isinstance(each, str) for each in codes):
        return (tuple(codes),)
    return tuple(tuple(each) for each in codes)


def _denial(id: str, entry: Mapping[str, Any]) -> Denial:
    charge = entry["charge"]
    return Denial(
        id=id,
        code_sets=code_sets(entry["codes"]),
        may_carry=tuple(entry.get("may_carry", ())),
        meaning=entry["meaning"],
        cause=entry["cause"],
        action=entry["action"],
        routes=tuple(entry["routes"]),
        answer=entry["answer"],
        appeal=entry["appeal"],
        charge={"": charge} if isinstance(charge, str) else {"": charge["any"]} | charge,
        on_arrival=SEEN[entry["seen"]],
        overrides=entry.get("overrides", False),
        bars=tuple(entry.get("bars", ())),
        remark_tells=entry.get("remark_tells", False),
        authority=_list(entry["authority"]),
    )


def _route(id: str, entry: Mapping[str, Any]) -> Route:
    first: date | None = entry.get("from")
    last: date | None = entry.get("to")
    lists = {key: _list(entry[key]) for key in ("authority", "about_authority") if key in entry}
    return Route(id=id, first=first, last=last, **{k: v for k, v in entry.items() if k not in ("from", "to")} | lists)


def _entry_problems(subjects: Mapping[str, Mapping[str, Any]], routes: Mapping[str, Any]) -> Iterator[str]:
    entries = [(name, id, entry) for name, subject in subjects.items() for id, entry in subject.items()]
    for id, count in Counter(id for _, id, _ in entries).items():
        if count > 1:
            yield f"{FOLDER}: {id} stands in {count} files"
    for name, id, entry in entries:
        where = f"{name}.yaml: {id}"
        if missing := _ENTRY - _OPTIONAL - entry.keys():
            yield f"{where}: {', '.join(sorted(missing))} is missing"
        else:
            yield from (f"{where}: {problem}" for problem in _problems_of(entry, routes))
    sets = Counter(
        frozenset(codes) for _, _, entry in entries if "codes" in entry for codes in code_sets(entry["codes"])
    )
    for codes, count in sets.items():
        if count > 1:
            yield f"{FOLDER}: the codes {', '.join(sorted(codes))} stand in {count} entries"


def _problems_of(entry: Mapping[str, Any], routes: Mapping[str, Any]) -> Iterator[str]:
    if unknown := entry.keys() - _ENTRY:
        yield f"keys that mean nothing: {', '.join(sorted(unknown))}"
    for route in entry["routes"]:
        if route not in routes:
            yield f"there is no route {route}; there are {', '.join(routes)}"
    if entry["answer"] not in ANSWERS:
        yield f"answer is {entry['answer']}; it is one of {', '.join(ANSWERS)}"
    if entry["seen"] not in SEEN:
        yield f"seen is {entry['seen']}; it is one of {', '.join(SEEN)}"
    if wrong := set(entry.get("bars", ())) - set(BARS):
        yield f"bars {', '.join(sorted(wrong))}; it can bar {' and '.join(BARS)}"
    charge = entry["charge"]
    told = (
        {"charge": charge} if isinstance(charge, str) else {f"charge {group}": text for group, text in charge.items()}
    )
    if not isinstance(charge, str) and "any" not in charge:
        yield "charge by group code also says what holds for any"
    for key, text in (told | {"appeal": entry["appeal"]}).items():
        if str(text).partition(":")[0] not in VERDICTS:
            yield f"{key} begins with {', '.join(VERDICTS)} (and a colon before the reason)"


def _route_problems(routes: Mapping[str, Any]) -> Iterator[str]:
    for id, route in routes.items():
        limited = {"days", "years"} & route.keys()
        if len(limited) > 1 or bool(limited) != ("counts_from" in route):
            yield f"routes.yaml: {id}: a limit has days or years, and counts_from"
        for key in ("then", "elsewhere"):
            if route.get(key, id) not in routes:
                yield f"routes.yaml: {id}: there is no route {route[key]}"
        if route.get("owner") not in OWNERS:
            yield f"routes.yaml: {id}: owner is one of {', '.join(OWNERS)}"


def _source_problems(read: Mapping[str, Mapping[str, Any]], authorities: Collection[str]) -> Iterator[str]:
    for name, entries in read.items():
        for id, entry in entries.items():
            cites = _list(entry.get("authority", ()))
            if not cites:
                yield f"{name}.yaml: {id}: no source"
            for cite in cites + _list(entry.get("about_authority", ())):
                if authority_id(cite) not in authorities:
                    yield f"{name}.yaml: {id}: no authority {cite}"


def _list(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)
