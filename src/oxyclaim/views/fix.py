"""What was put right in claim files, why, and what is left for a person."""

from collections.abc import Iterator

from oxyclaim.services.fix import CorrectionTold, FixAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted
from oxyclaim.views.check import rule_book_line

SHOWN, REASONS = 40, 12


def view(answer: FixAnswer) -> Document:
    """The corrections, the files, the rest as a worklist."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: FixAnswer) -> Iterator[Block]:
    read = sum(file.unreadable is None for file in answer.files)
    told = f"{counted(answer.corrected, 'correction')} in {counted(read, 'file')}."
    yield Text(told, strong=True)
    for file in answer.files:
        if file.unreadable is not None:
            yield Item("could not be read:", f"{file.file}: {file.unreadable}", "bad")
    every = [(file.file, each) for file in answer.files for each in file.corrections]
    if every:
        rows = tuple(_row(each) for _, each in every[:SHOWN])
        yield Grid(("claim", "line", "place", "was", "is", "why"), rows, (0, 0, 0, 1, 1, 2), "Put right")
        if len(every) > SHOWN:
            yield Text(f"... and {len(every) - SHOWN:,} more: --format json lists all", "quiet")
    for file in answer.files:
        if file.written is not None:
            what = f"{file.written} ({counted(len(file.corrections), 'correction')}; nothing else differs)"
            yield Item("written:", what, "good")
        elif file.unreadable is None:
            yield Item("not written:", f"{file.file}: nothing in it can be put right without a person", "quiet")
    yield Text("")
    yield Text(f"{counted(answer.found, 'finding')} before, {answer.left:,} left.")
    if answer.worklist:
        rest = tuple(
            (f"{each.count:,}", f"{each.claims:,}", each.severity, each.rule, each.message)
            for each in answer.worklist[:REASONS]
        )
        head = ("times", "claims", "what", "rule", "for example")
        yield Grid(head, rest, (0, 0, 0, 0, 1), "For a person", (0, 1))
    if answer.worklist_file is not None:
        yield Text(f"Written: {answer.worklist_file} ({counted(answer.left, 'finding')}, one a row)")
    elif answer.left:
        yield Text("--worklist FILE.csv (or .parquet) writes every finding that is left, with its place.", "quiet")
    yield Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")


def _row(each: CorrectionTold) -> tuple[str, ...]:
    line = "" if each.line_number is None else str(each.line_number)
    return (
        each.claim_id or "-",
        line,
        f"{each.loop} {each.element}".strip(),
        each.was,
        each.now or "(left out)",
        each.why,
    )
