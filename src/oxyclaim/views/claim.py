"""What went into a claim file, and what did not."""

from collections.abc import Iterator

from oxyclaim.services.claim import ClaimAnswer
from oxyclaim.views.blocks import Block, Document, Item, Text, counted, dollars
from oxyclaim.views.check import TONES


def view(answer: ClaimAnswer) -> Document:
    """The file in a sentence, then the lines that were written otherwise than coded, and those left out."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: ClaimAnswer) -> Iterator[Block]:
    if answer.file:
        held = f"{counted(answer.claims, 'claim')}, {counted(answer.lines, 'line')}"
        yield Text(f"{answer.file}: {held}, charges of {dollars(answer.total_charge_cents)} dollars.")
        if answer.test:
            told = "It is a test file: it says so (ISA15 = T), and no payer pays on it."
            yield Text(f"{told} `usage: production` in your profile or the case's submitter makes files for real.")
        yield Text("An independent validator (pyx12) found nothing wrong with the file.")
        if answer.kept:
            which = answer.kept[0] if len(answer.kept) == 1 else f"{answer.kept[0]} to {answer.kept[-1]}"
            yield Text(f"Kept in the store with the verdicts that it rests on: {which}.", "quiet")
    else:
        yield Text("No claim was written.")
    for line in answer.written:
        if line.coded is not None:
            where = f"case {line.case_id} line {line.line_number}:"
            yield Item(where, f"coded {' '.join(line.coded)}, written {' '.join(line.modifiers)}", "caution")
    if answer.refused:
        yield Text("")
        yield Text(f"{len(answer.refused):,} of {counted(answer.lines_in, 'line')} are not in the file:")
    for refused in answer.refused:
        where = f"case {refused.case_id} line {refused.line_number} {refused.code}: {refused.verdict}."
        yield Item(where, refused.reason, TONES[refused.verdict])
