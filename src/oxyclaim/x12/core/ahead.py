"""Work on the next items while the results of the last ones are used."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

AHEAD = 2
"""Items that are worked on at once: their memory is held together."""


def ahead(work: Callable[[_Item], _Result], items: Iterable[_Item], at_once: int = AHEAD) -> Iterator[_Result]:
    """The results in the order of the items, which are fetched and worked on by other threads.

    What ``items`` raises comes behind the results of the items before it.
    """
    with ThreadPoolExecutor(at_once) as threads:
        waiting: deque[Future[_Result]] = deque()
        stopped: Exception | None = None
        coming = _fetched(items)
        while stopped is None:
            try:
                waiting.append(threads.submit(work, next(coming)))
            except StopIteration:
                break
            except Exception as error:
                stopped = error
            if len(waiting) > at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if stopped is not None:
            raise stopped


def _fetched(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items, the next one fetched while the last one is used."""
    end = object()
    source = iter(items)
    with ThreadPoolExecutor(1) as thread:
        following: Future[_Item | object] = thread.submit(next, source, end)
        while (item := following.result()) is not end:
            following = thread.submit(next, source, end)
            yield item  # type: ignore[misc]
