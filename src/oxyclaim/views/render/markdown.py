"""Blocks as Markdown."""

from collections.abc import Iterable, Iterator

from oxyclaim.views.blocks import (
    Block,
    Bullets,
    Cell,
    Checks,
    Choice,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    plain,
)

DEEPEST = 6


def markdown_of(document: Document, level: int = 2) -> str:
    """The document as Markdown, its title as a heading of that level."""
    parts = ["  \n".join(document.letterhead) + "\n"] if document.letterhead else []
    parts += [f"{'#' * level} {document.title}\n"] if document.title else []
    parts += [f"**{document.state}**\n"] if document.state else []
    deeper = level + bool(document.title)
    parts += [line for block in document.blocks for line in (*_drawn(block, deeper), "")]
    parts += [document.foot] if document.foot else []
    return "\n".join(parts).rstrip("\n") + "\n"


def _drawn(block: Block, level: int) -> Iterator[str]:
    match block:
        case Section(title=title, blocks=blocks):
            yield f"{'#' * min(level, DEEPEST)} {plain(title)}\n"
            for each in blocks:
                yield from _drawn(each, level + 1)
                yield ""
        case Text(text=text, strong=strong):
            yield f"**{plain(text)}**" if strong else plain(text)
        case Item(label=label, text=text, level=depth):
            yield f"{'  ' * depth}- {label} {text}" if label else f"{'  ' * depth}- {text}"
        case Pairs(rows=pairs):
            yield "| | |\n|---|---|"
            yield from map(_row, pairs)
        case Grid(head=head, rows=rows, title=title, numbers=numbers):
            if title:
                yield f"**{title}**\n"
            rule = "".join("---:|" if position in numbers else "---|" for position in range(len(head)))
            yield f"{_row(head)}\n|{rule}"
            yield from map(_row, rows)
        case Checks(rows=checks):
            for check in checks:
                details = f" ({'; '.join(check.details)})" if check.details else ""
                standing = f": **{check.standing}**" if check.standing else ""
                yield f"- [{'x' if check.done else ' '}] {check.words}{standing}{details}"
        case Choice(words=words, boxes=boxes, details=texts):
            yield f"**{words}**\n"
            yield from (f"- [ ] {box}" for box in boxes)
            yield from (f"\n{text}" for text in texts)
        case Bullets(rows=texts):
            yield from (f"- {text}" for text in texts)


def _row(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(plain(cell).replace('|', chr(92) + '|').replace(chr(10), '<br>') for cell in cells)} |"
