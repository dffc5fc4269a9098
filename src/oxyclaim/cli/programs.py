"""``oxyclaim store token`` and ``store keys``."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.store_place import address_of, change, places
from oxyclaim.services.programs.keys import rotate_keys
from oxyclaim.services.programs.tokens import list_tokens, make_token, replace_token, revoke_token
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import programs as views

if TYPE_CHECKING:
    from oxyclaim.store.desk import SqlDesk

OWN = "own"
"""The supplier whose store it is."""


def make(name: str, scopes: Sequence[str], until: date | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Make a token and show it once. Returns the exit code."""
    with telling(as_json):
        desk = _desk(store)
        answer = make_token(desk, OWN, name, scopes, change(None, "a program's token"), rule_book(), as_of, until)
        write_json(answer) if as_json else show(views.made(answer))
    return OK


def listed(store: str | None, as_json: bool, as_of: date) -> int:
    """List the tokens. Returns the exit code."""
    with telling(as_json):
        answer = list_tokens(_desk(store), OWN, rule_book(), as_of)
        write_json(answer) if as_json else show(views.listed(answer))
    return OK


def anew(token: str, store: str | None, as_json: bool, as_of: date) -> int:
    """Make a token in the place of another. Returns the exit code."""
    with telling(as_json):
        answer = replace_token(_desk(store), OWN, token, change(None, "a token anew"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.made(answer, before=token))
    return OK


def revoke(token: str, store: str | None, as_json: bool, as_of: date) -> int:
    """Revoke a token. Returns the exit code."""
    with telling(as_json):
        answer = revoke_token(_desk(store), OWN, token, change(None, "revoked"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.listed(answer))
    return OK


def rotate(store: str | None, as_json: bool, as_of: date) -> int:
    """Change what signs and who is signed in. Returns the exit code."""
    with telling(as_json):
        answer = rotate_keys(_desk(store), OWN, change(None, "keys changed"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.rotated(answer))
    return OK


def _desk(store: str | None) -> "SqlDesk":
    places()
    from oxyclaim.store.desk import SqlDesk

    return SqlDesk.at(address_of(store))
