"""Loading the rule book from its folders: rules from Python, everything that is data from YAML."""

import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from oxyclaim.case.problems import Problem
from oxyclaim.case.tables import Presumption
from oxyclaim.engine.catalogue import Authority, Catalogue, Profile
from oxyclaim.engine.law import law_hash
from oxyclaim.engine.parameters import CatalogueError, Parameter, Value
from oxyclaim.engine.words import Derived, Ledger, Output, Rule, Tally
from oxyclaim.policy import kept
from oxyclaim.policy.charging import load_charging
from oxyclaim.policy.denials.entries import load_denials
from oxyclaim.policy.payer_files.entries import ENTRIES
from oxyclaim.policy.payer_files.inherited import disagreements_after
from oxyclaim.policy.payer_files.layout import layout
from oxyclaim.policy.payer_files.reading import ReadFile, read_payer_file
from oxyclaim.policy.payer_files.resolving import RANKS, Own, Ranked, Resolved, own_of, resolve

HERE = Path(__file__).parent


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML of the rule book: a key given twice is an error, where plain YAML would take the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node. Raises CatalogueError for a key given twice."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise CatalogueError(f"{key!r} is given twice, the first time in line {node.start_mark.line + 1}")
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


@dataclass(frozen=True)
class Payers:
    """The payers of a run: everything that holds for each of them, and what each sets by itself."""

    resolved: Resolved
    authorities: dict[str, Authority]
    owns: dict[str, Own]
    read: dict[str, ReadFile]


def load(folder: Path | None = None) -> Catalogue:
    """The checked catalogue of this package, with the payer files of ``folder`` beside its own.

    It is kept, and made anew once a file in the folder has changed. Raises CatalogueError if it contradicts itself; its
    message names every problem with file and line.
    """
    return _loaded(folder, _written_in(folder))


def _written_in(folder: Path | None) -> tuple[tuple[Path, bytes], ...]:
    """The files of a folder as they stand there now."""
    return tuple((path, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))) if folder else ()


@lru_cache(maxsize=8)
def _loaded(folder: Path | None, written: tuple[tuple[Path, bytes], ...]) -> Catalogue:
    modules = _rule_modules()
    defined: dict[str, Any] = {
        "rules": _all(modules, Rule),
        "outputs": _all(modules, Output),
        "derived": _all(modules, Derived),
        "tallies": _all(modules, Tally),
        "ledgers": _all(modules, Ledger),
    }
    under = kept.key() if folder is None else None
    if under and (data := kept.found(under)):
        return Catalogue(**defined, **data, origin=partial(load, folder))
    data = _data(defined["rules"], folder)
    catalogue = Catalogue(**defined, **data, hash="")
    catalogue.check()
    data["hash"] = law_hash(catalogue)
    if under:
        kept.keep(under, data)
    return Catalogue(**defined, **data, origin=partial(load, folder))


def _data(rules: list[Rule], folder: Path | None) -> dict[str, Any]:
    """What the catalogue takes from files that are data; its hash is still to come."""
    parameters = _parameters()
    payers = _payers(parameters, rules, folder)
    return {
        "parameters": parameters,
        "values": payers.resolved.values,
        "switches": payers.resolved.switches,
        "profiles": payers.resolved.profiles,
        "presumptions": _presumptions(),
        "authorities": payers.authorities,
        "denials": load_denials(Loader, payers.authorities),
        "charges": load_charging(Loader, payers.authorities, {rule.id for rule in rules}),
        "payers": {id: profile.name for id, profile in payers.resolved.profiles.items() if not profile.abstract},
    }


def _payers(parameters: list[Parameter], rules: list[Rule], folder: Path | None) -> Payers:
    payers, problems = _examined(parameters, rules, payer_paths(folder))
    if problems:
        raise CatalogueError("\n".join(map(str, problems)))
    return payers


