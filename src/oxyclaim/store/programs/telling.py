"""What is to be told to other programs is written down in the transaction in which it happens, so that none is lost."""

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from oxyclaim.case.canonical import canonical
from oxyclaim.store.tables import delivery, webhook

AT_ONCE = 400


def _whom(connection: Connection, supplier_id: str, kind: str) -> list[str]:
    """Whom to tell of this, by id."""
    query = select(webhook.c.webhook_id, webhook.c.kinds).where(
        webhook.c.supplier_id == supplier_id, webhook.c.ended_at.is_(None)
    )
    return [row.webhook_id for row in connection.execute(query) if kind in row.kinds.split()]


def is_wanted(connection: Connection, supplier_id: str, kind: str) -> bool:
    """Whether anybody is to be told of this."""
    return bool(_whom(connection, supplier_id, kind))


def tell(connection: Connection, supplier_id: str, kind: str, things: Sequence[tuple[str, dict[str, object]]]) -> int:
    """Write down what is to be told, each once by its name (empty: it has none and is always new); how many are new."""
    to = _whom(connection, supplier_id, kind) if things else []
    if not to:
        return 0
    named = [(about or secrets.token_urlsafe(12), data) for about, data in things]
    number = connection.execute(select(func.max(delivery.c.delivery_id))).scalar_one() or 0
    rows = []
    for webhook_id in to:
        there = _there(connection, webhook_id, [about for about, _ in named])
        for about, data in named:
            if about in there:
                continue
            number += 1
            rows.append({
                "delivery_id": number, "webhook_id": webhook_id, "supplier_id": supplier_id, "kind": kind,
                "about": about, "body": canonical({"event": secrets.token_urlsafe(12), "kind": kind, **data}),
                "tries": 0, "next_at": "",
            })  # fmt: skip
    if rows:
        connection.execute(insert(delivery), rows)
    return len(rows)


def _there(connection: Connection, webhook_id: str, about: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(about), AT_ONCE):
        query = select(delivery.c.about).where(
            delivery.c.webhook_id == webhook_id, delivery.c.about.in_(about[start : start + AT_ONCE])
        )
        found |= set(connection.execute(query).scalars())
    return found
