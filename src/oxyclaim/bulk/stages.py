"""The stages of a scrub: some of a file in, frames out. They know nothing of what was read before or comes behind.

``scrubbed`` is the whole of it: one piece of a file (or some small files) in, frames out, the same in this process, in
another one (``begun``), or as a task of an engine of many machines. What it takes several pieces to know (envelopes,
what errors reject, claims billed twice) is for those who take its answers in order: see ``oxyclaim.bulk.scrub``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import polars as pl

from oxyclaim.bulk.allowed import with_allowed
from oxyclaim.bulk.claim_files import Stretch, read_by_itself
from oxyclaim.bulk.code_files import ICD_10, CodeList
from oxyclaim.bulk.costs import ABOUT, about_claims, about_lines, money_of
from oxyclaim.bulk.coverage import CoverageByCase
from oxyclaim.bulk.family import Family
from oxyclaim.bulk.history import Gathered, History, Shared
from oxyclaim.bulk.history_store import Store
from oxyclaim.bulk.judging import LINES as LINES_JUDGED
from oxyclaim.bulk.judging import Judge, Judged
from oxyclaim.bulk.keys import key_rows, use_secret
from oxyclaim.bulk.made import made
from oxyclaim.bulk.own_codes import OwnCodes
from oxyclaim.bulk.parts import EMPTY, Part
from oxyclaim.bulk.places import places_in
from oxyclaim.bulk.rejections import Standing, Taken
from oxyclaim.bulk.rental_starts import rental_starts
from oxyclaim.bulk.report import REPORT
from oxyclaim.bulk.small_files import outcomes
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.x12.claim_837p.checks.levels import Beyond
from oxyclaim.x12.claim_837p.cuts import bytes_of
from oxyclaim.x12.claim_837p.reader import piece_of
from oxyclaim.x12.claim_837p.schema import LINES
from oxyclaim.x12.core.pieces import PIECE

SHIFT = 1 << 32
"""Claims of several parts are judged together under the number of their part times this, and their own number."""

WORTH = 24_000_000
"""Bytes for which one more process is worth its start, which takes as long as reading some of them."""


@dataclass(frozen=True)
class Settings:
    """How a scrub is run.

    ``strict``: give up where anything would be set aside. ``payers``: payer ids that claims carry, and the payers of
    the rule book that they stand for. ``history``: files of earlier claims; ``stores``: those that are kept. ``cases``:
    their records show more of some lines. ``fees``: what is allowed, in place of charges. ``codes``: the user's code
    lists by system.
    ``names``: by what files are told that lie in temporary places, and ``broken``: why some of them cannot be read.
    ``spill_rows``: lines that are held in memory for duplicates, and months of the history.
    ``jobs``: processes that share the work; each has at least ``worth`` bytes to read. ``piece``: bytes read at once.
    """

    as_of: date
    strict: bool = False
    payers: Mapping[str, str] = field(default_factory=dict)
    fees: FeeStore | None = None
    history: Sequence[Path] = ()
    stores: Sequence[Store] = ()
    cases: Sequence[Case] = ()
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    names: Mapping[Path, str] = field(default_factory=dict)
    broken: Mapping[Path, str] = field(default_factory=dict)
    spill_rows: int = 5_000_000
    jobs: int = 1
    worth: int = WORTH
    piece: int = PIECE

    def name(self, path: Path) -> str:
        """By what a file is told."""
        return self.names.get(path) or str(path)


# What is read


@dataclass(frozen=True)
class OfFile:
    """A piece of an 837P file. ``data``: its bytes, where they are at hand; else they are read from the file."""

    number: int
    path: Path
    stretch: Stretch
    data: bytes | None = None


@dataclass(frozen=True)
class SmallFiles:
    """Whole small 837P files that follow each other, with their numbers."""

    files: tuple[tuple[int, Path], ...]


@dataclass(frozen=True)
class OfTable:
    """Some claims of a table, as they were read."""

    number: int
    part: Part


Source = OfFile | SmallFiles | OfTable


@dataclass(frozen=True)
class Read:
    """Claims that were read and checked: of the file with a number; ``accepted``: see ``Stretch``.

    ``error``: why the file, or what is behind the part, cannot be read. ``width``: see ``read_by_itself``.
    """

    number: int
    part: Part
    accepted: bool = True
    error: Exception | None = None
    width: int = 0


@dataclass(frozen=True)
class Scrubbed:
    """What is left of some claims of a file when they were read, checked and judged: frames and numbers only.

    ``findings``, ``set_aside``, ``rejected``, ``late`` and ``standing``: see ``Part``. ``lines``: what became of each
    line (``LINES`` of ``oxyclaim.bulk.judging``). ``of_lines``: findings of lines with the claim's number and all that
    a report tells but the file. ``keys``: see ``key_rows``. ``money``: see ``money_of``; only where it is asked for.
    ``gathered``: where claims must be gathered by beneficiary before they are judged, they themselves, not judged.
    """

    number: int
    accepted: bool
    claim_count: int
    line_count: int
    lines_aside: int
    more_claims: int
    more_lines: int
    other_claims: int
    segments: int
    size: int
    findings: pl.DataFrame
    set_aside: pl.Series
    rejected: pl.Series
    late: pl.Series
    standing: Standing | None
    lines: pl.DataFrame
    of_lines: pl.DataFrame
    keys: pl.DataFrame
    money: pl.DataFrame | None = None
    gathered: Gathered | None = None
    error: Exception | None = None
    """Why the file, or what is behind this, cannot be read; then there is nothing else in it."""

    def numbered(self, first: int) -> "Scrubbed":
        """The same with claims that are numbered from another number than 0 on."""
        own = pl.col("claim") + first
        return replace(
            self,
            findings=self.findings.with_columns(own),
            set_aside=self.set_aside + first,
            standing=self.standing and self.standing.numbered(first),
            lines=self.lines.with_columns(own),
            of_lines=self.of_lines.with_columns(own),
            keys=self.keys.with_columns(own),
            money=None if self.money is None else self.money.with_columns(own),
            gathered=self.gathered
            and Gathered(self.gathered.claims.with_columns(own), self.gathered.lines.with_columns(own)),
        )

    def after(self, taken: Taken) -> "Scrubbed":
        """The same when it is known what its findings reject; what cannot be judged after all is left out."""
        more = taken.set_aside.filter(~taken.set_aside.is_in(self.set_aside.implode()))
        kept = self
        if len(more):
            own = ~pl.col("claim").is_in(more.implode())
            kept = replace(
                self, lines=self.lines.filter(own), of_lines=self.of_lines.filter(own), keys=self.keys.filter(own),
                gathered=self.gathered
                and Gathered(self.gathered.claims.filter(own), self.gathered.lines.filter(own)),
            )  # fmt: skip
        aside = self.lines_aside
        if self.standing is not None:
            claims = self.standing.claims
            aside = int(claims.filter(pl.col("claim").is_in(taken.set_aside.implode()))["lines"].sum())
        return replace(
            kept, findings=taken.findings, set_aside=taken.set_aside, rejected=taken.rejected, late=taken.late,
            lines_aside=aside, standing=None,
        )  # fmt: skip


class Tools:
    """What the stages are made with: the same in every process of a run, and not changed by anything that is read.

    ``history``: the months billed before, all in memory. ``costs``: the money of each claim is asked for. ``gather``:
    claims are not judged as they are read, but gathered by beneficiary.
    """

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        history: History | None = None,
        costs: bool = False,
        gather: bool = False,
    ):
        self.settings, self.catalogue, self.history, self.costs, self.gather = (
            settings, catalogue, history, costs, gather,
        )  # fmt: skip
        tools = made(catalogue, settings.as_of, settings.payers)
        self.judge: Judge = tools.judge
        self.family: Family = tools.family
        own = OwnCodes(settings.codes)
        diagnoses = [] if ICD_10 in settings.codes else [tools.diagnoses]
        self.beyond = Beyond((tools.front_end, *diagnoses, own), own.replaced)
        self.coverage = CoverageByCase(settings.cases, catalogue, settings.as_of) if settings.cases else None


def read(source: Source, tools: Tools, width: int = 0) -> list[Read]:
    """Read and check: pieces of an 837P file by themselves. ``width``: of a piece before it, a hint that saves time."""
    as_of, beyond = tools.settings.as_of, tools.beyond
    match source:
        case OfFile():
            try:
                data = _data(source)
            except OSError as error:
                return [Read(source.number, EMPTY, error=error)]
            part, width = read_by_itself(source.stretch, data, as_of, beyond, width)
            return [Read(source.number, part, source.stretch.accepted, width=width)]
        case OfTable():
            return [Read(source.number, source.part)]
        case SmallFiles():
            return list(_of_small(source, as_of, beyond))


def _data(source: OfFile) -> bytes:
    if source.data is not None:
        return source.data
    with source.path.open("rb") as file:
        return bytes_of(source.stretch.cut, file)


def _of_small(source: SmallFiles, as_of: date, beyond: Beyond) -> Iterator[Read]:
    contents = [_contents(path) for _, path in source.files]
    found = iter(outcomes([each for each in contents if isinstance(each, bytes)], as_of, beyond))
    for (number, _), each in zip(source.files, contents, strict=True):
        if isinstance(each, OSError):
            yield Read(number, EMPTY, error=each)
            continue
        outcome = next(found)
        yield from (Read(number, part) for part in outcome.parts)
        if outcome.unreadable is not None:
            yield Read(number, EMPTY, error=outcome.unreadable)


def _contents(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def scrubbed(source: Source, tools: Tools) -> list[Scrubbed]:
    """One piece of a file in, frames out: read, checked and judged by itself, its claims numbered from 0.

    A function of its arguments alone; a caller on another machine needs the path of the piece, or its bytes.
    """
    return scrubbed_together((source,), tools)


def scrubbed_together(sources: Sequence[Source], tools: Tools) -> list[Scrubbed]:
    """The same of several, one behind the other: each comes out as by itself, in less time than one by one."""
    several: list[Read] = []
    for source in sources:
        several += read(source, tools, several[-1].width if several else 0)
    return judged(several, tools)


# What is judged


def judged(several: Sequence[Read], tools: Tools) -> list[Scrubbed]:
    """Judge parts, together: kinds of claims that are new cost about as much for one as for hundreds."""
    frames = [_readable(each.part) for each in several]
    if tools.gather:
        return [
            _scrubbed(each, *_NOTHING_JUDGED, tools, gathered=_placed(each.part, *pair))
            for each, pair in zip(several, frames, strict=True)
        ]
    places = range(len(several))
    numbered = [
        [frame.with_columns(pl.col("claim") + place * SHIFT) for frame in pair]
        for place, pair in zip(places, frames, strict=True)
    ]
    claims, lines = (pl.concat(each) for each in zip(*numbered, strict=True))
    months = None if tools.history is None else tools.history.months_for(claims)
    first_day = None if tools.history is None else tools.history.first_day
    found = _judge(claims, lines, months, first_day, tools)
    rows = key_rows(tools.family, claims, _without_money_at_risk(lines, found.findings))
    told = lines.join(found.findings.select("claim", "position").unique(), on=_LINE, how="semi", maintain_order="left")
    where = [_where(each.part, own) for each, own in zip(several, _by_part(told, len(several)), strict=True)]
    of_lines = _told(found.findings, claims, pl.concat(where), ())
    each_part = zip(*(_by_part(frame, len(several)) for frame in (found.lines, of_lines, rows)), strict=True)
    answers = []
    for place, each, own in zip(places, several, each_part, strict=True):
        of_lines_judged, found_of_lines, rows_of_lines = (
            frame.with_columns(pl.col("claim") - place * SHIFT) for frame in own
        )
        answers.append(_scrubbed(each, of_lines_judged, found_of_lines, rows_of_lines, tools))
    return answers


@dataclass(frozen=True)
class Together:
    """Claims of any files whose beneficiaries belong together, and what was billed for these before.

    ``gathered``: claims with ``rejected``; lines with ``byte_position``, ``loop`` and ``at`` (the segment).
    """

    gathered: Gathered
    months: pl.DataFrame
    first_day: date | None


@dataclass(frozen=True)
class JudgedTogether:
    """The same, judged: ``lines``, ``of_lines`` and ``keys`` as in ``Scrubbed``, with the number of the ``file``."""

    lines: pl.DataFrame
    of_lines: pl.DataFrame
    keys: pl.DataFrame


def judged_together(task: Together, tools: Tools) -> JudgedTogether:
    """Judge claims that were gathered: frames in, frames out."""
    number = pl.col("file").cast(pl.Int64) * SHIFT + pl.col("claim")
    claims, lines = (each.with_columns(claim=number) for each in (task.gathered.claims, task.gathered.lines))
    months = task.months.with_columns(claim=number).drop("file")
    found = _judge(claims, lines, months, task.first_day, tools)
    rejected = claims.filter("rejected")["claim"]
    rows = without_money(key_rows(tools.family, claims, _without_money_at_risk(lines, found.findings)), rejected)
    where = lines.select(*_LINE, "file", *about_lines(), "byte_position", "loop", segment="at")
    of_lines = without_risk(_told(found.findings, claims, where, ("file",)), rejected)
    back = pl.col("claim") % SHIFT
    return JudgedTogether(found.lines, of_lines.with_columns(back), rows.with_columns(back))


def without_money(rows: pl.DataFrame, rejected: pl.Series) -> pl.DataFrame:
    """Key rows, those of rejected claims with a charge of 0: what is found of them later adds nothing to it."""
    if rejected.is_empty():
        return rows
    counted = pl.col("claim").is_in(rejected.implode())
    return rows.with_columns(charge_cents=pl.when(counted).then(0).otherwise("charge_cents"))


def without_risk(of_lines: pl.DataFrame, rejected: pl.Series) -> pl.DataFrame:
    """Findings of lines; claims that are rejected as such are at risk already."""
    if rejected.is_empty():
        return of_lines
    counted = pl.col("claim").is_in(rejected.implode())
    return of_lines.with_columns(
        amount_at_risk_cents=pl.when(counted).then(0).otherwise("amount_at_risk_cents"),
        amount_basis=pl.when(counted).then(pl.lit("")).otherwise("amount_basis"),
    )


_LINE = ["claim", "position"]
OF_LINES = {"claim": pl.Int64, "position": pl.Int64} | {
    name: dtype for name, dtype in (REPORT | ABOUT).items() if name != "file"
}
"""Columns of findings of lines."""


def _readable(part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
    claims, lines = part.readable()
    # A table has a column more, which only a history needs.
    return claims, lines.select(list(LINES))


def _by_part(frame: pl.DataFrame, count: int) -> list[pl.DataFrame]:
    """Rows of claims that were numbered through some parts, part by part."""
    ends = frame["claim"].search_sorted(pl.Series([n * SHIFT for n in range(count + 1)], dtype=pl.Int64)).to_list()
    return [frame[begin:end] for begin, end in pairwise(ends)]


def _where(part: Part, lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select(
        *_LINE,
        *about_lines(),
        byte_position=part.positions(lines["segment"]).cast(pl.Int64),
        loop=pl.lit(part.loop),
        segment=pl.lit(part.segment),
    )


def _placed(part: Part, claims: pl.DataFrame, lines: pl.DataFrame) -> Gathered:
    """A part whose lines know where they stand, since they are judged when the file is no longer at hand."""
    where = part.positions(lines["segment"])
    return Gathered(claims, lines.with_columns(byte_position=where, loop=pl.lit(part.loop), at=pl.lit(part.segment)))


def _judge(
    claims: pl.DataFrame, lines: pl.DataFrame, months: pl.DataFrame | None, first_day: date | None, tools: Tools
) -> Judged:
    """By the rule book, then anew from the cases that are at hand, and with what is allowed in place of charges."""
    if months is None:
        found = tools.judge(claims, lines)
    else:
        paid, gap = (_largest(name, tools.catalogue) for name in ("rental_months_paid", "break_days"))
        starts = rental_starts(lines, months, tools.family, first_day, paid_months=paid, break_days=gap)
        with_starts = lines.join(starts, on=_LINE, how="left", maintain_order="left")
        found = tools.judge(claims, with_starts, months)
    if tools.coverage is not None:
        found = tools.coverage.judged(found, claims, lines)
    if tools.settings.fees is None:
        return found
    return Judged(with_allowed(found.findings, claims, lines, tools.settings.fees, tools.catalogue), found.lines)


def _largest(parameter: str, catalogue: Catalogue) -> int:
    """The largest value of any payer and day: what is known under it is known under each."""
    every = (values.get(parameter, ()) for values in catalogue.values.values())
    return max(value.value or 0 for values in every for value in values)


def _told(found: pl.DataFrame, claims: pl.DataFrame, where: pl.DataFrame, also: Sequence[str]) -> pl.DataFrame:
    """What the rule book finds of lines, with the place of each. Columns: ``OF_LINES`` and ``also`` (of ``where``)."""
    rows = found.join(where, on=_LINE, how="left", maintain_order="left")
    rows = rows.join(claims.select("claim", "claim_id", *about_claims()), on="claim", how="left", maintain_order="left")
    nothing = pl.col("amount_at_risk_cents") == 0
    rows = rows.with_columns(amount_basis=pl.when(nothing).then(pl.lit("")).otherwise("amount_basis"))
    return rows.select(*(pl.col(name).cast(dtype) for name, dtype in OF_LINES.items()), *also)


def _without_money_at_risk(lines: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The lines, those whose money is at risk already with a charge of 0: what is found later adds nothing to it."""
    at_risk = found.filter(pl.col("amount_at_risk_cents") > 0).select(_LINE).unique()
    if at_risk.is_empty():
        return lines
    counted = pl.col("at_risk").fill_null(False)
    return (
        lines.join(at_risk.with_columns(at_risk=True), on=_LINE, how="left", maintain_order="left")
        .with_columns(charge_cents=pl.when(counted).then(0).otherwise("charge_cents"))
        .drop("at_risk")
    )


