"""Payers as they would be with other values: many variants of the made-up payers, judged together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import ALWAYS_FROM, Catalogue
from oxyclaim.engine.parameters import Value
from oxyclaim.engine.words import Kind
from oxyclaim.policy.worked_cases import WorkedCase

SHOWN = ("line.modifiers_to_bill", "line.claim_by")


@dataclass(frozen=True)
class Variant:
    """A payer with some values in place of its own; a value of None takes one away."""

    payer: str
    label: str
    values: Mapping[str, Any]


def with_variants(catalogue: Catalogue, variants: Sequence[Variant]) -> tuple[Catalogue, list[str]]:
    """The catalogue with a payer more for each variant, of the family of the payer that it varies, and their names."""
    values, switches, profiles = dict(catalogue.values), dict(catalogue.switches), dict(catalogue.profiles)
    names = []
    for number, each in enumerate(variants):
        name = f"{each.payer.split('/')[0]}/v{number}"
        changed = {key: _dated(catalogue, each.payer, key, value) for key, value in each.values.items()}
        values[name] = {**catalogue.values[each.payer], **changed}
        switches[name] = catalogue.switches[each.payer]
        profiles[name] = replace(catalogue.profiles[each.payer], id=name)
        names.append(name)
    return replace(catalogue, values=values, switches=switches, profiles=profiles), names


def _dated(catalogue: Catalogue, payer: str, key: str, value: Any) -> tuple[Value, ...]:
    if value is None:
        return ()
    own = catalogue.values[payer].get(key, ())
    if own:
        return tuple(replace(each, value=value if each.value is not None else None) for each in own)
    return (Value(ALWAYS_FROM, None, value, ("PAYERFILE",)),)


def judged(catalogue: Catalogue, wanted: Iterable[tuple[WorkedCase, str]]) -> list[list[dict[str, Any]]]:
    """For each worked case, under the payer named, what is said of its lines: verdict, states of the rules, coding."""
    pairs = list(wanted)
    cases = []
    for number, (worked, payer) in enumerate(pairs):
        case = Case.model_validate(worked.case)
        cases.append(case.under(payer).model_copy(update={"case_id": f"C{number}"}))
    laid_down = tables(cases, catalogue.presumptions, [worked.as_of for worked, _ in pairs], [DOCUMENTED])
    frame = verdicts(laid_down, catalogue, SHOWN)
    rules = [rule.id for rule in catalogue.rules if rule.kind in (Kind.VERDICT, Kind.NOTE)]
    found: dict[str, list[dict[str, Any]]] = {case.case_id: [] for case in cases}
    for row in frame[["case_id", "verdict", *SHOWN, *rules]].iter_rows(named=True):
        found[row.pop("case_id")].append(row)
    return list(found.values())
