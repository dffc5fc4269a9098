"""``oxyclaim rules``."""

from datetime import date

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.services.handbook import rules
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.rules import listing, view


def run(id: str | None, as_json: bool, full: bool, as_of: date) -> int:
    """All rules, or one; ``full``: with the criteria that several rules use. Returns the exit code."""
    with telling(as_json):
        answer = rules(rule_book(), as_of, id, full=full and not as_json, with_cases=as_json or id is not None)
        if as_json:
            write_json(answer)
        else:
            show(listing(answer) if id is None else view(answer, full))
    return OK
