"""Measures: each with what it says, its numerator and its denominator; then by month, payer, code and edit."""

from collections.abc import Iterator

from oxyclaim.services.denials.reports import Measure, Measures, Part
from oxyclaim.views.blocks import Block, Document, Grid, Pairs, Text, counted, dollars, us_date

PARTS = {
    ("initial_denial_lines", "month"): ("Initial denials by month of the claim", "month", "denied", "lines billed"),
    ("initial_denial_lines", "payer"): ("Initial denials by payer", "payer", "denied", "lines billed"),
    ("initial_denial_lines", "code"): ("Initial denials by code", "code", "denied", "lines billed"),
    ("overturned", "payer"): ("Odds: overturned, by payer", "payer", "overturned", "denied at first"),
    ("overturned", "code"): ("Odds: overturned, by code", "code", "overturned", "denied at first"),
    ("overturned", "payer and reason"): (
        "Odds: overturned, by payer and reason", "payer and reason", "overturned", "denied at first"),
    ("months_blocked", "payer"): ("Rental months blocked, by payer", "payer", "blocked", "months billed"),
    ("months_blocked", "code"): ("Rental months blocked, by code", "code", "blocked", "months billed"),
    ("turned_down", "edit"): ("Turned down at the front end, by edit", "status", "claims", "claims told of"),
}  # fmt: skip


def view(answer: Measures) -> Document:
    """The measures, then their parts."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: Measures) -> Iterator[Block]:
    rows = tuple((each.title, value_of(each), *amounts(each), each.definition) for each in answer.measures)
    yield Grid(("measure", "value", "of these", "of all", "what it is"), rows, (2, 0, 0, 0, 5), numbers=(1, 2, 3))
    for (measure, by), (title, *head) in PARTS.items():
        own = [part for part in answer.parts if (part.measure, part.by) == (measure, by)]
        if own:
            yield Grid((*head, "percent"), tuple(_part(part) for part in own), title=title, numbers=(1, 2, 3))
    if answer.forecasts:
        told = tuple(
            (each.code or "", each.payer or "", f"{each.hits:,}", f"{each.misses:,}", f"{each.false_alarms:,}",
             f"{each.clears:,}")
            for each in answer.forecasts
        )  # fmt: skip
        yield Grid(
            ("code", "payer", "foretold", "missed", "false alarm", "paid as said"), told,
            title="What we had said against what was answered, in lines", numbers=(2, 3, 4, 5),
        )  # fmt: skip
    else:
        yield Text("No claim of the period has a verdict that is kept: no forecast can be compared.", "quiet")
    yield Pairs((
        ("ledger", answer.store),
        ("claims written", f"{us_date(answer.first)} to {us_date(answer.last)}: {counted(answer.claims, 'claim')}, "
                 f"{counted(answer.lines, 'line')}, of which {answer.answered:,} answered and {answer.duplicates:,} "
                 "duplicates, which are left out"),
        ("left out", "of every denial: contractual amounts, sequestration, the patient's share, OA-23, reversals"),
    ))  # fmt: skip


def value_of(each: Measure) -> str:
    """``8.04 %``, ``23.2 days``, or a dash."""
    if each.value is None:
        return "-"
    return f"{each.value:.2f} %" if each.unit == "percent" else f"{each.value:.1f} days"


def amounts(each: Measure) -> tuple[str, str]:
    """Numerator and denominator as people read them."""
    if each.counts == "cents":
        return dollars(each.numerator), dollars(each.denominator)
    if each.name == "days_in_ar":
        return "", dollars(each.denominator)
    return f"{each.numerator:,}", f"{each.denominator:,}"


def _part(part: Part) -> tuple[str, str, str, str]:
    value = "-" if part.value is None else f"{part.value:.2f}"
    return part.key, f"{part.numerator:,}", f"{part.denominator:,}", value
