"""The version and the rule book's fingerprint, in a line."""

from oxyclaim.services.version import VersionAnswer
from oxyclaim.views.blocks import Document, Text


def view(answer: VersionAnswer) -> Document:
    """The line."""
    return Document((Text(f"oxyclaim {answer.oxyclaim}, rule book {answer.rule_book}"),))
