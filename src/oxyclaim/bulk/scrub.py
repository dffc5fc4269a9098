"""The scrub: files of claims in, findings and counts out.

Pieces of files are read, checked and judged by themselves (``oxyclaim.bulk.stages``), in this process or in several;
here their answers are taken in the order of the files, so that what is told is the same however many there are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Protocol, Self

import polars as pl

from oxyclaim.bulk.between import between_claims
from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.costs import ABOUT, Costs
from oxyclaim.bulk.files import UnreadableFile, pieces, places, runs, sources
from oxyclaim.bulk.history import Gathered, History
from oxyclaim.bulk.in_order import InOrder
from oxyclaim.bulk.keys import KeyTable, secret
from oxyclaim.bulk.processes import ProcessEnded, Processes
from oxyclaim.bulk.report import REPORT, Report
from oxyclaim.bulk.stages import (
    NOTHING,
    Answer,
    Begin,
    JudgedTogether,
    OfFile,
    Scrubbed,
    Settings,
    SmallFiles,
    Source,
    Task,
    Together,
    Tools,
    Wanted,
    begun,
    done,
    judged,
    read,
    without_money,
    without_risk,
)
from oxyclaim.bulk.summary import Summary
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.x12.core.ahead import ahead

UNREADABLE = "FILE"
"""The rule that a finding names where a file cannot be read."""

LONGEST_ID, LONGEST_MESSAGE = 60, 1_000
"""Characters of a claim's id and of a message that are told; a claim's id has 38 at most."""

_AT_ONCE = 20_000
"""Claims that are judged together: kinds of claims that are new cost about as much for one as for hundreds.

