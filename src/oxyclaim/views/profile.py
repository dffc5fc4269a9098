"""A profile: what it holds and lacks, and one that was started."""

from collections.abc import Iterator

from oxyclaim.services.profile import ProfileAnswer, ProfileMade
from oxyclaim.views.blocks import Block, Document, Item, Text, counted


def view(answer: ProfileAnswer) -> Document:
    """What is there, then what claims need and it lacks."""
    return Document(tuple(_blocks(answer)))


def made(answer: ProfileMade) -> Document:
    """Where it is, and what it waits for."""
    return Document(tuple(_made(answer)))


def _blocks(answer: ProfileAnswer) -> Iterator[Block]:
    yield Text(f"{answer.file}: {'files for real' if answer.usage == 'production' else 'test files'}.")
    for name, held in (("locations", answer.locations), ("receivers", answer.receivers), ("payers", answer.payers)):
        yield Item(f"{name}:", ", ".join(held) or "none", "quiet")
    if answer.lacks:
        yield Text(f"{counted(len(answer.lacks), 'key')} to fill in:")
        for lack in answer.lacks:
            yield Item(f"{lack.path}:", lack.message, "caution")
    else:
        yield Text("Nothing is missing: a case may begin with the patient (`oxyclaim case new`).")


def _made(answer: ProfileMade) -> Iterator[Block]:
    yield Text(f"Made: {answer.file}")
    if answer.to_fill:
        yield Item("to fill in:", ", ".join(answer.to_fill), "caution")
    fill = "fill in what stands in it as a comment, then " if answer.to_fill else ""
    yield Text(f"Next: {fill}oxyclaim profile validate --profile {answer.file}")
