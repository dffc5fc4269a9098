"""Measures as a picture: the figures on top, below them denials by month and payer, edits, forecasts, odds and
rental months blocked.

The same answer gives the same bytes: the font comes with matplotlib, ids are salted alike and no time is written.
"""

from collections.abc import Sequence
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from oxyclaim.services.denials.reports import Measures, Part
from oxyclaim.views.blocks import us_date
from oxyclaim.views.measures import value_of

WIDTH, HEIGHT = 13.0, 13.6
DOTS_PER_INCH = 120
MOST = 10
"""Bars of a panel."""
FEWEST = 5
"""For which there is room at least, so that one bar is no wall."""
MOST_MONTHS = 24
INK, QUIET, GRID = "#1f2328", "#57606a", "#d0d7de"
SENT, DENIED, EDIT, ODDS, BLOCKED = "#c9d3e6", "#b45309", "#7d1f1f", "#1d6f5c", "#5b4b8a"
FORECASTS = (
    ("clears", "paid, as said", "#1d6f5c", ""), ("hits", "denied, as said", "#4aa3df", "///"),
    ("misses", "denied, said billable", "#f4b183", "..."), ("false_alarms", "paid, said denied", "#e2b6d4", "xxx"),
)  # fmt: skip
ON_TOP = (
    "initial_denial_lines", "front_end_acceptance", "first_pass_yield", "days_to_pay", "days_in_ar", "net_collection",
    "overturned", "underpaid_lines",
)  # fmt: skip


def drawn(answer: Measures, form: str) -> bytes:
    """The picture as ``svg`` or ``png``."""
    metadata = {"Title": "Measures of claims", "Creator": "oxyclaim", "Date": None} if form == "svg" else {
        "Title": "Measures of claims", "Software": "oxyclaim",
    }  # fmt: skip
    settings = {"svg.hashsalt": "oxyclaim", "svg.fonttype": "path", "font.family": "DejaVu Sans", "hatch.linewidth": 1}
    out = BytesIO()
    with rc_context(settings):  # type: ignore[arg-type]
        _figure(answer).savefig(out, format=form, dpi=DOTS_PER_INCH, metadata=metadata, facecolor="#ffffff")
    return out.getvalue()


def _figure(answer: Measures) -> Figure:
    figure = Figure(figsize=(WIDTH, HEIGHT))
    figure.text(0.035, 0.968, "How claims do", fontsize=17, weight="bold", color=INK, va="center")
    period = f"{us_date(answer.first)} to {us_date(answer.last)}: {answer.claims:,} claims, {answer.lines:,} lines"
    figure.text(0.965, 0.968, f"written {period}", fontsize=11, color=QUIET, ha="right", va="center")
    named = {each.name: each for each in answer.measures}
    for place, name in enumerate(ON_TOP):
        x = 0.035 + place * 0.1185
        figure.text(x, 0.93, value_of(named[name]), fontsize=14, weight="bold", color=INK, va="center")
        figure.text(x, 0.91, named[name].title, fontsize=7.5, color=QUIET, va="center")
    places = (
        (0.06, 0.66, 0.4, 0.21), (0.625, 0.66, 0.34, 0.21), (0.145, 0.36, 0.315, 0.21), (0.625, 0.36, 0.34, 0.21),
        (0.22, 0.065, 0.24, 0.21), (0.625, 0.065, 0.34, 0.21),
    )  # fmt: skip
    boxes = [figure.add_axes(place) for place in places]
    _months(boxes[0], _of(answer, "initial_denial_lines", "month")[-MOST_MONTHS:])
    by_payer = _of(answer, "initial_denial_lines", "payer")
    _bars(boxes[1], "Lines denied by their first answer, by payer", by_payer, DENIED, "lines")
    _bars(boxes[2], "Claims turned down at the front end, by edit", _of(answer, "turned_down", "edit"), EDIT, "claims")
    _forecasts(boxes[3], answer)
    odds = sorted(_of(answer, "overturned", "payer and reason"), key=lambda part: -part.denominator)[:MOST]
    _bars(boxes[4], "Denials overturned, by payer and reason", odds, ODDS, "lines")
    _bars(boxes[5], "Rental months blocked, by payer", _of(answer, "months_blocked", "payer"), BLOCKED, "months")
    foot = f"Oxyclaim, rule book {answer.rule_book}, as of {us_date(answer.as_of)}. Duplicates are left out."
    figure.text(0.035, 0.018, foot, fontsize=7.5, color=QUIET)  # fmt: skip
    return figure


