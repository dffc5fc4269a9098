"""A case file that was started, and what its codes need."""

from collections.abc import Iterator

from oxyclaim.services.case_new import CaseMade
from oxyclaim.views.blocks import Block, Document, Item, Text


def view(answer: CaseMade) -> Document:
    """Where it is, what is missing, what comes next."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: CaseMade) -> Iterator[Block]:
    yield Text(f"Made: {answer.file}, case {answer.case_id}")
    for each in answer.missing:
        yield Item("needed:", each, "caution")
    yield Text(
        f"Next: fill in what stands as a comment, then oxyclaim checklist {answer.file}; when nothing is missing, "
        f"oxyclaim check {answer.file}, and oxyclaim claim {answer.file} -o claim.x12"
    )
