"""``oxyclaim payers``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import BAD_INPUT, OK, expanded, show, tell, telling, write_json
from oxyclaim.cli.payer_folder import existing_folder, folder_for_new, found_by
from oxyclaim.services import payers as service
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import payers as views


def listing(option: Path | None, every: bool, as_json: bool, as_of: date) -> int:
    """All payers and plans. Returns the exit code."""
    with telling(as_json):
        folder = existing_folder(option)
        answer = service.payers(rule_book(folder), folder, as_of)
        write_json(answer) if as_json else show(views.listing(answer, every))
    return OK


def show_one(payer: str, day: date, option: Path | None, as_json: bool, as_of: date) -> int:
    """One payer on a day. Returns the exit code."""
    with telling(as_json):
        folder = existing_folder(option)
        answer = service.show_payer(payer, day, rule_book(folder), folder, as_of)
        write_json(answer) if as_json else show(views.view(answer))
    return OK


def compare(chosen: Sequence[str], day: date, option: Path | None, every: bool, as_json: bool, as_of: date) -> int:
    """Payers side by side. Returns the exit code."""
    with telling(as_json):
        answer = service.compare(chosen, day, rule_book(existing_folder(option)), as_of)
        write_json(answer) if as_json else show(views.comparison(answer, every))
    return OK


def new(name: str, inherits: str, option: Path | None, as_json: bool, as_of: date) -> int:
    """A starter file for a payer of the user's own. Returns the exit code."""
    with telling(as_json):
        answer = service.new_payer(name, inherits, folder_for_new(option), as_of)
        write_json(answer) if as_json else show(views.made(answer, found_by(option)))
    return OK


def copy(payer: str, name: str | None, option: Path | None, as_json: bool, as_of: date) -> int:
    """A built-in payer's file among the user's own. Returns the exit code."""
    with telling(as_json):
        answer = service.copy_payer(payer, name, folder_for_new(option), as_of)
        write_json(answer) if as_json else show(views.made(answer, found_by(option)))
    return OK


def validate(files: Sequence[Path], option: Path | None, as_json: bool, as_of: date) -> int:
    """Everything that is wrong with payer files, and what each lacks to be verified. Returns the exit code."""
    with telling(as_json):
        answer = service.validate(expanded(files), existing_folder(option), as_of)
        if as_json:
            write_json(answer)
        elif answer.problems:
            tell(answer.problems, as_json)
        else:
            show(views.validated(answer))
    return BAD_INPUT if answer.problems else OK
