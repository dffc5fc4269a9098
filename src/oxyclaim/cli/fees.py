"""``oxyclaim fees``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.doors import NOT_ALL, OK, expanded, show, telling, write_json
from oxyclaim.services.fees import find_fee, import_fees, loaded_fees
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.fees import imported, listing, view


def load(files: Sequence[Path], store: FeeStore, as_json: bool, as_of: date) -> int:
    """Take files in, all of them or none. Returns the exit code."""
    with telling(as_json):
        answer = import_fees(expanded(files), store, rule_book(), as_of)
        write_json(answer) if as_json else show(imported(answer))
    return OK


def list_loaded(store: FeeStore, as_json: bool, as_of: date) -> int:
    """What is loaded. Returns the exit code."""
    with telling(as_json):
        answer = loaded_fees(store, rule_book(), as_of)
        write_json(answer) if as_json else show(listing(answer))
    return OK


def fee(code: str, state: str, zip: str, service_date: date, store: FeeStore, as_json: bool, as_of: date) -> int:
    """The fees of a code. Returns the exit code."""
    with telling(as_json):
        answer = find_fee(code, state, zip, service_date, store, rule_book(), as_of)
        write_json(answer) if as_json else show(view(answer))
    return NOT_ALL if answer.missing else OK
