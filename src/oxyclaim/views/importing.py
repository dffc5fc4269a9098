"""An import: what became of the rows and the patients, and what to work on first."""

from collections import Counter
from collections.abc import Iterator

from oxyclaim.services.importing import Gap, ImportAnswer, MapProposed
from oxyclaim.views.blocks import Block, Document, Grid, Section, Text, Toned, counted, dollars, us_date
from oxyclaim.views.check import TONES, rule_book_line

MOST_GAPS = 15
MOST_WHYS = 8


def view(answer: ImportAnswer) -> Document:
    """The whole answer, the worklist cut to a screenful."""
    return Document(tuple(_blocks(answer)), title=f"Import of {counted(len(answer.files), 'file')}")


def _blocks(answer: ImportAnswer) -> Iterator[Block]:
    yield Section("Rows", tuple(_rows(answer)))
    yield Section("Patients", tuple(_patients(answer)))
    if answer.gaps:
        yield Section("To work on first", tuple(_gaps(answer)))
    yield from _placed(answer)
    yield Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")


def _rows(answer: ImportAnswer) -> Iterator[Block]:
    rows = answer.rows
    yield Text(
        f"{counted(rows.read, 'row')} read: {rows.in_cases:,} in cases, {rows.set_aside:,} set aside, "
        f"{rows.blank:,} blank. {rows.doubled:,} of them say only what another row says."
    )
    whys = Counter(told.why for told in answer.rows_set_aside)
    if whys:
        some = tuple((f"{count:,}", why) for why, count in whys.most_common(MOST_WHYS))
        yield Grid(("rows", "set aside because"), some, numbers=(0,))


def _patients(answer: ImportAnswer) -> Iterator[Block]:
    yield Text(
        f"{counted(answer.patients, 'patient')}: {counted(answer.cases, 'case')}, of which {answer.ready:,} have a "
        f"month that is billable now; {answer.patients_set_aside:,} set aside.",
        "good" if answer.ready else "plain",
    )
    counts = tuple(
        (Toned(verdict, TONES.get(verdict, "plain")), f"{count:,}") for verdict, count in answer.months.items()
    )
    if counts:
        yield Grid(("verdict", "months due"), counts, numbers=(1,))


def _gaps(answer: ImportAnswer) -> Iterator[Block]:
    rows = tuple(
        (dollars(each.money_cents), us_date(each.due), each.case_id or each.patient, each.kind, _what(each))
        for each in answer.gaps[:MOST_GAPS]
    )
    yield Grid(("charges", "claim by", "case", "kind", "what"), rows, numbers=(0,))
    if len(answer.gaps) > MOST_GAPS:
        yield Text(f"... and {len(answer.gaps) - MOST_GAPS:,} more; --worklist GAPS.csv writes all", "quiet")


def _what(gap: Gap) -> str:
    place = f"{gap.file} row {gap.row}: " if gap.row else ""
    return f"{place}{gap.rule + ' ' if gap.rule else ''}{gap.what}"


def _placed(answer: ImportAnswer) -> Iterator[Block]:
    placed = answer.placed
    if placed is None:
        yield Text("A dry run: no case was written.", "quiet")
    else:
        counts = ((placed.new, "new"), (placed.changed, "changed"), (placed.same, "the same as before"),
                  (placed.older, "older than the store's, left alone"),
                  (placed.clash, "changed by a person since, left alone"))  # fmt: skip
        told = ", ".join(f"{count:,} {what}" for count, what in counts if count) or "no case"
        yield Text(f"Written to {placed.target}: {told}.", "caution" if placed.clash else "good")
    if answer.worklist:
        yield Text(f"Worklist: {answer.worklist}, {counted(len(answer.gaps), 'row')}.")


def proposed(answer: MapProposed) -> Document:
    """Which headings are known, and how much is to be answered."""
    rows = tuple(
        (each.file, f"{each.rows:,}", each.patient or "not found", str(each.known), ", ".join(each.unknown))
        for each in answer.files
    )
    return Document(
        (
            Grid(("file", "rows", "patient id", "headings known", "not known"), rows, numbers=(1, 3)),
            Text(f"Written: {answer.target}. {counted(answer.asks, 'place')} marked ASK to answer.", "good"),
            Text("Then: oxyclaim import FILE... --map MAP --dry-run", "quiet"),
        )
    )
