"""What does not agree once a payer's own values and those that it inherits are taken together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from oxyclaim.case.nodes import Loc
from oxyclaim.case.problems import Problem
from oxyclaim.engine.parameters import Parameter, Value, range_problems, value_on
from oxyclaim.policy.payer_files.agreement import overlap, parts, values_of
from oxyclaim.policy.payer_files.layout import ADVANTAGE
from oxyclaim.policy.payer_files.reading import ReadFile
from oxyclaim.policy.payer_files.resolving import Resolved

FILING_CLOCKS = ("filing_days_original", "timely_filing_years")
"""The parameters that set the last day for a claim: in days, or in years."""
LIMITS_OF_RENT = ("rental_months_paid", "rent_ends", "days_between_bills", "after_rent_billable")

ByName = Mapping[str, Sequence[Value]]


def disagreements_after(
    resolved: Resolved, read: Mapping[str, ReadFile], parameters: Sequence[Parameter]
) -> list[Problem]:
    """Everything of that kind, at the file and line that can put it right."""
    problems = []
    for file in read.values():
        for loc, part in parts(file.file):
            payer = file.file.payer if part is file.file else f"{file.file.payer}/{part.id}"
            values = resolved.values[payer]
            own = values_of(part)
            found = [*_gaps(values, own), *_only_bought(values)]
            if part.line_of_business in ADVANTAGE:
                found += _stricter(own, resolved.values[FLOOR], parameters)
            if file.file.status == "verified" and not file.file.abstract and not _has_clock(values):
                found.append((("status",), _no_clock(payer)))
            for way, message in found:
                # The status stands once, for the payer and all of its plans.
                problems.append(file.problem(way if way == ("status",) else (*loc, *way), message))
    return list(dict.fromkeys(problems))


def clock_set(values: ByName, day: date) -> bool:
    """Whether the last day for a first claim can be told."""
    return any(value_on(values.get(name, ()), day) is not None for name in FILING_CLOCKS)


def _has_clock(values: ByName) -> bool:
    """On whatever day: a file that could be read stays readable while the days go by."""
    return any(value.value is not None for name in FILING_CLOCKS for value in values.get(name, ()))


def _no_clock(payer: str) -> str:
    return (
        f"a payer without a clock for claims cannot be verified: {payer} has no filing_days_original; look "
        "in the contract or the payer's manual and enter it, or write `status: unverified`"
    )


def _gaps(values: ByName, own: Mapping[str, Sequence[object]]) -> Iterator[tuple[Loc, str]]:
    """A gap that opens between a value of the file's own and one that it inherits."""
    for name in own:
        for problem in range_problems(name, values.get(name, ())):
            yield ("values", name), f"with what is inherited: {problem.partition(': ')[2]}"


FLOOR = "medicare"
"""The payer whose coverage criteria a Medicare Advantage plan may not tighten."""


def _stricter(
    own: Mapping[str, Sequence[Any]], floor: ByName, parameters: Sequence[Parameter]
) -> Iterator[tuple[Loc, str]]:
    """A coverage criterion of a Medicare Advantage plan that is stricter than Medicare's (42 CFR 422.101(b))."""
    for parameter in parameters:
        for index, value in enumerate(own.get(parameter.name, ()) if parameter.looser else ()):
            for theirs in floor.get(parameter.name, ()):
                if value.value is None or theirs.value is None or not overlap(value, theirs):
                    continue
                below = value.value < theirs.value
                if value.value != theirs.value and below is (parameter.looser == "higher"):
                    yield (
                        ("values", parameter.name, index, "value"),
                        f"{value.value} is stricter than Medicare's {theirs.value}; a Medicare Advantage plan is no "
                        "stricter than the national and local coverage determinations (42 CFR 422.101(b))",
                    )
                    break


def _only_bought(values: ByName) -> Iterator[tuple[Loc, str]]:
    for option in values.get("purchase_option", ()):
        if option.value != "purchase_only":
            continue
        for name in LIMITS_OF_RENT:
            for value in values.get(name, ()):
                if value.value is not None and overlap(option, value):
                    cites = ", ".join(value.authority)
                    yield (
                        ("values", "purchase_option"),
                        f"purchase_only contradicts {name}: {value.value}, a limit on rentals that holds from "
                        f"{value.first} by {cites}; if it is inherited, set it to null in this file",
                    )
