"""``oxyclaim authorities``."""

from datetime import date

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.services.handbook import authorities
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.authorities import listing, view


def run(id: str | None, as_json: bool, as_of: date) -> int:
    """All sources, or one. Returns the exit code."""
    with telling(as_json):
        answer = authorities(rule_book(), as_of, id)
        if as_json:
            write_json(answer)
        else:
            show(listing(answer) if id is None else view(answer))
    return OK