def _of(answer: Measures, measure: str, by: str) -> list[Part]:
    return [part for part in answer.parts if (part.measure, part.by) == (measure, by)]


def _months(axes: Axes, parts: Sequence[Part]) -> None:
    _plain(axes, "Lines billed and lines denied by their first answer, by month of the claim")
    if not parts:
        _nothing(axes)
        return
    places = range(len(parts))
    axes.bar(places, [part.denominator for part in parts], color=SENT, label="billed")
    axes.bar(places, [part.numerator for part in parts], color=DENIED, hatch="///", edgecolor="#ffffff", label="denied")
    step = -(-len(parts) // 12)
    axes.set_xticks(list(places)[::step], [part.key for part in parts][::step], rotation=45, ha="right")
    axes.set_xlim(-0.6, max(len(parts), FEWEST) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(part.denominator for part in parts) * 1.2)
    axes.legend(frameon=False, fontsize=8, loc="upper right", ncols=2)


def _bars(axes: Axes, title: str, parts: Sequence[Part], color: str, what: str) -> None:
    _plain(axes, title)
    own = sorted(parts, key=lambda part: (-part.numerator, part.key))[:MOST]
    if not own:
        _nothing(axes)
        return
    places = range(len(own))
    axes.barh(places, [part.numerator for part in own], color=color)
    for place, part in zip(places, own, strict=True):
        words = f" {part.numerator:,} of {part.denominator:,}" + (
            f" ({part.value:.1f} %)" if part.value is not None else ""
        )
        axes.text(part.numerator, place, words, va="center", fontsize=8, color=INK)
    axes.set_yticks(list(places), [_short(part.key) for part in own])
    axes.set_ylim(max(len(own), FEWEST) - 0.5, -0.5)
    axes.set_xlim(0, max(1, *(part.numerator for part in own)) * 1.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(what, fontsize=8, color=QUIET)


def _forecasts(axes: Axes, answer: Measures) -> None:
    _plain(axes, "Our forecast against the answer, in lines")
    own = sorted(answer.forecasts, key=lambda each: -(each.hits + each.misses + each.false_alarms + each.clears))[:MOST]
    if not own:
        _nothing(axes, "no claim of the period was written with a kept verdict")
        return
    places = range(len(own))
    left = [0] * len(own)
    for name, words, color, hatch in FORECASTS:
        counts = [getattr(each, name) for each in own]
        axes.barh(places, counts, left=left, color=color, hatch=hatch, edgecolor="#ffffff", label=words)
        left = [before + count for before, count in zip(left, counts, strict=True)]
    axes.set_yticks(list(places), [_short(f"{each.code} {each.payer}") for each in own])
    axes.set_ylim(max(len(own), FEWEST) - 0.4, -1.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, fontsize=8, loc="upper center", ncols=2)


def _plain(axes: Axes, title: str) -> None:
    axes.set_title(title, fontsize=10.5, weight="bold", color=INK, loc="left", pad=10)
    axes.tick_params(labelsize=8, colors=INK, length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)


def _nothing(axes: Axes, words: str = "none in this period") -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", fontsize=9, color=QUIET)


def _short(text: str) -> str:
    return text if len(text) <= 34 else f"{text[:33]}…"
