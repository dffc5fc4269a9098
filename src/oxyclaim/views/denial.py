"""What a denial means, what to do and by when."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from oxyclaim.engine.denials import ADJUSTED, DENIED, NOTICE, REJECTED, told
from oxyclaim.services.denial import DenialAnswer, DenialsAnswer, Entry, Explained, Limit
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted, us_date, us_dates

IN_FULL = 3
"""Answers that fit alike and are told in full; of more, only the meanings."""
OUTCOMES = {
    REJECTED: "not paid: rejected. Correct it and send a new claim",
    DENIED: "not paid, in whole or in part: denied",
    ADJUSTED: "processed, with adjustments; nothing here denies it",
    NOTICE: "notices only; nothing here denies it",
}
"""What a line comes to, by its strongest code."""
UNKNOWN_REASON = (
    "; what it means is not known here, and it may deny the line. Look it up in the code list of X12 or ask the payer."
)


def listing(answer: DenialsAnswer) -> Document:
    """All that is known, one a row."""
    rows = tuple((_codes(entry), entry.answer, entry.meaning, entry.grade) for entry in answer.denials)
    count = counted(len(rows), "answer")
    return Document((
        Grid(("codes", "answer", "meaning", "grade"), rows, (2, 0, 4, 0)),
        Text(f"{count}, in our own words; `oxyclaim denial CODE...` says what to do, and by when."),
    ))  # fmt: skip


def view(answer: DenialAnswer) -> Document:
    """The line as a whole, then each code with its cause, the ways on and their last days."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: DenialAnswer) -> Iterator[Block]:
    yield Text(" ".join(answer.given), strong=True)
    if answer.not_known:
        unknown = UNKNOWN_REASON if answer.unknown_reasons else "; what it means is not known here."
        yield Item("not in the catalogue:", ", ".join(answer.not_known) + unknown, "caution")
    pieces = [list(some) for _, some in groupby(answer.entries, lambda each: each.explains)]
    if len(pieces) > 1:
        yield Item("the line as a whole:", f"{OUTCOMES[answer.outcome]}.")
    for entries in pieces:
        yield from _piece(entries)
    for group in answer.groups:
        yield Item(f"group {group.code}:", f"{group.meaning}{_graded(group.grade)}", "quiet")
    if dates := answer.dates_that_tell_more:
        options = " and ".join(f"--{name.replace('_', '-')}" for name in dates)
        yield Item("", f"With {options} the last day is calculated.", "quiet")


def _piece(entries: Sequence[Explained]) -> Iterator[Block]:
    if len(entries) > 1:
        which = "a remark code, or the modifier that was billed (GA, GZ), tells which"
        fit = counted(len(entries), "answer")
        yield Item("", f"{' '.join(entries[0].explains)}: {fit} fit alike; {which}.", "caution")
    if len(entries) > IN_FULL:
        yield from (Item(f"{_codes(entry)}:", entry.meaning) for entry in entries)
        return
    for entry in entries:
        yield from _entry(entry)
    if tell := entries[0].remark_codes_that_tell_more:
        yield Item("a remark code beside it would tell more; known are", ", ".join(tell), "caution", level=1)


def _entry(entry: Explained) -> Iterator[Block]:
    yield Item(f"{_shown(entry)}:", entry.meaning)
    yield Item("usual cause:", us_dates(entry.cause), level=1)
    yield Item("what to do:", us_dates(entry.action), level=1)
    for limit in entry.deadlines:
        yield from _limit(limit)
    yield Item("may be appealed:", entry.appeal, level=1)
    yield Item("charge to the patient:", entry.charge_patient, level=1)
    yield Item("source:", "; ".join(entry.authorities) + _graded(entry.grade), "quiet", level=1)


def _limit(limit: Limit) -> Iterator[Block]:
    steps = us_dates("; ".join(limit.steps))
    text = f"by {us_date(limit.last_day)} ({steps})" if limit.last_day else steps
    yield Item(f"{limit.title}:", text + _graded(limit.grade), level=1)
    if limit.safe_day:
        safe = f"{us_date(limit.safe_day)} ({limit.safe_because})"
        yield Item("safe internal date:", safe, level=2)
    then = f"Then: {limit.then}." if limit.then else ""
    if limit.about or then:
        yield Item("", f"{limit.about} {then}".strip(), "quiet", level=2)


def _shown(entry: Explained) -> str:
    """The codes that were given, where the entry holds many; else those that it holds."""
    return told(entry.explains) if len(entry.code_sets) > 1 and entry.fits_alike == 1 else _codes(entry)


def _codes(entry: Entry) -> str:
    return " or ".join(map(told, entry.code_sets))


def _graded(grade: str) -> str:
    return "" if grade == "primary" else f" ({grade})"
