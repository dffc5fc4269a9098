"""``oxyclaim authorities``."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from oxyclaim.cli.output import console, find, print_json, refuse
from oxyclaim.policy import load
from oxyclaim.policy.handbook import load_codes, register
from oxyclaim.policy.handbook.model import RegisterEntry
from oxyclaim.policy.handbook.wording import citing, span

OK, BAD_INPUT = 0, 2


def show(id: str | None, as_json: bool) -> int:
    """The register of sources as a table, or one source. Returns the exit code."""
    catalogue = load()
    entries = register(catalogue, load_codes(catalogue))
    if id is None:
        if as_json:
            print_json(entries)
        else:
            console().print(_table(entries), f"{len(entries)} sources; `oxyclaim authorities ID` shows one.")
        return OK
    by_id = {entry.source.id: entry for entry in entries}
    found = find(id, by_id)
    if found is None:
        refuse("source", id.upper(), list(by_id), "authorities", as_json)
        return BAD_INPUT
    if as_json:
        print_json(by_id[found])
    else:
        console().print(*_entry(by_id[found]), sep="\n")
    return OK


def _table(entries: list[RegisterEntry]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True)
    for head, ratio in (("id", None), ("issuer", 2), ("title", 5), ("in effect", 2), ("read", None), ("grade", None)):
        table.add_column(head, ratio=ratio, no_wrap=ratio is None)
    table.add_column("cited", justify="right")
    for entry in entries:
        source = entry.source
        effect = span(source.first, source.last)
        row = (source.id, source.issuer, source.title, effect, source.read.isoformat(), source.grade)
        table.add_row(*(Text(cell) for cell in (*row, str(len(entry.cited_by)))))
    return table


def _entry(entry: RegisterEntry) -> Iterator[Text]:
    source = entry.source
    yield Text(f"{source.id}  {source.title}", style="bold")
    yield Text(f"Issued by {source.issuer}. In effect: {span(source.first, source.last)}.")
    yield Text(f"Address: {source.address}")
    yield Text(f"Read {source.read.isoformat()}. Grade: {source.grade}.")
    if source.sections:
        yield Text(f"Sections cited: {'; '.join(source.sections)}")
    for kind, names in citing(entry.cited_by):
        yield Text(f"Cited by {kind}: {names}")
