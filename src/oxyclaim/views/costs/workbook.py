"""What a scrub costs as a workbook: a sheet for each question, with its chart. Texts are no formulas and no links."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from oxyclaim.services.scrub import ScrubAnswer
from oxyclaim.services.scrub_costs import CostlyFinding, CostShare
from oxyclaim.views.blocks import plain, us_date
from oxyclaim.views.costs.rows import costs_of, month, mostly, named, reason, to_do
from oxyclaim.views.scrub import counts

_BARS = 15
_MOST_ROWS = 100_000
_WIDEST = 70
Cell = str | int | float | None


def workbook(answer: ScrubAnswer) -> bytes:
    """The workbook. The answer must have ``costs``; the same answer gives the same bytes."""
    costs = costs_of(answer)
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "What these claims would lose", "created": _day(answer)})
    sheets = _Sheets(book)
    reasons = [each for each in answer.reasons if each.amount_cents or each.count]
    sheets.add("Summary", ("", "what"), [(str(plain(a)), str(plain(b))) for a, b in counts(answer).rows] + [
        ("", f"As of {us_date(answer.as_of)}, rule book {answer.rule_book}"),
    ])  # fmt: skip
    sheets.add(
        "Fix first", ("rule", "reason", "to do", "who", "mostly", "times", "at risk"),
        [(each.rule, reason(each), *to_do(each), mostly(each), each.count, _dollars(each.at_risk_cents))
         for each in costs.fix_first], money=6,
    )  # fmt: skip
    sheets.add(
        "Reasons", ("rule", "forecast", "SNIP level", "one example", "times", "at risk"),
        [(each.rule, each.forecast, each.snip_level, each.message, each.count, _dollars(each.amount_cents))
         for each in reasons], money=5, total=(4, 5), chart="bar",
    )  # fmt: skip
    for name, shares in (("Payers", costs.payers), ("Suppliers", costs.suppliers), ("Codes", costs.codes)):
        rows = [(named(each), each.lines, _dollars(each.at_risk_cents)) for each in _cut(shares)]
        sheets.add(name, (name.removesuffix("s").lower(), "lines", "at risk"), rows, money=2, total=(1, 2), chart="bar")
    months = [(month(each.key), each.lines, _dollars(each.at_risk_cents)) for each in costs.months]
    sheets.add("Months", ("month of service", "lines", "at risk"), months, money=2, total=(1, 2), chart="column")
    head = (
        "at risk",
        "claim",
        "line",
        "code",
        "month",
        "payer",
        "supplier",
        "rule",
        "forecast",
        "why",
        "file",
        "position",
    )
    sheets.add("Costliest lines", head, _findings(costs.lines), money=0)
    sheets.add("Whole claims", head, _findings(costs.wholes), money=0)
    book.close()
    return out.getvalue()


def _day(answer: ScrubAnswer) -> datetime:
    return datetime.combine(answer.as_of, time())


def _cut(shares: Sequence[CostShare]) -> Sequence[CostShare]:
    """More rows than a sheet is read for are added up in the last one."""
    if len(shares) <= _MOST_ROWS:
        return shares
    rest = shares[_MOST_ROWS:]
    others = CostShare("all others", "", sum(e.lines for e in rest), sum(e.at_risk_cents for e in rest))
    return [*shares[:_MOST_ROWS], others]


def _findings(findings: Sequence[CostlyFinding]) -> list[tuple[Cell, ...]]:
    return [
        (
            _dollars(each.at_risk_cents), each.claim_id, each.line_number, each.code,
            month(each.month) if each.month else "", each.payer, each.supplier, each.rule, each.forecast, each.message,
            each.file, each.byte_position,
        )
        for each in findings
    ]  # fmt: skip


def _dollars(cents: int) -> float:
    return cents / 100


class _Sheets:
    def __init__(self, book: Workbook):
        self._book = book
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._sum = book.add_format({"bold": True, "top": 1})
        self._money = book.add_format({"num_format": "$#,##0.00"})
        self._money_sum = book.add_format({"num_format": "$#,##0.00", "bold": True, "top": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def add(
        self, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], money: int = -1,
        total: Sequence[int] = (), chart: str = "",
    ) -> None:  # fmt: skip
        """A sheet. ``money``: the column of dollars; ``total``: columns that are added up; ``chart``: its kind."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, title in enumerate(head):
            sheet.write_string(0, column, title, self._bold)
            texts = [str(row[column]) for row in rows[:500] if row[column] is not None]
            width = max([len(title), *map(len, texts)], default=8) + 2
            sheet.set_column(column, column, min(width, _WIDEST), self._wrapped if width > _WIDEST else None)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(sheet, place, column, value, self._money if column == money else None)
        if total and rows:
            last = len(rows) + 1
            sheet.write_string(last, 0, "All", self._sum)
            for column in total:
                added = round(sum(float(row[column] or 0) for row in rows), 2)
                sheet.write_number(last, column, added, self._money_sum if column == money else self._sum)
        if chart and rows:
            self._chart(sheet, name, min(len(rows), _BARS) if chart == "bar" else len(rows), money, chart, len(head))

    def _write(self, sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value, style)

    def _chart(self, sheet: Any, name: str, count: int, money: int, kind: str, beside: int) -> None:
        chart = self._book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": [name, 1, 0, count, 0], "values": [name, 1, money, count, money],
                "fill": {"color": "#0B5CAD"}, "name": "at risk", "gap": 40,
            }
        )  # fmt: skip
        chart.set_title({"name": f"At risk: {name.lower()}", "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"num_format": "$#,##0"})
        else:
            chart.set_y_axis({"num_format": "$#,##0"})
        chart.set_size({"width": 640, "height": max(260, 26 * count + 90 if kind == "bar" else 320)})
        sheet.insert_chart(1, beside + 1, chart)
