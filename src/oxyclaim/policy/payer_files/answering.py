"""What a person types as the value of a key: YAML as in the file, or a short word for what is often meant."""

import re
from typing import Any

import yaml

from oxyclaim.engine.parameters import Parameter
from oxyclaim.policy.payer_files.template import EXAMPLES

GROUPS_I_AND_II = [
    {"state": "rest", "measure": "saturation", "at_most": 88},
    {"state": "rest", "measure": "po2", "at_most": 55},
    {"state": "exercise", "measure": "saturation", "at_most": 88, "improves_with_oxygen": True},
    {"state": "exercise", "measure": "po2", "at_most": 55, "improves_with_oxygen": True},
    {"state": "sleep", "measure": "saturation", "at_most": 88},
    {"state": "sleep", "measure": "po2", "at_most": 55},
    {"state": "sleep", "measure": "saturation", "fall_of_more_than": 5, "with_any_of": ["symptoms_of_hypoxemia"]},
    {"state": "sleep", "measure": "po2", "fall_of_more_than": 10, "with_any_of": ["symptoms_of_hypoxemia"]},
    {"state": "rest", "measure": "saturation", "at_least": 89, "at_most": 89, "hematocrit_above": 56,
     "with_any_of": ["dependent_edema", "pulmonary_hypertension", "cor_pulmonale", "erythrocythemia"]},
    {"state": "rest", "measure": "po2", "at_least": 56, "at_most": 59, "hematocrit_above": 56,
     "with_any_of": ["dependent_edema", "pulmonary_hypertension", "cor_pulmonale", "erythrocythemia"]},
]  # fmt: skip
"""What many contracts mean by Medicare's Groups I and II; the person who confirms it says that this one does."""

SHORT = {
    "CodeStatus": "codes that are covered, such as: E1390 E1392",
    "QualifyingValue": "medicare (Groups I and II)",
    "Trigger": "never, always, or criteria_missed",
}
"""Short answers that are understood, by kind of entry."""


class BadAnswer(Exception):
    """What was typed cannot be read."""


def hint(parameter: Parameter) -> str:
    """How a value of this key is typed."""
    if parameter.entry:
        example = f"[{EXAMPLES[parameter.entry]}]"
        return f"{SHORT[parameter.entry]}; or {example}" if parameter.entry in SHORT else example
    if parameter.words:
        words = ", ".join(parameter.words)
        return f"[one or more of: {words}]" if parameter.type == "list" else f"one of: {words}"
    kinds = {"truth": "yes or no", "date": "a date, such as 2026-01-01", "list": "[EXAMPLE, OTHER]", "text": "text"}
    return kinds.get(parameter.type, "a number") + (f" ({parameter.unit})" if parameter.unit else "")


def typed(parameter: Parameter, text: str) -> Any:
    """The value. Raises BadAnswer for what is no YAML."""
    text = text.strip()
    match parameter.entry:
        case "CodeStatus" if codes := re.findall(r"\b[A-Za-z]\d{4}\b", text):
            if re.fullmatch(r"[\sA-Za-z0-9,;]*", text):
                return [{"codes": [code.upper() for code in codes], "status": "covered"}]
        case "QualifyingValue" if text.lower() == "medicare":
            return GROUPS_I_AND_II
        case "Trigger" if text in ("never", "always", "criteria_missed"):
            return [{"when": text}]
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        raise BadAnswer(f"cannot be read; write it as {hint(parameter)}") from None
    if parameter.type in ("list", "entries") and value is not None and not isinstance(value, list):
        return [value]
    return value
