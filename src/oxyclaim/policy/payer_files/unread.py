"""Values of a payer's file that change nothing: no rule that the payer uses reads them, nor anything else."""

from collections.abc import Mapping
from datetime import date

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Parameter, value_on
from oxyclaim.policy.payer_files.subjects import OWN_RULES, subjects

READ_ELSEWHERE: Mapping[str, str] = {
    "appeal_days": "`oxyclaim denial`",
    "authorization_channels": "`oxyclaim authorization`",
    "authorization_delegate": "`oxyclaim authorization`",
    "authorization_evidence": "`oxyclaim authorization`",
    "authorization_file_by_days": "`oxyclaim authorization`",
    "authorization_form": "`oxyclaim authorization`",
    "authorization_from_plan": "`oxyclaim authorization`",
    "authorization_hours_standard": "`oxyclaim authorization`",
    "authorization_hours_urgent": "`oxyclaim authorization`",
    "authorization_renewal_evidence": "`oxyclaim authorization`",
    "claim_wants": "`oxyclaim claim`",
    "coinsurance_percent": "the expected payment",
    "filing_days_corrected": "`oxyclaim claim`",
    "front_end_frequencies": "`oxyclaim claim` and `oxyclaim correction`",
    "front_end_paper_ways": "`oxyclaim claim`",
    "front_end_sequences": "`oxyclaim claim`",
    "high_flow_percent": "the expected payment",
    "high_flow_portable_percent": "the expected payment",
    "liability_form": "the advice on charging the patient",
    "low_flow_percent": "the expected payment",
    "part_b_deductible_cents": "the expected payment",
    "prices": "the expected payment",
    "sequestration_percent": "the expected payment",
}
"""What no rule reads, and what does."""
_OF_MODIFIERS = (f"{OWN_RULES}400", f"{OWN_RULES}410")
"""The rules on the modifiers of other payers' lines."""
_MEDICARES_END = "LED-010"
"""The rule that ends the rent after ``rental_months_paid`` whatever ``rent_ends`` says."""


def unread(catalogue: Catalogue, payer: str, names: Mapping[str, object], day: date) -> list[tuple[str, str]]:
    """Of the keys that a payer's file sets, those that change nothing on a day, each with the reason."""
    used = {rule.id for rule in catalogue.rules_of(payer)}
    read = {name for rule in catalogue.rules if rule.id in used for name in catalogue.parameters_read(rule)}
    if value_on(catalogue.values[payer].get("coverage_modifier_by", ()), day) != "groups":
        read -= _of_groups_only(catalogue, used)
    by_name = {parameter.name: parameter for parameter in catalogue.parameters}
    found = []
    for name in names:
        if value_on(catalogue.values[payer].get(name, ()), day) is None:
            continue
        if name not in read and name not in READ_ELSEWHERE:
            found.append((name, "no rule that this payer uses reads it, nor anything else"))
        elif why := _lacks_partner(catalogue, payer, by_name[name], used, day):
            found.append((name, why))
    return found


def _of_groups_only(catalogue: Catalogue, used: set[str]) -> set[str]:
    """Medicare's criteria that only the coverage modifier reads, for a payer that does not choose it by the groups."""
    rules = [rule for rule in catalogue.rules if rule.id in used and rule.id not in _OF_MODIFIERS]
    elsewhere = {name for rule in rules for name in catalogue.parameters_read(rule)}
    criteria = {
        parameter.name
        for subject in subjects(catalogue)
        if not subject.own and not subject.folder.startswith("coding.")
        for parameter in subject.parameters
    }
    return criteria - elsewhere


def _lacks_partner(catalogue: Catalogue, payer: str, parameter: Parameter, used: set[str], day: date) -> str:
    def set_(name: str) -> object:
        return value_on(catalogue.values[payer].get(name, ()), day)

    if parameter.beside and all(set_(name) is None for name in parameter.beside):
        return f"nothing reads it without {' or '.join(parameter.beside)}"
    if parameter.name == "rental_months_paid" and _MEDICARES_END not in used and set_("rent_ends") is None:
        return "nothing reads it without rent_ends: after_months"
    return ""
