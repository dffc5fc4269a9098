"""A file of answers, proved, with its claims part by part: a small one is held, a large one is read again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from oxyclaim.remittance.accepted import claims as acknowledged_claims
from oxyclaim.remittance.proof import BARS, proved
from oxyclaim.services.posting.contents import contents
from oxyclaim.services.replies.answer import ReplyFile
from oxyclaim.services.replies.reading import Found, reply_file
from oxyclaim.x12.core.sets import read_sets
from oxyclaim.x12.remittance_835.reader import KIND, RemittancePiece, RemittanceReader

HELD_IN_MEMORY = 16_000_000
"""Bytes of a file whose parts are held."""


@dataclass(frozen=True)
class Part:
    """Some whole claims of a file: the reader's frames, and ``contents`` by claim."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame
    contents: pl.DataFrame


@dataclass(frozen=True)
class Gathered:
    """A file. ``payments``: those of the reader with ``digest``, ``barred``; ``provider``: its PLB pairs.
    ``acknowledged``: the claims of its 277CAs."""

    path: Path
    content: bytes
    sha256: str
    told: ReplyFile
    payments: pl.DataFrame
    provider: pl.DataFrame
    acknowledged: pl.DataFrame
    claims: int
    lines: int
    held: tuple[Part, ...] | None

    def parts(self) -> Iterator[Part]:
        """Its claims, in order."""
        if self.held is not None:
            yield from self.held
            return
        reader = RemittanceReader()
        for piece in read_sets(self.path):
            yield _part(reader.of(piece))


def gather(path: Path) -> Gathered:
    """Read a file and prove it. Raises UnreadableFile, OSError."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    found, held, digests = Found(), list[Part](), dict[int, "hashlib._Hash"]()
    claims = lines = 0
    for piece in read_sets(content):
        remittance = found.add(piece, str(path), None)
        if remittance.claims.is_empty():
            continue
        part = _part(remittance)
        claims, lines = claims + len(part.claims), lines + len(part.lines)
        for (number,), some in part.contents.join(part.claims.select("claim", "set"), on="claim").group_by(
            "set", maintain_order=True
        ):
            digest = digests.setdefault(number, hashlib.sha256())  # type: ignore[call-overload]
            digest.update("".join(some["digest"]).encode())
        if len(content) <= HELD_IN_MEMORY:
            held.append(part)
    begun = found.whole("begun").filter(pl.col("kind") == KIND)
    every, of_payments = proved(found.whole("payments"), found.whole("sums"), begun, found.whole("ended"))
    provider = found.whole("provider_adjustments")
    wrong = pl.concat([found.whole("differences").select("set", "rule"), of_payments.select("set", "rule")])
    barred = wrong.filter(pl.col("rule").is_in(list(BARS)))["set"].unique()
    whole = every.with_columns(
        pl.col("claims").fill_null(0), barred=pl.col("set").is_in(barred.implode()),
        digest=pl.Series([_digest(row, digests, provider) for row in every.iter_rows(named=True)], dtype=pl.String),
    )  # fmt: skip
    levels = found.whole("levels")
    statuses = acknowledged_claims(found.whole("headers"), levels, found.whole("statuses"))
    return Gathered(
        path, content, sha256, reply_file(found, str(path), sha256), whole, provider, statuses, claims, lines,
        tuple(held) if len(content) <= HELD_IN_MEMORY else None,
    )  # fmt: skip


def _part(piece: RemittancePiece) -> Part:
    return Part(piece.claims, piece.lines, piece.adjustments, contents(piece.claims, piece.lines, piece.adjustments))


def _digest(row: dict[str, object], digests: dict[int, "hashlib._Hash"], provider: pl.DataFrame) -> str:
    """The hash of all that a payment says: head, claims in their order, and what belongs to the provider."""
    number = row["set"]
    own = provider.filter(pl.col("set") == number).select("reason", "reference", "amount_cents").rows()
    claims = digests[number].hexdigest() if number in digests else ""  # type: ignore[index]
    head = [row[name] for name in ("payment_cents", "credit_or_debit", "method", "paid_on", "trace", "payee_npi")]
    return hashlib.sha256(repr((list(map(str, head)), claims, own)).encode()).hexdigest()
