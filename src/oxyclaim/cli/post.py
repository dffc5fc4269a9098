"""``oxyclaim post``."""

from contextlib import ExitStack

from oxyclaim.cli.doors import BAD_INPUT, NOT_ALL, OK, counting, show, telling, write_json
from oxyclaim.cli.scrub import tidy_end
from oxyclaim.cli.store_place import change, opened
from oxyclaim.services.posting import PostAnswer, PostRequest, post
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.posted import view

MANY = 50
"""Files that may take more than a second."""


def run(request: PostRequest, store: str | None, by: str | None, as_json: bool) -> int:
    """Post the files, show what was done. Returns the exit code."""
    with telling(as_json), tidy_end(), opened(store) as kept, ExitStack() as stack:
        on_file = stack.enter_context(counting("Posting", len(request.files), MANY))
        answer = post(request, kept, kept.where, rule_book(), change(by, "posted from files", "import"), on_file)
        stack.close()
        write_json(answer) if as_json else show(view(answer))
    if answer.problems:
        return BAD_INPUT
    return NOT_ALL if _wants_work(answer) else OK


def _wants_work(answer: PostAnswer) -> bool:
    return bool(answer.held or answer.suspended or answer.open_suspense or any(file.rejected for file in answer.files))
