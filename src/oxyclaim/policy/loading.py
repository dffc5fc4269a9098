"""Loading the rule book from its folders: rules from Python, everything that is data from YAML."""

import hashlib
import importlib
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from oxyclaim.case.tables import Presumption
from oxyclaim.engine.catalogue import ALWAYS_FROM, Authority, Catalogue
from oxyclaim.engine.parameters import CatalogueError, Parameter, Value
from oxyclaim.engine.words import Derived, Ledger, Output, Rule, Tally
from oxyclaim.policy.denials.entries import load_denials

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


@cache
def load() -> Catalogue:
    """The checked catalogue of this package. Raises CatalogueError if it contradicts itself."""
    modules = _rule_modules()
    authorities = _authorities()
    catalogue = Catalogue(
        rules=_all(modules, Rule),
        outputs=_all(modules, Output),
        derived=_all(modules, Derived),
        tallies=_all(modules, Tally),
        ledgers=_all(modules, Ledger),
        parameters=_parameters(),
        values={payer.name: _values(payer) for payer in _payer_folders()},
        presumptions=_presumptions(),
        authorities=authorities,
        denials=load_denials(Loader, authorities),
        payers={payer.name: _read(payer / "payer.yaml")["name"] for payer in _payer_folders()},
        hash=_hash(),
        switches={"medicare": {rule.id: (Value(ALWAYS_FROM, None, True, ("HCPCS",)),) for rule in _all(modules, Rule)}},
    )
    catalogue.check()
    return catalogue


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
        parameters += [Parameter(name=name, **definition) for name, definition in _read(path).items()]
    return parameters


def _payer_folders() -> list[Path]:
    return sorted(path.parent for path in (HERE / "payers").glob("*/payer.yaml"))


def _values(folder: Path) -> dict[str, tuple[Value, ...]]:
    values: dict[str, tuple[Value, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "payer.yaml":
            for name, dated in _read(path).items():
                values[name] = tuple(_value(entry) for entry in dated)
    return values


def _value(entry: dict[str, Any]) -> Value:
    if unknown := entry.keys() - {"from", "to", "value", "authority", "note"}:
        raise CatalogueError(f"a dated value has keys that mean nothing: {', '.join(map(str, unknown))}")
    return Value(entry["from"], entry.get("to"), entry["value"], _cites(entry["authority"]), entry.get("note", ""))


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


def _hash() -> str:
    """A fingerprint of everything that can change a verdict: the rule book and the engine."""
    digest = hashlib.sha256()
    roots = (HERE, HERE.parent / "engine", HERE.parent / "case")
    for root in roots:
        for path in sorted(root.rglob("*")):
            shown_only = path.name == "cases.yaml" or "handbook" in path.relative_to(HERE.parent).parts
            if path.suffix in (".py", ".yaml") and not shown_only:
                digest.update(str(path.relative_to(HERE.parent)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