def payers_of(folder: Path | None = None) -> Payers:
    """The payers of ``load(folder)`` with what each file sets by itself. Raises CatalogueError as ``load`` does."""
    return _payers_of(folder, _written_in(folder))


@lru_cache(maxsize=8)
def _payers_of(folder: Path | None, written: tuple[tuple[Path, bytes], ...]) -> Payers:
    return _payers(_parameters(), _all(_rule_modules(), Rule), folder)


def examine(paths: Sequence[Path]) -> tuple[Payers, list[Problem]]:
    """The payers of these files beside the built-in ones, and everything that is wrong with the files."""
    return _examined(_parameters(), _all(_rule_modules(), Rule), paths)


def payer_paths(folder: Path | None = None) -> list[Path]:
    """The payer files of the package, then those of a folder of the user's, without case files that stand there too."""
    own = sorted(folder.glob("*.yaml")) if folder else []
    return sorted((HERE / "payers").glob("*.yaml")) + [path for path in own if not _is_case_file(path)]


def _is_case_file(path: Path) -> bool:
    try:
        return (
            re.search(r"^(- )?(schema_version|case_id|cases):", path.read_text(encoding="utf-8"), re.MULTILINE)
            is not None
        )
    except (OSError, ValueError):
        return False  # told where the file is read


def _examined(parameters: list[Parameter], rules: list[Rule], paths: Sequence[Path]) -> tuple[Payers, list[Problem]]:
    read, problems = _payer_files(parameters, rules, paths)
    authorities = _authorities()
    ids = [rule.id for rule in rules]
    owns = [_built_in(each, authorities, ids) for each in _payer_folders()]
    for each in read.values():
        found, sources = own_of(each, ids)
        owns += found
        authorities |= sources
    unread = frozenset(path.stem for path in paths) - read.keys()
    resolved, unresolved = resolve(owns, read, unread)
    problems += unresolved
    if not unresolved:
        problems += disagreements_after(resolved, read, parameters)
    by_id = {own.profile.id: own for own in owns}
    return Payers(resolved, authorities, by_id, read), problems


def _payer_files(
    parameters: list[Parameter], rules: list[Rule], paths: Sequence[Path]
) -> tuple[dict[str, ReadFile], list[Problem]]:
    """The files by payer, a later one in the place of an earlier one, and all that is wrong with each by itself."""
    known = layout(parameters)
    ids = frozenset(rule.id for rule in rules)
    read: dict[str, ReadFile] = {}
    problems: list[Problem] = []
    built_in = {each.name for each in _payer_folders()}
    for path in paths:
        found, wrong = read_payer_file(path, known, ids, _codes())
        problems += wrong
        if found is None:
            continue
        payer = found.file.payer
        if payer in built_in:
            problems.append(found.problem(("payer",), f"{payer} is built in; choose another name"))
        else:
            read[payer] = found
    return read, problems


@cache
def _codes() -> frozenset[str]:
    """The codes of home oxygen: those of the national lists."""
    lists = _read(HERE / "payers" / "national" / "codes.yaml")
    values = (entry["value"] for name, dated in lists.items() if name.endswith("_codes") for entry in dated)
    return frozenset(code for value in values if isinstance(value, list) for code in value)


EXAMPLE_PAYERS = HERE / "example_payers"
"""Made-up payers, for the worked cases of the rules that a payer's file drives; no command offers them."""


def load_with_examples() -> Catalogue:
    """The catalogue with the made-up payers of the worked cases."""
    return load(EXAMPLE_PAYERS)


def not_judged_yet() -> list[str]:
    """What the rule book leaves to the user, in plain words."""
    scope: list[str] = _read(HERE / "scope.yaml")
    return scope


def _rule_modules() -> list[ModuleType]:
    names = []
    for path in sorted((HERE / "rules").rglob("*.py")):
        if path.name != "__init__.py":
            names.append("oxyclaim.policy." + ".".join(path.relative_to(HERE).with_suffix("").parts))
    return [importlib.import_module(name) for name in names]