Without other processes; more of them would take more memory for little less time.
"""

_PIECES, _TASKS = 4, 4
"""Pieces of a task at most, and tasks that each process has at least: with few of them some would wait for others."""

_UNTOLD = 500
"""Frames of findings, or findings of one frame, that are reported at once."""

OnBytes = Callable[[int], None]


class Workers(Protocol):
    """Those who share the work, in whatever processes or machines; see ``Processes``."""

    def __len__(self) -> int:
        """How many tasks they do at once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers to tasks, in their order."""

    def among(self, entries: Iterable[tuple[bool, Any]]) -> Iterator[tuple[bool, Any]]:
        """The same where tasks (True) stand among what is passed on."""


Hire = Callable[[Callable[[Begin], Callable[[Task], Answer]], Begin], Workers]
"""Gives workers who begin with a function and what it is to be called with."""


class NotWritten(Exception):
    """The run was given up and nothing was written: the text says why."""


def scrub(
    files: Sequence[Path],
    settings: Settings,
    catalogue: Catalogue,
    report: Report,
    on_bytes: OnBytes = lambda _: None,
    costs: Costs | None = None,
    hire: Hire | None = None,
) -> Summary:
    """Check and judge every claim of some files. Findings go to ``report`` as they are made, their money to ``costs``.
    ``hire`` gives who does the work in place of processes here.

    A file that cannot be read is named in the summary, and the others go on. Raises ``NotWritten`` where ``strict`` and
    something would be set aside, or where the history cannot be read; ``OSError`` where the report cannot be written.
    """
    try:
        with ExitStack() as stack:
            run = _Run(files, settings, catalogue, report, on_bytes, costs, stack, hire)
            run.read_history()
            run.judge_all()
            run.compare_claims()
            run.tell()
            return run.summary
    except ProcessEnded as error:
        raise NotWritten(f"nothing was written: {error}") from None


class _Begun(int):
    """The number of a file that begins."""


class _Run:
    def __init__(
        self,
        files: Sequence[Path],
        settings: Settings,
        catalogue: Catalogue,
        report: Report,
        on_bytes: OnBytes,
        costs: Costs | None,
        stack: ExitStack,
        hire: Hire | None,
    ):
        self.files, self.settings, self.catalogue, self.stack = files, settings, catalogue, stack
        self.hire = hire
        self.names = [settings.name(file) for file in files]
        self.report, self.on_bytes, self.costs = report, on_bytes, costs
        self.summary = Summary()
        self.tools = Tools(settings, catalogue, costs=costs is not None)
        family = self.tools.family
        self.keys = stack.enter_context(KeyTable(family, settings.spill_rows))
        self.history = (
            stack.enter_context(History(family, settings.spill_rows, stores=settings.stores))
            if settings.history or settings.stores
            else None
        )
        self.processes: Workers | None = None
        self.untold: list[pl.DataFrame] = []
        self.late: dict[int, pl.Series] = {}
        self.at_risk: list[pl.DataFrame] = []
        self.read: dict[int, list[OfFile]] = {}
        """By number of the file: its pieces."""
        self.firsts: dict[int, list[int]] = {}
        """The number of the first claim of each."""
        self.failed = -1
        """The number of the last file that could not be read."""

    def read_history(self) -> None:
        """Take in the earlier claims."""
        for path in self.settings.history:
            assert self.history is not None
            try:
                for piece in pieces(path):
                    self.history.add(piece.claims, piece.lines)
            except (UnreadableFile, Refused) as error:
                raise NotWritten(self._as_told(path, f"--history {path}: {error}")) from None
            except OSError as error:
                raise NotWritten(f"--history {self.settings.name(path)}: cannot be opened ({error.strerror})") from None
            self.on_bytes(path.stat().st_size)
        self.summary.history_months = None if self.history is None else self.history.lines

    def judge_all(self) -> None:
        """Read, check, judge."""
        self.tools.gather = self.history is not None and self.history.spilled
        self.tools.history = None if self.tools.gather else self.history
        self._begin_processes()
        if self.history is None or not self.tools.gather:
            for part in self._parts():
                self._judged(part)
            return
        gathered = self.history.by_beneficiary(self._to_gather())
        for answer in self._answers(map(self._together, gathered)):
            assert isinstance(answer, JudgedTogether)
            self._judged_together(answer)

    def compare_claims(self) -> None:
        """What several claims of the run bill together."""
        found = list(between_claims(self.keys, self.names, self.catalogue, self.history))
        rows = pl.concat(found) if found else pl.DataFrame()
        if rows.is_empty():
            return
        for (number,), of_file in (
            rows.sort("file_number", "claim", "position", maintain_order=True)
            .partition_by("file_number", as_dict=True, maintain_order=True)
            .items()
        ):
            where = self._places(number, of_file.select("claim", "position").unique(maintain_order=True))
            foreseen = (pl.col("forecast") != "") & ~pl.col("claim").is_in(self._late_of(number).implode())
            first = foreseen & (foreseen.cum_sum().over("claim", "position") == 1)
            told = of_file.join(where, on=["claim", "position"], how="left", maintain_order="left").with_columns(
                file=pl.lit(self.names[number]),
                amount_at_risk_cents=pl.when(first).then(pl.col("charge_cents").fill_null(0)).otherwise(0),
            )
            told = told.with_columns(
                amount_basis=pl.when(pl.col("amount_at_risk_cents") > 0).then(pl.lit("charge")).otherwise(pl.lit(""))
            )
            self.summary.denied_beside_others += told.filter(pl.col("amount_at_risk_cents") > 0).height
            self._found(told.select(pl.col(name).cast(dtype) for name, dtype in (REPORT | ABOUT).items()))

    def _places(self, number: int, wanted: pl.DataFrame) -> pl.DataFrame:
        """Where lines stand: of a file that was read in pieces, those are read again that hold one of them."""
        firsts = self.firsts.get(number)
        if not firsts:
            return places(self.files[number], wanted)
        at = pl.Series(firsts, dtype=pl.Int64).search_sorted(wanted["claim"], side="right").cast(pl.Int64) - 1
        tasks = [
            Wanted(self.read[number][int(piece)], firsts[int(piece)], lines)
            for (piece,), lines in wanted.with_columns(piece=at)
            .partition_by("piece", as_dict=True, include_key=False, maintain_order=True)
            .items()
        ]
        return pl.concat([answer for answer in self._answers(tasks) if isinstance(answer, pl.DataFrame)])

    # Work that is shared

    def _begin_processes(self) -> None:
        """Where there is enough to read: as many as were asked for."""
        settings, book = self.settings, self.catalogue.origin
        count = min(settings.jobs, self._size() // max(settings.worth, 1))
        if (count < 2 and self.hire is None) or book is None:
            return
        shared = None
        if self.tools.history is not None:
            folder = self.stack.enter_context(TemporaryDirectory(prefix="oxyclaim-"))
            shared = self.tools.history.share(Path(folder))
        own = Settings(settings.as_of, payers=settings.payers, fees=settings.fees, cases=settings.cases,
                       codes=settings.codes)  # fmt: skip
        begin = Begin(own, book, self.catalogue.hash, secret(), shared, self.tools.costs, self.tools.gather)
        hire = self.hire or partial(Processes, count)
        self.processes = self.stack.enter_context(hire(begun, begin))

    def _answers(self, tasks: Iterator[Task] | Sequence[Task]) -> Iterator[Answer]:
        """The answers to some tasks, in order."""
        if self.processes is not None:
            return self.processes.answers(tasks)
        return (done(task, self.tools) for task in tasks)

    def _scrubbed(self) -> Iterator[tuple[bool, Any]]:
        """What was read and judged (True), in the order of the files, among the files' beginnings and errors."""
        if self.processes is not None:
            return self.processes.among(self._tasks(len(self.processes)))
        return self._scrubbed_here()

    def _tasks(self, processes: int) -> Iterator[tuple[bool, Any]]:
        """What is to be read, in tasks of some pieces each: of few pieces one by one, so that each process has some."""
        pieces = self._size() // max(self.settings.piece, 1)
        many = max(1, min(_PIECES, pieces // (processes * _TASKS)))
        task: list[Source] = []
        entry: Any
        for is_source, entry in self._sources():
            if task and (len(task) >= many or not is_source):
                yield True, tuple(task)
                task = []
            if is_source:
                task.append(_without_data(entry))
            else:
                yield False, entry
        if task:
            yield True, tuple(task)

    def _size(self) -> int:
        return sum(path.stat().st_size for path in self.files if path.exists())

    def _scrubbed_here(self) -> Iterator[tuple[bool, Any]]:
        """The same without other processes: read ahead on threads, and judged some parts together."""

        width = 0

        def work(entry: tuple[bool, Any]) -> tuple[bool, Any]:
            nonlocal width
            if not entry[0]:
                return entry
            found = read(entry[1], self.tools, width)
            width = found[-1].width
            return True, found

        size = self._size()
        # Of one piece nothing can be read ahead, and threads cost more than a small file.
        coming = map(work, self._sources()) if size <= self.settings.piece else ahead(work, self._sources())
        held: list[tuple[bool, Any]] = []
        claims = 0
        for is_read, entry in coming:
            held.append((is_read, entry))
            claims += sum(each.part.claims.height for each in entry) if is_read else 0
            if claims >= _AT_ONCE:
                yield from self._judged_here(held)
                held, claims = [], 0
        yield from self._judged_here(held)

    def _judged_here(self, held: Sequence[tuple[bool, Any]]) -> Iterator[tuple[bool, Any]]:
        several = [each for is_read, entry in held if is_read for each in entry]
        answers = iter(judged(several, self.tools) if several else ())
        for is_read, entry in held:
            yield (True, [next(answers) for _ in entry]) if is_read else (False, entry)

    def _sources(self) -> Iterator[tuple[bool, "Source | _Begun | Exception"]]:
        """What is to be read (True), among the files' beginnings and what is wrong with them."""
        for run in runs(self.files, self.settings.broken):
            if isinstance(run, SmallFiles):
                yield True, run
                continue
            yield False, _Begun(run)
            path = self.files[run]
            try:
                if path in self.settings.broken:
                    raise Refused(self.settings.broken[path])
                for source in sources(path, run, self.settings.piece):
                    if isinstance(source, OfFile):
                        self.read.setdefault(run, []).append(replace(source, data=None))
                    yield True, source
            except (UnreadableFile, Refused, OSError) as error:
                yield False, error

    # What was read and judged, in the order of the files

    def _parts(self) -> Iterator[Scrubbed]:
        """The parts of every file, counted, their claims numbered through the file, with what their errors reject."""
        number, in_order = -1, InOrder[Scrubbed]()
        for is_part, entry in self._scrubbed():
            if isinstance(entry, Exception):
                yield from self._unread(number, entry, in_order)
                continue
            if not is_part:
                number, in_order = self._file(entry)
                continue
            for part in entry:
                if part.number != number:
                    number, in_order = self._file(part.number)
                if part.error is not None:
                    yield from self._unread(number, part.error, in_order)
                elif number != self.failed:
                    yield from self._in_order(part, in_order)

    def _file(self, number: int) -> tuple[int, InOrder[Scrubbed]]:
        self.summary.files += 1
        self.at_risk = []
        return number, InOrder[Scrubbed](self._at_risk_of)

    def _in_order(self, part: Scrubbed, in_order: InOrder[Scrubbed]) -> Iterator[Scrubbed]:
        if part.standing is None:
            yield from self._counted(part)
            return
        self.firsts.setdefault(part.number, []).append(in_order.claims)
        for each in in_order.take(part, part.accepted):
            yield from self._counted(each)

    def _unread(self, number: int, error: Exception, in_order: InOrder[Scrubbed]) -> Iterator[Scrubbed]:
        """A file, or what is left of it, cannot be read."""
        if number == self.failed:
            return
        self.failed = number
        position = None
        reason = str(error)
        if isinstance(error, UnreadableFile):
            for each in in_order.left(replace(NOTHING, number=number)):
                yield from self._counted(each)
            reason, position = error.reason, error.position
        elif isinstance(error, OSError):
            reason = error.strerror or "cannot be opened"
        if self.settings.strict:
            raise NotWritten(f"{self.names[number]}: {reason}")
        reason = self._as_told(self.files[number], reason)
        self.summary.unreadable[self.names[number]] = reason
        row = {
            "file": self.names[number],
            "snip_level": 1,
            "rule": UNREADABLE,
            "severity": "error",
            "byte_position": position,
        }
        self._found(pl.DataFrame([row | {"message": reason, "amount_at_risk_cents": 0}], schema=REPORT))

    def _as_told(self, path: Path, text: str) -> str:
        """A text in which the file has the name that it is told by."""
        return text.replace(str(path), self.settings.name(path))

    def _at_risk_of(self, claims: pl.Series) -> int:
        """Cents of lines of these claims of the file that is read that have been told to be at risk."""
        known = self._told_at_risk()
        if known is None:
            return 0
        return int(known.filter(pl.col("claim").is_in(claims.implode()))["amount_at_risk_cents"].sum())

    def _told_at_risk(self) -> pl.DataFrame | None:
        self.at_risk = [pl.concat(self.at_risk)] if self.at_risk else []
        return self.at_risk[0] if self.at_risk else None

    def _counted(self, part: Scrubbed) -> Iterator[Scrubbed]:
        """Count a part and tell what was found of the file; then it can be told what was found of its lines."""
        name = self.names[part.number]
        if self.settings.strict and (len(part.set_aside) or part.more_claims):
            syntax = part.findings.filter((pl.col("severity") == "error") & (pl.col("snip_level") == 1))
            errors = syntax.select("byte_position", "message").head(1)
            where, what = errors.row(0) if errors.height else (None, "it holds claims that are no professional claims")
            raise NotWritten(f"{name}: {'' if where is None else f'at {where:,}: '}{what}")
        self.summary.add_part(part)
        if self.costs is not None and part.money is not None:
            told = self._told_at_risk() if len(part.late) else None
            self.costs.add_part(part.number, part.money, part.rejected, part.late, told)
        if len(part.late):
            self.late[part.number] = pl.concat([self._late_of(part.number), part.late])
        if part.findings.height:
            self._found(part.findings.select(pl.lit(name).alias("file"), *list(REPORT)[1:]))
        yield part
        self.on_bytes(part.size)

    def _judged(self, part: Scrubbed) -> None:
        """Tell what was found of the lines of a part; claims that are rejected as such are at risk already."""
        self.summary.add_lines(part.lines)
        if part.keys.height:
            self.keys.take(without_money(part.keys, part.rejected), part.number)
        rows = without_risk(part.of_lines, part.rejected)
        told = rows.filter(pl.col("amount_at_risk_cents") > 0)
        if told.height:
            # The end of the file may reject their claims.
            self.at_risk.append(told.select("claim", "position", "amount_at_risk_cents"))
        self._of_lines(rows.with_columns(file=pl.lit(self.names[part.number])))

    def _of_lines(self, rows: pl.DataFrame) -> None:
        if rows.height:
            self._found(rows.select(list(REPORT | ABOUT)))

    # Where claims are gathered by beneficiary before they are judged

    def _to_gather(self) -> Iterator[tuple[int, Gathered]]:
        for part in self._parts():
            if part.gathered is not None:
                rejected = pl.col("claim").is_in(part.rejected.implode())
                yield part.number, replace(part.gathered, claims=part.gathered.claims.with_columns(rejected=rejected))

    def _together(self, gathered: Gathered) -> Together:
        assert self.history is not None
        claims = gathered.claims
        for number, late in self.late.items():
            named = (pl.col("file") == number) & pl.col("claim").is_in(late.implode())
            claims = claims.with_columns(rejected=pl.col("rejected") | named)
        return Together(Gathered(claims, gathered.lines), self.history.months_for(claims), self.history.first_day)

    def _judged_together(self, answer: JudgedTogether) -> None:
        self.summary.add_lines(answer.lines)
        self.keys.take(answer.keys)
        names = pl.lit(pl.Series(self.names, dtype=pl.String))
        self._of_lines(answer.of_lines.with_columns(file=names.gather(pl.col("file").cast(pl.Int64))))

    def _late_of(self, number: int) -> pl.Series:
        return self.late.get(number, pl.Series(dtype=pl.Int64))

    # What is told

    def tell(self) -> None:
        """Report what was found since the last time: many small files find little each."""
        if self.untold:
            findings, self.untold = pl.concat(self.untold), []
            self.summary.add_findings(findings)
            self.report.add(findings.select(list(REPORT)))
            if self.costs is not None:
                self.costs.add(findings)

    def _found(self, findings: pl.DataFrame) -> None:
        # An element without an end must not fill the report.
        beside = [pl.lit(None, dtype).alias(name) for name, dtype in ABOUT.items() if name not in findings.columns]
        findings = (
            findings.with_columns(beside)
            .with_columns(pl.col(pl.String).fill_null(""))
            .with_columns(
                pl.when(pl.col("claim_id").str.len_bytes() > LONGEST_ID)
                .then(pl.col("claim_id").str.head(LONGEST_ID) + "...")
                .otherwise("claim_id"),
                pl.when(pl.col("message").str.len_bytes() > LONGEST_MESSAGE)
                .then(pl.col("message").str.head(LONGEST_MESSAGE) + "...")
                .otherwise("message"),
            )
        )
        self.untold.append(findings)
        if len(self.untold) >= _UNTOLD or findings.height >= _UNTOLD:
            self.tell()


def _without_data(source: Source) -> Source:
    """What another process reads itself, without its bytes."""
    return replace(source, data=None) if isinstance(source, OfFile) else source


__all__ = ["UNREADABLE", "NotWritten", "Settings", "scrub"]
