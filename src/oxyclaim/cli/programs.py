"""``oxyclaim store token``, ``store keys`` and ``store person``."""

import os
from collections.abc import Sequence
from datetime import date

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.store_place import change, desk_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.keys import rotate_keys
from oxyclaim.services.programs.tokens import list_tokens, make_token, replace_token, revoke_token
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.running.settings import PORT, URL
from oxyclaim.views import programs as views

OWN = "own"
"""The supplier whose store it is."""


def make(name: str, scopes: Sequence[str], until: date | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Make a token and show it once. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = make_token(desk, OWN, name, scopes, change(None, "a program's token"), rule_book(), as_of, until)
        write_json(answer) if as_json else show(views.made(answer))
    return OK


def listed(store: str | None, as_json: bool, as_of: date) -> int:
    """List the tokens. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = list_tokens(desk, OWN, rule_book(), as_of)
        write_json(answer) if as_json else show(views.listed(answer))
    return OK


def anew(token: str, store: str | None, as_json: bool, as_of: date) -> int:
    """Make a token in the place of another. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = replace_token(desk, OWN, token, change(None, "a token anew"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.made(answer, before=token))
    return OK


def revoke(token: str, store: str | None, as_json: bool, as_of: date) -> int:
    """Revoke a token. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = revoke_token(desk, OWN, token, change(None, "revoked"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.listed(answer))
    return OK


def rotate(store: str | None, as_json: bool, as_of: date) -> int:
    """Change what signs and who is signed in. Returns the exit code."""
    with telling(as_json), desk_of(store) as desk:
        answer = rotate_keys(desk, OWN, change(None, "keys changed"), rule_book(), as_of)
        write_json(answer) if as_json else show(views.rotated(answer))
    return OK


def add_person(name: str, role: str, full_name: str, store: str | None) -> int:
    """Make an account and show it once. Returns the exit code."""
    with telling(as_json=False), desk_of(store) as desk:
        from oxyclaim.services.desk.kept import ROLES
        from oxyclaim.services.desk.signing_in import add_account

        chosen = next((each for each in ROLES if each == role), None)
        if chosen is None:
            raise BadInput([Problem("unknown_role", "no such role", path="--role", found=role, allowed=ROLES)])
        by = change(None, "an account")
        made = add_account(desk, OWN, name, full_name, chosen, by.at)
        desk.of(OWN).look(by.author, by.at, f"made an account in the role {role}")
        show(views.account(made.sign_in, made.password, made.second_factor, made.account.role))
    return OK


def link(name: str, store: str | None) -> int:
    """Print a link that signs in once. Returns the exit code."""
    with telling(as_json=False), desk_of(store) as desk:
        from oxyclaim.services.desk.signing_in import welcome_link
        from oxyclaim.services.running.settings import read_settings

        found = desk.credential(name.strip().casefold())
        if found is None:
            raise BadInput([Problem("nobody", "nobody signs in with this name", path="NAME", found=name)])
        by = change(None, "a link")
        settings = read_settings({each: value for each, value in os.environ.items() if each in (URL, PORT)})
        made = welcome_link(desk, found[0].account_id, by.at)
        desk.of(OWN).look(by.author, by.at, "made a link that signs in once", None, {"account": found[0].account_id})
        here = settings.url or f"http://{settings.host}:{settings.port}"
        show(views.link(f"{here}/welcome/{made}", found[0].name))
    return OK
