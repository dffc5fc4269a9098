"""Work shared among Spark's workers: tasks in, answers in the same order.

Each task is a job of its own with one part, so that a slow one holds up no other, and only a few wait to be sent or
told: what is read and what is found never lies whole in this process.
"""

import pickle
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from oxyclaim.bulk.processes import AHEAD, in_turn, portable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkWorkers:
    """Spark's workers as ``bulk.processes.Processes`` are: use it with ``with``; at its end no job of it runs on.

    ``begin`` is called once in each worker with ``what``, and gives what answers a task there. An error that a task
    raises is raised here, in its turn.
    """

    def __init__(self, spark: "SparkSession", begin: Callable[[Any], Callable[[Any], Any]], what: Any):
        self._context = spark.sparkContext
        self._count = max(1, int(self._context.defaultParallelism))
        self._group = f"oxyclaim-{uuid.uuid4()}"
        self._begin = self._context.broadcast(pickle.dumps((self._group, begin, what)))
        self._threads = ThreadPoolExecutor(self._count + 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._context.cancelJobGroup(self._group)
        self._threads.shutdown(wait=True)
        self._begin.destroy()

    def __len__(self) -> int:
        return self._count

    def answers(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """The answers, in the order of the tasks, which are asked for as workers come free."""
        for _, answer in self.among((True, task) for task in tasks):
            yield answer

    def among(self, entries: Iterable[tuple[bool, Any]]) -> Iterator[tuple[bool, Any]]:
        """The same where tasks (True) stand among others (False), which are passed on as they are, in their turn."""
        return in_turn(entries, lambda task: self._threads.submit(self._answer, task), AHEAD * self._count)

    def _answer(self, task: Any) -> Any:
        self._context.setJobGroup(self._group, "a piece of claims", interruptOnCancel=True)
        begin = self._begin
        sent = self._context.parallelize([pickle.dumps(task)], 1)
        [reply] = sent.map(lambda data: _done(begin.value, data)).collect()
        done, answer = pickle.loads(reply)
        if not done:
            raise answer
        return answer


def _done(begin: bytes, task: bytes) -> bytes:
    """What a worker does with a task."""
    try:
        return pickle.dumps((True, _begun(begin)(pickle.loads(task))))
    except Exception as error:
        return pickle.dumps((False, portable(error)))


@lru_cache(maxsize=1)
def _begun(begin: bytes) -> Callable[[Any], Any]:
    """Begun once in a worker, which goes on from job to job; of another run anew."""
    _, start, what = pickle.loads(begin)
    return start(what)  # type: ignore[no-any-return]
