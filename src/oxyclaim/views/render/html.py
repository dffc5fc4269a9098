"""Blocks as a fragment of HTML: plain elements with a class for each tone, and everything escaped."""

from collections.abc import Iterable, Iterator
from html import escape

from oxyclaim.views.blocks import (
    Block,
    Bullets,
    Cell,
    Check,
    Checks,
    Choice,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Toned,
)


def html_of(document: Document, level: int = 2) -> str:
    """The document as a fragment, its title as a heading of that level."""
    parts = [f"<address>{'<br>'.join(map(escape, document.letterhead))}</address>"] if document.letterhead else []
    parts += [_heading(level, escape(document.title))] if document.title else []
    parts += [f'<p class="state">{escape(document.state)}</p>'] if document.state else []
    deeper = level + bool(document.title)
    parts += [line for block in document.blocks for line in _drawn(block, deeper)]
    parts += [f"<footer>{escape(document.foot)}</footer>"] if document.foot else []
    return "\n".join(parts) + "\n"


def _drawn(block: Block, level: int) -> Iterator[str]:
    match block:
        case Section(title=title, blocks=blocks, own=own):
            yield f'<section class="{"own" if own else "part"}">'
            yield _heading(level, _words(title))
            for each in blocks:
                yield from _drawn(each, level + 1)
            yield "</section>"
        case Text(text=text, tone=tone, strong=strong):
            yield f'<p class="{tone}">{f"<strong>{_words(text)}</strong>" if strong else _words(text)}</p>'
        case Item(label=label, text=text, tone=tone, level=depth):
            words = f"<strong>{escape(label)}</strong> {escape(text)}" if label else escape(text)
            yield f'<p class="item level-{depth} {tone}">{words}</p>'
        case Pairs(rows=pairs):
            rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in pairs)
            yield f"<dl>{rows}</dl>"
        case Grid(head=head, rows=grid, title=title, numbers=numbers):
            yield '<div class="scroll"><table>'
            if title:
                yield f"<caption>{escape(title)}</caption>"
            yield f"<thead><tr>{_cells('th', head, numbers)}</tr></thead>"
            body = "".join(f"<tr>{_cells('td', row, numbers)}</tr>" for row in grid)
            yield f"<tbody>{body}</tbody></table></div>"
        case Checks(rows=checks):
            yield f'<ul class="checks">{"".join(map(_check, checks))}</ul>'
        case Choice(words=words, boxes=boxes, details=details):
            ticks = "".join(f'<label><input type="checkbox"> {escape(box)}</label>' for box in boxes)
            yield f'<div class="choice"><strong>{escape(words)}</strong> {ticks}'
            yield from (f"<p>{escape(text)}</p>" for text in details)
            yield "</div>"
        case Bullets(rows=texts):
            yield f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _check(check: Check) -> str:
    details = f" ({'; '.join(check.details)})" if check.details else ""
    kind = f"{'done' if check.done else 'open'} {check.tone}"
    standing = f"<strong>{escape(check.standing)}</strong>: " if check.standing else ""
    return f'<li class="{kind}">{standing}{escape(check.words + details)}</li>'


def _heading(level: int, words: str) -> str:
    return f"<h{min(level, 6)}>{words}</h{min(level, 6)}>"


def _cells(name: str, cells: Iterable[Cell], numbers: tuple[int, ...]) -> str:
    made = []
    for position, cell in enumerate(cells):
        own = name if cell else "td"  # a head that says nothing heads nothing
        kind = " class=number" if position in numbers else ""
        made.append(f"<{own}{kind}>{_cell(cell).replace(chr(10), '<br>')}</{own}>")
    return "".join(made)


def _cell(cell: Cell) -> str:
    return escape(cell) if isinstance(cell, str) else _piece(cell)


def _words(text: str | tuple[Toned, ...]) -> str:
    return escape(text) if isinstance(text, str) else "".join(map(_piece, text))


def _piece(piece: Toned) -> str:
    words = f"<strong>{escape(piece.text)}</strong>" if piece.strong else escape(piece.text)
    return words if piece.tone == "plain" else f'<span class="{piece.tone}">{words}</span>'
