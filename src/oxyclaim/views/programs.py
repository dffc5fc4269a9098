"""Tokens of other programs, and keys that were changed."""

from oxyclaim.services.programs.kept import Token
from oxyclaim.services.programs.keys import KeysRotated
from oxyclaim.services.programs.tokens import TokenMade, TokensAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Pairs, Text, counted


def made(answer: TokenMade, before: str | None = None) -> Document:
    """The token, once."""
    rows = (
        ("token", answer.secret),
        ("for", answer.token.name),
        ("may", ", ".join(answer.token.scopes)),
        ("until", answer.token.until or "it is revoked"),
        ("id", answer.token.token_id),
    )
    blocks: list[Block] = [Pairs(rows), Text("It is shown once: put it into the program now.", "caution")]
    if before:
        blocks.append(Text(f"Then: oxyclaim store token revoke {before}", "quiet"))
    return Document(tuple(blocks))


def listed(answer: TokensAnswer) -> Document:
    """The tokens, one a row."""
    if not answer.tokens:
        return Document((Text("No token was made."),))
    return Document((_table(answer.tokens),))


def rotated(answer: KeysRotated) -> Document:
    """What was changed, and what is left to do by hand."""
    blocks: list[Block] = [
        Text(f"{counted(answer.signed_out, 'session')} ended; links that sign in are no longer taken.", "good")
    ]
    if answer.webhooks:
        rows = tuple((each.webhook, each.url, each.secret) for each in answer.webhooks)
        blocks.append(Grid(("webhook", "address", "new secret"), rows))
        blocks.append(Text("Shown once. The secrets of before sign too for a day.", "caution"))
    if answer.tokens:
        blocks += [Text("Tokens in force; replace each with `oxyclaim store token replace ID`:"), _table(answer.tokens)]
    return Document(tuple(blocks))


def account(sign_in: str, password: str, second_factor: str, role: str) -> Document:
    """What a person signs in with, once."""
    rows = (("name", sign_in), ("password", password), ("for an authenticator app", second_factor), ("role", role))
    return Document((Pairs(rows), Text("It is shown once: hand it over now.", "caution")))


def link(address: str, name: str) -> Document:
    """A link that signs in once."""
    return Document((Text(f"It signs {name} in once, within 15 minutes:"), Text(address)))


def _table(tokens: tuple[Token, ...]) -> Grid:
    head = ("id", "for", "may", "made", "last used", "until", "revoked")
    return Grid(
        head,
        tuple(
            (
                each.token_id, each.name, ", ".join(each.scopes), each.made_at[:10], (each.used_at or "never")[:10],
                each.until or "", (each.ended_at or "")[:10],
            )
            for each in tokens
        ),
    )  # fmt: skip
