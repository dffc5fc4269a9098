"""What a scrub costs as one page of HTML: no script, nothing from outside, for the screen and for paper."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import accumulate
from pathlib import Path

from oxyclaim.case.days import add_months
from oxyclaim.services.scrub import ReasonTold, ScrubAnswer
from oxyclaim.services.scrub_costs import CostlyFinding, CostShare, ScrubCosts
from oxyclaim.views.blocks import Document, counted, dollars, us_date, us_dates
from oxyclaim.views.costs.charts import Bar, bars, columns
from oxyclaim.views.costs.rows import costs_of, cut, cut_reasons, month, mostly, named, reason, to_do
from oxyclaim.views.costs.style import STYLE
from oxyclaim.views.render.html import html_of
from oxyclaim.views.scrub import counts

BARS = 12
"""Bars of a chart; the table below has more."""
MOST_MONTHS = 60
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STRIPES = (
    '<svg class="once" aria-hidden="true"><defs><pattern id="stripes" width="7" height="7" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7"/>'
    '<path d="M0 0V7"/></pattern></defs></svg>'
)
_KEY = (
    '<p class="key"><span><i class="rejected"></i>rejected at the front end</span>'
    '<span><i class="denied"></i>denied</span></p>'
)


def page(answer: ScrubAnswer) -> str:
    """The whole page. The answer must have ``costs``."""
    return "\n".join(_page(answer, costs_of(answer))) + "\n"


def _page(answer: ScrubAnswer, costs: ScrubCosts) -> Iterator[str]:
    title = "What these claims would lose"
    yield f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n{_STRIPES}\n<header>\n<h1>{title}</h1>"
    read = f"{counted(answer.files, 'file')}, {counted(answer.claims.found, 'claim')}"
    yield f'<p class="quiet">{read}, judged as of {us_date(answer.as_of)}. Oxyclaim, rule book {answer.rule_book}.</p>'
    yield from _figures(answer)
    yield "</header>\n<main>"
    if answer.at_risk_cents:
        yield from _fix_first(answer, costs)
        yield from _reasons(answer.reasons)
        yield from _shares("By payer", "payers", costs.payers)
        yield from _shares("By supplier", "suppliers", costs.suppliers)
        yield from _shares("By code", "codes", costs.codes)
        yield from _months(costs.months)
        yield from _costliest("The lines that cost the most", costs.lines)
        yield from _costliest("What rejects whole claims, the costliest first", costs.wholes)
    else:
        yield "<section><h2>No money is at risk</h2><p>Nothing was found that a payer would turn down.</p></section>"
    yield "<section><h2>What was read</h2>"
    for path, why in answer.unreadable.items():
        yield f'<p class="long"><strong>Could not be read:</strong> {escape(path)}: {escape(why)}</p>'
    yield f'<div class="wide">{html_of(Document((counts(answer),)))}</div></section>\n</main>'
    yield f"<footer>{' '.join(_foot(answer))}</footer>\n</body>\n</html>"


def _foot(answer: ScrubAnswer) -> Iterator[str]:
    yield "The money at risk is the charge of a line, or what is allowed where fee files are loaded; each line and "
    yield "each claim counts once, for the strongest of its findings. It is a forecast, no promise of payment "
    yield "or denial."
    if answer.findings_file is not None:
        yield f"Every finding stands in {escape(answer.findings_file)}."


def _figures(answer: ScrubAnswer) -> Iterator[str]:
    denied = answer.forecast.get("denied", 0) + answer.denied_beside_others
    figures = (
        (f"${dollars(answer.at_risk_cents)}", "at risk"),
        (f"{answer.claims.rejected:,}", "claims that would be rejected as a whole"),
        (f"{answer.forecast.get('rejected', 0):,}", "lines that would be returned as unprocessable"),
        (f"{denied:,}", "lines that would be denied"),
        (f"{answer.findings:,}", "findings"),
    )
    yield '<div class="figures">'
    yield from (f"<div><b>{number}</b><span>{words}</span></div>" for number, words in figures)
    yield "</div>"


def _fix_first(answer: ScrubAnswer, costs: ScrubCosts) -> Iterator[str]:
    sums = accumulate(each.at_risk_cents for each in costs.fix_first)
    rows = []
    for place, (fix, total) in enumerate(zip(costs.fix_first, sums, strict=True), start=1):
        what, who = to_do(fix)
        where = mostly(fix)
        rows.append(
            (
                str(place), f"{fix.rule}<small>{escape(reason(fix))}</small>",
                f"{escape(us_dates(what))}<small>{escape(who)}{f'. Mostly: {escape(where)}' if where else ''}</small>",
                f"{fix.count:,}", f"${dollars(fix.at_risk_cents)}", _percent(total, answer.at_risk_cents),
            )
        )  # fmt: skip
    yield "<section><h2>What to fix first</h2>"
    yield '<p class="quiet">The last column is the share of all money at risk that is settled once this and all '
    yield "above it are fixed. Rules that begin with X12 are of the files themselves: <code>oxyclaim fix</code> "
    yield "corrects counts, control numbers and forms, and lists the rest.</p>"
    head = ("", "reason", "to do", "times", "at risk", "settled")
    yield _table("", head, rows, numbers=(3, 4, 5), long=(1, 2))
    yield "</section>"


def _reasons(reasons: Sequence[ReasonTold]) -> Iterator[str]:
    rows = cut_reasons(reasons)
    yield "<section><h2>By reason</h2>" + _KEY
    kinds = {"rejected": "rejected", "denied": "denied"}
    yield bars("Money at risk by reason", [Bar(row[0], row[4], kinds.get(row[2], "bar")) for row in rows[:BARS]])
    told = [
        (
            f'<span class="brief">{escape(rule)}</span>',
            escape(us_dates(message)),
            forecast or "-",
            f"{count:,}",
            f"${dollars(cents)}",
        )
        for rule, message, forecast, count, cents in rows
    ]
    total = ("All", "", "", f"{sum(row[3] for row in rows):,}", f"${dollars(sum(row[4] for row in rows))}")
    head = ("rule", "one example", "forecast", "times", "at risk")
    yield _table("Reasons that cost money", head, told, total, numbers=(3, 4), long=(1,))
    yield "</section>"


def _shares(title: str, what: str, shares: Sequence[CostShare]) -> Iterator[str]:
    rows = cut(shares, what)
    yield f"<section><h2>{title}</h2>"
    yield bars(
        f"Money at risk {title.lower()}", [Bar(row.name or named(row), row.at_risk_cents) for row in rows[:BARS]]
    )
    yield _share_table(f"All {what} with money at risk", what.removesuffix("s"), [(named(row), row) for row in rows])
    yield "</section>"


def _months(shares: Sequence[CostShare]) -> Iterator[str]:
    yield "<section><h2>By month of service</h2>"
    yield columns("Money at risk by month of service", list(_in_line(shares)))
    yield _share_table("Months of service with money at risk", "month", [(month(row.key), row) for row in shares])
    yield "</section>"


def _in_line(shares: Sequence[CostShare]) -> Iterator[Bar]:
    """The months in a row, those without money too; of very many the last ones."""
    cents = {each.key: each.at_risk_cents for each in shares if each.key}
    if cents:
        last = date.fromisoformat(f"{max(cents)}-01")
        first = max(date.fromisoformat(f"{min(cents)}-01"), add_months(last, 1 - MOST_MONTHS))
        while first <= last:
            key = f"{first:%Y-%m}"
            yield Bar(month(key), cents.get(key, 0))
            first = add_months(first, 1)
    yield from (Bar("not told", each.at_risk_cents) for each in shares if not each.key)


def _share_table(caption: str, first: str, rows: Sequence[tuple[str, CostShare]]) -> str:
    every = sum(row.at_risk_cents for _, row in rows)
    told = [
        (escape(name), f"{row.lines:,}", f"${dollars(row.at_risk_cents)}", _percent(row.at_risk_cents, every))
        for name, row in rows
    ]
    total = ("All", f"{sum(row.lines for _, row in rows):,}", f"${dollars(every)}", "100 %")
    return _table(caption, (first, "lines", "at risk", "share"), told, total, numbers=(1, 2, 3))


def _costliest(title: str, findings: Sequence[CostlyFinding]) -> Iterator[str]:
    if not findings:
        return
    files = {each.file for each in findings}
    rows = []
    for each in findings:
        place = each.claim_id or "-"
        if each.line_number is not None:
            place += f", line {each.line_number}"
        small = [Path(each.file).name] if len(files) > 1 else []
        small += [] if each.byte_position is None else [f"at {each.byte_position:,}"]
        what = " ".join(filter(None, (each.code, month(each.month) if each.month else "")))
        who = ", ".join(filter(None, (each.payer, each.supplier)))
        rows.append(
            (
                f"${dollars(each.at_risk_cents)}", f"{escape(place)}<small>{escape(', '.join(small))}</small>",
                f"{escape(us_dates(each.message))}<small>{escape('; '.join(filter(None, (what, who))))}</small>",
                f'<span class="brief">{escape(each.rule)}</span><small>{each.forecast}</small>',
            )
        )  # fmt: skip
    yield f"<section><h2>{title}</h2>"
    note = f"the first {len(findings)}" if len(findings) > 1 else "one"
    yield _table(
        f"{note}, each with one sentence".capitalize(), ("at risk", "claim", "why", "rule"), rows, (), (0,), (2,)
    )
    yield "</section>"


def _table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str] = (),
    numbers: Sequence[int] = (), long: Sequence[int] = (),
) -> str:  # fmt: skip
    """``rows`` and ``total``: cells as HTML. ``numbers`` and ``long``: columns of numbers, of sentences."""
    kinds = ["number" if place in numbers else "long" if place in long else "" for place in range(len(head))]

    def line(cells: Sequence[str], name: str) -> str:
        scope = ' scope="col"' if name == "th" else ""
        classes = (f' class="{kind}"' if kind else "" for kind in kinds)
        return "".join(f"<{name}{scope}{own}>{cell}</{name}>" for cell, own in zip(cells, classes, strict=True))

    parts = [f"<caption>{escape(caption)}</caption>"] if caption else []
    parts += [f"<thead><tr>{line(head, 'th')}</tr></thead>", "<tbody>"]
    parts += [f"<tr>{line(row, 'td')}</tr>" for row in rows]
    parts += ["</tbody>", *([f"<tfoot><tr>{line(total, 'td')}</tr></tfoot>"] if total else [])]
    return f'<div class="wide"><table>{"".join(parts)}</table></div>'


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
