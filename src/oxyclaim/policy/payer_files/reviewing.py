"""A person confirms a payer's values in the contract: what is to be asked, and the file with the answers in it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from oxyclaim.engine.catalogue import GRADES, Catalogue, authority_id
from oxyclaim.engine.parameters import NEVER, Parameter, value_in_force
from oxyclaim.engine.words import Kind
from oxyclaim.policy.payer_files.inherited import FILING_CLOCKS
from oxyclaim.policy.payer_files.subjects import OWN_RULES, subjects
from oxyclaim.policy.payer_files.wording import in_words

LAW = "-LAW"
"""How the id of the review's source ends for values that rest on a law, which was read again."""
CRITERIA = ("age_bands", "qualifying_values", "indications")
CRITERIA_RULE = f"{OWN_RULES}111"
"""The rule that asks a payer's file by what a patient qualifies."""


@dataclass(frozen=True)
class Question:
    """What a person is asked about one value of a payer or of one of its plans (``plan``, else empty).

    ``words`` is the value as it holds now; empty where the file is silent. ``rests``: a verdict can rest on it as it
    stands. ``needed``: without it clean lines are for review.
    """

    plan: str
    parameter: Parameter
    words: tuple[str, ...]
    sources: tuple[str, ...]
    why: str
    rests: bool
    needed: bool

    @property
    def key(self) -> str:
        """The key as it is named in answers: ``rent_ends``, of a plan ``hmo/rent_ends``."""
        return f"{self.plan}/{self.parameter.name}" if self.plan else self.parameter.name


@dataclass(frozen=True)
class Confirmation:
    """Where a person found the values, who it was and when: the source that they then rest on."""

    id: str
    by: str
    day: date
    issuer: str
    title: str
    address: str
    dated: date


@dataclass(frozen=True)
class Answers:
    """Keys that are confirmed as they stand, keys with the value that the contract gives, and places in it by key."""

    confirmed: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


def questions(catalogue: Catalogue, payer: str, plans: Sequence[str], day: date) -> list[Question]:
    """What to ask about the payer and its plans for service dates from ``day`` on: what ages, then what is silent."""
    found: list[Question] = []
    for plan in ("", *plans):
        of_part = list(_of_part(catalogue, payer, plan, day))
        if plan:  # a plan is asked about what it does not have in common with its payer
            common = {each.parameter.name: (each.words, each.sources) for each in found if not each.plan}
            of_part = [e for e in of_part if common.get(e.parameter.name) != (e.words, e.sources)]
        found += of_part
    return found


def _of_part(catalogue: Catalogue, payer: str, plan: str, day: date) -> Iterator[Question]:
    id = f"{payer}/{plan}" if plan else payer
    by_name = catalogue.values[id]
    in_force = {name: value_in_force(dated, day) for name, dated in by_name.items()}
    known = {name: value for name, value in in_force.items() if value is not None and value.value is not None}
    judged = _read_by_verdicts(catalogue, id)
    parameters = [parameter for subject in subjects(catalogue) for parameter in subject.parameters]
    for parameter in parameters:
        value = known.get(parameter.name)
        if value is None or value.rests_until is None:  # silent, or built in, which does not age
            continue
        if parameter.name not in judged:
            continue
        rests = value.rests_until >= day and not value.contested
        why = "contested" if value.contested else _why(value.rests_until, day)
        yield Question(plan, parameter, in_words(parameter, value.value), value.authority, why, rests, True)
    yield from _switched(catalogue, plan, id, day)
    needed = set(needed_keys(catalogue, id, set(known)))
    for parameter in parameters:
        if parameter.name in needed:
            yield Question(plan, parameter, (), (), "the file is silent on it", False, True)


RULES = Parameter("rules", "Rules of the rule book that the payer uses or drops", "list", "service_date")
"""The key ``rules`` of the file, as a question."""


def _switched(catalogue: Catalogue, plan: str, payer: str, day: date) -> Iterator[Question]:
    """The rules that the file itself switches on or off."""
    in_force = {rule: value_in_force(dated, day) for rule, dated in catalogue.switches[payer].items()}
    own = {rule: value for rule, value in in_force.items() if value is not None and value.rests_until is not None}
    if not own:
        return
    until = min(value.rests_until for value in own.values() if value.rests_until is not None)
    cites = tuple(dict.fromkeys(cite for value in own.values() for cite in value.authority))
    words = [f"{'uses' if value.value else 'drops'} {rule}" for rule, value in sorted(own.items())]
    yield Question(plan, RULES, (", ".join(words),), cites, _why(until, day), until >= day, True)


def _read_by_verdicts(catalogue: Catalogue, payer: str) -> set[str]:
    """The keys on which a verdict of this payer's lines can rest, and its clock."""
    rules = [rule for rule in catalogue.rules_of(payer) if rule.kind is Kind.VERDICT]
    return {*FILING_CLOCKS}.union(*(catalogue.parameters_read(rule) for rule in rules))