def _scrubbed(
    each: Read,
    lines: pl.DataFrame,
    of_lines: pl.DataFrame,
    rows: pl.DataFrame,
    tools: Tools,
    gathered: Gathered | None = None,
) -> Scrubbed:
    part = each.part
    aside = part.lines["claim"].is_in(part.set_aside.implode()).sum() if len(part.set_aside) else 0
    return Scrubbed(
        number=each.number,
        accepted=each.accepted,
        claim_count=part.claims.height,
        line_count=part.lines.height,
        lines_aside=int(aside or 0),
        more_claims=part.more_claims,
        more_lines=part.more_lines,
        other_claims=part.other_claims,
        segments=part.segments,
        size=part.size,
        findings=part.findings,
        set_aside=part.set_aside,
        rejected=part.rejected,
        late=part.late,
        standing=part.standing,
        lines=lines,
        of_lines=of_lines,
        keys=rows,
        money=money_of(part.claims, part.lines) if tools.costs else None,
        gathered=gathered,
        error=each.error,
    )


_NOTHING_JUDGED = (
    pl.DataFrame(schema=LINES_JUDGED), pl.DataFrame(schema=OF_LINES), pl.DataFrame(schema={"claim": pl.Int64}),
)  # fmt: skip
NOTHING = Scrubbed(
    number=0, accepted=True, claim_count=0, line_count=0, lines_aside=0, more_claims=0, more_lines=0, other_claims=0,
    segments=0, size=0, findings=EMPTY.findings, set_aside=EMPTY.set_aside, rejected=EMPTY.rejected, late=EMPTY.late,
    standing=None, lines=_NOTHING_JUDGED[0], of_lines=_NOTHING_JUDGED[1], keys=_NOTHING_JUDGED[2],
)  # fmt: skip
"""What is left of nothing."""


