"""``oxyclaim replies``."""

from contextlib import ExitStack
from pathlib import Path

from oxyclaim.cli.doors import BAD_INPUT, NOT_ALL, OK, counting, show, telling, write_json
from oxyclaim.cli.scrub import tidy_end
from oxyclaim.services.replies import RepliesAnswer, RepliesRequest, replies
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.replies import view

MANY = 50
"""Files that may take a second."""


def run(request: RepliesRequest, payers_folder: Path | None, as_json: bool) -> int:
    """Read the files, show what they say. Returns the exit code."""
    with telling(as_json), tidy_end(), ExitStack() as stack:
        on_file = stack.enter_context(counting("Reading", len(request.files), MANY))
        answer = replies(request, rule_book(payers_folder), on_file)
        stack.close()
        write_json(answer) if as_json else show(view(answer))
    if answer.unreadable:
        return BAD_INPUT
    return NOT_ALL if _wants_work(answer) else OK


def _wants_work(answer: RepliesAnswer) -> bool:
    """Whether something was rejected, or a payment does not balance."""
    return any(
        any(not payment.may_be_posted for payment in file.payments)
        or any(batch.rejected or batch.whole or batch.other for batch in file.batches)
        or any(not interchange.outcome.startswith("accepted") for interchange in file.interchanges)
        or any(not group.outcome.startswith("accepted") for group in file.groups)
        for file in answer.files
    )
