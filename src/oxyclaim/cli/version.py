"""``oxyclaim version``."""

from datetime import date

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.version import version
from oxyclaim.views.version import view


def run(as_json: bool, as_of: date) -> int:
    """The version and the rule book's fingerprint. Returns the exit code."""
    with telling(as_json):
        answer = version(rule_book(), as_of)
        write_json(answer) if as_json else show(view(answer))
    return OK
