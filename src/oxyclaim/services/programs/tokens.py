"""Tokens of other programs: made with scopes, shown once, revoked; what they may do and nothing else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from oxyclaim.case.canonical import sha256
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.kept import Programs, Token
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import Desk

SCOPES = {
    "judge": "ask check, checklist, due and calendar of cases that the program sends",
    "patients:read": "read patients, their versions, verdicts and tasks",
    "patients:write": "add patients and save new versions",
    "claims:read": "list claim files and take them",
    "claims:write": "write claim files and mark them sent",
    "scrub": "scrub claim files",
    "replies:read": "see what waits in suspense, is held, or was not answered",
    "replies:write": "post payers' files",
    "denials:read": "read the denials that are open work",
    "denials:write": "appeal them, enter requests for records and reopenings",
    "outbox:read": "take what was put into the outbox",
    "ledger:read": "read balances",
    "ledger:write": "enter what patients paid and what is written off",
    "webhooks": "say who is to be told of what",
}
"""What a token can be made for, and what it lets do."""
BEGINS = "oxy_"
"""By what a token is known where somebody has left one lying about."""
NOTED = timedelta(minutes=1)
"""A use is not written down again within this time."""
LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class TokenMade(Head):
    """A token that was made. ``secret`` is shown once and not kept."""

    token: Token
    secret: str


@dataclass(frozen=True, kw_only=True)
class TokensAnswer(Head):
    """The tokens of a supplier, the latest first."""

    tokens: tuple[Token, ...]


def make_token(
    desk: "Desk",
    supplier_id: str,
    name: str,
    scopes: Sequence[str],
    change: Change,
    book: RuleBook,
    as_of: date,
    until: date | None = None,
) -> TokenMade:
    """Make a token; its secret is in the answer and nowhere else. Raises BadInput with everything that is wrong."""
    problems = list(_wrong(desk.programs, supplier_id, name, scopes, until, as_of))
    if problems:
        raise BadInput(problems)
    secret = BEGINS + secrets.token_urlsafe(32)
    token = Token(
        token_id=secrets.token_urlsafe(9),
        supplier_id=supplier_id,
        name=name.strip(),
        scopes=tuple(each for each in SCOPES if each in scopes),
        made_at=change.at.isoformat(),
        made_by=change.author,
        until=until.isoformat() if until else None,
    )
    desk.programs.add_token(token, token_hash(secret))
    desk.of(supplier_id).look(
        change.author, change.at, "made a token for a program", None, {"token": token.token_id, "scopes": token.scopes}
    )
    return TokenMade(**head("token_made", book, as_of), token=token, secret=secret)


def list_tokens(desk: "Desk", supplier_id: str, book: RuleBook, as_of: date) -> TokensAnswer:
    """The tokens of a supplier."""
    return TokensAnswer(**head("tokens", book, as_of), tokens=tuple(desk.programs.tokens(supplier_id)))


def revoke_token(
    desk: "Desk", supplier_id: str, token_id: str, change: Change, book: RuleBook, as_of: date
) -> TokensAnswer:
    """Revoke a token: from now on it is refused. Raises BadInput where there is none."""
    if not desk.programs.end_token(supplier_id, token_id, change.author, change.at):
        allowed = tuple(each.token_id for each in desk.programs.tokens(supplier_id) if each.ended_at is None)
        message = "there is no such token, or it was revoked already; name one by its id"
        raise BadInput([Problem("no_token", message, path="token", found=token_id, allowed=allowed)])
    desk.of(supplier_id).look(change.author, change.at, "revoked a token", None, {"token": token_id})
    return list_tokens(desk, supplier_id, book, as_of)


def replace_token(
    desk: "Desk", supplier_id: str, token_id: str, change: Change, book: RuleBook, as_of: date
) -> TokenMade:
    """Another token with the same name and scopes; the old one goes on until it is revoked. Raises BadInput."""
    old = next((each for each in desk.programs.tokens(supplier_id) if each.token_id == token_id), None)
    if old is None or old.ended_at:
        message = "there is no such token, or it was revoked; name one by its id"
        raise BadInput([Problem("no_token", message, path="token", found=token_id)])
    secret = BEGINS + secrets.token_urlsafe(32)
    new = replace(
        old,
        token_id=secrets.token_urlsafe(9),
        made_at=change.at.isoformat(),
        made_by=change.author,
        used_at=None,
    )
    desk.programs.add_token(new, token_hash(secret))
    desk.of(supplier_id).look(
        change.author, change.at, "made a token anew", None, {"token": new.token_id, "before": token_id}
    )
    return TokenMade(**head("token_made", book, as_of), token=new, secret=secret)


def token_hash(secret: str) -> str:
    """What is kept of a token: 256 bits by chance need no slow hash."""
    return sha256(secret)


def is_in_force(token: Token, now: datetime) -> bool:
    """Whether a token is neither revoked nor past its last day."""
    return token.ended_at is None and (token.until is None or now.date().isoformat() <= token.until)


def note_use(programs: Programs, token: Token, now: datetime) -> None:
    """Write down that a token was used, now and then."""
    if token.used_at is None or now - datetime.fromisoformat(token.used_at) > NOTED:
        programs.used(token.token_id, now)


def _wrong(
    programs: Programs, supplier_id: str, name: str, scopes: Sequence[str], until: date | None, as_of: date
) -> list[Problem]:
    problems = []
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        message = f"say which program it is for, in at most {LONGEST_NAME} characters"
        problems.append(Problem("no_name", message, path="name"))
    elif any(each.name == name.strip() and each.ended_at is None for each in programs.tokens(supplier_id)):
        message = "has a token already; revoke it first, or give another name"
        problems.append(Problem("name_taken", message, path="name", found=name.strip()))
    if not scopes:
        problems.append(Problem("no_scope", "say what it may do", path="scope", allowed=tuple(SCOPES)))
    for each in scopes:
        if each not in SCOPES:
            problems.append(
                Problem("unknown_scope", "there is no such scope", path="scope", found=each, allowed=tuple(SCOPES))
            )
    if until is not None and until < as_of:
        problems.append(Problem("past", "is a day that has passed", path="until", found=until.isoformat()))
    return problems
