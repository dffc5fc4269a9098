"""Files of answers are read, a stream of pieces each, and told."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from typing import Any

import polars as pl

from oxyclaim.remittance.proof import differences, sums
from oxyclaim.remittance.rows import rows
from oxyclaim.services.answers import head
from oxyclaim.services.dollar_tables import SUFFIXES
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.replies.acknowledged import batches, groups, interchanges
from oxyclaim.services.replies.answer import RepliesAnswer, RepliesRequest, ReplyFile
from oxyclaim.services.replies.paid import payments
from oxyclaim.services.replies.table import Table, table
from oxyclaim.services.reply_files import reply_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.targets import NOT_WRITTEN, problems_of
from oxyclaim.sources.packed import Source
from oxyclaim.sources.room import Room
from oxyclaim.x12.acknowledgment_999.reader import KIND as ACKNOWLEDGMENT
from oxyclaim.x12.acknowledgment_999.reader import AcknowledgmentReader
from oxyclaim.x12.claim_acknowledgment_277ca.reader import KIND as STATUS
from oxyclaim.x12.claim_acknowledgment_277ca.reader import StatusReader
from oxyclaim.x12.core.delimiters import UnreadableFile
from oxyclaim.x12.core.sets import SetsPiece, read_sets
from oxyclaim.x12.remittance_835.reader import KIND as REMITTANCE
from oxyclaim.x12.remittance_835.reader import RemittancePiece, RemittanceReader

KINDS = (REMITTANCE, STATUS, ACKNOWLEDGMENT)
NOT_X12 = "is no answer of a payer (TA1, 999, 277CA or 835): {why}"


def replies(
    request: RepliesRequest, book: RuleBook, on_file: Callable[[int], None] = lambda count: None
) -> RepliesAnswer:
    """Read the files and tell what they say. ``on_file`` is told of files as they are read. Raises BadInput.

    A file that cannot be read stops none of the others.
    """
    with Room() as room:
        return _replies(request, book, room, on_file)


def _replies(request: RepliesRequest, book: RuleBook, room: Room, on_file: Callable[[int], None]) -> RepliesAnswer:
    problems: list[Problem] = []
    files = reply_files(request.files, room, problems)
    if request.lines is not None:
        problems += problems_of([request.lines], files.origins)
        if request.lines.suffix.lower() not in SUFFIXES:
            problems.append(Problem(
                "wrong_suffix", "must end in .csv or .parquet", str(request.lines), allowed=SUFFIXES
            ))  # fmt: skip
    if problems:
        raise BadInput(problems, NOT_WRITTEN)
    told: list[ReplyFile] = []
    unreadable: list[Problem] = []
    with ExitStack() as stack:
        out = stack.enter_context(table(request.lines) if request.lines else nullcontext())
        for source in files.sources:
            try:
                if source.why:
                    unreadable.append(Problem("cannot_unpack", source.why, source.name))
                else:
                    told.append(_file(source, out))
            except UnreadableFile as error:
                unreadable.append(Problem("not_x12", NOT_X12.format(why=error), source.name))
            except OSError as error:
                unreadable.append(Problem("cannot_read", f"cannot be read: {error.strerror}", source.name))
            on_file(1)
    return RepliesAnswer(
        **head("replies", book, request.as_of), files=tuple(told), unreadable=len(unreadable),
        problems=tuple(unreadable),
    )  # fmt: skip


def _file(source: Source, out: Table | None) -> ReplyFile:
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = Found()
    for piece in read_sets(source.path):
        found.add(piece, source.name, out)
    begun = found.whole("begun")
    is_known = pl.col("kind").is_in(KINDS)
    others = begun.filter(~is_known).group_by("kind", maintain_order=True).len()
    return ReplyFile(
        source.name, digest,
        interchanges(found.whole("interchanges")),
        groups(found.whole("groups"), found.whole("ends"), found.whole("sets"), found.whole("errors")),
        batches(found.whole("headers"), found.whole("levels"), found.whole("statuses")),
        payments(found, begun.filter(pl.col("kind") == REMITTANCE)),
        dict(others.iter_rows()),
    )  # fmt: skip


class Found:
    """The frames of a file, gathered piece by piece; of claims and lines only what they add up to."""

    def __init__(self) -> None:
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._readers = (RemittanceReader(), StatusReader(), AcknowledgmentReader())
        self.claim_ids: dict[int, str | None] = {}

    def add(self, piece: SetsPiece, file: str, out: Table | None) -> RemittancePiece:
        """Take the next piece; its remittances."""
        remittances, statuses, acknowledgments = self._readers
        frames: dict[str, Any] = {"begun": piece.begun, "ended": piece.ended}
        frames |= statuses.of(piece) | acknowledgments.of(piece)
        remittance = remittances.of(piece)
        wrong = differences(remittance)
        frames |= {
            "payments": remittance.payments, "sums": sums(remittance), "differences": self._located(wrong, piece),
            "provider_adjustments": remittance.provider_adjustments,
            "reasons": remittance.adjustments.group_by("set", "group", "reason").agg(
                times=pl.len().cast(pl.Int64), amount_cents=pl.col("amount_cents").sum()
            ),
            "claim_statuses": remittance.claims.group_by("set", "status").agg(times=pl.len().cast(pl.Int64)),
        }  # fmt: skip
        named = remittance.claims.filter(pl.col("claim").is_in(wrong["claim"].drop_nulls().implode()))
        self.claim_ids |= dict(named.select("claim", "claim_id").iter_rows())
        for name, frame in frames.items():
            self._frames.setdefault(name, []).append(frame)
        # Where sets, their trailers and a TA1 begin, for what is told of a whole payment or file.
        ends = pl.concat([
            piece.begun["segment"], piece.ended["last_segment"], remittance.payments["segment"],
            frames["interchanges"]["segment"],
        ])  # fmt: skip
        places = pl.DataFrame({"segment": ends, "position": _positions(piece, ends)})
        self._frames.setdefault("places", []).append(places)
        if out is not None:
            out.add(file, remittance.payments, rows(remittance))
        return remittance

    def whole(self, name: str) -> pl.DataFrame:
        """All rows of one of the frames."""
        return pl.concat(self._frames[name])

    @staticmethod
    def _located(wrong: pl.DataFrame, piece: SetsPiece) -> pl.DataFrame:
        return wrong.with_columns(position=_positions(piece, wrong["segment"]))


def _positions(piece: SetsPiece, segments: pl.Series) -> pl.Series:
    return piece.text.begins(segments - piece.text.first)
