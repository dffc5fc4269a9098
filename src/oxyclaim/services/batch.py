"""Claims of many cases in one run: a file for each receiver and payer, with totals and a manifest.

A case that cannot be written is set aside with its reasons and stops none of the others: lines in = lines written +
lines refused + lines set aside.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimFile, ControlNumbers, Limits, claim_problems
from oxyclaim.claims.identity import derived_number
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head, head, plain
from oxyclaim.services.claim import (
    NO_NUMBER,
    NOT_WRITTEN,
    ClaimRequest,
    RefusedLine,
    WrittenLine,
    is_test,
    refused_lines,
    write_file,
    written_lines,
)
from oxyclaim.services.claim_plan import Plan, plan_claims
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.sent import Sent
from oxyclaim.services.targets import file_name, refuse_targets
from oxyclaim.x12.core.envelopes import HIGHEST_CONTROL_NUMBER

MANIFEST = "manifest-{:09d}.json"
"""By the control number of the run's first file, so that the manifests of several runs stand side by side."""


@dataclass(frozen=True)
class BatchFile:
    """A file of a run: where it goes, what it holds, and the hash of its bytes."""

    file: str
    receiver: str
    payer_id: str
    payer_name: str
    test: bool
    control_number: int
    transactions: int
    claims: int
    lines: int
    total_charge_cents: int
    sha256: str


@dataclass(frozen=True)
class SetAside:
    """A case that cannot be written, with everything that keeps it from being; ``lines``: how many of its lines."""

    case_id: str
    lines: int
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BatchAnswer(Head):
    """What a run wrote. The manifest, beside the files, holds the same."""

    manifest: str | None
    files: tuple[BatchFile, ...]
    claims: int
    lines: int
    total_charge_cents: int
    written: tuple[WrittenLine, ...]
    refused: tuple[RefusedLine, ...]
    set_aside: tuple[SetAside, ...]
    lines_in: int

    @property
    def is_fine(self) -> bool:
        """Whether every line is in a file."""
        return not self.refused and not self.set_aside


@dataclass(frozen=True)
class BatchRequest:
    """The cases, and the folder for the files. ``control_number``: the first file's, where no store gives numbers."""

    cases: Sequence[Case]
    folder: Path
    as_of: date
    created: datetime
    formal_denial: bool = False
    test: bool | None = None
    control_number: int | None = None
    limits: Limits = field(default_factory=Limits)


class Keeper(Protocol):
    """Gives ids and numbers that are used once, and keeps what goes out; see ``services.store.batches``."""

    def sent(self, cases: Sequence[Case]) -> Sent:
        """What went out before."""

    def with_ids(self, claims: Sequence[Claim], taken_for: str) -> tuple[Claim, ...]:
        """The claims with ids of their own."""

    def numbers(self, request: ClaimRequest, claims: Sequence[Claim]) -> ControlNumbers:
        """Numbers for a file of these claims."""

    def keep(
        self,
        request: ClaimRequest,
        claims: Sequence[Claim],
        verdicts: Sequence[LineVerdict],
        content: bytes,
        numbers: ControlNumbers,
    ) -> None:
        """Keep a file that goes out."""


@dataclass(frozen=True)
class _Group:
    """The claims of one file."""

    claims: tuple[Claim, ...]
    test: bool

    @property
    def receiver(self) -> str:
        submitter = self.claims[0].case.submitter
        return (submitter.receiver_id or "") if submitter else ""


