"""The checklist of each case as a biller reads it."""

from collections.abc import Iterator, Sequence

from oxyclaim.engine.standing import Standing
from oxyclaim.engine.words import Helps
from oxyclaim.services.checklist import Checklist, ChecklistAnswer, Entry
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, Tone, Toned, counted
from oxyclaim.views.check import TONES, rule_book_line
from oxyclaim.views.checklist_words import (
    NO_DOCUMENT,
    ONLY_REPORTED,
    counts,
    kept,
    not_needed,
    numbers_of,
    rules_of,
    said_lines,
    wanted_shows,
    where,
)

STANDINGS: dict[Standing, Tone] = {
    Standing.ON_FILE: "good", Standing.REPORTED: "caution", Standing.MISSING: "bad", Standing.NOT_GOOD_ENOUGH: "bad",
    Standing.TO_SETTLE: "question",
}  # fmt: skip
CASES_IN_FULL = 30
"""Cases that are shown in full; of more, only those that lack something, and the totals."""


def view(answer: ChecklistAnswer) -> Document:
    """Each case: what is to be chased in a table, then each of these in detail, then what is on file."""
    many = len(answer.cases) > CASES_IN_FULL
    blocks: list[Block] = []
    if len(answer.cases) > 1:
        complete = sum(each.complete for each in answer.cases)
        told = f"{counted(len(answer.cases), 'case')}, {complete} complete: {counts(answer.cases)}"
        blocks.append(Text(told, strong=True))
    blocks += [_case(each) for each in answer.cases if not many or not each.complete]
    if many:
        blocks.append(Text("Complete cases are not shown; --format json has all of them.", "quiet"))
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return Document(tuple(blocks))


def _case(checklist: Checklist) -> Section:
    title = (Toned(f"Case {checklist.case_id}", strong=True), Toned(f"  {counts([checklist])}"))
    return Section(title, tuple(_blocks(checklist)))


def _blocks(checklist: Checklist) -> Iterator[Block]:
    for line in checklist.lines:
        head = Toned(f"line {line.line}  {line.code}  {line.service_date.isoformat()}  ")
        yield Text((head, Toned(line.verdict, TONES[line.verdict], strong=True)))
    chased = [entry for entry in checklist.entries if entry.standing != Standing.ON_FILE]
    if chased:
        yield _chased(chased)
        yield from _details(chased)
    if on_file := [entry for entry in checklist.entries if entry.standing == Standing.ON_FILE]:
        rows = tuple((entry.title, said_lines(entry), where(entry)) for entry in on_file)
        yield Grid(("on file", "lines", "as"), rows, widths=(3, 0, 2))
    for other in checklist.others:
        yield Item(f"besides, line {other.line}, {other.rule} {other.effect}:", other.sentence, "question")
    if told := not_needed(checklist):
        yield Item("not needed:", "; ".join(told), "quiet")
    yield Text(kept(checklist), "quiet")


def _chased(entries: Sequence[Entry]) -> Grid:
    """What is not on file, a row each, in the order in which it is chased."""
    rows = tuple(
        (
            str(number),
            Toned(entry.standing, STANDINGS[entry.standing]),
            Toned(entry.title, strong=True),
            entry.supplied_by,
            numbers_of(entry),
            entry.due,
        )
        for number, entry in enumerate(entries, start=1)
    )
    head = ("", "standing", "paper or fact", "from", "lines", "by")
    return Grid(head, rows, widths=(0, 0, 1, 0, 0, 0), numbers=(0,))


def _details(entries: Sequence[Entry]) -> Iterator[Item | Text]:
    """What each must show and how to fix it; what holds for several is said once, at the end."""
    told: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        yield Item(f"{number}", entry.title)
        for sentence in entry.lacks:
            if sentence not in told:
                told.add(sentence)
                yield Item("", sentence.removesuffix(NO_DOCUMENT), "quiet", level=1)
        if entry.only_if:
            yield Item("wanted only if the rule applies:", entry.only_if, "quiet", level=1)
        if wanted := wanted_shows(entry):
            plain = entry.standing == Standing.REPORTED
            shown = (each.removesuffix(ONLY_REPORTED) if plain else each for each in wanted)
            yield Item("must show:", "; ".join(shown), "quiet", level=1)
        for remedy in entry.remedies:
            when = "" if remedy.helps in ("", Helps.THIS_MONTH.value) else f"; {remedy.helps}"
            yield Item("to fix:", f"{remedy.action} ({remedy.who}){when}", "quiet", level=1)
        yield Item("rule:", rules_of(entry), "quiet", level=1)
    if any(entry.standing == Standing.REPORTED for entry in entries):
        yield Text("reported: somebody said so, and no document on file shows it", "quiet")
    if any(remedy.helps == Helps.THIS_MONTH.value for entry in entries for remedy in entry.remedies):
        yield Text(f"a fix helps, unless it says otherwise: {Helps.THIS_MONTH.value}", "quiet")
    for due, by in dict.fromkeys((entry.due, entry.by) for entry in entries):
        yield Text(f"by {due}: {by}", "quiet")
