"""The calendar as a picture: a row for each year, a cell for each month, letters beside colours, reasons below.

It is drawn in inches from the top left corner, without axes. The same calendar gives the same bytes: the font comes
with matplotlib, ids are salted alike and no time is written. The patient is not named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from textwrap import wrap

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from oxyclaim.rentals.anniversaries import STAYS
from oxyclaim.rentals.calendar_months import Calendar, CalendarMonth, Lane, State
from oxyclaim.services.calendar import CalendarAnswer
from oxyclaim.views.calendar_words import (
    ABSENCES,
    LOOKS,
    NO_LANE,
    Notes,
    absences,
    counts,
    facts,
    kind_of,
    look_of,
    outside,
    title,
)

A_YEAR = 12
WIDTH = 13.0
MARGIN = 0.45
ROW_LABEL = 1.15
CELL, ROW = (WIDTH - 2 * MARGIN - ROW_LABEL) / A_YEAR, 0.84
GAP = 0.06
STRIP = 0.12
"""Height of the strip at the foot of a cell that shows absences."""
LINE = 0.185
"""From line to line of small text."""
LEGEND_COLUMNS, LEGEND_ROW = 3, 0.3
CHARACTERS = {"text": 195, "small": 220}
"""That fit into a line below the legend, by its style."""
FACTS = 145
"""Characters of a lane's facts that fit into a line."""
BETWEEN = "  ·  "
DOTS_PER_INCH = 120
INK, QUIET = "#1f2328", "#57606a"
TODAY = "#b42318"


@dataclass(frozen=True)
class _Paint:
    fill: str
    ink: str
    edge: str
    hatch: str = ""
    hatching: str = "#ffffff"


PAINT = {
    (State.PAID, False): _Paint("#1d6f5c", "#ffffff", "#1d6f5c"),
    (State.PENDING, False): _Paint("#a8dcc9", INK, "#1d6f5c"),
    (State.DENIED, False): _Paint("#f4b183", INK, "#b45309"),
    (State.OTHER_PAYER, False): _Paint("#c9d3e6", INK, "#5b6f95"),
    (State.PAYABLE, False): _Paint("#4aa3df", INK, "#0b5c94"),
    (State.PAYABLE, True): _Paint("#e3f1fb", "#0b4a78", "#4aa3df"),
    (State.HOLD, False): _Paint("#fbe38a", INK, "#9a7400", "///", "#f4d35e"),
    (State.REVIEW, False): _Paint("#e2b6d4", INK, "#8a3f73", "...", "#cf94bb"),
    (State.BLOCKED, False): _Paint("#7d1f1f", "#ffffff", "#7d1f1f", "xxx", "#8f3636"),
    (State.NO_RENT, False): _Paint("#eceff2", QUIET, "#c4cad1"),
    (State.ENDED, False): _Paint("#ffffff", QUIET, "#c4cad1", "\\\\\\", "#e2e6ea"),
    (State.OPEN, False): _Paint("#ffffff", INK, "#8a3f73"),
}
"""Fill, ink, edge and pattern by kind of month; told apart in grey by letter and pattern."""


def drawn(calendar: Calendar, answer: CalendarAnswer, form: str) -> bytes:
    """The picture of one calendar of an answer, as ``svg`` or ``png``."""
    named = f"Months of case {calendar.case_id}"
    metadata = {"Title": named, "Creator": "oxyclaim", "Date": None} if form == "svg" else {"Title": named}
    if form == "png":
        metadata["Software"] = "oxyclaim"
    settings = {"svg.hashsalt": "oxyclaim", "svg.fonttype": "path", "font.family": "DejaVu Sans", "hatch.linewidth": 1}
    out = BytesIO()
    with rc_context(settings):  # type: ignore[arg-type]
        figure = _Picture(calendar, answer).figure
        figure.savefig(out, format=form, dpi=DOTS_PER_INCH, metadata=metadata, facecolor="#ffffff")
    return out.getvalue()


