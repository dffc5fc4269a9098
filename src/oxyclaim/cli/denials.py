"""``oxyclaim denials``."""

from pathlib import Path

from oxyclaim.cli.doors import NOT_ALL, OK, show, telling, write_json
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.store_place import opened
from oxyclaim.services.denials import DenialWorkRequest, denial_work
from oxyclaim.services.denials.tables import write_tasks
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import denials as views


def run(
    request: DenialWorkRequest, by_line: bool, most: int, output: Path | None, store: str | None, payers: Path | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Show what is to be done about denials. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        answer = denial_work(request, kept, rule_book(existing_folder(payers)))
        if output:
            write_tasks(answer, output, by_line)
        if as_json:
            write_json(answer)
        else:
            show(views.by_line(answer) if by_line else views.by_root(answer, most))
    return NOT_ALL if any(task.state in ("open", "late") for task in answer.tasks) else OK
