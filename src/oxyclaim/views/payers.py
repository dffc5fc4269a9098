"""The payers: all, one on a day, several side by side; and what became of files of the user's own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from oxyclaim.handbook.wording import span
from oxyclaim.policy.payer_files import comparing
from oxyclaim.policy.payer_files.listing import Listed
from oxyclaim.policy.payer_files.sheet import Holding
from oxyclaim.policy.payer_files.wording import SILENT
from oxyclaim.services.payers import (
    ComparisonAnswer,
    FileReport,
    PayerAnswer,
    PayerFileAnswer,
    PayersAnswer,
    ReviewAnswer,
    ReviewedAnswer,
    ValidatedAnswer,
)
from oxyclaim.views.blocks import Block, Bullets, Cell, Document, Grid, Item, Section, Text, Toned, counted

MOST_OF_A_LIST = 12
LOOK = "look in your contract"


def listing(answer: PayersAnswer, every: bool = False) -> Document:
    """All payers and plans, one a row. ``every``: also those that are there to be inherited from only."""
    blocks: list[Block] = [_table([each for each in answer.payers if not each.abstract])]
    if roots := [each for each in answer.payers if each.abstract]:
        if every:
            blocks += [Text(""), Text("To inherit from only", strong=True), _table(roots)]
        else:
            more = counted(len(roots), "more is", "more are")
            blocks.append(Text(f"{more} there to be inherited from only; --all lists them."))
    blocks.append(Text("`oxyclaim payers show PAYER` shows one; `oxyclaim payers new NAME` starts a file of your own."))
    return Document(tuple(blocks))


def _table(rows: Sequence[Listed]) -> Grid:
    head = ("payer", "name", "kind", "status", "inherits", "sets", "sources of")
    return Grid(head, tuple(map(_row, rows)), numbers=(5,))


def _row(row: Listed) -> tuple[str, ...]:
    kind = f"{row.line_of_business} {row.state}".rstrip()
    days = dict.fromkeys(str(day) for day in (row.oldest, row.newest) if day)
    return row.payer, row.name, kind, row.status, row.inherits, str(row.own_values), "\n".join(days)


def view(answer: PayerAnswer) -> Document:
    """Everything that holds for the payer."""
    return Document(tuple(_sheet(answer)))


def _sheet(shown: PayerAnswer) -> Iterator[Block]:
    yield Text(f"{shown.payer}  {shown.name}", strong=True)
    state = f", {shown.state}" if shown.state else ""
    heirs = f" Inherits from {', then '.join(shown.inherits)}." if shown.inherits else ""
    yield Text(f"{shown.line_of_business}{state}; {shown.status}.{heirs} On {shown.day}:")
    yield Text("")
    for section in shown.sections:
        if section.holdings:
            yield Section(section.title, tuple(block for each in section.holdings for block in _holding(each)))
    silent = [title for section in shown.sections for title in section.silent]
    told = f"{'; '.join(silent)}." if silent else "On nothing that payers differ in."
    yield Section("Silent (for review where it decides, never a denial)", (Text(told),))
    families = ", ".join(f"{family} {len(ids)}" for family, ids in shown.rules.items())
    yield Section("Rules that judge its lines", (Text(f"{families}. `oxyclaim rules` lists them."),))


def _holding(holding: Holding) -> Iterator[Block]:
    said = _shortened(holding)
    yield Item(f"{holding.title}:", said[0] if len(said) == 1 else "")
    if len(said) > 1:
        yield from (Item("", f"- {each}", level=1) for each in said)
    if holding.contested:
        others = "; ".join(", ".join(each) for each in holding.contested)
        yield Item("contested:", f"other sources say {others}; {LOOK}", "question", level=1)
    if holding.only_review:
        yield Item("", holding.only_review, "question", level=1)
    yield Item("", ", ".join(_about(holding)), "quiet", level=1)


def _about(holding: Holding) -> Iterator[str]:
    yield f"[{'; '.join(holding.sources)}] {holding.grade}"
    yield f"as of {holding.as_of}"
    if holding.age_months is not None:
        yield f"{counted(holding.age_months, 'month')} old"
    yield span(holding.first, holding.last)
    if holding.inherited_from:
        yield f"inherited from {holding.inherited_from}"
    if holding.note:
        yield holding.note


def _shortened(holding: Holding) -> tuple[str, ...]:
    """The value in words; of a long list of plain texts the beginning."""
    value = holding.value
    if isinstance(value, (list, tuple)) and len(value) > MOST_OF_A_LIST and len(holding.words) == 1:
        return (f"{', '.join(map(str, value[:MOST_OF_A_LIST]))}, and {len(value) - MOST_OF_A_LIST} more",)
    return holding.words


def comparison(found: ComparisonAnswer, every: bool = False) -> Document:
    """Payers side by side, what differs first. ``every``: also what is alike, and what one of them sets alone."""
    return Document(tuple(_comparison(found, every)))


def _comparison(found: ComparisonAnswer, every: bool) -> Iterator[Block]:
    yield Text(
        f"On {found.day}. What a payer's file does not say is silent; where its rules ask for it, a line is for review."
    )
    kinds = (
        (comparing.DIFFERS, "What differs", True),
        (comparing.ONE_ONLY, "What one of them sets alone", every),
        (comparing.ALIKE, "What is alike", every),
    )
    left_out = []
    for how, title, shown in kinds:
        rows = found.rows_that(how)
        if rows and shown:
            yield _side_by_side(found, rows, title)
        elif rows or how == comparing.DIFFERS:
            left_out.append(f"{title[0].lower()}{title[1:]}: {len(rows)}")
    if left_out:
        yield Text(f"Not shown: {'; '.join(left_out)}. --all shows them." if not every else f"{'; '.join(left_out)}.")


def _side_by_side(found: ComparisonAnswer, rows: Sequence[comparing.Row], title: str) -> Grid:
    heads = (f"{payer}\n{name}" for payer, name in zip(found.payers, found.names, strict=True))
    cells: list[tuple[Cell, ...]] = []
    subject = ""
    for row in rows:
        head = f"{row.subject}\n{row.title}" if row.subject != subject else row.title
        subject = row.subject
        answers = (Toned("\n".join(each), "quiet" if each == (SILENT,) else "plain") for each in row.answers)
        cells.append((head, *answers))
    return Grid(("", *heads), tuple(cells), (3, *(4 for _ in found.payers)), title, ruled=True)


def made(answer: PayerFileAnswer, where: str) -> Document:
    """A file that was started or copied, and what to do next. ``where``: the option by which commands find it."""
    folder = Path(answer.path).parent
    if answer.copied_from is not None:
        said = f"Wrote {answer.path}. It is yours now: what it says goes in the place of the built-in file."
        return Document((Text(said), Item("Next:", f"oxyclaim payers review {answer.payer}{where}")))
    steps = [
        "1. Fill in the source: who issued it, where it stands, when it was read; `grade: primary` if it is its text.",
        "2. Take the # away from each key that the text sets, and enter the value; docs/payer-file.md explains them.",
        f"3. oxyclaim payers validate {folder}",
        f"4. In a case file write `payer: {answer.payer}` under `coverage`.",
    ]
    if where:
        steps.append(f"Commands find the file with{where}, or with OXYCLAIM_PAYERS set to that folder.")
    return Document((Text(f"Wrote {answer.path}. Next:"), *(Item("", step) for step in steps)))


def to_confirm(answer: ReviewAnswer, where: str) -> Document:
    """The questions that there are, and how to answer them at once."""
    return Document(tuple(_to_confirm(answer, where)))


def _to_confirm(answer: ReviewAnswer, where: str) -> Iterator[Block]:
    held = [each for each in answer.questions if each.holds]
    silent = [each for each in answer.questions if not each.holds]
    count = counted(len(held), "value")
    yield Text(f"To confirm for {answer.payer} ({count}), with your contract at hand:", strong=True)
    for each in held:
        yield Item(f"{each.key}:", "; ".join(each.holds))
        yield Item("", f"{'; '.join(each.sources)}: {each.why}", "quiet", level=1)
    if silent:
        yield Text("Silent, so that clean lines are for review:", strong=True)
        yield from (Item(f"{each.key}:", each.type) for each in silent)
    yield Text("At a terminal it asks for each. Or say it at once, for example:")
    sets = "".join(f" --set '{each.key}=...'" for each in silent)
    options = "--by 'Your Name' --contract 'Provider agreement, 2026' --dated 2026-01-01 --confirm all"
    yield Item("", f"oxyclaim payers review {answer.payer}{where} {options}{sets}")


def confirmed(answer: ReviewedAnswer, where: str) -> Document:
    """What was written, and what still sends lines to review."""
    left = ", ".join(each.key for each in answer.left)
    decide = f"Lines are still for review where these decide: {left}"
    said = decide if left else "Nothing is left that would send a clean line to review."
    following = f"oxyclaim payers show {answer.payer}{where}, and check a case with coverage: payer: {answer.payer}"
    return Document((
        Text(f"Wrote {answer.path}: {len(answer.confirmed)} confirmed, {len(answer.set)} entered."),
        Text(said),
        Item("Next:", following),
    ))  # fmt: skip


def validated(answer: ValidatedAnswer) -> Document:
    """Of each file, whether anything is lacking to mark it verified, and the keys that change nothing."""
    return Document(tuple(block for each in answer.files for block in _report(each)))


def _report(each: FileReport) -> Iterator[Block]:
    yield Text(f"{each.path}: {each.payer} is right as it stands; {each.status}.")
    if each.lacking:
        yield Item("", "Before it can be marked verified:")
        yield Bullets(each.lacking)
    else:
        verified = each.status == "verified"
        yield Item("", "Nothing is lacking." if verified else "Nothing is lacking to mark it verified.")
    for key, _, why in (told.partition(": ") for told in each.unread):
        yield Item("", f"{key} changes nothing: {why}", "question")