class _Picture:
    """Draws from the top down; ``y`` is how far it has come."""

    def __init__(self, calendar: Calendar, answer: CalendarAnswer):
        self.calendar = calendar
        self.notes = Notes(calendar)
        self.texts = list(self._texts(answer))
        self.kinds = counts([month for lane in calendar.lanes for month in lane.months])
        height = self._height()
        self.figure = Figure(figsize=(WIDTH, height))
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")
        self.y = MARGIN
        self._head()
        for number, lane in enumerate(calendar.lanes, start=1):
            self._lane(lane, number)
        self._legend()
        self._small_print()

    def _height(self) -> float:
        lanes = sum(1.0 + ROW * _rows(lane) + 0.2 * (len(self._facts(lane)) - 1) for lane in self.calendar.lanes)
        legend = LEGEND_ROW * self._legend_rows()
        return MARGIN + 0.65 + lanes + legend + LINE * len(self.texts) + MARGIN

    def _legend_rows(self) -> int:
        return -(-(len(self.kinds) + len(self._signs())) // LEGEND_COLUMNS)

    def _write(self, x: float, y: float, text: str, size: float, color: str = INK, **how: object) -> None:
        self.axes.text(x, y, text, fontsize=size, color=color, **{"va": "center", **how})  # type: ignore[arg-type]

    def _head(self) -> None:
        self._write(MARGIN, self.y + 0.12, f"Case {self.calendar.case_id}", 17, weight="bold")
        as_of = f"home oxygen, month by month, as of {self.calendar.as_of}"
        self._write(WIDTH - MARGIN, self.y + 0.12, as_of, 11, QUIET, ha="right")
        self.y += 0.65

    def _lane(self, lane: Lane, number: int) -> None:
        self._write(MARGIN, self.y, title(lane), 12, weight="bold")
        for line in self._facts(lane):
            self._write(MARGIN, self.y + 0.27, line, 9.5, QUIET)
            self.y += 0.2
        self.y += 0.4
        for month in lane.months:
            row, column = divmod(month.number - 1, A_YEAR)
            top = self.y + row * ROW
            if column == 0:
                self._write(MARGIN, top + 0.2, f"Year {row + 1}", 10, weight="bold")
                last = min(month.number + A_YEAR - 1, len(lane.months))
                self._write(MARGIN, top + 0.42, f"months {month.number}-{last}", 8, QUIET)
            self._cell(month, MARGIN + ROW_LABEL + column * CELL, top, f"lane-{number}-month-{month.number}")
        for month, following in _spans(lane):
            row, column = divmod(month.number - 1, A_YEAR)
            self._strip(month, following, MARGIN + ROW_LABEL + column * CELL, self.y + row * ROW)
        self.y += ROW * _rows(lane) + 0.4

    def _facts(self, lane: Lane) -> list[str]:
        """The facts of a lane in as few lines as hold them."""
        lines: list[str] = []
        for fact in facts(lane, self.calendar.as_of):
            if lines and len(lines[-1]) + len(BETWEEN) + len(fact) <= FACTS:
                lines[-1] += BETWEEN + fact
            else:
                lines.append(fact)
        return lines

    def _cell(self, month: CalendarMonth, x: float, y: float, name: str) -> None:
        paint, look = PAINT[kind_of(month)], look_of(month)
        width, height = CELL - GAP, ROW - GAP
        self._box(x, y, width, height, paint, month.ahead, name)
        numbered = month.position is not None and month.state in _NUMBERED
        sign = f"{look.letter}{month.position}" if numbered else look.letter
        self._write(x + 0.06, y + 0.12, str(month.number), 7.5, paint.ink, weight="bold")
        self._write(x + width / 2, y + 0.32, sign, 14, paint.ink, ha="center", weight="bold")
        day, weight = (f"▸{month.service_date}", "bold") if month.moved else (f"{month.service_date}", "normal")
        self._write(x + width / 2, y + 0.54, day, 7.5, paint.ink, ha="center", weight=weight)
        if numbers := self.notes.of(month):
            told = ",".join(map(str, numbers))
            self._write(x + width - 0.05, y + 0.12, f"({told})", 7, paint.ink, ha="right")

    def _box(self, x: float, y: float, width: float, height: float, paint: _Paint, ahead: bool, name: str) -> None:
        dashes = (0, (3, 2)) if ahead else "solid"
        if paint.hatch:
            pattern = Rectangle((x, y), width, height, facecolor=paint.fill, edgecolor=paint.hatching, linewidth=0)
            pattern.set_hatch(paint.hatch)
            self.axes.add_patch(pattern)
        face = "none" if paint.hatch else paint.fill
        box = Rectangle((x, y), width, height, facecolor=face, edgecolor=paint.edge, linewidth=1.2, linestyle=dashes)
        box.set_gid(name)
        self.axes.add_patch(box)

    def _strip(self, month: CalendarMonth, following: date, x: float, y: float) -> None:
        """Absences and the day of the run, to scale within the month's cell."""
        width, days = CELL - GAP, (following - month.service_date).days
        foot = y + ROW - GAP
        for absence in self.calendar.absences:
            if absence.first_day is None:
                continue
            first = max((absence.first_day - month.service_date).days, 0)
            home = 0 if absence.reason in STAYS else 1  # on the day of the discharge the patient is at home
            last = days if absence.last_day is None else (absence.last_day - month.service_date).days + home
            last = min(last, days)
            if last > first:
                start, length = x + width * first / days, width * (last - first) / days
                self._absence(absence.reason, start, foot - STRIP, max(length, 0.03))
        if month.service_date <= self.calendar.as_of < following:
            self._today(x + width * ((self.calendar.as_of - month.service_date).days / days), foot)

    def _absence(self, reason: str | None, x: float, y: float, length: float) -> None:
        fill, hatch = _STRIPS.get(reason or "", ("#ffffff", ""))
        strip = Rectangle((x, y), length, STRIP, facecolor=fill, edgecolor=INK, linewidth=0.8)
        self.axes.add_patch(Rectangle((x, y - 0.02), length, STRIP + 0.02, facecolor="#ffffff", linewidth=0))
        strip.set_hatch(hatch)
        self.axes.add_patch(strip)

    def _today(self, x: float, y: float) -> None:
        self.axes.add_patch(
            Polygon([(x, y - 0.13), (x - 0.07, y), (x + 0.07, y)], facecolor=TODAY, edgecolor="#ffffff", zorder=3)
        )

    def _signs(self) -> list[tuple[str, str]]:
        """What else is drawn: a key and its words."""
        lanes = self.calendar.lanes
        months = [month for lane in lanes for month in lane.months]
        signs = [("today", f"the day of the run, {self.calendar.as_of}")] if months else []
        if any(month.ahead for month in months):
            signs.append(("ahead", "dashed: the month lies ahead of the day of the run"))
        if any(month.moved for month in months):
            signs.append(("moved", "the day moves here, and later months follow"))
        reasons = dict.fromkeys(absence.reason or "" for absence in self.calendar.absences if months)
        return signs + [(f"absence {reason}", f"absence: {ABSENCES.get(reason, 'unknown')}") for reason in reasons]

    def _legend(self) -> None:
        entries: list[tuple[str | tuple[State, bool], str]] = []
        for kind, count in self.kinds.items():
            look = LOOKS[kind]
            entries.append((kind, f"{look.word}: {count}  ({look.meaning})"))
        entries += self._signs()
        width = (WIDTH - 2 * MARGIN) / LEGEND_COLUMNS
        for position, (key, words) in enumerate(entries):
            column, row = divmod(position, self._legend_rows())
            x, y = MARGIN + column * width, self.y + row * LEGEND_ROW
            self._key(key, x, y)
            self._write(x + 0.42, y + 0.11, words, 8)
        self.y += LEGEND_ROW * self._legend_rows()

    def _key(self, key: str | tuple[State, bool], x: float, y: float) -> None:
        if isinstance(key, tuple):
            paint = PAINT[key]
            self._box(x, y, 0.32, 0.22, paint, key[1], f"legend-{LOOKS[key].word.replace(' ', '-')}")
            self._write(x + 0.16, y + 0.11, LOOKS[key].letter, 9, paint.ink, ha="center", weight="bold")
        elif key == "today":
            self._today(x + 0.16, y + 0.15)
        elif key == "ahead":
            self._box(x, y, 0.32, 0.22, _Paint("#ffffff", INK, QUIET), True, "legend-ahead-of-today")
        elif key == "moved":
            self._write(x + 0.16, y + 0.11, "▸", 11, ha="center")
        else:
            self._absence(key.removeprefix("absence "), x, y + 0.06, 0.32)

    def _texts(self, answer: CalendarAnswer) -> Iterator[tuple[str, str]]:
        """The lines below the legend, with their style."""
        if not self.calendar.lanes:
            yield NO_LANE, "text"
        heads = [
            ("Why", [f"({note.number})  {note.text}" for note in self.notes.notes]),
            ("Absences", absences(self.calendar)),
            ("Not among these months", outside(self.calendar)),
        ]
        for head, paragraphs in heads:
            if paragraphs:
                yield "", "text"
                yield head, "head"
            for paragraph in paragraphs:
                yield from ((line, "text") for line in wrap(paragraph, CHARACTERS["text"], subsequent_indent="      "))
        yield "", "text"
        if any(month.ahead for lane in self.calendar.lanes for month in lane.months):
            yield from ((line, "small") for line in wrap(answer.note, CHARACTERS["small"]))
        yield f"Oxyclaim, rule book {answer.rule_book}, as of {self.calendar.as_of}.", "small"

    def _small_print(self) -> None:
        for line, style in self.texts:
            color = QUIET if style == "small" else INK
            size = 8.5 if style == "text" else 9.5 if style == "head" else 7.5
            weight = "bold" if style == "head" else "normal"
            self._write(MARGIN, self.y + LINE / 2, line, size, color, weight=weight)
            self.y += LINE


_NUMBERED = (State.PAID, State.PENDING, State.PAYABLE)
_STRIPS = {
    "no_need": ("#ffffff", "||||"),
    "inpatient": (INK, ""),
    "skilled_nursing": ("#8b949e", ""),
    "hospice": ("#ffffff", "...."),
    "medicare_advantage": ("#ffffff", "////"),
    "other_payer": ("#ffffff", "xxxx"),
    "not_billed": ("#ffffff", "----"),
}
"""Fill and pattern by the reason of an absence."""


def _rows(lane: Lane) -> int:
    return -(-len(lane.months) // A_YEAR)


def _spans(lane: Lane) -> Iterator[tuple[CalendarMonth, date]]:
    """Each month and the day on which the next begins; the last one ends with the lifetime."""
    days = [month.service_date for month in lane.months[1:]]
    for month, following in zip(lane.months, [*days, lane.shown_to], strict=True):
        if following > month.service_date:
            yield month, following
