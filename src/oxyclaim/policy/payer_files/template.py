"""A starter file for a payer of the user's own: valid as it stands, every key in it as a commented line."""

import re
import textwrap
from collections.abc import Collection, Iterator
from datetime import date

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Parameter
from oxyclaim.policy.payer_files.agreement import OWN_CRITERIA
from oxyclaim.policy.payer_files.layout import ADVANTAGE
from oxyclaim.policy.payer_files.subjects import Subject, subjects

FILL_IN = "FILL IN"
WIDTH = 110
EXAMPLES = {
    "CodeStatus": "{codes: [E1390, E1392], status: covered}",
    "AgeBand": "{from_age: 0, to_age: 20, rule: prescription_alone}",
    "QualifyingValue": "{state: rest, measure: saturation, at_most: 88}",
    "Indication": "{diagnoses: [G44.0]}",
    "InpatientWindow": "{days: 2}",
    "WantedPaper": "{kind: prescription, when: first_month}",
    "Step": "{codes: [E1392], first: [E1390], months: 1}",
    "Trigger": "{codes: [E1392], when: from_month, month: 4}",
    "Price": "{codes: [E1392], acquisition: rental, dollars: 120.00, percent_of_medicare: 80}",
    "Bundle": "{codes: [E0443], beside: [E0431]}",
}
"""An entry of each kind of list, as it is written. Made up: they say how, not what any payer wants."""

LISTS = {
    "exclusive_suppliers": '["1234567893"]',
    "modifiers_always": "[KX]",
    "modifiers_by_month": "[KH, KI, KI, KJ]",
    "modifiers_high_flow": "[KX]",
}
"""A value of lists of texts that are checked, as it is written."""

_HEAD = """\
# A payer of your own: {payer}. It is valid as it stands and says nothing yet: where a payer is silent, a line is for
# review if that decides, never denied. Replace each {fill_in}, take the # away from what the payer's text sets, and
# leave the rest out. docs/payer-file.md explains every key; `oxyclaim payers validate` names what is wrong.

payer: {payer}  # the file's own name; a case names the payer by it (coverage: payer)
name: "{fill_in}: the name that people use"
line_of_business: {business}  # medicare_ffs, ma_hmo, ma_ppo, ma_pffs, commercial, exchange, medicaid_ffs,
                              # medicaid_mco, tricare, va, other
# state: NY                   # of a state's program
inherits: {inherits}  # whose values and rules hold where this file sets none
status: unverified            # until somebody has made sure of the whole file
# verified: {{by: "Who made sure", date: {today}}}

sources:                      # the texts on which the values rest; one entry each
  - id: POLICY                # values point to it: source: "POLICY, page 3"
    kind: policy              # law goes before contract, and contract before policy
    issuer: "{fill_in}: who issued it"
    title: "{fill_in}: what it is"
    address: "{fill_in}: where it stands, such as a web address"
    grade: unconfirmed        # primary once you have read the payer's own text; until then lines are for review
    # dated: {today}       # the date that the text bears
    read: {today}          # the day on which you read it

# rules:                      # rules that the payer uses or drops beside those that it inherits (`oxyclaim rules`)
#   - {{from: {first}, source: POLICY, drop: [PAY-320]}}

# plans:                      # plans that differ; a case names one as {payer}/hmo
#   - {{id: hmo, name: "The HMO plan", line_of_business: {business}}}

values:                       # each value with its first service date (from) and its source; `to` ends it
"""


def starter(catalogue: Catalogue, payer: str, inherits: str, today: date) -> str:
    """The text of the file."""
    business = catalogue.profiles[inherits].line_of_business
    head = _HEAD.format(
        payer=payer, inherits=inherits, fill_in=FILL_IN, today=today, first=today.replace(month=1, day=1),
        business="commercial" if business in ("other", "medicare_ffs") else business,
    )  # fmt: skip
    left_out = OWN_CRITERIA if business in ADVANTAGE else ()
    parts = [head]
    for subject in subjects(catalogue):
        parts.append("\n".join(_subject(subject, today, left_out)) + "\n")
    return "\n".join(parts)


def _subject(subject: Subject, today: date, left_out: Collection[str]) -> Iterator[str]:
    yield f"  # ---- {subject.title} ----"
    for parameter in (each for each in subject.parameters if each.name not in left_out):
        yield from _about(parameter)
        yield f"  # {written(parameter, today.replace(month=1, day=1))}"


def _about(parameter: Parameter) -> Iterator[str]:
    """Title, unit and words as comments of their own, doubled so that no one takes them for a key."""
    unit = f", in {parameter.unit}" if parameter.unit else ""
    words = f": {', '.join(parameter.words)}" if parameter.words else ""
    kind = f" (list of {_spaced(parameter.entry)} entries)" if parameter.entry else ""
    for line in textwrap.wrap(f"{parameter.title}{unit}{kind}{words}", WIDTH - 6):
        yield f"  ## {line}"


def written(parameter: Parameter, first: date) -> str:
    """The parameter as a line of a file, with a value that is there to be replaced."""
    return f"{parameter.name}: [{{from: {first}, source: POLICY, value: {_example(parameter)}}}]"


def _example(parameter: Parameter) -> str:
    match parameter.type:
        case "entries":
            return f"[{EXAMPLES[parameter.entry]}]"
        case "list":
            return f"[{parameter.words[-1]}]" if parameter.words else LISTS.get(parameter.name, "[EXAMPLE]")
        case "text":
            return f"{parameter.words[-1]}" if parameter.words else "EXAMPLE"
        case "truth":
            return "true"
        case "date":
            return "2025-01-01"
    return "1"


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
