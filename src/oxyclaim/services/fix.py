"""What of claim files can be put right without asking anybody, and what is left for a person?"""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.fixing.fix import Correction, Fixed, fix
from oxyclaim.bulk.fixing.modifiers import Slots
from oxyclaim.bulk.inputs import Kind, kind_of
from oxyclaim.bulk.report import REPORT, report
from oxyclaim.bulk.scrub import Settings
from oxyclaim.bulk.scrub import scrub as _scrub
from oxyclaim.engine.roles import Role
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.scrub import ScrubRequest, prepared
from oxyclaim.services.targets import NOT_WRITTEN, refuse_targets, writing
from oxyclaim.sources.given import Given
from oxyclaim.sources.room import Room
from oxyclaim.x12.core.delimiters import UnreadableFile


@dataclass(frozen=True)
class FixRequest:
    """Claim files (837P), folders of them or patterns, and where corrected ones go.

    ``target``: a file for one input, else a folder. ``worklist``: a CSV or Parquet file for every finding that is left.
    ``payer_ids`` and ``codes``: as for a scrub.
    """

    files: Sequence[Path]
    target: Path
    as_of: date
    worklist: Path | None = None
    payer_ids: Sequence[str] = ()
    codes: Sequence[Path] = ()


@dataclass(frozen=True)
class CorrectionTold:
    """One change: what was, what is, and why. ``byte_position``: of its segment in the file as it was; ``rule``: what
    was broken."""

    claim_id: str
    line_number: int | None
    loop: str
    element: str
    byte_position: int
    was: str
    now: str
    why: str
    rule: str


@dataclass(frozen=True)
class FileFixed:
    """A file: ``found`` findings = ``put_right`` + those left that it had before; ``left`` also counts what shows only
    now that claims can be read. ``written``: null where nothing was to correct. ``unreadable``: why, else null."""

    file: str
    written: str | None
    corrections: tuple[CorrectionTold, ...]
    found: int
    left: int
    unreadable: str | None = None


@dataclass(frozen=True)
class LeftOver:
    """Findings of one rule that a person must settle: how many, of how many claims, and one message."""

    rule: str
    message: str
    severity: str
    count: int
    claims: int


@dataclass(frozen=True, kw_only=True)
class FixAnswer(Head):
    """What was put right, file by file, and what is left."""

    files: tuple[FileFixed, ...]
    corrected: int
    found: int
    left: int
    worklist: tuple[LeftOver, ...]
    worklist_file: str | None


def fix_files(
    request: FixRequest, book: RuleBook, on_start: Callable[[Sequence[Path]], Callable[[int], None]] | None = None
) -> FixAnswer:
    """Write corrected files. Raises BadInput; then nothing was written."""
    with Room() as room:
        return _fix_files(request, book, room, on_start)


def _fix_files(
    request: FixRequest, book: RuleBook, room: Room, on_start: Callable[[Sequence[Path]], Callable[[int], None]] | None
) -> FixAnswer:
    files, settings = prepared(
        ScrubRequest(request.files, request.as_of, payer_ids=request.payer_ids, codes=request.codes), book, room
    )
    targets = _targets(files, request)
    worklist = [request.worklist] if request.worklist is not None else []
    # A folder that is not there yet is made when the first file is written.
    there = [target for target in targets.values() if target.parent.exists()]
    refuse_targets([*there, *worklist], [*files.origins, *request.codes])
    slots, rent = Slots.of(book), frozenset(
        rule.id for rule in book.rules if Role.RENTAL_MODIFIER in rule.roles
    )  # fmt: skip
    on_bytes = on_start(files.paths) if on_start else lambda count: None
    told: list[FileFixed] = []
    left: list[pl.DataFrame] = []
    try:
        with ExitStack() as stack:
            out = stack.enter_context(report(request.worklist))
            for file in files.paths:
                name = settings.name(file)
                try:
                    if file in settings.broken:
                        raise Refused(settings.broken[file])
                    fixed = _fixed(file, settings, book, slots, rent)
                except (UnreadableFile, Refused) as error:
                    told.append(FileFixed(name, None, (), 0, 0, str(error).replace(str(file), name)))
                    continue
                named = fixed.left.with_columns(file=pl.lit(str(targets[file]) if fixed.corrections else name))
                out.add(named.select(list(REPORT)))
                left.append(named)
                if fixed.corrections:
                    targets[file].parent.mkdir(parents=True, exist_ok=True)
                    stack.enter_context(writing(targets[file])).write_bytes(fixed.data)
                told.append(_told(name, targets[file], fixed))
                on_bytes(file.stat().st_size)
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        problem = Problem("cannot_write", message, file=str(error.filename or request.target))
        raise BadInput([problem], NOT_WRITTEN) from None
    return _answer(request, book, told, left)


