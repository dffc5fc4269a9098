"""The sources of the rule book: all in a table, or one with everything that rests on it."""

from collections.abc import Iterator

from oxyclaim.handbook.model import RegisterEntry
from oxyclaim.handbook.wording import citing, span
from oxyclaim.services.handbook import AuthoritiesAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted


def listing(answer: AuthoritiesAnswer) -> Document:
    """All sources, one a row."""
    rows = []
    for entry in answer.authorities:
        source = entry.source
        effect = span(source.first, source.last)
        cited = str(len(entry.cited_by))
        rows.append((source.id, source.issuer, source.title, effect, source.read.isoformat(), source.grade, cited))
    head = ("id", "issuer", "title", "in effect", "read", "grade", "cited")
    count = counted(len(rows), "source")
    grid = Grid(head, tuple(rows), (3, 3, 5, 2, 0, 0, 0), numbers=(6,))
    return Document((grid, Text(f"{count}; `oxyclaim authorities ID` shows one.")))


def view(answer: AuthoritiesAnswer) -> Document:
    """One source."""
    return Document(tuple(block for entry in answer.authorities for block in _entry(entry)))


def _entry(entry: RegisterEntry) -> Iterator[Block]:
    source = entry.source
    yield Text(f"{source.id}  {source.title}", strong=True)
    yield Text(f"Issued by {source.issuer}. In effect: {span(source.first, source.last)}.")
    yield Text(f"Address: {source.address}")
    yield Text(f"Read {source.read.isoformat()}. Grade: {source.grade}.")
    if source.sections:
        yield Item("Sections cited:", "; ".join(source.sections))
    for kind, names in citing(entry.cited_by):
        yield Item(f"Cited by {kind}:", names)
