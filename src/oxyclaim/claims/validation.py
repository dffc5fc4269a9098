"""A written 837P, read by an independent implementation: pyx12 against its map of 005010X222A1.

pyx12's ``x12n_document`` says only whether a file is valid; what is wrong it puts into a JSON report, and
that report leaves things out. So its findings are gathered from four places:

* the JSON report: segments, their elements, and the counts in SE, GE and IEA;
* its callback, called for each segment: elements of ISA, GS, ST, SE, GE and IEA, which the report omits;
* its log: what it only logs (a segment where no transaction set is open) still makes the file invalid;
* the file itself: a segment that pyx12 never came to (it stops at an empty one) is a problem.

Two checks that pyx12 does not make are made beside it: the check digit of NPIs, and that a claim's charge
is the sum of its lines' charges. pyx12's own texts quote the values they are about, so none is passed on.
"""

import io
import logging
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TextIO

from pydantic_core import PydanticCustomError

from oxyclaim.case.values import check_npi
from oxyclaim.claims.professional import VERSION
from oxyclaim.claims.pyx12_report import X12Problem, element_error, reported_problems

MAPS = 4
"""Maps of pyx12 that are held: it changes none while it checks a file."""
ClaimsDone = Callable[[int], None]
"""Called now and then with the number of claims validated so far."""


def validate_837p(path: Path, *, on_progress: ClaimsDone | None = None) -> list[X12Problem]:
    """What is wrong with an 837P file; an empty list when nothing is."""
    watcher = _Watcher()
    report = io.StringIO()
    with path.open(encoding="ascii", newline="") as file, _unheard(watcher) as log:
        source = _Source(file, lambda: on_progress(watcher.claims) if on_progress else None)
        try:
            accepted = _run_pyx12(source, report, watcher)
            source.read_rest()
        except UnicodeDecodeError:
            return [X12Problem("the file holds a character outside ASCII")]
        except _Stopped as stopped:
            raise stopped.cause from None
        except Exception as error:
            # pyx12 answers some broken files with whatever exception its code runs into.
            hint = f"; is the file an 837P ({VERSION})?" if watcher.segments <= 1 else ""
            what = f"pyx12 cannot read this segment ({type(error).__name__}){hint}"
            return [*watcher.problems, X12Problem(what, watcher.segments + 1)]
    problems = [
        *reported_problems(report.getvalue(), watcher.claim_at),
        *watcher.problems,
        *source.problems(watcher.segments),
    ]
    if not watcher.claims:
        problems.append(X12Problem("the file holds no claim"))
    if not problems and not (accepted and log.first_error_at is None):
        problems.append(X12Problem("pyx12 refuses this segment", log.first_error_at))
    return sorted(problems, key=lambda problem: problem.segment_number or 0)


def _run_pyx12(source: "_Source", report: TextIO, watcher: "_Watcher") -> bool:
    # Imported here: loading pyx12 takes longer than most commands.
    from pyx12.x12n_document import x12n_document

    return bool(x12n_document(_params_of_pyx12(), source, None, None, fd_json=report, callback=watcher))


@cache
def _params_of_pyx12() -> Any:
    """Its settings; from now on it reads each of its maps once, which takes longer than to check a small file."""
    from pyx12 import map_if
    from pyx12.params import ParamsBase

    map_if.load_map_file = lru_cache(maxsize=MAPS)(map_if.load_map_file)
    # ParamsBase and not params(): the latter reads a configuration file from the user's home.
    return ParamsBase()


