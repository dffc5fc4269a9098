"""Verdicts of a table of cases, and a table of cases that was made."""

from collections.abc import Iterator

from oxyclaim.services.case_table import CaseTableMade
from oxyclaim.services.judge import JudgeAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Text, counted
from oxyclaim.views.check import TONES


def view(answer: JudgeAnswer) -> Document:
    """How many lines have which verdict, where they are, and what was set aside."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: JudgeAnswer) -> Iterator[Block]:
    rows = tuple((verdict, f"{count:,}") for verdict, count in answer.verdicts.items() if count)
    if rows:
        yield Grid(("verdict", "lines"), rows, numbers=(1,))
    held = f"{counted(answer.lines, 'line')} of {counted(answer.judged, 'case')}"
    yield Text(f"Written: {answer.target}: {held}, {counted(len(answer.columns), 'column')} (docs/judging-tables.md).")
    if not answer.set_aside:
        return
    yield Text(f"{counted(answer.set_aside, 'case')} of {answer.cases:,} set aside.", TONES["hold"])
    if answer.set_aside_target:
        yield Text(f"The reasons: {answer.set_aside_target}.")
    else:
        yield Text("With --set-aside OUT.parquet all reasons are written.", "quiet")


def table_made(answer: CaseTableMade) -> Document:
    """Where it is and how many cases it holds."""
    told = f"{counted(answer.cases, 'case')}, {counted(len(answer.columns), 'column')}"
    return Document(
        (
            Text(f"Written: {answer.target}: {told} (docs/judging-tables.md)."),
            Text("It holds patient data: keep it on an encrypted disk.", "quiet"),
        )
    )