# Where lines stand


@dataclass(frozen=True)
class Wanted:
    """Lines (``claim``, ``position``) of a piece of an 837P file, whose first claim has the number ``first``."""

    source: OfFile
    first: int
    lines: pl.DataFrame


def placed(wanted: Wanted) -> pl.DataFrame:
    """Where the lines stand, read from the piece once more: for findings that show when every claim has been seen.

    Columns: see ``places_in``.
    """
    piece = piece_of(wanted.source.stretch.cut, _data(wanted.source), wanted.first)
    return places_in(piece, wanted.lines)


# In another process


@dataclass(frozen=True)
class Begin:
    """What another process makes its tools of. ``book`` gives the rule book, which must be the one with this hash."""

    settings: Settings
    book: Callable[[], Catalogue]
    hash: str
    secret: int
    history: Shared | None
    costs: bool
    gather: bool


Task = tuple[Source, ...] | Together | Wanted
Answer = list[Scrubbed] | JudgedTogether | pl.DataFrame


def begun(begin: Begin) -> Callable[[Task], Answer]:
    """Begin in another process: what does its tasks."""
    use_secret(begin.secret)
    catalogue = begin.book()
    if catalogue.hash != begin.hash:
        raise RuntimeError("the payer files were changed while the scrub began; run it again")
    tools = Tools(begin.settings, catalogue, None, begin.costs, begin.gather)
    if begin.history is not None:
        tools.history = History.of(tools.family, begin.history)
    return partial(done, tools=tools)


def done(task: Task, tools: Tools) -> Answer:
    """Do a task, in whatever process."""
    match task:
        case Together():
            return judged_together(task, tools)
        case Wanted():
            return placed(task)
        case _:
            return scrubbed_together(task, tools)
