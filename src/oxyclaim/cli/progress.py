"""How far a command is that reads many bytes of files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import Progress

from oxyclaim.views.blocks import counted


@contextmanager
def progress(doing: str, files: int, total: int, slow: int) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream; lines now and then where that is no terminal. It is told of bytes as they are read.

    ``total`` bytes in so many files; fewer than ``slow`` take less than a second, and nothing is shown.
    """
    console = Console(stderr=True)
    if total < slow:
        yield lambda count: None
    elif console.is_terminal:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(f"{doing} {counted(files, 'file')}", total=total)
            yield lambda count: bar.advance(task, count)
    else:
        yield _Lines(doing, total)


@contextmanager
def working(doing: str) -> Iterator[Callable[[int], None]]:
    """A sign of life on a terminal while the amount of work is not known yet. It is told of cases as they are done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda count: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda count: bar.advance(task, count)


class _Lines:
    """Says every few seconds how much is done."""

    def __init__(self, doing: str, total: int):
        self.doing, self.total, self.done, self.next = doing, total, 0, monotonic() + 5

    def __call__(self, count: int) -> None:
        self.done += count
        if monotonic() >= self.next:
            self.next = monotonic() + 5
            sys.stderr.write(f"{self.doing}: {min(100, 100 * self.done // max(self.total, 1))} % done\n")
