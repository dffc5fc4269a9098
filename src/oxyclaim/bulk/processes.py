"""Work shared among processes that are started afresh (spawn): tasks in, answers in the same order."""

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from traceback import format_exception
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Begin = TypeVar("Begin")
Task = TypeVar("Task")
Answer = TypeVar("Answer")

THREADS = "POLARS_MAX_THREADS"
_AT_HAND = 2
"""Tasks that a process has, the one that it does among them: so it waits for nobody."""
AHEAD = 4
"""Tasks for each process that may be given out before the oldest is answered: one that is slow holds up no other."""


class ProcessEnded(Exception):
    """A process ended before its work was done."""


class Processes(Generic[Task, Answer]):
    """Some processes; use it with ``with``: at its end, whatever ends it, they are ended too.

    ``begin`` is called in each with ``what``, both of which must be picklable, and gives what answers a task there. An
    error that a task raises is raised here, in its turn.
    """

    def __init__(self, count: int, begin: Callable[[Begin], Callable[[Task], Answer]], what: Begin):
        self.started: list[SpawnProcess] = []
        """The processes."""
        self._lines: list[_Line] = []
        self._waiting: deque[tuple[Task, Future[Answer]]] = deque()
        self._lock = threading.Lock()
        context = get_context("spawn")
        with _surroundings(max(1, (os.cpu_count() or 1) // count)):
            for _ in range(count):
                here, there = context.Pipe()
                process = context.Process(target=_work, args=(there, begin, what), daemon=True)
                process.start()
                there.close()
                self.started.append(process)
                self._lines.append(_Line(process, here))
        self._threads = [
            threading.Thread(target=work, args=(line,), daemon=True)
            for line in self._lines
            for work in (self._listen, self._speak)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self.started:
            process.terminate()
        for line in self._lines:
            line.process.join()
            line.to_send.put(None)
        # They see the ends of the pipes of processes that have ended.
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.connection.close()

    def __len__(self) -> int:
        return len(self.started)

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers, in the order of the tasks, which are asked for as processes come free."""
        for _, answer in self.among((True, task) for task in tasks):
            yield answer

    def among(self, entries: Iterable[tuple[bool, Any]]) -> Iterator[tuple[bool, Any]]:
        """The same where tasks (True) stand among others (False), which are passed on as they are, in their turn."""
        return in_turn(entries, self._answer, AHEAD * len(self.started))

    def _answer(self, task: Task) -> "Future[Answer]":
        """The answer to come."""
        answer: Future[Answer] = Future()
        with self._lock:
            self._waiting.append((task, answer))
            self._give_out()
        return answer

    def _give_out(self) -> None:
        """Give tasks to those that have the fewest; each has its next one at hand when it is done with one."""
        while self._waiting:
            line = min(self._lines, key=lambda line: (line.ended is not None, len(line.given)))
            if len(line.given) >= _AT_HAND and line.ended is None:
                return
            task, answer = self._waiting.popleft()
            if line.ended is not None:  # so have all
                answer.set_exception(line.ended)
                continue
            line.given.append(answer)
            line.to_send.put((task, answer))

    def _speak(self, line: "_Line") -> None:
        """Send a process its tasks: a large one waits until the one before it is done."""
        while (given := line.to_send.get()) is not None:
            task, answer = given
            try:
                line.connection.send(task)
            except OSError:  # it has ended, which is told where it is listened to
                continue
            except Exception as error:
                with self._lock:
                    if answer in line.given:
                        line.given.remove(answer)
                        answer.set_exception(error)

    def _listen(self, line: "_Line") -> None:
        """Take the answers of a process, until it ends."""
        while True:
            try:
                done, answer = line.connection.recv()
            except (EOFError, OSError):
                break
            with self._lock:
                asked = line.given.popleft()
                self._give_out()
            if done:
                asked.set_result(answer)
            else:
                asked.set_exception(answer)
        error = ProcessEnded(self._why(line.process))
        with self._lock:
            line.ended = error
            for asked in line.given:
                asked.set_exception(error)
            line.given.clear()
            self._give_out()

    def _why(self, process: SpawnProcess) -> str:
        process.join(5)
        code = process.exitcode or 0
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return (
            f"one of {len(self)} processes was ended from outside ({how}), perhaps for want of memory; run it again "
            "with fewer: --jobs 1 needs the least"
        )


def in_turn(
    entries: Iterable[tuple[bool, Any]], submit: Callable[[Any], Future[Any]], most: int
) -> Iterator[tuple[bool, Any]]:
    """The answers to tasks (True) in their turn, among others (False), which are passed on as they are.

    ``submit`` gives a task out; at most so many are given out before the oldest is answered.
    """
    waiting: deque[tuple[bool, Any]] = deque()
    given_out = 0
    for is_task, entry in entries:
        waiting.append((is_task, submit(entry) if is_task else entry))
        given_out += is_task
        while given_out > most or (waiting and not waiting[0][0]):
            given_out -= waiting[0][0]
            yield _passed_on(waiting.popleft())
    while waiting:
        yield _passed_on(waiting.popleft())


@dataclass
class _Line:
    """A process, how it is spoken to, and the answers that it owes, in their order."""

    process: SpawnProcess
    connection: Connection
    given: "deque[Future[Any]]" = field(default_factory=deque)
    to_send: "SimpleQueue[tuple[Any, Future[Any]] | None]" = field(default_factory=SimpleQueue)
    ended: ProcessEnded | None = None


def _passed_on(entry: tuple[bool, Any]) -> tuple[bool, Any]:
    is_task, what = entry
    return is_task, what.result() if isinstance(what, Future) else what


@contextmanager
def _surroundings(threads: int) -> Iterator[None]:
    """What new processes inherit: so many threads of Polars each, and that an interrupt is for this process to tell.

    One that comes while they are begun is raised when they are there.
    """
    before = os.environ.get(THREADS)
    if before is None:
        os.environ[THREADS] = str(threads)
    try:
        with _interrupts_held_back():
            yield
    finally:
        if before is None:
            os.environ.pop(THREADS, None)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """The mask is what new processes inherit; in this one another thread may still be interrupted, so it is noted."""
    held: list[int] = []
    in_main = threading.current_thread() is threading.main_thread()
    listens = in_main and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN  # a job in the background does not
    handler = signal.signal(signal.SIGINT, lambda number, _frame: held.append(number)) if listens else None
    has_masks = hasattr(signal, "pthread_sigmask")  # not on Windows
    masked: set[int] = set()
    if has_masks:
        resource_tracker.ensure_running()  # when it begins, it lets interrupts through again
        masked = set(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}))
    try:
        yield
    finally:
        if has_masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        if listens:
            signal.signal(signal.SIGINT, handler)
    if held:
        raise KeyboardInterrupt


def _work(connection: Connection, begin: Callable[[Any], Callable[[Any], Any]], what: Any) -> None:
    """What a process does: tasks until nobody gives any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer, failed = _begun(begin, what)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            reply = (False, failed) if answer is None else (True, answer(task))
        except Exception as error:
            reply = False, portable(error)
        try:
            connection.send(reply)
        except OSError:  # nobody listens any more
            return


def _begun(begin: Callable[[Any], Any], what: Any) -> tuple[Callable[[Any], Any] | None, Exception | None]:
    try:
        return begin(what), None
    except Exception as error:
        return None, portable(error)


def portable(error: Exception) -> Exception:
    """An error as it can be sent, with where it arose."""
    where = "".join(format_exception(error))
    try:
        copy = pickle.loads(pickle.dumps(error))
    except Exception:
        copy = RuntimeError(f"{type(error).__name__}: {error}")
    copy.add_note(f"in another process:\n{where}")
    return copy  # type: ignore[no-any-return]
