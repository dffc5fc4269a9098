"""Keys are changed: every browser is signed out, links lapse, and webhooks sign with new secrets."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from oxyclaim.services.answers import Head, head
from oxyclaim.services.programs.hooks import change_secrets
from oxyclaim.services.programs.kept import Token
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import Desk


@dataclass(frozen=True)
class NewSecret:
    """A webhook's new secret, shown once; the one before signs too for a day."""

    webhook: str
    url: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class KeysRotated(Head):
    """``signed_out``: sessions that were ended; ``webhooks``: their new secrets; ``tokens``: those in force, which are
    replaced one by one (`oxyclaim store token replace`), since each is in another program."""

    signed_out: int
    webhooks: tuple[NewSecret, ...]
    tokens: tuple[Token, ...]


def rotate_keys(desk: "Desk", supplier_id: str, change: Change, book: RuleBook, as_of: date) -> KeysRotated:
    """Change the keys of a supplier."""
    signed_out = desk.end_all_sessions(supplier_id, change.at)
    secrets = tuple(
        NewSecret(each.webhook_id, each.url, each.secret)
        for each in change_secrets(desk.programs, change.at, supplier_id)
    )
    detail = {"signed_out": signed_out, "webhooks": [each.webhook for each in secrets]}
    desk.of(supplier_id).look(change.author, change.at, "changed the keys", None, detail)
    tokens = tuple(each for each in desk.programs.tokens(supplier_id) if each.ended_at is None)
    return KeysRotated(**head("keys_rotated", book, as_of), signed_out=signed_out, webhooks=secrets, tokens=tokens)
