"""``oxyclaim history``."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.progress import progress
from oxyclaim.cli.scrub import SLOW_BYTES, tidy_end
from oxyclaim.services.earlier_claims import HistoryAddRequest, add_history, show_history
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.earlier_claims import added, kept


def add(request: HistoryAddRequest, as_json: bool) -> int:
    """Add files to a history. Returns the exit code."""
    with telling(as_json), tidy_end(), ExitStack() as stack:

        def on_start(files: Sequence[Path]) -> Callable[[int], None]:
            size = sum(path.stat().st_size for path in files)
            return stack.enter_context(progress("Adding", len(files), size, SLOW_BYTES))

        answer = add_history(request, rule_book(), on_start)
        stack.close()
        write_json(answer) if as_json else show(added(answer))
    return OK


def shown(folder: Path, as_of: date, as_json: bool) -> int:
    """Show what is in a history. Returns the exit code."""
    with telling(as_json):
        answer = show_history(folder, rule_book(), as_of)
        write_json(answer) if as_json else show(kept(answer))
    return OK
