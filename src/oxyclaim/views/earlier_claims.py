"""What was added to a history of earlier claims, and what is in it."""

from collections.abc import Iterator

from oxyclaim.services.earlier_claims import HistoryAdded, HistoryKept
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted, us_date

MOST = 50
"""Files that are shown."""


def added(answer: HistoryAdded) -> Document:
    """File by file, and the whole."""
    return Document(tuple(_added(answer)))


def _added(answer: HistoryAdded) -> Iterator[Block]:
    new = [each for each in answer.files if each.added]
    yield Text(f"Added {counted(len(new), 'file')} to {answer.folder}.", strong=True)
    if new:
        rows = tuple((each.file, f"{each.claims:,}", f"{each.lines:,}", f"{each.months:,}") for each in new[:MOST])
        yield Grid(("file", "claims", "lines", "months of oxygen"), rows, numbers=(1, 2, 3))
    if len(new) > MOST:
        yield Text(f"... and {counted(len(new) - MOST, 'more file', 'more files')}")
    for each in [each for each in answer.files if not each.added][:MOST]:
        yield Item("was in it already:", each.file, "note")
    if nobodys := sum(each.incomparable for each in new):
        yield Item("not kept:", f"{counted(nobodys, 'oxygen line')} without a member id or a service date", "caution")
    yield Text(f"It holds {counted(answer.months, 'month')} of oxygen in {counted(answer.lines, 'line')} now.")
    yield Text(f"oxyclaim scrub CLAIMS --history {answer.folder} looks them up.", "quiet")


def kept(answer: HistoryKept) -> Document:
    """The whole, and its files."""
    return Document(tuple(_kept(answer)))


def _kept(answer: HistoryKept) -> Iterator[Block]:
    yield Text(f"{answer.folder}: {counted(len(answer.batches), 'file')} of earlier claims.", strong=True)
    rows = [
        (f"{answer.claims:,}", "claims"), (f"{answer.lines:,}", "lines"), (f"{answer.months:,}", "months of oxygen"),
        (f"{answer.incomparable:,}", "oxygen lines without a member id or a date, which are not kept"),
        (f"{answer.size / 1_000_000:,.1f}", f"megabytes in {counted(answer.parts, 'file')}, {answer.buckets} buckets"),
    ]  # fmt: skip
    yield Grid(("", ""), tuple(rows), numbers=(0,))
    if answer.first_day is not None:
        yield Text(f"Taken to be complete from {us_date(answer.first_day)} on; the last day is "
                   f"{us_date(answer.last_day)}.")  # fmt: skip
    batches = tuple(
        (us_date(each.added), f"{each.lines:,}", us_date(each.first_day), us_date(each.last_day), each.sha256[:12])
        for each in answer.batches[-MOST:]
    )
    if batches:
        yield Grid(("added", "lines", "from", "to", "sha256"), batches, numbers=(1,))
