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
    """The results in the order of the items. What ``work`` or ``items`` raises comes behind the results before it."""
    with ThreadPoolExecutor(at_once) as threads:
        waiting: deque[Future[_Result]] = deque()
        stopped: Exception | None = None
        coming = iter(items)
        while True:
            try:
                item = next(coming)
            except StopIteration:
                break
            except Exception as error:
                stopped = error
                break
            waiting.append(threads.submit(work, item))
            if len(waiting) > at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if stopped is not None:
            raise stopped
