"""Charts as SVG within a page: bars beside their names, columns month by month. Everything that is told is escaped.

Colours are the page's (classes ``rejected``, ``denied``, ``bar``); what differs in colour differs in pattern too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from oxyclaim.views.blocks import dollars

WIDTH = 720
_NAMES, _AMOUNTS = 240, 112
"""Room for names on the left and amounts on the right."""
_ROW, _BAR = 26, 16
_LONGEST = 27
_HEIGHT, _BELOW, _BESIDE, _AFTER, _ABOVE = 190, 40, 78, 24, 12
_MOST_LABELS = 9


@dataclass(frozen=True)
class Bar:
    """An amount in cents, with its name and the class of its colour."""

    name: str
    cents: int
    kind: str = "bar"


def bars(title: str, rows: Sequence[Bar]) -> str:
    """One bar below the other."""
    height = _ROW * len(rows) + 4
    most = max((row.cents for row in rows), default=0)
    room = WIDTH - _NAMES - _AMOUNTS
    return _drawn(title, height, (line for place, row in enumerate(rows) for line in _bar(place, row, most, room)))


def columns(title: str, rows: Sequence[Bar]) -> str:
    """One column beside the other, with a scale."""
    most = max((row.cents for row in rows), default=0)
    return _drawn(title, _ABOVE + _HEIGHT + _BELOW, _columns(rows, _scale(most)))


def _bar(place: int, row: Bar, most: int, room: int) -> Iterator[str]:
    top = place * _ROW + 4
    length = max(1.5, row.cents / most * room) if most > 0 and row.cents > 0 else 0
    middle = top + _BAR - 4
    yield f'<text x="{_NAMES - 8}" y="{middle}" class="name">{escape(_short(row.name))}</text>'
    yield f'<g class="{row.kind}"><title>{escape(row.name)}: ${dollars(row.cents)}</title>'
    yield f'<rect x="{_NAMES}" y="{top}" width="{length:.1f}" height="{_BAR}" rx="2"/></g>'
    yield f'<text x="{_NAMES + length + 6:.1f}" y="{middle}" class="amount">${dollars(row.cents)}</text>'


def _columns(rows: Sequence[Bar], scale: tuple[int, ...]) -> Iterator[str]:
    top = scale[-1]
    bottom = _ABOVE + _HEIGHT
    for value in scale:
        y = bottom - value / top * _HEIGHT
        yield f'<line x1="{_BESIDE}" x2="{WIDTH - _AFTER}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        yield f'<text x="{_BESIDE - 6}" y="{y + 4:.1f}" class="name">${_round(value)}</text>'
    step = (WIDTH - _BESIDE - _AFTER) / max(len(rows), 6)
    every = -(-len(rows) // _MOST_LABELS)
    for place, row in enumerate(rows):
        height = max(0.0, row.cents / top * _HEIGHT)
        left = _BESIDE + place * step
        yield f'<g class="{row.kind}"><title>{escape(row.name)}: ${dollars(row.cents)}</title>'
        yield (
            f'<rect x="{left + step * 0.14:.1f}" y="{bottom - height:.1f}" width="{step * 0.72:.1f}" '
            f'height="{height:.1f}"/></g>'
        )
        if place % every == 0:
            yield f'<text x="{left + step / 2:.1f}" y="{bottom + 18}" class="below">{escape(row.name)}</text>'


def _scale(most: int) -> tuple[int, ...]:
    """Round amounts from 0 to at least ``most``, four steps at most; whole dollars."""
    step = 100
    while step * 4 < most:
        # 1, 2, 5, 10, 20, 50 ... dollars
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return tuple(range(0, max(most, 1) + step, step))[: max(2, -(-most // step) + 1)]


def _round(cents: int) -> str:
    value, unit = cents / 100, ""
    for size, name in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            value, unit = value / size, name
            break
    return f"{value:g}{unit}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _drawn(title: str, height: int, lines: Iterator[str]) -> str:
    inner = "\n".join(lines)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">\n{inner}\n</svg>'