def _why(until: date, day: date) -> str:
    if until == NEVER:
        return "not the payer's own text"
    return f"can be rested on until {until.isoformat()}" if until >= day else "more than 24 months old"


def needed_keys(catalogue: Catalogue, payer: str, known: set[str]) -> Iterator[str]:
    """The keys on which a payer's file must speak for a clean line to be billable, of those that are not ``known``."""
    used = {rule.id for rule in catalogue.rules_of(payer)}
    if "code_statuses" not in known and f"{OWN_RULES}100" in used:
        yield "code_statuses"
    if not known & set(CRITERIA) and CRITERIA_RULE in used:
        yield "qualifying_values"
    if "authorization_triggers" not in known and f"{OWN_RULES}210" in used:
        yield "authorization_triggers"
    if "rent_ends" not in known and f"{OWN_RULES}305" in used:
        yield "rent_ends"
    if not known & set(FILING_CLOCKS):
        yield FILING_CLOCKS[0]


def reviewed(
    file: Mapping[str, Any],
    written: Mapping[str, Any],
    laws: Collection[str],
    review: Confirmation,
    answers: Answers,
) -> dict[str, Any]:
    """The file's content with the answers in it, each by the source that the review adds.

    ``written`` holds, by key, the values that are confirmed as some file writes them; ``laws`` are the keys whose
    values rest on a law now, before which no contract would go. Sources that nothing cites any more are left out.
    """
    found = {key: value for key, value in file.items() if key not in ("sources", "values", "plans")}
    parts: dict[str, dict[str, Any]] = {"": {"values": dict(file.get("values") or {})}}
    plans: list[dict[str, Any]] = [
        dict(plan) | {"values": dict(plan.get("values") or {})} for plan in file.get("plans") or ()
    ]
    parts |= {plan["id"]: plan for plan in plans}
    for key in answers.confirmed:
        plan, _, name = key.rpartition("/")
        if name == RULES.name:
            part = found if not plan else parts[plan]
            part[name] = _switches(part.get(name) or (), _value(review, answers.places.get(key, ""), False))
            continue
        by_law = key in laws
        _set(parts[plan]["values"], name, written[key], _value(review, answers.places.get(key, ""), by_law))
    for key, value in answers.values.items():
        plan, _, name = key.rpartition("/")
        _set(parts[plan]["values"], name, {"value": value}, _value(review, answers.places.get(key, ""), key in laws))
    of_review = {id: _source(id, kind, review) for id, kind in ((review.id, "contract"), (f"{review.id}{LAW}", "law"))}
    sources = [each for each in file.get("sources") or () if each["id"] not in of_review] + [*of_review.values()]
    values = parts[""]["values"]
    for each_plan in plans:
        if not each_plan["values"]:
            del each_plan["values"]
    cited = set(_cited([values, plans, found.get("rules") or []]))
    found["sources"] = [each for each in sources if each["id"] in cited]
    found |= {"values": values} if values else {}
    found |= {"plans": plans} if plans else {}
    return found


def _source(id: str, kind: str, review: Confirmation) -> dict[str, Any]:
    return {
        "id": id, "kind": kind, "issuer": review.issuer, "title": review.title, "address": review.address,
        "grade": GRADES[0], "dated": review.dated, "read": review.day, "reviewed": review.day, "reviewer": review.by,
    }  # fmt: skip


def _value(review: Confirmation, place: str, by_law: bool) -> dict[str, Any]:
    id = f"{review.id}{LAW}" if by_law else review.id
    return {"from": review.dated, "source": f"{id}, {place}" if place else id}


def _set(values: dict[str, Any], name: str, given: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Put a value behind those of earlier dates; what held from its first date on gives way to it.

    A value that is confirmed as it stands keeps its own first date, where that is later, and its last.
    """
    first: date = max(given.get("from") or new["from"], new["from"])
    kept = []
    for each in values.get(name) or ():
        if each["from"] >= first:
            continue
        kept.append(each if each.get("to") and each["to"] < first else {**each, "to": first - timedelta(days=1)})
    entry: dict[str, Any] = {"from": first}
    if given.get("to"):
        entry["to"] = given["to"]
    entry |= {"source": new["source"], "value": given["value"]}
    if given.get("note"):
        entry["note"] = given["note"]
    values[name] = [*kept, entry]


def _switches(switches: Sequence[Mapping[str, Any]], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Switches of rules that are confirmed: as they were up to the contract's date, by the contract from then on."""
    first: date = new["from"]
    found: list[dict[str, Any]] = []
    for each in switches:
        if each.get("to") and each["to"] < first:
            found.append(dict(each))
            continue
        if each["from"] < first:
            found.append({**each, "to": first - timedelta(days=1)})
        found.append({**each, "from": max(each["from"], first), "source": new["source"]})
    return found


def _cited(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        cites = node.get("source", [])
        for cite in [cites] if isinstance(cites, str) else cites:
            yield authority_id(cite)
        for each in node.values():
            yield from _cited(each)
    elif isinstance(node, (list, tuple)):
        for each in node:
            yield from _cited(each)
