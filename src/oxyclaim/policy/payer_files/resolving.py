"""From payer files to what holds for each payer: inherited values, law before contract before policy, on each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from oxyclaim.case.problems import Problem
from oxyclaim.engine.catalogue import Authority, Profile
from oxyclaim.engine.parameters import NEVER, Value
from oxyclaim.policy.payer_files.agreement import parts, source_id, values_of
from oxyclaim.policy.payer_files.entries import Entry
from oxyclaim.policy.payer_files.reading import ReadFile

RANKS = {"law": 0, "contract": 1, "policy": 2, "": 2}
"""Law goes before contract, and contract before policy. What is built in ranks with policy."""


@dataclass(frozen=True)
class Ranked:
    """A dated value of one file, with the rank of its source."""

    value: Value
    rank: int


@dataclass(frozen=True)
class Own:
    """What one file, or one plan in it, says by itself."""

    profile: Profile
    values: Mapping[str, Sequence[Ranked]] = field(default_factory=dict)
    switches: Mapping[str, Sequence[Ranked]] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolved:
    """What holds for every payer, with everything that it inherits."""

    profiles: dict[str, Profile]
    values: dict[str, dict[str, tuple[Value, ...]]]
    switches: dict[str, dict[str, tuple[Value, ...]]]


def own_of(read: ReadFile, rule_ids: Iterable[str]) -> tuple[list[Own], dict[str, Authority]]:
    """What a file says of the payer and of its plans, and its sources as authorities."""
    file = read.file
    authorities = {f"{file.payer}:{source.id}": _authority(file.payer, source) for source in file.sources}
    found = []
    for _, part in parts(file):
        is_plan = part is not file
        profile = Profile(
            id=f"{file.payer}/{part.id}" if is_plan else file.payer,
            name=part.name,
            line_of_business=part.line_of_business,
            status=file.status,
            family=file.payer,
            state=part.state or file.state or "",
            inherits=file.payer if is_plan else file.inherits,
            abstract=not is_plan and file.abstract,
        )
        values = {
            name: [_ranked(each, _plain(each.value), file.payer, authorities) for each in dated]
            for name, dated in values_of(part).items()
        }
        found.append(Own(profile, values, _switches(part, file.payer, authorities, rule_ids)))
    return found, authorities


def _authority(payer: str, source: Any) -> Authority:
    return Authority(
        id=f"{payer}:{source.id}", issuer=source.issuer, title=source.title, address=source.address,
        grade=source.grade, read=source.read, kind=source.kind, dated=source.dated, reviewed=source.reviewed,
        payer=payer,
    )  # fmt: skip


def _switches(
    part: Any, payer: str, authorities: Mapping[str, Authority], rule_ids: Iterable[str]
) -> dict[str, list[Ranked]]:
    found: dict[str, list[Ranked]] = {}
    for switch in part.rules or ():
        for used, ids in ((True, switch.use), (False, switch.drop)):
            for id in ids or ():
                for rule in rule_ids:
                    if rule.startswith(id):
                        found.setdefault(rule, []).append(_ranked(switch, used, payer, authorities))
    return found


def _ranked(dated: Any, value: Any, payer: str, authorities: Mapping[str, Authority]) -> Ranked:
    cites = tuple(f"{payer}:{cite}" for cite in dated.source)
    cited = [authorities[f"{payer}:{source_id(cite)}"] for cite in dated.source]
    until = [each.rests_until for each in cited if each.rests_until is not None]
    contested = tuple(_plain(each.value) for each in getattr(dated, "contested", None) or ())
    by = tuple(f"{payer}:{cite}" for each in getattr(dated, "contested", None) or () for cite in each.source)
    found = Value(dated.first, dated.last, value, cites, dated.note or "", max(until, default=NEVER), contested, by)
    return Ranked(found, min(RANKS[each.kind] for each in cited))


def _plain(value: Any) -> Any:
    entries = isinstance(value, list) and value and isinstance(value[0], Entry)
    return tuple(row for entry in value for row in entry.rows()) if entries else value


def resolve(
    owns: Sequence[Own], where: Mapping[str, ReadFile], unread: frozenset[str] = frozenset()
) -> tuple[Resolved, list[Problem]]:
    """What holds for each payer; problems are told at the files in ``where``.

    ``unread`` are payers whose files are there and could not be read: of them enough has been said.
    """
    by_id = {own.profile.id: own for own in owns}
    problems: list[Problem] = []
    chains: dict[str, list[Own]] = {}
    for own in owns:
        chain, problem = _chain(own, by_id)
        if problem and own.profile.family in where and chain[-1].profile.inherits not in unread:
            told = where[own.profile.family].problem(("inherits",), problem)
            if told not in problems:
                problems.append(told)
        chains[own.profile.id] = chain
    resolved = Resolved(
        {own.profile.id: own.profile for own in owns},
        {id: _merged([own.values for own in chain]) for id, chain in chains.items()},
        {id: _merged([own.switches for own in chain]) for id, chain in chains.items()},
    )
    return resolved, problems


def set_by(owns: Mapping[str, Own], payer: str, parameter: str, day: date) -> str:
    """The payer whose file gives the value that holds for ``payer`` on a day; "" where none does."""
    layers, _ = _chain(owns[payer], owns)
    candidates = [
        (ranked.rank, depth, layer.profile.id)
        for depth, layer in enumerate(layers)
        for ranked in layer.values.get(parameter, ())
        if _holds(ranked.value, day)
    ]
    return min(candidates)[2] if candidates else ""


def _chain(own: Own, by_id: Mapping[str, Own]) -> tuple[list[Own], str]:
    chain = [own]
    while (parent := chain[-1].profile.inherits) != "":
        if parent not in by_id:
            known = ", ".join(sorted(id for id in by_id if "/" not in id))
            return chain, f"there is no payer {parent} to inherit from; there are: {known}"
        if by_id[parent] in chain:
            names = " inherits from ".join([*(each.profile.id for each in chain), parent])
            return chain, f"goes round in a circle: {names}"
        chain.append(by_id[parent])
    return chain, ""


def _merged(layers: Sequence[Mapping[str, Sequence[Ranked]]]) -> dict[str, tuple[Value, ...]]:
    """Each parameter's values in the order of time; ``layers`` are the payer's own, then each that it inherits from."""
    names = dict.fromkeys(name for layer in layers for name in layer)
    return {
        name: _timeline([(ranked, depth) for depth, layer in enumerate(layers) for ranked in layer.get(name, ())])
        for name in names
    }


def _timeline(candidates: Sequence[tuple[Ranked, int]]) -> tuple[Value, ...]:
    """The value that goes first on each day: by rank, then by the nearest file."""
    if len({depth for _, depth in candidates}) == 1 and len({ranked.rank for ranked, _ in candidates}) == 1:
        return tuple(sorted((ranked.value for ranked, _ in candidates), key=lambda value: value.first))
    day_after = timedelta(days=1)
    starts = {ranked.value.first for ranked, _ in candidates}
    starts |= {ranked.value.last + day_after for ranked, _ in candidates if ranked.value.last}
    found: list[Value] = []
    for start, following in zip(days := sorted(starts), [*days[1:], None], strict=True):
        holding = [each for each in candidates if _holds(each[0].value, start)]
        if not holding:
            continue
        value = min(holding, key=lambda each: (each[0].rank, each[1]))[0].value
        last = following - day_after if following else None
        before = found[-1] if found else None
        if before and before.last and before.last + day_after == start and _same(before, value):
            found[-1] = replace(before, last=last)
        else:
            found.append(replace(value, first=start, last=last))
    return tuple(found)


def _holds(value: Value, day: date) -> bool:
    return value.first <= day and (value.last is None or day <= value.last)


def _same(one: Value, other: Value) -> bool:
    return replace(one, first=date.min, last=None) == replace(other, first=date.min, last=None)
