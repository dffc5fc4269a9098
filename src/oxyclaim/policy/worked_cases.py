"""Worked cases: a sentence, its facts, what is expected, and the basis for expecting it.

They stand as ``cases.yaml`` beside the rule that they are about, and, for payers other than Medicare, as
``payers/cases/<payer>.yaml``. A case gives only the facts that make
it what it is; ``rules/assumed.yaml`` supplies the rest. A section that a case gives replaces the assumed
one, apart from ``clinical`` and the plain sections (patient, coverage ...), which are merged key by key.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.case.days import add_months

RULES = Path(__file__).parent / "rules"
PAYERS = Path(__file__).parent / "payers" / "cases"
_RELATIVE = re.compile(r"(start|service|last)([+-]\d+)?")


@dataclass(frozen=True)
class WorkedCase:
    """One worked case: ``case`` is a whole case file's content, ``expect`` maps line numbers to answers.

    ``as_of`` is the day of the run: the case's own, else its last service date. ``overpaid``: whether months already
    paid are told as overpaid, if the case says so. ``payers``: a folder of payer files beside the file of the case.
    """

    id: str
    title: str
    basis: str
    folder: str
    case: dict[str, Any]
    expect: dict[int, dict[str, Any]]
    as_of: date
    overpaid: bool | None = None
    payers: str = ""


def worked_cases(payers: bool = False) -> list[WorkedCase]:
    """The worked cases of the rules: those under Medicare, with ``payers`` also those under the made-up payers of
    ``load_with_examples``. Raises ValueError for a case without a basis or an id used twice.
    """
    every = _cases(sorted(RULES.rglob("cases.yaml")))
    return every if payers else [case for case in every if case.case["coverage"]["payer"] == "medicare"]


def payer_cases() -> list[WorkedCase]:
    """All worked cases of the payers other than Medicare; raises as ``worked_cases`` does."""
    return _cases(sorted(PAYERS.glob("*.yaml")))


def read_cases(path: Path) -> list[WorkedCase]:
    """The worked cases of one file, wherever it stands; raises as ``worked_cases`` does."""
    return _cases([path])


def _cases(paths: list[Path]) -> list[WorkedCase]:
    assumed = _assumed()
    ids: set[str] = set()
    cases: list[WorkedCase] = []
    for path in paths:
        for entry in _read(path):
            if not str(entry.get("basis", "")).strip():
                raise ValueError(f"{path}: the worked case {entry.get('id')} has no basis")
            if entry["id"] in ids:
                raise ValueError(f"{path}: the id {entry['id']} is used twice")
            ids.add(entry["id"])
            case = build(entry["id"], entry["start"], entry["facts"], assumed)
            cases.append(
                WorkedCase(
                    id=entry["id"],
                    title=entry["title"],
                    basis=entry["basis"],
                    folder=_folder(path),
                    case=case,
                    expect=entry["expect"],
                    as_of=entry.get("as_of") or _last_day(case),
                    overpaid=entry.get("overpaid"),
                    payers=entry.get("payers", ""),
                )
            )
    return cases


def _folder(path: Path) -> str:
    roots = [root for root in (RULES, PAYERS.parent) if path.is_relative_to(root)]
    return str(path.parent.relative_to(roots[0])) if roots else str(path.parent)


def _last_day(case: dict[str, Any]) -> date:
    return max(date.fromisoformat(item["service_date"]) for item in case["items"])


def build(case_id: str, start: Any, facts: dict[str, Any], assumed: dict[str, Any] | None = None) -> dict[str, Any]:
    """A whole case from the facts that matter and what is assumed."""
    assumed = assumed or _assumed()
    case = deepcopy(assumed["case"])
    for section, value in deepcopy(facts).items():
        if isinstance(value, dict) and isinstance(case.get(section), dict):
            case[section] |= value
        else:
            case[section] = value
    if case["coverage"].get("payer") != "medicare":
        case["coverage"] |= {key: own for key, own in _OTHER_PAYER.items() if key not in facts.get("coverage", {})}
    case["case_id"] = case_id
    for number, item in enumerate(case["items"], start=1):
        item.setdefault("line_number", number)
    if isinstance(case.get("history"), list):
        case["history"] = [month for entry in case["history"] for month in _months(entry)]
    codes = [item["code"] for item in case["items"]]
    for section, defaults in assumed["defaults"].items():
        entries = case.get(section)
        if isinstance(entries, list):
            case[section] = [_with_defaults(entry, defaults, codes, f"{section[0].upper()}{i}")
                             for i, entry in enumerate(entries, start=1)]  # fmt: skip
        elif isinstance(entries, dict):
            case[section] = {name: deepcopy(defaults) | entry for name, entry in entries.items()}
    for section in ("items", "diagnoses", "checks"):
        for entry in case.get(section) or []:
            entry.pop("id", None)
    first = date.fromisoformat(str(start))
    service = case["items"][0].get("service_date")
    days = {"start": first, "service": service if isinstance(service, date) else first}
    every = [_dated(item.get("service_date"), days) for item in case["items"]]
    days["last"] = max((date.fromisoformat(day) for day in every if day), default=first)
    dated: dict[str, Any] = _dated(case, days)
    return dated


_OTHER_PAYER = {"payer_name": "EXAMPLE PAYER", "payer_id": "EX123"}
"""How a claim names a payer other than Medicare, which is what is assumed otherwise."""


def _months(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A month billed before, or a series of ``months`` of them ``from`` a day on."""
    entry = {"kind": "rental", "payer": "medicare", "outcome": "paid", "supplier": "own"} | entry
    if "from" not in entry:
        return [entry]
    first, count = entry.pop("from"), entry.pop("months")
    return [entry | {"service_date": add_months(first, months)} for months in range(count)]


def _with_defaults(entry: dict[str, Any], defaults: dict[str, Any], codes: list[str], label: str) -> dict[str, Any]:
    filled = {"id": label} | deepcopy(defaults) | entry
    if entry.get("oxygen_flow_lpm") or entry.get("on_room_air", True) is None:
        filled.pop("on_room_air", None)
    if {"day_flow_lpm", "night_flow_lpm"} & entry.keys():
        filled.pop("flow_lpm", None)
    if isinstance(defaults.get("device"), dict):
        filled["device"] = deepcopy(defaults["device"]) | entry.get("device", {})
    if filled.get("items") == "all":
        filled["items"] = list(codes)
    return filled


def _dated(value: Any, days: dict[str, date]) -> Any:
    if isinstance(value, dict):
        return {key: _dated(each, days) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each, days) for each in value]
    if isinstance(value, str) and (match := _RELATIVE.fullmatch(value)):
        return (days[match.group(1)] + timedelta(days=int(match.group(2) or 0))).isoformat()
    return value.isoformat() if isinstance(value, date) else value


@cache
def _assumed() -> dict[str, Any]:
    """What the cases assume; nothing changes it."""
    assumed: dict[str, Any] = _read(RULES / "assumed.yaml")
    return assumed


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
