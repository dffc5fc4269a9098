"""``oxyclaim profile``."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import OK, by_options, ended, show, telling, write_json
from oxyclaim.cli.profile_place import file_for_new
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.profile import new_profile, validate_profile
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import profile as views

OPTIONS = {
    "locations.name": "--name", "locations.npi": "--npi", "locations.ptan": "--ptan", "locations.tax_id": "--tax-id",
    "locations.address.line_1": "--line-1", "locations.address.city": "--city", "locations.address.state": "--state",
    "locations.address.zip": "--zip", "locations.phone": "--phone", "submitter.id": "--submitter-id",
    "submitter.name": "--submitter-name", "submitter.contact_name": "--contact-name",
    "submitter.contact_phone": "--contact-phone", "receivers.receiver_id": "--receiver-id",
    "receivers.name": "--receiver-name",
}  # fmt: skip
"""The option that gives a fact, by its key in the profile."""


def new(option: Path | None, facts: Mapping[str, str | None], payers: Path | None, as_json: bool, as_of: date) -> int:
    """Start a profile. Returns the exit code."""
    with telling(as_json), by_options(OPTIONS):
        target = file_for_new(option)
        if option is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        known = {path: value for path, value in facts.items() if value is not None}
        answer = new_profile(target, known, rule_book(payers), as_of)
        write_json(answer) if as_json else show(views.made(answer))
    return OK


def validate(option: Path | None, payers: Path | None, as_json: bool, as_of: date) -> int:
    """Say what a profile holds and lacks. Returns the exit code."""
    with telling(as_json):
        path = file_for_new(option)
        if not path.is_file():
            raise BadInput(
                [Problem("no_profile", "there is no such profile; `oxyclaim profile new` starts one", str(path))]
            )
        answer = validate_profile(path, rule_book(payers), as_of)
        write_json(answer) if as_json else show(views.view(answer))
    return ended(answer.is_fine)
