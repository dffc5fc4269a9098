"""The approvals that have ended or end soon."""

from collections.abc import Iterator
from datetime import timedelta

from oxyclaim.case.days import add_months
from oxyclaim.services.authorization import Kind, Renewal, RenewalsAnswer
from oxyclaim.views.blocks import Block, Cell, Document, Grid, Item, Section, Text, Tone, Toned
from oxyclaim.views.check import rule_book_line
from oxyclaim.views.request import SILENT, cites_told, places

HEAD = ("ends", "days", "case", "payer", "authorization", "codes", "needs", "asked for")


def view(answer: RenewalsAnswer) -> Document:
    """A table with a row each, and below what each renewal needs."""
    ended = sum(each.days < 0 for each in answer.renewals)
    told = f"{len(answer.renewals)} to renew within {answer.ahead_days} days, {ended} of them already ended"
    blocks: list[Block] = [Text(told, strong=True)]
    if answer.renewals:
        rows = tuple(_row(each) for each in answer.renewals)
        blocks.append(Grid(HEAD, rows, widths=(0, 0, 2, 2, 3, 1, 2, 2), numbers=(1,)))
    blocks += [_details(each) for each in answer.renewals]
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return Document(tuple(blocks))


def _row(renewal: Renewal) -> tuple[Cell, ...]:
    tone: Tone = "bad" if renewal.days < 0 else "plain"
    name = renewal.authorization + (f" ({renewal.number})" if renewal.number else "")
    return (
        Toned(renewal.ends.isoformat(), tone), Toned(str(renewal.days), tone), renewal.case_id, renewal.payer, name,
        ", ".join(renewal.codes), _kind(renewal.kind), renewal.asked or "no",
    )  # fmt: skip


def _details(renewal: Renewal) -> Section:
    blocks: list[Block] = [Text(told) for told in _needs(renewal)]
    if cites := (*renewal.months.cites, *renewal.wanted.cites):
        blocks.append(Item("source:", cites_told(tuple(dict.fromkeys(cites))), "quiet"))
    return Section(f"Case {renewal.case_id}, {renewal.authorization} ({', '.join(renewal.codes)})", tuple(blocks))


def _kind(kind: Kind) -> str:
    """What follows an approval that ends, in a word."""
    return "renewal" if kind is Kind.RENEWAL else "new request"


def _needs(renewal: Renewal) -> Iterator[str]:
    """How an approval ends, and what the next request needs."""
    ended = "ended" if renewal.days < 0 else "ends"
    yield f"{ended} on {renewal.ends}: {renewal.why}"
    months, next_day = renewal.months, renewal.ends + timedelta(days=1)
    doubt = f" ({months.doubt})" if months.doubt else ""
    if not isinstance(months.value, int):
        yield f"ask from {next_day}; for how many months {SILENT}"
    else:
        yield f"ask for {next_day} to {add_months(next_day, months.value) - timedelta(days=1)}{doubt}"
    if renewal.wanted.value is None:
        yield f"what the {_kind(renewal.kind)} must hold: {SILENT}"
    for each in renewal.evidence:
        where = f", {places(each.where)}" if each.where else ""
        note = f"; {each.note}" if each.note else ""
        yield f"{each.standing}: {each.words}{where}{note}"