def _targets(files: Given, request: FixRequest) -> dict[Path, Path]:
    """Where each corrected file goes. Raises BadInput."""
    folder = request.target.is_dir() or len(files.sources) > 1 or not request.target.suffix
    if folder and request.target.is_file():
        problem = Problem("not_a_folder", "is a file; several corrected files go to a folder", str(request.target))
        raise BadInput([problem], NOT_WRITTEN)
    if folder and not request.target.exists() and not request.target.absolute().parent.is_dir():
        problem = Problem("no_folder", "cannot be made: the folder above it does not exist", str(request.target))
        raise BadInput([problem], NOT_WRITTEN)
    own = files.own_names
    names = [name.casefold() for name in own.values()]
    if doubled := sorted({name for name in names if names.count(name) > 1}) if folder else []:
        message = "is the name of several files; correct them one folder at a time"
        raise BadInput([Problem("doubled_target", message, name) for name in doubled], NOT_WRITTEN)
    tables = [file for file in files.paths if file.is_file() and _is_table(file)]
    if tables:
        message = "is a table; only claim files (837P) are corrected, tables where they were made"
        raise BadInput([Problem("no_claim_file", message, files.names[file]) for file in tables], NOT_WRITTEN)
    return {file: request.target / own[file] if folder else request.target for file in files.paths}


def _is_table(file: Path) -> bool:
    try:
        return kind_of(file) is not Kind.X12
    except (Refused, OSError):
        return False


def _fixed(file: Path, settings: Settings, book: RuleBook, slots: Slots, rent: frozenset[str]) -> Fixed:
    with tempfile.TemporaryDirectory(prefix="oxyclaim-") as folder:

        def check(data: bytes) -> pl.DataFrame:
            path = Path(folder, "claims.x12")
            path.write_bytes(data)
            found = _Found()
            summary = _scrub([path], settings, book, found)
            for reason in summary.unreadable.values():
                raise UnreadableFile(reason)
            return found.all.with_columns(
                pl.col("message").str.replace_all(str(path), settings.name(file), literal=True),
                file=pl.lit(settings.name(file)),
            )

        return fix(file.read_bytes(), check, slots, rent)


class _Found:
    """Findings held in memory."""

    def __init__(self) -> None:
        self._frames = [pl.DataFrame(schema=REPORT)]

    def add(self, findings: pl.DataFrame) -> None:
        """Take some rows."""
        self._frames.append(findings)

    @property
    def all(self) -> pl.DataFrame:
        """Every row."""
        return pl.concat(self._frames)


def _told(name: str, target: Path, fixed: Fixed) -> FileFixed:
    written = str(target) if fixed.corrections else None
    return FileFixed(name, written, tuple(map(_correction, fixed.corrections)), fixed.before.height, fixed.left.height)


def _correction(each: Correction) -> CorrectionTold:
    return CorrectionTold(
        each.claim_id, each.line_number, each.loop, each.element, each.position, each.was, each.now, each.why, each.rule
    )


def _answer(request: FixRequest, book: RuleBook, told: list[FileFixed], left: list[pl.DataFrame]) -> FixAnswer:
    rest = pl.concat(left) if left else pl.DataFrame(schema=REPORT)
    claims = pl.col("claim_id").filter(pl.col("claim_id") != "").n_unique()
    by_rule = rest.group_by("rule", maintain_order=True).agg(pl.first("message", "severity"), pl.len(), claims=claims)
    rows = by_rule.sort("len", descending=True, maintain_order=True).select(
        "rule", "message", "severity", "len", "claims"
    )
    return FixAnswer(
        **head("fixed", book, request.as_of), files=tuple(told), corrected=sum(len(each.corrections) for each in told),
        found=sum(each.found for each in told), left=sum(each.left for each in told),
        worklist=tuple(LeftOver(*row) for row in rows.iter_rows()),
        worklist_file=None if request.worklist is None else str(request.worklist),
    )  # fmt: skip
