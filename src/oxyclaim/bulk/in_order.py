"""Pieces of one file that were read by themselves, taken in order: what no piece can tell alone is told here."""

from collections.abc import Callable
from typing import Generic, Protocol, Self, TypeVar

import polars as pl

from oxyclaim.bulk.rejections import Rejections, Standing, Taken


class ByItself(Protocol):
    """A piece that was read by itself, with claims numbered from 0."""

    @property
    def findings(self) -> pl.DataFrame:
        """What was found in it, of the envelopes first, with ``rejects``."""

    @property
    def standing(self) -> Standing | None:
        """How its claims stand in it."""

    @property
    def claim_count(self) -> int:
        """How many claims it has."""

    def numbered(self, first: int) -> Self:
        """The same with claims that are numbered from another number on."""

    def after(self, taken: Taken) -> Self:
        """The same when it is known what its findings reject."""


Read = TypeVar("Read", bound=ByItself)


class InOrder(Generic[Read]):
    """Takes the pieces of one file in order: numbers their claims, and tells what their findings reject.

    Until a professional claim's transaction set has come, the file may turn out to hold none: then nothing is told.
    ``told_already``: see ``Rejections``.
    """

    def __init__(self, told_already: Callable[[pl.Series], int] = lambda claims: 0):
        self._rejections = Rejections(told_already)
        self._waiting: list[Read] = []
        self.claims = 0
        """Claims so far."""

    def take(self, piece: Read, accepted: bool) -> list[Read]:
        """The pieces that can be told when this one has come. ``accepted``: such a transaction set has come."""
        if self.claims:
            piece = piece.numbered(self.claims)
        self.claims += piece.claim_count
        assert piece.standing is not None
        self._waiting.append(piece.after(self._rejections.take(piece.standing, piece.findings)))
        if not accepted:
            return []
        told, self._waiting = self._waiting, []
        return told

    def left(self, empty: Read) -> list[Read]:
        """What is told still, where the file turns out to be unreadable; ``empty``: a piece with nothing in it."""
        if self._waiting:
            return []
        none = pl.Series(dtype=pl.Int64)
        return [empty.after(Taken(self._rejections.left(), none, none, none))]
