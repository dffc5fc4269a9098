"""Requests and renewals on the terminal. They name no patient."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from oxyclaim.case.models import Case
from oxyclaim.cli.authorization_document import (
    Block,
    Check,
    Checks,
    Document,
    Grid,
    Pairs,
    Text,
    cites_told,
    document_of,
    line_in_short,
    renewal_kind,
    renewal_needs,
)
from oxyclaim.cli.output import console as make_console
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.authorization import CaseRequests, Renewal

STYLES = {Standing.ON_FILE.value: "green", Standing.REPORTED.value: "yellow"}
NOT_THERE = "bold red"


def show(found: Iterable[tuple[Case, CaseRequests]], catalogue: Catalogue, as_of: date) -> None:
    """Print each case's lines and requests."""
    console = make_console()
    for case, each in found:
        console.print(Styled.assemble((f"Case {each.case_id}", "bold underline"), f"  {each.plan or each.payer_name}"))
        for line in each.lines:
            head = f"line {line.line}  {line.code}  {line.service_date.isoformat()}  "
            console.print(_indented(Styled.assemble(head, line_in_short(line))))
        for missing in each.missing:
            console.print(_indented(Styled(f"missing: {missing.what} (from {missing.who})", style=NOT_THERE)))
        for request in each.requests:
            console.print()
            _document(console, document_of(case, each, request, as_of, with_member=False), request.ready)
        console.print()
    console.print(f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", style="dim")


def _document(console: Console, document: Document, ready: bool) -> None:
    console.print(Styled(document.title, style="bold"))
    console.print(_indented(Styled(document.state, style="green" if ready else NOT_THERE)))
    for section in document.sections:
        console.print(Styled(f"\n{section.title}", style="bold"))
        for block in section.blocks:
            console.print(_indented(_drawn(block)))


def _drawn(block: Block) -> RenderableType:
    match block:
        case Pairs(rows=rows):
            table = _plain_table()
            for label, value in rows:
                table.add_row(Styled(label, style="dim"), Styled(value))
            return table
        case Grid(head=head, rows=rows):
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
            for name in head:
                table.add_column(name)
            for row in rows:
                table.add_row(*map(Styled, row))
            return table
        case Checks(rows=checks):
            table = _plain_table()
            for check in checks:
                table.add_row(Styled(check.standing, style=STYLES.get(check.standing, NOT_THERE)), _checked(check))
            return table
        case Text(text=text, strong=strong):
            return Styled(text, style="bold" if strong else "")


def _checked(check: Check) -> Styled:
    told = Styled(check.words)
    for detail in check.details:
        told.append(f"\n{detail}", style="dim")
    return told


def _plain_table() -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    return table


def _indented(drawn: RenderableType) -> Padding:
    return Padding(drawn, (0, 0, 0, 2), expand=False)


def show_renewals(found: Sequence[Renewal], catalogue: Catalogue, as_of: date, ahead: int) -> None:
    """Print the approvals that have ended or end soon, a row each, and below what each renewal needs."""
    console = make_console()
    ended = sum(each.days < 0 for each in found)
    console.print(f"{len(found)} to renew within {ahead} days, {ended} of them already ended\n", style="bold")
    if found:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for name in ("ends", "days", "case", "payer", "authorization", "codes", "needs", "asked for"):
            table.add_column(name, justify="right" if name == "days" else "left", no_wrap=name in ("ends", "days"))
        for each in found:
            style = NOT_THERE if each.days < 0 else ""
            name = each.authorization + (f" ({each.number})" if each.number else "")
            row = (each.ends.isoformat(), str(each.days), each.case_id, each.payer, name, ", ".join(each.codes),
                   renewal_kind(each.kind), each.asked or "no")  # fmt: skip
            table.add_row(*(Styled(cell, style=style if at < 2 else "") for at, cell in enumerate(row)))
        console.print(table)
    for each in found:
        console.print(Styled(f"\nCase {each.case_id}, {each.authorization} ({', '.join(each.codes)})", style="bold"))
        for told in renewal_needs(each):
            console.print(_indented(Styled(told)))
        if cites := (*each.months.cites, *each.wanted.cites):
            console.print(_indented(Styled(f"source: {cites_told(tuple(dict.fromkeys(cites)))}", style="dim")))
    console.print(f"\nRule book {catalogue.hash}, as of {as_of.isoformat()}.", style="dim")
