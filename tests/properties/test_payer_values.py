"""Laws of payers' values: each changes something or is told to be unread; a stricter one releases nothing."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from payer_variants import Variant, judged, with_variants

from oxyclaim.engine.parameters import value_on
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.loading import EXAMPLE_PAYERS, payers_of
from oxyclaim.policy.payer_files.unread import READ_ELSEWHERE, unread
from oxyclaim.policy.worked_cases import WorkedCase, worked_cases

CATALOGUE = load_with_examples()
EXAMPLES = sorted(path.stem for path in EXAMPLE_PAYERS.glob("*.yaml"))
DAY = date(2025, 6, 1)


def cases_of() -> dict[str, list[WorkedCase]]:
    """The worked cases of every made-up payer and of its plans."""
    found: dict[str, list[WorkedCase]] = {}
    for worked in worked_cases(payers=True):
        payer = worked.case["coverage"]["payer"]
        if payer.split("/")[0] in EXAMPLES:
            found.setdefault(payer, []).append(worked)
    return found


CASES = cases_of()
AS_THEY_ARE = [(worked, payer) for payer, cases in CASES.items() for worked in cases]


@cache
def before() -> dict[str, list[dict[str, Any]]]:
    """What is said of the lines of each case under its payer as it is."""
    return {worked.id: lines for (worked, _), lines in zip(AS_THEY_ARE, judged(CATALOGUE, AS_THEY_ARE), strict=True)}


def set_values() -> list[Variant]:
    """Every value that a made-up payer or plan sets, taken away."""
    owns = payers_of(EXAMPLE_PAYERS).owns
    return [
        Variant(payer, name, {name: None})
        for payer in CASES
        for name in owns[payer].values
        if value_on(CATALOGUE.values[payer].get(name, ()), DAY) is not None
    ]


def test_every_value_that_a_file_sets_changes_something_or_is_told_to_be_unread():
    variants = set_values()
    catalogue, names = with_variants(CATALOGUE, variants)
    pairs = [(worked, name) for each, name in zip(variants, names, strict=True) for worked in CASES[each.payer]]
    labels = [each.label for each in variants for _ in CASES[each.payer]]
    changed = {
        label
        for (worked, _), label, lines in zip(pairs, labels, judged(catalogue, pairs), strict=True)
        if lines != before()[worked.id]
    }
    tried = {each.label for each in variants}
    told = {name for each in variants for name, _ in unread(CATALOGUE, each.payer, {each.label: None}, DAY)}
    assert tried - changed - told - READ_ELSEWHERE.keys() == set()
    assert len(changed) > 40


ALL_TESTERS = ["treating_practitioner", "hospital", "laboratory", "idtf", "part_a_provider", "supplier", "other"]


def _trigger(**given: Any) -> dict[str, Any]:
    keys = ("codes", "when", "month", "cents", "within_months", "of", "counted_by", "rent_of", "words")
    return {f"trigger.{key}": given.get(key) for key in keys}


def stricter(name: str, value: Any) -> Iterator[Any]:
    """Values of a key that ask for more, or pay less, than one that is set (None where none is)."""
    match name:
        case "accepted_testers":
            yield [each for each in value or ALL_TESTERS if each != "hospital"]
        case "barred_test_payers":
            yield ["payer", "beneficiary", "facility", "supplier", "other"]
        case "test_max_age_days" | "encounter_months":
            yield 1
        case "exercise_readings":
            yield 3
        case "room_air_required" | "mobility_required" | "network_required" | "referral_required":
            yield True
        case "one_supplier_per_month" | "pays_second_only" | "injury_number_required" | "owned_after_rent":
            yield True
        case "sleep_only_allows_portable" | "pays_after_primary_months":
            yield False
        case "authorization_triggers":
            yield (_trigger(when="always", words="always"),)
        case "authorization_void_on":
            yield ["flow", "equipment", "practitioner", "supplier", "plan"]
        case "authorization_initial_months" | "authorization_renewal_months" | "rental_months_paid":
            if value is not None:
                yield 1
        case "sale_after_months":
            yield 12
        case "rent_credited_percent":
            yield 100
        case "hours_away_at_least":
            yield 24
        case "days_between_bills":
            yield 40
        case "exclusive_suppliers" | "pays_if_primary_denied_for" | "after_rent_billable" | "pays_second_to":
            yield []
        case "qualifying_values" | "indications" if value:
            yield value[:1]
            yield tuple({**row, **{key: 40.0 for key in row if key.endswith("at_most") and row[key]}} for row in value)
        case "steps" if value:
            yield tuple({**row, "step.months": 9 if row["step.days"] is None else None, "step.or_beside": False,
                         "step.days": row["step.days"] and 365, "step.failed": True} for row in value)  # fmt: skip


STRICTER = (
    "accepted_testers", "barred_test_payers", "test_max_age_days", "encounter_months", "exercise_readings",
    "room_air_required", "mobility_required", "network_required", "referral_required", "one_supplier_per_month",
    "pays_second_only", "injury_number_required", "owned_after_rent", "sleep_only_allows_portable",
    "pays_after_primary_months", "authorization_triggers", "authorization_void_on", "authorization_initial_months",
    "authorization_renewal_months", "rental_months_paid", "sale_after_months", "rent_credited_percent",
    "hours_away_at_least", "days_between_bills", "exclusive_suppliers", "pays_if_primary_denied_for",
    "after_rent_billable", "pays_second_to", "qualifying_values", "indications", "steps",
)  # fmt: skip


def test_a_stricter_value_never_releases_a_line():
    variants = [
        Variant(payer, name, {name: each})
        for payer in CASES
        for name in STRICTER
        for each in stricter(name, value_on(CATALOGUE.values[payer].get(name, ()), DAY))
    ]
    catalogue, names = with_variants(CATALOGUE, variants)
    pairs = [(worked, name) for each, name in zip(variants, names, strict=True) for worked in CASES[each.payer]]
    labels = [each for each in variants for _ in CASES[each.payer]]
    found = judged(catalogue, pairs)
    held = 0
    for (worked, _), each, lines in zip(pairs, labels, found, strict=True):
        for own, then in zip(before()[worked.id], lines, strict=True):
            where = f"{worked.id} with {each.values} of {each.payer}"
            assert own["verdict"] == "billable" or then["verdict"] != "billable", where
            held += own["verdict"] == "billable" and then["verdict"] != "billable"
    assert held > 100
