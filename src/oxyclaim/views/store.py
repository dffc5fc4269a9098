"""A store: made, upgraded, copied, filled, written out, and looked at."""

from collections.abc import Iterator, Sequence

from oxyclaim.services.store.exporting import StoreExported
from oxyclaim.services.store.importing import StoreImported
from oxyclaim.services.store.judging import StoreDue, StoreJudged
from oxyclaim.services.store.kept import Fault
from oxyclaim.services.store.places import StoreCopied, StoreMade, StoreUpgraded
from oxyclaim.services.store.verifying import StoreVerified
from oxyclaim.views.blocks import Block, Document, Grid, Pairs, Text, Toned, counted, dollars
from oxyclaim.views.check import TONES

MOST_FAULTS = 20
"""Faults that are shown; JSON has all."""


def made(answer: StoreMade) -> Document:
    """The store, and what comes next."""
    return Document(
        (
            Text(f"Made: {answer.store} (layout {answer.layout})", "good"),
            Text("It will hold patient data: keep it on an encrypted disk, and back it up.", "quiet"),
            Text("Next: oxyclaim store import", "quiet"),
        )
    )


def upgraded(answer: StoreUpgraded) -> Document:
    """Its layout before and now."""
    if answer.before == answer.layout:
        return Document((Text(f"{answer.store}: has the newest layout ({answer.layout}); its guards were renewed."),))
    return Document((Text(f"{answer.store}: layout {answer.before} became {answer.layout}.", "good"),))


def copied(answer: StoreCopied) -> Document:
    """From where to where, and the hash by which the file is known again."""
    rows = (
        ("from", answer.source),
        ("to", answer.target),
        ("rows", f"{answer.rows:,}"),
        ("file", f"{answer.bytes:,} bytes, sha256 {answer.sha256}"),
    )
    fine = Text("Every row of the copy was looked at: nothing was changed by hand.", "good")
    return Document((Pairs(rows), *(_faults(answer.faults) if answer.faults else (fine,))))


def imported(answer: StoreImported) -> Document:
    """What became of the cases that were read."""
    counts = (("new", answer.new), ("changed", answer.changed), ("the same as before", answer.same),
              ("older than the store's, left alone", answer.older))  # fmt: skip
    told = ", ".join(f"{count:,} {what}" for what, count in counts if count) or "nothing to take in"
    return Document((Text(f"{counted(answer.read, 'case')} read: {told}."), Text(f"In {answer.store}.", "quiet")))


def exported(answer: StoreExported) -> Document:
    """How many cases are where."""
    return Document((Text(f"Written: {answer.target}, {counted(answer.cases, 'case')} ({answer.form})"),))


def judged(answer: StoreJudged) -> Document:
    """How many cases were judged, and what was not."""
    left = answer.cases - answer.judged - answer.failed
    told = f"{answer.judged:,} of {counted(answer.cases, 'case')} judged as of {answer.as_of.isoformat()}"
    rest = f"; {left:,} are with other workers" if left else ""
    return Document((Text(f"{told}{rest}.", "good" if answer.is_fine else "caution"),))


def due(answer: StoreDue) -> Document:
    """The months, one a row, and how many there are."""
    if answer.judged_on is None:
        return Document((Text("No case was judged yet: run `oxyclaim store judge`.", "caution"),))
    rows = tuple(
        (each.service_date.isoformat(), each.case_id, each.code, Toned(each.verdict, TONES.get(each.verdict, "plain")),
         "" if each.charge_cents is None else dollars(each.charge_cents),
         "" if each.claim_by is None else each.claim_by.isoformat(),
         "changed since; " * each.changed + "; ".join(each.sentences[:1]))
        for each in answer.months
    )  # fmt: skip
    head = ("service date", "case", "code", "verdict", "charge", "claim by", "first reason")
    counts = tuple(
        (Toned(each.verdict, TONES.get(each.verdict, "plain")), f"{each.months:,}", dollars(each.charge_cents))
        for each in answer.counts
    )
    book = "" if answer.judged_by == answer.rule_book else f" by another rule book ({answer.judged_by})"
    return Document(
        (
            Grid(head, rows, numbers=(4,)),
            Grid(("verdict", "months due", "charges"), counts, numbers=(1, 2)),
            Text(f"As judged on {answer.judged_on.isoformat()}{book}.", "quiet"),
        )
    )


def verified(answer: StoreVerified) -> Document:
    """Whether all is as it was written, and what is not."""
    return Document(tuple(_verified(answer)))


def kept(numbers: Sequence[int]) -> Document:
    """Under which numbers verdicts were kept."""
    first, last = min(numbers), max(numbers)
    which = f"verdict {first}" if first == last else f"verdicts {first} to {last}"
    return Document((Text(f"Kept in the store as {which}.", "quiet"),))


def _verified(answer: StoreVerified) -> Iterator[Block]:
    rows = tuple((each.table.replace("_", " "), f"{each.rows:,}") for each in answer.held if each.rows)
    if rows:
        yield Grid(("kept", "rows looked at"), rows, numbers=(1,))
    if answer.faults:
        yield from _faults(answer.faults)
    else:
        yield Text("Every row is as it was written, and every chain is whole.", "good")
    again = f"{answer.made_again:,} of {counted(answer.verdicts, 'kept verdict')} made again"
    if answer.differing:
        yield Text(f"{again} as they are kept; {len(answer.differing):,} are not:", "bad", strong=True)
        yield Grid(
            ("verdict", "case", "as of", "what is wrong"),
            tuple(
                (str(each.verdict), each.case_id, each.as_of.isoformat(), each.what)
                for each in answer.differing[:MOST_FAULTS]
            ),
        )
    elif answer.verdicts:
        yield Text(f"{again} by {counted(answer.programs, 'kept program')}, the same byte for byte.", "good")


def _faults(faults: Sequence[Fault]) -> Iterator[Block]:
    yield Text(f"{counted(len(faults), 'fault')}: something was changed past the guard.", "bad", strong=True)
    rows = tuple((each.table, each.row, each.what) for each in faults[:MOST_FAULTS])
    yield Grid(("table", "row", "what is wrong"), rows)
    if len(faults) > MOST_FAULTS:
        yield Text(f"... and {len(faults) - MOST_FAULTS:,} more; --format json lists all", "quiet")
