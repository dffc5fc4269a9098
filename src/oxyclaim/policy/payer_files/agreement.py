"""What does not agree within one payer's file: dates, sources, rules, values that contradict each other."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from oxyclaim.case.nodes import Loc
from oxyclaim.policy.payer_files.layout import ADVANTAGE

Disagreement = tuple[Loc, str]


def disagreements(file: Any, rule_ids: frozenset[str]) -> Iterator[Disagreement]:
    """Every disagreement, with the way to it."""
    sources: dict[str, Any] = {}
    for index, source in enumerate(file.sources):
        if source.id in sources:
            yield ("sources", index, "id"), f"{source.id} is given twice; each source needs its own id"
        sources.setdefault(source.id, source)
    if file.status == "verified" and file.verified is None:
        yield ("status",), "verified needs the key `verified`: who made sure of the file (by), and when (date)"
    plans: set[str] = set()
    for index, plan in enumerate(file.plans or ()):
        if plan.id in plans:
            yield ("plans", index, "id"), f"{plan.id} is given twice; each plan needs its own id"
        plans.add(plan.id)
    for loc, part in parts(file):
        for way, message in _of_part(part, sources, rule_ids):
            yield (*loc, *way), message
        if part.line_of_business in ADVANTAGE:
            yield from (((*loc, *way), message) for way, message in _advantage(part))


def parts(file: Any) -> Iterator[tuple[Loc, Any]]:
    """The payer itself and its plans, with the way to each."""
    yield (), file
    for index, plan in enumerate(file.plans or ()):
        yield ("plans", index), plan


def values_of(part: Any) -> dict[str, list[Any]]:
    """The dated values that a payer or a plan sets, by parameter."""
    if part.values is None:
        return {}
    return {name: dated for name in type(part.values).model_fields if (dated := getattr(part.values, name)) is not None}


def source_id(cite: str) -> str:
    """The source that a cite names."""
    return cite.partition(",")[0].strip()


def _of_part(part: Any, sources: dict[str, Any], rule_ids: frozenset[str]) -> Iterator[Disagreement]:
    for index, switch in enumerate(part.rules or ()):
        loc: Loc = ("rules", index)
        yield from _cites(loc, switch.source, sources)
        if not switch.use and not switch.drop:
            yield loc, "names no rules; give `use`, `drop`, or both"
        for key in ("use", "drop"):
            for id in getattr(switch, key) or ():
                if not any(rule.startswith(id) for rule in rule_ids):
                    yield (*loc, key), f"there is no rule {id}; `oxyclaim rules` lists them"
    for name, dated in values_of(part).items():
        if not dated:
            yield ("values", name), "is an empty list; leave the key out where the payer is silent"
        for index, value in enumerate(dated):
            yield from _cites(("values", name, index), value.source, sources)
            for each in value.contested or ():
                yield from _cites(("values", name, index), each.source, sources)
        if all(source_id(cite) in sources for value in dated for cite in value.source):
            yield from _ranges(name, dated, sources)
    yield from _contradictions(part)


def _cites(loc: Loc, cites: list[str], sources: dict[str, Any]) -> Iterator[Disagreement]:
    for cite in cites:
        if source_id(cite) not in sources:
            known = ", ".join(sources) or "none"
            yield (*loc, "source"), f"{source_id(cite)} is not among the file's sources ({known})"


def rank(cites: list[str], sources: dict[str, Any]) -> int:
    """Law before contract before policy: the strongest of the sources."""
    return min(("law", "contract", "policy").index(sources[source_id(cite)].kind) for cite in cites)


def _ranges(name: str, dated: list[Any], sources: dict[str, Any]) -> Iterator[Disagreement]:
    """Gaps and overlaps between values of one rank."""
    by_rank: dict[int, list[tuple[int, Any]]] = {}
    for index, value in enumerate(dated):
        by_rank.setdefault(rank(value.source, sources), []).append((index, value))
    for ranked in by_rank.values():
        in_order = sorted(ranked, key=lambda each: each[1].first)
        for (_, earlier), (index, later) in pairwise(in_order):
            loc: Loc = ("values", name, index, "from")
            if earlier.last is None or earlier.last >= later.first:
                end = "has no end" if earlier.last is None else f"lasts to {earlier.last}"
                yield loc, f"the value from {earlier.first} {end}, and this one begins on {later.first}: they overlap"
            elif earlier.last + timedelta(days=1) != later.first:
                gap = f"no value holds between {earlier.last} and {later.first}"
                yield loc, f"{gap}; if the payer is silent there, write that as `value: null` with its dates and source"


def overlap(one: Any, other: Any) -> bool:
    """Whether two dated values hold on a common day."""
    begin: date = max(one.first, other.first)
    return begin <= min(one.last or date.max, other.last or date.max)


def _contradictions(part: Any) -> Iterator[Disagreement]:
    values = values_of(part)
    for index, option in enumerate(values.get("purchase_option", ())):
        if option.value != "purchase_only":
            continue
        for name in ("rental_months_paid", "rent_ends", "months_count_by", "days_between_bills", "after_rent_billable"):
            for value in values.get(name, ()):
                if value.value is not None and overlap(option, value):
                    yield (
                        ("values", "purchase_option", index, "value"),
                        f"purchase_only contradicts {name}: {value.value}, a limit on rentals, from {value.first}; "
                        "a payer that only buys has no rent to end",
                    )
    for name, contradiction in (("authorization_triggers", _of_triggers), ("age_bands", _of_ages)):
        for index, value in enumerate(values.get(name, ())):
            for message in contradiction(value.value or ()):
                yield ("values", name, index, "value"), message
    limits = values.get("rent_ends", ())
    for index, limit in enumerate(limits):
        months = [v for v in values.get("rental_months_paid", ()) if v.value is not None and overlap(limit, v)]
        if limit.value in ("never", "at_purchase_price") and months:
            yield (
                ("values", "rent_ends", index, "value"),
                f"{limit.value} contradicts rental_months_paid: {months[0].value}; give one of the two",
            )


def _of_triggers(triggers: Any) -> Iterator[str]:
    for one, other in combinations(triggers, 2):
        shared = one.codes is None or other.codes is None or set(one.codes) & set(other.codes)
        if shared and "never" in (one.when, other.when) and one.when != other.when and one.codes == other.codes:
            yield f"an authorization is said to be needed {one.when} and {other.when} for the same codes"


def _of_ages(bands: Any) -> Iterator[str]:
    for one, other in combinations(bands, 2):
        if max(one.from_age or 0, other.from_age or 0) <= min(one.to_age or 999, other.to_age or 999):
            yield f"two age bands overlap ({one.rule} and {other.rule}); one patient can be in one band only"


OWN_CRITERIA = ("qualifying_values", "age_bands", "indications")


def _advantage(part: Any) -> Iterator[Disagreement]:
    values = values_of(part)
    for name in OWN_CRITERIA:
        if name in values:
            yield (
                ("values", name),
                (
                    "a Medicare Advantage plan covers by the national and local determinations (42 CFR 422.101(b)); "
                    "leave its own criteria out, Medicare's are inherited"
                ),
            )
    for index, value in enumerate(values.get("liability_form", ())):
        if value.value == "abn":
            yield (
                ("values", "liability_form", index, "value"),
                (
                    "an Advance Beneficiary Notice is a form of Medicare fee-for-service; a Medicare Advantage plan "
                    "gives a decision before the service instead (plan_decision)"
                ),
            )
