"""Who is at the desk: sign-in by name, password and one-time code, sessions that end, and the first account."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from oxyclaim.services.desk.kept import ROLES, Account, Credential, Desk, Role, Session
from oxyclaim.services.desk.secrets import (
    SHORTEST,
    address_for_app,
    digest,
    hash_of,
    is_password,
    new_password,
    new_second_factor,
    new_token,
    step_of,
)
from oxyclaim.services.problems import BadInput, Problem

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
NOTED = timedelta(seconds=30)
"""A session that was seen so long ago is not written down once more."""
TRIES = 5
SLOWED = timedelta(minutes=1)
"""How long no try counts after so many wrong ones; twice that after the next, and so on up to an hour."""
WELCOME = timedelta(minutes=15)
_NOBODY = hash_of("nobody has this password")

WRONG = "That name, password and code do not go together. Nothing says which of them is wrong."
LOCKED = "Too many tries. Wait until {until}, then try again."


@dataclass(frozen=True)
class NewAccount:
    """An account that was made, with what its owner signs in with; it is shown once and not kept."""

    account: Account
    sign_in: str
    password: str
    second_factor: str
    app: str


@dataclass(frozen=True)
class SignedIn:
    """A session that began, and the secret for the browser's cookie."""

    session: Session
    cookie: str


class Refused(Exception):
    """The sign-in was refused; the message says what to do and not what was wrong."""


def add_account(
    desk: Desk, supplier_id: str, sign_in: str, name: str, role: Role, now: datetime, password: str | None = None
) -> NewAccount:
    """Make an account; a password is made up where none is given. Raises BadInput."""
    problems = []
    if role not in ROLES:
        problems.append(Problem("unknown_role", "there is no such role", path="role", found=role, allowed=ROLES))
    if not sign_in.strip():
        problems.append(Problem("no_name", "give a name to sign in with", path="sign_in"))
    if password is not None and len(password) < SHORTEST:
        problems.append(Problem("short_password", f"needs at least {SHORTEST} characters", path="password"))
    if problems:
        raise BadInput(problems)
    given = password or new_password()
    factor = new_second_factor()
    name_kept = sign_in.strip().casefold()
    account = Account(secrets.token_urlsafe(9), supplier_id, name.strip() or name_kept, role)
    try:
        desk.add_account(account, Credential(name_kept, hash_of(given), factor), now)
    except ValueError:
        message = "is taken already; choose another name"
        raise BadInput([Problem("name_taken", message, path="sign_in", found=sign_in)]) from None
    return NewAccount(account, name_kept, given, factor, address_for_app(factor, name_kept))


def sign_in(desk: Desk, name: str, password: str, code: str, now: datetime) -> SignedIn:
    """Sign in. Raises Refused; every try is written down."""
    found = desk.credential(name.strip().casefold())
    if found is None:
        is_password(password, _NOBODY)  # it takes as long as for a name that there is
        raise Refused(WRONG)
    account, credential = found
    own = desk.of(account.supplier_id)
    if credential.locked_until and now < datetime.fromisoformat(credential.locked_until):
        own.look(credential.sign_in, now, "sign-in refused: too many tries")
        until = datetime.fromisoformat(credential.locked_until).astimezone().strftime("%H:%M:%S")
        raise Refused(LOCKED.format(until=until))
    right = is_password(password, credential.password)
    step = step_of(credential.second_factor, code, now)
    if not right or step is None or step <= credential.last_step:
        desk.put_credential(account.account_id, _failed(credential, now), now)
        own.look(credential.sign_in, now, "sign-in failed")
        raise Refused(WRONG)
    desk.put_credential(account.account_id, replace(credential, last_step=step, failures=0, locked_until=None), now)
    own.look(account.name, now, "signed in")
    return _begin(desk, account, now)


def welcome_link(desk: Desk, account_id: str, now: datetime) -> str:
    """The secret of a link that signs in once, for whoever runs the server and so holds the store anyway."""
    token = new_token()
    desk.put_welcome(digest(token), account_id, now + WELCOME)
    return token


def sign_in_by_link(desk: Desk, token: str, now: datetime) -> SignedIn:
    """Sign in by such a link. Raises Refused."""
    account = desk.take_welcome(digest(token), now)
    if account is None:
        raise Refused("This link was used already, or is too old. Sign in with name, password and code.")
    desk.of(account.supplier_id).look(account.name, now, "signed in by the server's own link")
    return _begin(desk, account, now)


def session_of(desk: Desk, cookie: str, now: datetime) -> Session | None:
    """The session of a browser, which goes on by that; None where there is none or its time is up."""
    session = desk.session(digest(cookie)) if cookie else None
    if session is None:
        return None
    if now - session.seen_at > IDLE or now - session.made_at > LONGEST:
        sign_out(desk, session, now, "signed out after a while")
        return None
    if now - session.seen_at > NOTED:
        desk.seen(session.session_sha256, now)
    return session


def sign_out(desk: Desk, session: Session, now: datetime, what: str = "signed out") -> None:
    """The session is over."""
    desk.end_session(session.session_sha256, now)
    desk.of(session.account.supplier_id).look(session.account.name, now, what)


def _begin(desk: Desk, account: Account, now: datetime) -> SignedIn:
    cookie = new_token()
    session = Session(digest(cookie), account, new_token(), now, now)
    desk.begin_session(session)
    return SignedIn(session, cookie)


def _failed(credential: Credential, now: datetime) -> Credential:
    failures = credential.failures + 1
    if failures < TRIES:
        return replace(credential, failures=failures)
    wait = min(SLOWED * 2 ** min(failures - TRIES, 6), timedelta(hours=1))
    return replace(credential, failures=failures, locked_until=(now + wait).astimezone(UTC).isoformat())