def write_batch(
    request: BatchRequest,
    book: RuleBook,
    keeper: Keeper | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> BatchAnswer:
    """Judge, sort, and write a file for each receiver and payer. Raises BadInput; then nothing is written."""
    if not request.folder.is_dir():
        message = f"the folder {request.folder} does not exist; make it first"
        raise BadInput([Problem("no_folder", message, str(request.folder))], NOT_WRITTEN)
    verdicts = list(decide(request.cases, book, request.as_of))
    sent = keeper.sent(request.cases) if keeper else None
    plan = plan_claims(request.cases, verdicts, book, request.as_of, request.formal_denial, sent=sent)
    problems = {claim.case.case_id: tuple(claim_problems(claim)) for claim in plan.claims}
    aside = tuple(
        SetAside(claim.case.case_id, len(claim.lines), problems[claim.case.case_id])
        for claim in plan.claims
        if problems[claim.case.case_id]
    )
    sound = [claim for claim in plan.claims if not problems[claim.case.case_id]]
    if keeper and sound:
        sound = list(keeper.with_ids(sound, f"batch {request.folder.name}"))
    files = _write(list(_groups(sound, request)), request, verdicts, keeper, on_progress)
    gone = Plan(
        tuple(sound),
        {key: line for key, line in plan.lines.items() if not problems.get(key[0])},
        plan.held_back,
        plan.held_lines,
    )
    set_aside = {each.case_id for each in aside}
    answer = BatchAnswer(
        **head("batch", book, request.as_of),
        manifest=str(_manifest(request, files)) if files else None,
        files=tuple(files),
        claims=sum(each.claims for each in files),
        lines=sum(each.lines for each in files),
        total_charge_cents=sum(each.total_charge_cents for each in files),
        written=tuple(written_lines(verdicts, gone)),
        refused=tuple(
            each
            for each in refused_lines(verdicts, gone)
            if not (each.case_id in set_aside and (each.case_id, each.line_number) in plan.lines)
        ),
        set_aside=aside,
        lines_in=len(verdicts),
    )
    if files:
        _place(_manifest(request, files), (json.dumps(plain(answer), indent=2) + "\n").encode())
    return answer


def _groups(claims: Sequence[Claim], request: BatchRequest) -> Iterator[_Group]:
    """Claims that may stand in one file: of one sender, to one receiver and payer, tests apart; no more than fit."""
    found: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        submitter, coverage = claim.case.submitter, claim.case.coverage
        test = is_test([claim], request.test)
        key: tuple[str, ...] = (
            (submitter.id or "") if submitter else "",
            (submitter.receiver_id or "") if submitter else "",
            coverage.payer_id or "",
            str(test),
        )
        found.setdefault(key, []).append(claim)
    most = request.limits.claims * request.limits.transactions
    for key, some in sorted(found.items()):
        for start in range(0, len(some), most):
            yield _Group(tuple(some[start : start + most]), key[-1] == "True")


def _write(
    groups: Sequence[_Group],
    request: BatchRequest,
    verdicts: Sequence[LineVerdict],
    keeper: Keeper | None,
    on_progress: Callable[[int, int], None] | None,
) -> list[BatchFile]:
    """Write all files beside their places, then put one after the other into it, kept first where a store keeps."""
    if keeper is None and request.control_number is None and any(not group.test for group in groups):
        raise BadInput([Problem("no_control_number", NO_NUMBER, path="--control-number")], NOT_WRITTEN)
    done, total = 0, sum(len(group.claims) for group in groups)
    with ExitStack() as stack:
        written: list[tuple[_Group, ClaimRequest, ControlNumbers, ClaimFile]] = []
        if groups:
            beside = Path(stack.enter_context(_beside(request.folder)))
        for place, group in enumerate(groups):
            asked = ClaimRequest(
                request.cases, request.folder / "batch", request.as_of, request.created, None, request.formal_denial,
                limits=request.limits,
            )  # fmt: skip
            numbers = _numbers(group, asked, request, place, keeper)
            name = _name(group, numbers)
            begun = done
            told = (lambda count, _, begun=begun: on_progress(begun + count, total)) if on_progress else None
            file = write_file(group.claims, replace(asked, target=beside / name), numbers, group.test, told)
            done += len(group.claims)
            written.append((group, replace(asked, target=request.folder / name), numbers, file))
        targets = [asked.target for _, asked, _, _ in written]
        refuse_targets(targets)
        taken = [target for target in targets if target.exists()]
        if taken:
            message = "is there already, and a claim file is not written over; take another folder"
            raise BadInput((Problem("target_exists", message, str(target)) for target in taken), NOT_WRITTEN)
        return [_placed(*each, verdicts, request, keeper) for each in written]


def _placed(
    group: _Group,
    asked: ClaimRequest,
    numbers: ControlNumbers,
    file: ClaimFile,
    verdicts: Sequence[LineVerdict],
    request: BatchRequest,
    keeper: Keeper | None,
) -> BatchFile:
    content = file.path.read_bytes()
    if keeper and not group.test:
        keeper.keep(asked, group.claims, verdicts, content, numbers)
    os.replace(file.path, asked.target)
    coverage = group.claims[0].case.coverage
    return BatchFile(
        file=asked.target.name,
        receiver=group.receiver,
        payer_id=coverage.payer_id or "",
        payer_name=coverage.payer_name or "",
        test=group.test,
        control_number=numbers.interchange,
        transactions=request.limits.transactions_of(file.claims),
        claims=file.claims,
        lines=file.lines,
        total_charge_cents=file.total_charge_cents,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _numbers(
    group: _Group, asked: ClaimRequest, request: BatchRequest, place: int, keeper: Keeper | None
) -> ControlNumbers:
    if keeper:
        first = request.control_number if place == 0 else None
        return keeper.numbers(replace(asked, control_number=first), group.claims)
    if request.control_number is not None:
        return ControlNumbers(request.control_number + place)
    return ControlNumbers(derived_number([claim.claim_id for claim in group.claims], HIGHEST_CONTROL_NUMBER))


def _manifest(request: BatchRequest, files: Sequence[BatchFile]) -> Path:
    return request.folder / MANIFEST.format(files[0].control_number)


def _name(group: _Group, numbers: ControlNumbers) -> str:
    payer = group.claims[0].case.coverage.payer_id or "payer"
    kind = "-test" if group.test else ""
    return file_name(f"{group.receiver}-{payer}-{numbers.interchange:09d}{kind}", ".x12")


def _beside(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    try:
        return tempfile.TemporaryDirectory(dir=folder, prefix=".batch-")
    except OSError as error:
        message = f"cannot be written to ({error.strerror})"
        raise BadInput([Problem("cannot_write", message, str(folder))], NOT_WRITTEN) from None


def _place(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, target)
