"""A table that was written."""

from oxyclaim.services.exports import ExportAnswer
from oxyclaim.views.blocks import Document, Text, counted


def view(answer: ExportAnswer) -> Document:
    """Where it is and how many rows it has."""
    told = f"{counted(answer.rows, 'row')} of {counted(answer.cases, 'case')}, {counted(len(answer.columns), 'column')}"
    return Document((Text(f"Written: {answer.target}, {answer.what}: {told} (docs/exports.md)."),))
