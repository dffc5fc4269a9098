"""Frames cut where a group ends."""

from collections.abc import Iterable, Iterator

import polars as pl


def whole_groups(frames: Iterable[pl.DataFrame], key: str, rows: int) -> Iterator[pl.DataFrame]:
    """The same rows, about so many at a time, and all rows of a key together. The frames are sorted by it."""
    held: list[pl.DataFrame] = []
    for frame in frames:
        if frame.is_empty():
            continue
        held.append(frame)
        last = frame[key][-1]
        if sum(each.height for each in held) < rows or held[0][key][0] == last:
            continue
        whole = pl.concat(held)
        yield whole.filter(pl.col(key) != last)
        held = [whole.filter(pl.col(key) == last)]
    if held:
        yield pl.concat(held)