def _all(modules: list[ModuleType], kind: type) -> list[Any]:
    found: dict[int, Any] = {}
    for module in modules:
        found |= {id(value): value for value in vars(module).values() if isinstance(value, kind)}
    return sorted(found.values(), key=lambda each: each.id) if kind is Rule else list(found.values())


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


def _parameters() -> list[Parameter]:
    parameters = []
    for path in sorted(HERE.rglob("parameters.yaml")):
        for name, definition in _read(path).items():
            words = tuple(definition.pop("words", ()))
            beside = tuple(definition.pop("with", ()))
            entry = definition.get("entry", "")
            facts = ENTRIES[entry].columns() if entry else {}
            parameters.append(Parameter(name=name, words=words, beside=beside, facts=facts, **definition))
    return parameters


def _payer_folders() -> list[Path]:
    return sorted(path.parent for path in (HERE / "payers").glob("*/payer.yaml"))


def _built_in(folder: Path, authorities: dict[str, Authority], rule_ids: list[str]) -> Own:
    """A payer of the package that is built of several files and cites the package's own authorities."""
    header = _read(folder / "payer.yaml")
    profile = Profile(
        id=folder.name,
        name=header["name"],
        line_of_business=header["line_of_business"],
        status="built in",
        family=folder.name,
        inherits=header.get("inherits", ""),
        abstract=header.get("abstract", False),
    )
    values: dict[str, list[Ranked]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "payer.yaml":
            for name, dated in _read(path).items():
                values[name] = [_ranked(name, entry) for entry in dated]
    switches: dict[str, list[Ranked]] = {}
    for entry in header.get("rules", ()):
        for used, key in ((True, "use"), (False, "drop")):
            for id in entry.get(key, ()):
                for rule in (rule for rule in rule_ids if rule.startswith(id)):
                    value = Value(entry["from"], entry.get("to"), used, _cites(entry["authority"]))
                    switches[rule] = [Ranked(value, RANKS[""])]
    return Own(profile, values, switches)


def _ranked(name: str, entry: dict[str, Any]) -> Ranked:
    if unknown := entry.keys() - {"from", "to", "value", "authority", "note", "kind"}:
        raise CatalogueError(f"a dated value has keys that mean nothing: {', '.join(map(str, unknown))}")
    value = entry["value"]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        model = next(each for each in ENTRIES.values() if name == each.PARAMETER)
        value = tuple(row for each in value for row in model.model_validate(each).rows())
    dated = Value(entry["from"], entry.get("to"), value, _cites(entry["authority"]), entry.get("note", ""))
    return Ranked(dated, RANKS[entry.get("kind", "")])


def _cites(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _presumptions() -> list[Presumption]:
    entries = _read(HERE / "facts" / "absence.yaml")
    return [
        Presumption(fact, entry["presumed"], entry["says"], entry["reason"], entry.get("unless_diagnosed"))
        for fact, entry in entries.items()
    ]


def _authorities() -> dict[str, Authority]:
    def one(id: str, entry: dict[str, Any]) -> Authority:
        first: date | None = entry.pop("from", None)
        last: date | None = entry.pop("to", None)
        return Authority(id=id, first=first, last=last, **entry)

    return {id: one(id, entry) for id, entry in _read(HERE / "authorities.yaml").items()}


@dataclass(frozen=True)
class DatedFact:
    """A date of the case file: for which day the fact is needed, and which criteria hold it to that day."""

    fact: str
    by: str
    also: str = ""
    held_by: tuple[str, ...] = ()
    because: str = ""


def dated_facts() -> dict[str, DatedFact]:
    """For which day each dated fact is needed, by the column of its date; see ``facts/dates.yaml``."""
    entries = _read(HERE / "facts" / "dates.yaml")
    return {
        fact: DatedFact(fact, **{**entry, "held_by": tuple(entry.get("held_by", ()))})
        for fact, entry in entries.items()
    }