class _Stopped(Exception):
    """Carries an exception of the caller's progress function past the handler for pyx12's own."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause


class _Source:
    """The file as pyx12 reads it: counts what it was given, and tells the progress."""

    closed = False

    def __init__(self, file: TextIO, on_read: Callable[[], object]) -> None:
        self._file = file
        self._on_read = on_read
        self._terminator = ""
        self._segments = 0
        self._tail = ""

    def read(self, size: int) -> str:
        chunk = self._file.read(size)
        if not self._terminator:
            self._terminator = chunk[-1:]  # pyx12 first reads the ISA, which ends with the terminator
        self._count(chunk)
        try:
            self._on_read()
        except Exception as error:
            raise _Stopped(error) from error
        return chunk

    def read_rest(self) -> None:
        while chunk := self._file.read(1 << 16):
            self._count(chunk)

    def _count(self, chunk: str) -> None:
        if self._terminator and chunk:
            _, terminator, after = chunk.rpartition(self._terminator)
            self._segments += chunk.count(self._terminator)
            self._tail = after if terminator else self._tail + chunk

    def problems(self, segments_seen: int) -> Iterator[X12Problem]:
        if not segments_seen:
            yield X12Problem("the file is not an X12 interchange")
        elif self._segments != segments_seen:
            yield X12Problem("an empty segment: what follows was not read", segments_seen + 1)
        if self._tail.strip():
            yield X12Problem("the file ends in the middle of a segment", segments_seen + 1)


class _Watcher:
    """pyx12's callback: sees every segment, knows where each claim begins, checks NPIs and the claims' charges."""

    def __init__(self) -> None:
        self.segments = 0
        self.claims = 0
        self.problems: list[X12Problem] = []
        self._subscriber_at: int | None = None
        self._starts: list[tuple[int, int | None]] = [(0, None)]
        self._open_claim: tuple[int, Decimal] | None = None
        self._charged = Decimal(0)

    def __call__(self, segment: Any, _source: Any, node: Any, _valid: bool) -> None:
        self.segments += 1
        identifier = segment.get_seg_id()
        if identifier == "NM1":
            self._check_npi(segment)
        elif identifier == "SV1":
            self._charged += _decimal(segment.get_value("SV102"))
        elif identifier == "CLM":
            self._begin_claim(segment)
        elif identifier == "HL":
            self._leave_claim(segment.get_value("HL03"))
        elif identifier in _ENVELOPE:
            self._leave_claim()
            self._check_elements(segment, identifier, node)
            if identifier == "GS" and segment.get_value("GS08") != VERSION:
                self.problems.append(X12Problem(f"the file is not an 837P ({VERSION})", self.segments, "GS", "GS08"))

    def claim_at(self, segment_number: int) -> int | None:
        """The number of the claim that a segment belongs to."""
        place = bisect_right(self._starts, segment_number, key=lambda start: start[0])
        return self._starts[place - 1][1]

    def _begin_claim(self, segment: Any) -> None:
        self._check_charges()
        self.claims += 1
        self._starts.append((self._subscriber_at or self.segments, self.claims))
        self._subscriber_at = None
        self._open_claim = (self.segments, _decimal(segment.get_value("CLM02")))
        self._charged = Decimal(0)

    def _leave_claim(self, level: str | None = None) -> None:
        self._check_charges()
        if level == _PATIENT:
            return
        self._subscriber_at = self.segments if level == _SUBSCRIBER else None
        self._starts.append((self.segments, None))

    def _check_charges(self) -> None:
        if self._open_claim is not None:
            at, total = self._open_claim
            if total != self._charged:
                what = "the claim's charge is not the sum of its lines' charges"
                self.problems.append(X12Problem(what, at, "CLM", "CLM02", self.claims))
            self._open_claim = None

    def _check_npi(self, segment: Any) -> None:
        if segment.get_value("NM108") != "XX":
            return
        try:
            check_npi(segment.get_value("NM109") or "")
        except PydanticCustomError:
            at = self.segments
            # A subscriber's claim begins with its CLM; until then the number that it will have is the next one.
            claim = self.claims + 1 if self._subscriber_at else self.claim_at(at)
            self.problems.append(X12Problem("is not a valid NPI", at, "NM1", "NM109", claim))

    def _check_elements(self, segment: Any, identifier: str, node: Any) -> None:
        if node is None or node.id != identifier:
            return
        for error in node.is_valid_errors(segment)[1]:
            what = element_error(error.err_cde)
            self.problems.append(X12Problem(what, self.segments, identifier, str(error.refdes or "")))


_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_SUBSCRIBER, _PATIENT = "22", "23"


def _decimal(value: str | None) -> Decimal:
    try:
        return Decimal(value or "0")
    except InvalidOperation:
        return Decimal(0)


class _FirstError(logging.Handler):
    """Remembers where pyx12 was when it first logged an error; lets go of the text, which quotes patients' data."""

    def __init__(self, watcher: _Watcher) -> None:
        super().__init__(logging.ERROR)
        self.first_error_at: int | None = None
        self._watcher = watcher

    def emit(self, record: logging.LogRecord) -> None:
        if self.first_error_at is None:
            self.first_error_at = self._watcher.segments + 1


@contextmanager
def _unheard(watcher: _Watcher) -> Iterator[_FirstError]:
    """Keep pyx12's log from every other handler."""
    logger = logging.getLogger("pyx12")
    propagate, level = logger.propagate, logger.level
    handler = _FirstError(watcher)
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.ERROR)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        logger.setLevel(level)
