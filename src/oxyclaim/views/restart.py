"""The answer to ``restart``: yes, no or open for each line, why, and the papers."""

from collections.abc import Iterator

from oxyclaim.rentals.restart import LineRestart, Paper, Why
from oxyclaim.services.restart import RestartAnswer
from oxyclaim.views.blocks import Block, Check, Checks, Document, Item, Section, Text, Tone, Toned, graded
from oxyclaim.views.check import rule_book_line

TONES: dict[str, Tone] = {"yes": "good", "no": "bad", "open": "caution"}
PAPER_TONES: dict[str, Tone] = {"on file": "good", "missing": "bad", "not shown by the case": "caution"}


def view(answer: RestartAnswer) -> Document:
    """A section a line."""
    blocks: list[Block] = [_line(line) for line in answer.lines]
    if not blocks:
        blocks.append(Text("No line of these cases rents oxygen equipment."))
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return Document(tuple(blocks))


def _line(line: LineRestart) -> Section:
    head = (
        Toned(f"Case {line.case_id}, line {line.line_number}, {line.code}: ", strong=True),
        Toned(line.summary, TONES[line.answer], strong=True),
    )
    blocks: list[Block] = [Text(f"Ground: {line.ground}.")] if line.ground else []
    for why in line.why:
        blocks += _why(why)
    if line.papers:
        blocks.append(Section("Papers", (Checks(tuple(map(_paper, line.papers))),)))
    return Section(head, tuple(blocks))


def _why(why: Why) -> Iterator[Block]:
    yield Item(f"{why.rule} {why.effect}:", why.sentence, "caution") if why.rule else Text(why.sentence)
    if why.to_do:
        yield Item("to fix:", why.to_do, level=1)
    if why.authorities:
        yield Item("source:", "; ".join(why.authorities) + graded(why.grade), "quiet", level=1)


def _paper(paper: Paper) -> Check:
    return Check(paper.state, paper.what, done=paper.state == "on file", tone=PAPER_TONES[paper.state])
