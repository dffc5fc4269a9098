"""Fee files: what was taken in, what is loaded, and a fee."""

from collections.abc import Iterator

from oxyclaim.claims.fees import Loaded
from oxyclaim.services.fees import NONE_LOADED, FeeAnswer, FeesAnswer, FeesImported
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted, dollars


def imported(answer: FeesImported) -> Document:
    """Each file: what was read, kept and set aside, and what it replaces."""
    return Document(tuple(_imported(answer)))


def _imported(answer: FeesImported) -> Iterator[Block]:
    for each in answer.imported:
        aside = "".join(f", {count:,} set aside: {why}" for why, count in each.set_aside.items())
        read = counted(each.rows, "row")
        yield Text(f"{each.source}: {_named(each)}, {read} read, {each.kept:,} kept{aside}")
        if (older := each.replaces) is not None:
            same = "the same content" if older.sha256 == each.sha256 else "another content"
            text = f"takes the place of {older.source} of {older.imported.isoformat()} ({same})"
            yield Item("", text, "quiet")
    for name in answer.not_needed:
        yield Text(f"{name}: not needed, nothing in it is oxygen", "quiet")
    yield Text(f"Stored in {answer.folder}.", "quiet")


def listing(answer: FeesAnswer) -> Document:
    """The files that are loaded, one a row."""
    if not answer.files:
        return Document((Text(f"{NONE_LOADED} in {answer.folder}; see oxyclaim fees import --help"),))
    rows = tuple(
        (f"{each.year} Q{each.quarter}", each.kind.value, each.source, each.imported.isoformat(),
         f"{each.kept:,} of {each.rows:,}", each.sha256[:12])
        for each in answer.files
    )  # fmt: skip
    head = ("quarter", "file", "source", "imported", "rows kept", "sha256")
    return Document((Grid(head, rows, numbers=(4,)), Text(f"Stored in {answer.folder}.", "quiet")))


def view(answer: FeeAnswer) -> Document:
    """The fees of a code, one a row, or why there is none."""
    if answer.missing:
        return Document((Text(f"No fee can be shown: {answer.missing}."),))
    rows = tuple((each.code, " ".join(each.modifiers), dollars(each.fee_cents), each.area, each.file)
                 for each in answer.fees)  # fmt: skip
    return Document((Grid(("code", "modifiers", "fee", "area", "file of"), rows, numbers=(2,)),))


def _named(each: Loaded) -> str:
    return f"{each.kind.value} of {each.year} quarter {each.quarter}"
