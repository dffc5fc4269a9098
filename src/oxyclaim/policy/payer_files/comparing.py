"""Payers side by side on one day: what differs, what is alike, and what only one of them sets."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_in_force
from oxyclaim.policy.payer_files.inherited import FILING_CLOCKS
from oxyclaim.policy.payer_files.subjects import Subject, subjects
from oxyclaim.policy.payer_files.wording import NONE, SILENT, in_words

GROUPS = ("group_1_saturation_max", "group_1_po2_max", "group_2_saturation", "group_2_po2_min", "group_2_po2_max")
"""Medicare's thresholds; another payer sets ``qualifying_values`` in their place."""
RENT = ("rent_ends", "rental_months_paid")
ALIKE, DIFFERS, ONE_ONLY = "alike", "differs", "one only"


@dataclass(frozen=True)
class Row:
    """One question, and each payer's answer as lines of text.

    ``how``: ``differs``; ``alike``; or ``one only`` of what belongs to one payer's own system, such as the modifiers of
    Medicare's groups, which nobody else need answer.
    """

    subject: str
    title: str
    parameters: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]
    how: str


@dataclass(frozen=True)
class Comparison:
    """Rows in the order of the subjects. ``payers`` are the ids, in the order of each row's answers."""

    payers: tuple[str, ...]
    names: tuple[str, ...]
    day: date
    rows: tuple[Row, ...]

    def rows_that(self, how: str) -> list[Row]:
        """The rows of one kind."""
        return [row for row in self.rows if row.how == how]


def compare(catalogue: Catalogue, payers: Sequence[str], day: date) -> Comparison:
    """The payers side by side for a service date."""
    values = [_in_force(catalogue, payer, day) for payer in payers]
    rows = [row for subject in subjects(catalogue) for row in _rows(subject, values, catalogue)]
    rows.append(_rules(catalogue, payers, day))
    names = tuple(catalogue.profiles[payer].name for payer in payers)
    return Comparison(tuple(payers), names, day, tuple(rows))


def _in_force(catalogue: Catalogue, payer: str, day: date) -> dict[str, Any]:
    found = {}
    for name, dated in catalogue.values[payer].items():
        value = value_in_force(dated, day)
        if value is not None and value.value is not None:
            found[name] = value.value
    return found


def _rows(subject: Subject, values: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> Iterator[Row]:
    known = {parameter.name: parameter for parameter in catalogue.parameters}
    for parameter in subject.parameters:
        match parameter.name:
            case "qualifying_values":
                answers = tuple(
                    in_words(parameter, each[parameter.name]) if parameter.name in each else _by_groups(each)
                    for each in values
                )
                yield _row(subject, "Qualifies by", (parameter.name, *GROUPS), answers)
            case "filing_days_original":
                answers = tuple(
                    next((in_words(known[name], each[name]) for name in FILING_CLOCKS if name in each), (SILENT,))
                    for each in values
                )
                yield _row(subject, "Time for the first claim, from the service date", FILING_CLOCKS, answers)
            case "rent_ends":
                yield _row(subject, "The rent ends", RENT, tuple(_end_of_rent(each) for each in values))
            case name if name not in (*GROUPS, *FILING_CLOCKS, *RENT) and any(name in each for each in values):
                answers = tuple(in_words(parameter, each.get(name)) for each in values)
                yield _row(subject, parameter.title, (name,), answers)


def _row(subject: Subject, title: str, parameters: tuple[str, ...], answers: tuple[tuple[str, ...], ...]) -> Row:
    speak = sum(answer not in ((SILENT,), (NONE,)) for answer in answers)
    how = ALIKE if len(set(answers)) == 1 else DIFFERS if subject.own or speak > 1 else ONE_ONLY
    return Row(subject.title, title, parameters, answers, how)


def _by_groups(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Medicare's Groups I to III in words, from the parameters that hold their thresholds."""
    if not all(name in values for name in GROUPS):
        return (SILENT,)
    lowest, highest = values["group_2_po2_min"], values["group_2_po2_max"]
    said = [
        f"Group I: saturation at most {values['group_1_saturation_max']} %, or PO2 at most "
        f"{values['group_1_po2_max']} mm Hg"
    ]
    if "sleep_fall_saturation" in values and "sleep_fall_po2" in values:
        said.append(
            f"Group I in sleep, also: a fall in saturation of more than {values['sleep_fall_saturation']} points, or "
            f"in PO2 of more than {values['sleep_fall_po2']} mm Hg, with symptoms or signs"
        )
    said.append(
        f"Group II: saturation of {values['group_2_saturation']} %, or PO2 from {lowest} to {highest} mm Hg, with a "
        "documented sign beside it"
    )
    if values.get("group_3_by_ncd") or values.get("group_3_by_lcd"):
        said.append("Group III: without hypoxemia, for the conditions that the policy names")
    return tuple(said)


def _end_of_rent(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What ends the rent; a payer that only sets a number of months ends it after them."""
    months = values.get("rental_months_paid")
    match values.get("rent_ends", "after_months" if months else None):
        case "after_months":
            return (f"after {months} paid months" if months else "after a number of months that is not set",)
        case "at_purchase_price":
            return ("when it has reached the purchase price",)
        case "never":
            return ("never",)
    return (SILENT,)


def _rules(catalogue: Catalogue, payers: Sequence[str], day: date) -> Row:
    used = [[rule.id for rule in catalogue.rules if catalogue.uses(payer, rule, day)] for payer in payers]
    families = [Counter(id.partition("-")[0] for id in ids) for ids in used]
    answers = tuple(tuple(f"{family}: {count}" for family, count in each.items()) or ("none",) for each in families)
    how = ALIKE if all(ids == used[0] for ids in used) else DIFFERS
    return Row("The rule book", "Rules that judge its lines, by family", (), answers, how)
