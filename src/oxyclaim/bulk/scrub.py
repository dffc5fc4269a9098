"""The scrub: files of claims in, findings and counts out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path

import polars as pl

from oxyclaim.bulk.allowed import with_allowed
from oxyclaim.bulk.between import between_claims
from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.code_files import ICD_10, CodeList
from oxyclaim.bulk.costs import ABOUT, Costs, about_claims, about_lines
from oxyclaim.bulk.coverage import CoverageByCase
from oxyclaim.bulk.files import UnreadableFile, in_turn, pieces, places
from oxyclaim.bulk.history import Gathered, History
from oxyclaim.bulk.history_store import Store
from oxyclaim.bulk.judging import Judged
from oxyclaim.bulk.keys import KeyTable
from oxyclaim.bulk.made import made
from oxyclaim.bulk.own_codes import OwnCodes
from oxyclaim.bulk.parts import Part
from oxyclaim.bulk.rental_starts import rental_starts
from oxyclaim.bulk.report import REPORT, Report
from oxyclaim.bulk.summary import Summary
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.x12.claim_837p.checks.levels import Beyond
from oxyclaim.x12.claim_837p.schema import LINES

_FILE_SHIFT = 1 << 32
"""Claims of several files are judged together under the number of their file times this, and their own number."""

UNREADABLE = "FILE"
"""The rule that a finding names where a file cannot be read."""

LONGEST_ID, LONGEST_MESSAGE = 60, 1_000
"""Characters of a claim's id and of a message that are told; a claim's id has 38 at most."""

_AT_ONCE = 40_000
"""Claims that are judged together: kinds of claims that are new cost about as much for one as for hundreds."""

_UNTOLD = 500
"""Frames of findings, or findings of one frame, that are reported at once."""

OnBytes = Callable[[int], None]


class NotWritten(Exception):
    """The run was given up and nothing was written: the text says why."""


@dataclass(frozen=True)
class Settings:
    """How a scrub is run.

    ``strict``: give up where anything would be set aside. ``payers``: payer ids that claims carry, and the payers of
    the rule book that they stand for. ``history``: files of earlier claims; ``stores``: those that are kept. ``cases``:
    their records show more of some lines. ``fees``: what is allowed, in place of charges. ``codes``: the user's code
    lists by system.
    ``names``: by what files are told that lie in temporary places, and ``broken``: why some of them cannot be read.
    ``spill_rows``: lines that are held in memory for duplicates, and months of the history.
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

    def name(self, path: Path) -> str:
        """By what a file is told."""
        return self.names.get(path) or str(path)


