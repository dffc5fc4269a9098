"""Files of answers, proved, with their claims part by part. Small files are read together: each alone costs as much as
a thousand claims. A large one is not held but read again.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from oxyclaim.remittance.accepted import claims as acknowledged_claims
from oxyclaim.remittance.accepted import wholes
from oxyclaim.remittance.proof import BARS, proved
from oxyclaim.services.posting.contents import contents
from oxyclaim.services.replies.acknowledged import groups, interchanges
from oxyclaim.services.replies.answer import GroupTold, InterchangeTold, PaymentTold
from oxyclaim.services.replies.paid import payments
from oxyclaim.services.replies.reading import Found
from oxyclaim.x12.claim_acknowledgment_277ca.reader import RECEIVER
from oxyclaim.x12.core.delimiters import UnreadableFile, declared
from oxyclaim.x12.core.sets import read_sets
from oxyclaim.x12.remittance_835.reader import KIND, RemittancePiece, RemittanceReader

HELD_IN_MEMORY = 16_000_000
"""Bytes of files whose parts are held."""


@dataclass(frozen=True)
class FileRead:
    """A file by the name that it is told by, and its hash."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Part:
    """Some whole claims: the reader's frames, and ``contents`` by claim."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame
    contents: pl.DataFrame


@dataclass(frozen=True)
class Gathered:
    """Some files, read as one; ``file`` is a place in ``files``.

    ``payments``: those of the reader with ``file``, ``digest``, ``barred``, and ``told`` of each; ``provider``: their
    PLB pairs. ``statuses``: the claims of 277CAs, ``wholes`` their receivers and providers, both with ``file``.
    """

    files: tuple[FileRead, ...]
    payments: pl.DataFrame
    told: tuple[PaymentTold, ...]
    provider: pl.DataFrame
    statuses: pl.DataFrame
    wholes: pl.DataFrame
    interchanges: tuple[tuple[int, InterchangeTold], ...]
    groups: tuple[tuple[int, GroupTold], ...]
    claims: int
    lines: int
    held: tuple[Part, ...] | None

    def parts(self) -> Iterator[Part]:
        """Their claims, in order."""
        if self.held is not None:
            yield from self.held
            return
        reader = RemittanceReader()
        for piece in read_sets(_joined(self.files)):
            yield _part(reader.of(piece))


def read_file(path: Path, name: str) -> FileRead:
    """Raises OSError."""
    content = path.read_bytes()
    return FileRead(name, content, hashlib.sha256(content).hexdigest())


def stands_alone(file: FileRead) -> bool:
    """Whether a file must be read by itself: it is no X12, or does not end where a file ends."""
    try:
        signs = declared(file.content)
    except UnreadableFile:
        return True
    last = file.content.rstrip(b" \t\r\n\x00\x1a").rstrip(signs.terminator).rpartition(signs.terminator)[2]
    return not last.strip().startswith(b"IEA" + signs.element)


def in_order_of_signs(files: Sequence[FileRead]) -> list[FileRead]:
    """Files with the same signs side by side: each change of signs costs as much as a file."""
    return sorted(files, key=lambda file: str(declared(file.content)))


def gather(files: Sequence[FileRead]) -> Gathered:
    """Read files as one, and prove them. Raises UnreadableFile, which only one that stands alone does."""
    whole = _joined(files)
    starts = _starts(files)
    found, held, digests = Found(), list[Part](), dict[int, "hashlib._Hash"]()
    claims = lines = 0
    is_small = len(whole) <= HELD_IN_MEMORY
    for piece in read_sets(whole):
        remittance = found.add(piece, "", None)
        if remittance.claims.is_empty():
            continue
        part = _part(remittance)
        claims, lines = claims + len(part.claims), lines + len(part.lines)
        sets = part.claims.join(part.contents, on="claim", maintain_order="left").select("set", "digest")
        for number, some in sets.group_by("set", maintain_order=True).agg("digest").iter_rows():
            digests.setdefault(number, hashlib.sha256()).update("".join(some).encode())
        if is_small:
            held.append(part)
    places = dict(found.whole("places").iter_rows())

    def file_of(segment: int) -> int:
        return bisect_right(starts, places[segment]) - 1

    begun = found.whole("begun")
    file_of_set = {number: file_of(segment) for number, segment in begun.select("set", "segment").iter_rows()}
    headers, levels, statuses = (found.whole(name) for name in ("headers", "levels", "statuses"))
    told, every, provider = _payments(found, begun, digests, file_of_set, starts)
    acknowledgments = [found.whole(name) for name in ("groups", "ends", "sets", "errors")]
    answered = found.whole("interchanges")
    return Gathered(
        tuple(files), every, told, provider,
        _of_batches(acknowledged_claims(headers, levels, statuses), levels, file_of_set),
        _of_batches(wholes(headers, levels, statuses), levels, file_of_set),
        tuple(zip(map(file_of, answered["segment"]), interchanges(answered), strict=True)),
        tuple(zip((file_of_set[each] for each in acknowledgments[0]["set"]), groups(*acknowledgments), strict=True)),
        claims, lines, tuple(held) if is_small else None,
    )  # fmt: skip


def _joined(files: Sequence[FileRead]) -> bytes:
    return files[0].content if len(files) == 1 else b"\n".join(file.content for file in files)


def _starts(files: Sequence[FileRead]) -> list[int]:
    """Where each file begins."""
    found, at = [], 0
    for file in files:
        found.append(at)
        at += len(file.content) + 1
    return found


def _payments(
    found: Found, begun: pl.DataFrame, digests: dict[int, "hashlib._Hash"], file_of_set: dict[int, int],
    starts: Sequence[int],
) -> tuple[tuple[PaymentTold, ...], pl.DataFrame, pl.DataFrame]:  # fmt: skip
    own = begun.filter(pl.col("kind") == KIND)
    every, of_payments = proved(found.whole("payments"), found.whole("sums"), own, found.whole("ended"))
    told = tuple(
        _in_its_file(each, starts[file_of_set[number]])
        for each, number in zip(payments(found, own), every["set"], strict=True)
    )
    provider = found.whole("provider_adjustments")
    wrong = pl.concat([found.whole("differences").select("set", "rule"), of_payments.select("set", "rule")])
    barred = wrong.filter(pl.col("rule").is_in(list(BARS)))["set"].unique()
    pairs = provider.group_by("set", maintain_order=True).agg(pl.struct("reason", "reference", "amount_cents"))
    of_provider = dict(pairs.iter_rows())
    whole = every.with_columns(
        pl.col("claims").fill_null(0), barred=pl.col("set").is_in(barred.implode()),
        file=pl.Series([file_of_set[number] for number in every["set"]], dtype=pl.Int64),
        digest=pl.Series(
            [_digest(row, digests, of_provider.get(row["set"])) for row in every.iter_rows(named=True)], dtype=pl.String
        ),
    )  # fmt: skip
    return told, whole, provider


def _in_its_file(told: PaymentTold, start: int) -> PaymentTold:
    if not told.differences or not start:
        return told
    return replace(told, differences=tuple(
        replace(each, byte_position=each.byte_position - start) for each in told.differences
    ))  # fmt: skip


def _of_batches(frame: pl.DataFrame, levels: pl.DataFrame, file_of_set: dict[int, int]) -> pl.DataFrame:
    """With ``file``; and ``batch`` as the receiver's trace has it, which is our BHT03, where there is one."""
    traces = levels.filter(pl.col("kind") == RECEIVER).select("set", ours="trace").unique("set", keep="first")
    files = pl.Series([file_of_set[number] for number in frame["set"]], dtype=pl.Int64)
    return frame.with_columns(file=files).join(traces, on="set", how="left", maintain_order="left").with_columns(
        batch=pl.coalesce("ours", "batch")
    ).drop("ours")  # fmt: skip


def _part(piece: RemittancePiece) -> Part:
    return Part(piece.claims, piece.lines, piece.adjustments, contents(piece.claims, piece.lines, piece.adjustments))


def _digest(row: dict[str, object], digests: dict[int, "hashlib._Hash"], pairs: object) -> str:
    """The hash of all that a payment says: head, claims in their order, and what belongs to the provider."""
    number = row["set"]
    claims = digests[number].hexdigest() if isinstance(number, int) and number in digests else ""
    head = [row[name] for name in ("payment_cents", "credit_or_debit", "method", "paid_on", "trace", "payee_npi")]
    return hashlib.sha256(repr((list(map(str, head)), claims, pairs)).encode()).hexdigest()
