"""Forms that were filled: how many, and which lines are on none."""

from collections.abc import Iterator

from oxyclaim.services.form import FormAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, counted, dollars

EXEMPT = "Medicare takes claims on paper only from suppliers that are exempt from electronic filing (42 CFR 424.32(d))."
SIGN = "Item 31 is for the supplier's signature and the date."


def view(answer: FormAnswer) -> Document:
    """Where the forms are, which lines are on them, and why the others are not."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: FormAnswer) -> Iterator[Block]:
    yield Text(
        f"{answer.target}: {counted(answer.forms, 'form')} CMS-1500 (02/12), {counted(len(answer.lines), 'line')}, "
        f"charges of {dollars(answer.total_charge_cents)} dollars. It names patients: handle it so.",
        "good",
    )
    rows = tuple(
        (str(each.form), each.case_id, str(each.line_number), " ".join(each.modifiers)) for each in answer.lines
    )
    yield Grid(("form", "case", "line", "modifiers"), rows, numbers=(0, 2))
    if answer.refused:
        told = tuple(
            Item(f"{each.case_id} line {each.line_number} {each.code}:", f"{each.verdict}: {each.reason}", "caution")
            for each in answer.refused
        )
        yield Section("On no form", told)
    yield Text(SIGN, "quiet")
    yield Text(EXEMPT, "quiet")
