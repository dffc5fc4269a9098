"""``oxyclaim codes``."""

from collections.abc import Sequence
from datetime import date

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.services.handbook import codes
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.codes import listing, view


def run(wanted: Sequence[str], as_json: bool, as_of: date) -> int:
    """All codes, one code's sheet, or several side by side. Returns the exit code."""
    with telling(as_json):
        answer = codes(rule_book(), as_of, wanted)
        if as_json:
            write_json(answer)
        else:
            show(view(answer) if wanted else listing(answer))
    return OK