def scrub(
    files: Sequence[Path],
    settings: Settings,
    catalogue: Catalogue,
    report: Report,
    on_bytes: OnBytes = lambda _: None,
    costs: Costs | None = None,
) -> Summary:
    """Check and judge every claim of some files. Findings go to ``report`` as they are made, their money to ``costs``.

    A file that cannot be read is named in the summary, and the others go on. Raises ``NotWritten`` where ``strict`` and
    something would be set aside, or where the history cannot be read; ``OSError`` where the report cannot be written.
    """
    with ExitStack() as stack:
        run = _Run(files, settings, catalogue, report, on_bytes, costs, stack)
        run.read_history()
        run.judge_all()
        run.compare_claims()
        run.tell()
        return run.summary


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
    ):
        self.files, self.settings, self.catalogue = files, settings, catalogue
        self.names = [settings.name(file) for file in files]
        self.report, self.on_bytes, self.costs = report, on_bytes, costs
        self.summary = Summary()
        tools = made(catalogue, settings.as_of, settings.payers)
        self.judge, self.family = tools.judge, tools.family
        own = OwnCodes(settings.codes)
        diagnoses = [] if ICD_10 in settings.codes else [tools.diagnoses]
        self.beyond = Beyond((tools.front_end, *diagnoses, own), own.replaced)
        family = self.family
        self.keys = stack.enter_context(KeyTable(family, settings.spill_rows))
        self.history = (
            stack.enter_context(History(family, settings.spill_rows, stores=settings.stores))
            if settings.history or settings.stores
            else None
        )
        self.untold: list[pl.DataFrame] = []
        self.late: dict[int, pl.Series] = {}
        self.at_risk: dict[int, pl.DataFrame] = {}
        self.coverage = CoverageByCase(settings.cases, catalogue, settings.as_of) if settings.cases else None

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
        if self.history is not None and self.history.spilled:
            placed = ((number, self._placed(number, part)) for number, part in self._parts())
            for gathered in self.history.by_beneficiary(placed):
                self._judged_together(gathered)
            return
        batch: list[tuple[int, Part]] = []
        for number, part in self._parts():
            batch.append((number, part))
            if sum(each.claims.height for _, each in batch) >= _AT_ONCE:
                self._judged(batch)
                batch = []
        if batch:
            self._judged(batch)

    def compare_claims(self) -> None:
        """What several claims of the run bill together."""
        found = list(between_claims(self.keys, self.names, self.catalogue, self.history))
        rows = pl.concat(found) if found else pl.DataFrame()
        if rows.is_empty():
            return
        for (number,), of_file in (
            rows.sort("file_number", "claim", "position")
            .partition_by("file_number", as_dict=True, maintain_order=True)
            .items()
        ):
            path = self.files[number]
            where = places(path, of_file.select("claim", "position").unique())
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

    def _parts(self) -> Iterator[tuple[int, Part]]:
        for number, of_file in in_turn(self.files, self.settings.as_of, self._at_risk, self.beyond):
            path = self.files[number]
            self.summary.files += 1
            try:
                if path in self.settings.broken:
                    raise Refused(self.settings.broken[path])
                for part in of_file:
                    self._counted(number, path, part)
                    yield number, part
                    self.on_bytes(part.size)
            except UnreadableFile as error:
                self._unreadable(path, error.reason, error.position)
            except Refused as error:
                self._unreadable(path, str(error), None)
            except OSError as error:
                self._unreadable(path, error.strerror or "cannot be opened", None)

    def _unreadable(self, path: Path, reason: str, position: int | None) -> None:
        if self.settings.strict:
            raise NotWritten(f"{self.settings.name(path)}: {reason}")
        reason = self._as_told(path, reason)
        self.summary.unreadable[self.settings.name(path)] = reason
        row = {
            "file": self.settings.name(path),
            "snip_level": 1,
            "rule": UNREADABLE,
            "severity": "error",
            "byte_position": position,
        }
        self._found(pl.DataFrame([row | {"message": reason, "amount_at_risk_cents": 0}], schema=REPORT))

    def _as_told(self, path: Path, text: str) -> str:
        """A text in which the file has the name that it is told by."""
        return text.replace(str(path), self.settings.name(path))

    def _at_risk(self, number: int, claims: pl.Series) -> int:
        """Cents of lines of these claims of a file that have been told to be at risk."""
        known = self.at_risk.get(number)
        if known is None:
            return 0
        return int(known.filter(pl.col("claim").is_in(claims.implode()))["amount_at_risk_cents"].sum())

    def _counted(self, number: int, path: Path, part: Part) -> None:
        if self.settings.strict and (len(part.set_aside) or part.more_claims):
            syntax = part.findings.filter((pl.col("severity") == "error") & (pl.col("snip_level") == 1))
            errors = syntax.select("byte_position", "message").head(1)
            where, what = errors.row(0) if errors.height else (None, "it holds claims that are no professional claims")
            raise NotWritten(f"{self.names[number]}: {'' if where is None else f'at {where:,}: '}{what}")
        self.summary.add_part(part)
        if self.costs is not None:
            self.costs.add_part(number, part, self.at_risk.get(number))
        if len(part.late):
            self.late[number] = pl.concat([self.late.get(number, part.late.head(0)), part.late])
        if part.findings.height:
            self._found(part.findings.select(pl.lit(self.names[number]).alias("file"), *list(REPORT)[1:]))

    def _readable(self, number: int, part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
        claims, lines = part.readable()
        # A table has a column more, which only a history needs.
        lines = lines.select(list(LINES))
        rejected = pl.concat([part.rejected, self.late.get(number, part.late)])
        return claims.with_columns(rejected=pl.col("claim").is_in(rejected.implode())), lines

    def _placed(self, number: int, part: Part) -> Gathered:
        """A part whose lines know where they stand, since they are judged when the file is no longer at hand."""
        claims, lines = self._readable(number, part)
        return Gathered(
            claims,
            lines.with_columns(
                byte_position=part.positions(lines["segment"]), loop=pl.lit(part.loop), at=pl.lit(part.segment)
            ),
        )

    def _judged(self, batch: Sequence[tuple[int, Part]]) -> None:
        """Judge some parts together, each claim numbered with its file."""
        frames = [self._readable(number, part) for number, part in batch]
        numbered = [
            [frame.with_columns(pl.col("claim") + number * _FILE_SHIFT) for frame in pair]
            for (number, _), pair in zip(batch, frames, strict=True)
        ]
        claims, lines = (pl.concat(each) for each in zip(*numbered, strict=True))
        months = None if self.history is None else self.history.months_for(claims)
        judged = self._with_cases(self._judge(claims, lines, months), claims, lines)
        self.summary.add_lines(judged.lines)
        self.keys.add_numbered(claims, _without_money_at_risk(lines, claims, judged.findings), _FILE_SHIFT)
        found = judged.findings.select("claim", "position").unique()
        if found.height:
            rows = lines.with_row_index("row").join(
                found, on=["claim", "position"], how="semi", maintain_order="left"
            )  # fmt: skip
            ends = list(accumulate((of_lines.height for _, of_lines in frames), initial=0))
            cuts = rows["row"].search_sorted(pl.Series(ends, dtype=pl.UInt32)).to_list()
            where = [
                self._where(number, part, rows[begin:end])
                for (number, part), (begin, end) in zip(batch, pairwise(cuts), strict=True)
                if end > begin
            ]
            self._of_lines(judged.findings, claims, pl.concat(where))

    def _where(self, number: int, part: Part, lines: pl.DataFrame) -> pl.DataFrame:
        return lines.select(
            "claim",
            "position",
            *about_lines(),
            byte_position=part.positions(lines["segment"]).cast(pl.Int64),
            loop=pl.lit(part.loop),
            segment=pl.lit(part.segment),
            file=pl.lit(self.names[number]),
        )

    def _judged_together(self, gathered: Gathered) -> None:
        assert self.history is not None
        number = pl.col("file").cast(pl.Int64) * _FILE_SHIFT + pl.col("claim")
        months = self.history.months_for(gathered.claims).with_columns(claim=number).drop("file")
        claims = self._with_late(gathered.claims).with_columns(claim=number)
        lines = gathered.lines.with_columns(claim=number)
        judged = self._with_cases(self._judge(claims, lines, months), claims, lines)
        left = _without_money_at_risk(lines, claims, judged.findings).with_columns(claim=pl.col("claim") % _FILE_SHIFT)
        for (file,), own in gathered.claims.partition_by("file", as_dict=True).items():
            self.keys.add(own, left.filter(pl.col("file") == file), int(file))
        self.summary.add_lines(judged.lines)
        names = pl.Series(self.names, dtype=pl.String)
        where = lines.select(
            "claim",
            "position",
            *about_lines(),
            "byte_position",
            "loop",
            segment="at",
            file=pl.lit(names).gather(pl.col("file").cast(pl.Int64)),
        )
        self._of_lines(judged.findings, claims, where)

    def _judge(self, claims: pl.DataFrame, lines: pl.DataFrame, months: pl.DataFrame | None) -> Judged:
        if self.history is None or months is None:
            return self.judge(claims, lines)
        starts = rental_starts(
            lines,
            months,
            self.family,
            self.history.first_day,
            paid_months=self._largest("rental_months_paid"),
            break_days=self._largest("break_days"),
        )
        lines = lines.join(starts, on=["claim", "position"], how="left", maintain_order="left")
        return self.judge(claims, lines, months)

    def _largest(self, parameter: str) -> int:
        """The largest value of any payer and day: what is known under it is known under each."""
        every = (values.get(parameter, ()) for values in self.catalogue.values.values())
        return max(value.value or 0 for values in every for value in values)

    def _with_cases(self, judged: Judged, claims: pl.DataFrame, lines: pl.DataFrame) -> Judged:
        """What was found, made anew from the cases that are at hand, and with what is allowed in place of charges."""
        if self.coverage is not None:
            judged = self.coverage.judged(judged, claims, lines)
        if self.settings.fees is None:
            return judged
        findings = with_allowed(judged.findings, claims, lines, self.settings.fees, self.catalogue)
        return Judged(findings, judged.lines)

    def _of_lines(self, found: pl.DataFrame, claims: pl.DataFrame, where: pl.DataFrame) -> None:
        """Report what the rule book finds; claims that are rejected as such are at risk already."""
        if found.is_empty():
            return
        rows = found.join(where, on=["claim", "position"], how="left", maintain_order="left")
        of_claims = claims.select("claim", "claim_id", "rejected", *about_claims())
        rows = rows.join(of_claims, on="claim", how="left", maintain_order="left")
        counted = pl.col("rejected") | (pl.col("amount_at_risk_cents") == 0)
        rows = rows.with_columns(
            amount_at_risk_cents=pl.when(counted).then(0).otherwise("amount_at_risk_cents"),
            amount_basis=pl.when(counted).then(pl.lit("")).otherwise("amount_basis"),
        )
        self._remember_at_risk(rows)
        self._found(rows.select(pl.col(name).cast(dtype) for name, dtype in (REPORT | ABOUT).items()))

    def _remember_at_risk(self, rows: pl.DataFrame) -> None:
        """Keep what is at risk of claims that the end of their file may reject: those of the file that is read."""
        told = rows.filter(pl.col("amount_at_risk_cents") > 0).select(
            file=pl.col("claim") // _FILE_SHIFT,
            claim=pl.col("claim") % _FILE_SHIFT,
            position="position",
            amount_at_risk_cents="amount_at_risk_cents",
        )
        reading = self.summary.files - 1
        own = told.filter(pl.col("file") == reading).drop("file")
        before = self.at_risk.get(reading)
        self.at_risk = {reading: own if before is None else pl.concat([before, own])}

    def _late_of(self, number: int) -> pl.Series:
        return self.late.get(number, pl.Series(dtype=pl.Int64))

    def _with_late(self, claims: pl.DataFrame) -> pl.DataFrame:
        """The claims of several files, those rejected that the end of their file has rejected."""
        for number, late in self.late.items():
            named = (pl.col("file") == number) & pl.col("claim").is_in(late.implode())
            claims = claims.with_columns(rejected=pl.col("rejected") | named)
        return claims

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


def _without_money_at_risk(lines: pl.DataFrame, claims: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The lines, those whose money is at risk already with a charge of 0: what is found later adds nothing to it."""
    at_risk = found.filter(pl.col("amount_at_risk_cents") > 0).select("claim", "position").unique()
    rejected = claims.filter("rejected")["claim"]
    if at_risk.is_empty() and rejected.is_empty():
        return lines
    counted = pl.col("claim").is_in(rejected.implode()) | pl.col("at_risk").fill_null(False)
    return (
        lines.join(at_risk.with_columns(at_risk=True), on=["claim", "position"], how="left", maintain_order="left")
        .with_columns(charge_cents=pl.when(counted).then(0).otherwise("charge_cents"))
        .drop("at_risk")
    )
