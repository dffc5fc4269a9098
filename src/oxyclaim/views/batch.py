"""What a batch wrote: the files with their totals, and what is not in them."""

from collections.abc import Iterator

from oxyclaim.services.batch import BatchAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted, dollars
from oxyclaim.views.check import TONES


def view(answer: BatchAnswer) -> Document:
    """The files, then the lines refused, then the cases set aside."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: BatchAnswer) -> Iterator[Block]:
    if answer.files:
        rows = tuple(
            (
                file.file,
                file.payer_name,
                "test" if file.test else "production",
                f"{file.claims:,}",
                f"{file.lines:,}",
                dollars(file.total_charge_cents),
            )
            for file in answer.files
        )
        yield Grid(("file", "payer", "usage", "claims", "lines", "charges"), rows, (2, 1, 0, 0, 0, 0))
        held = f"{counted(answer.claims, 'claim')}, {counted(answer.lines, 'line')}"
        yield Text(
            f"{held}, charges of {dollars(answer.total_charge_cents)} dollars; {answer.manifest} lists the files."
        )
        yield Text("An independent validator (pyx12) found nothing wrong with any of them.")
    else:
        yield Text("No file was written: no line may go out.")
    if answer.refused:
        yield Text("")
        yield Text(f"{len(answer.refused):,} of {counted(answer.lines_in, 'line')} are in no file:")
    for refused in answer.refused:
        where = f"case {refused.case_id} line {refused.line_number} {refused.code}: {refused.verdict}."
        yield Item(where, refused.reason, TONES[refused.verdict])
    for aside in answer.set_aside:
        yield Item(f"case {aside.case_id} cannot be written:", "; ".join(aside.problems), "bad")
