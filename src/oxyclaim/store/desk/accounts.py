"""Who may sign in, and which browsers are signed in."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from oxyclaim.services.desk.kept import Account, Credential, Session
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import account, credential, session, supplier, welcome

_ACCOUNT = [account.c[field.name] for field in fields(Account)]
_CREDENTIAL = [credential.c[field.name] for field in fields(Credential)]


def add_supplier(connection: Connection, supplier_id: str, name: str, at: datetime) -> None:
    """One more supplier."""
    connection.execute(insert(supplier), [{"supplier_id": supplier_id, "name": name, "changed_at": at_text(at)}])


def listed(connection: Connection, supplier_id: str) -> list[Account]:
    """The accounts of a supplier, by name."""
    query = select(*_ACCOUNT).where(account.c.supplier_id == supplier_id, account.c.active).order_by(account.c.name)
    return [Account(*row) for row in connection.execute(query)]


def add(connection: Connection, one: Account, with_it: Credential, at: datetime) -> None:
    """Somebody more. Raises ValueError."""
    try:
        connection.execute(insert(account), [{**asdict(one), "active": True}])
        connection.execute(
            insert(credential), [{"account_id": one.account_id, **asdict(with_it), "changed_at": at_text(at)}]
        )
    except IntegrityError:
        raise ValueError("the name is taken") from None


def find(connection: Connection, sign_in: str) -> tuple[Account, Credential] | None:
    """Whose sign-in this is."""
    query = (
        select(*_ACCOUNT, *_CREDENTIAL)
        .join(credential, credential.c.account_id == account.c.account_id)
        .where(credential.c.sign_in == sign_in, account.c.active)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else (Account(*row[: len(_ACCOUNT)]), Credential(*row[len(_ACCOUNT) :]))


def put(connection: Connection, account_id: str, with_it: Credential, at: datetime) -> None:
    """The credential as it stands now."""
    connection.execute(
        update(credential)
        .where(credential.c.account_id == account_id)
        .values(**asdict(with_it), changed_at=at_text(at))
    )


def begin(connection: Connection, one: Session) -> None:
    """A browser signs in."""
    row = {
        "session_sha256": one.session_sha256,
        "account_id": one.account.account_id,
        "token": one.token,
        "made_at": at_text(one.made_at),
        "seen_at": at_text(one.seen_at),
    }
    connection.execute(insert(session), [row])


def session_of(connection: Connection, sha256: str) -> Session | None:
    """The session that this is the hash of."""
    query = (
        select(session.c.token, session.c.made_at, session.c.seen_at, *_ACCOUNT)
        .join(account, account.c.account_id == session.c.account_id)
        .where(session.c.session_sha256 == sha256, session.c.ended_at.is_(None), account.c.active)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    token, made_at, seen_at, *who = row
    return Session(sha256, Account(*who), token, datetime.fromisoformat(made_at), datetime.fromisoformat(seen_at))


def seen(connection: Connection, sha256: str, at: datetime) -> None:
    """It was used."""
    connection.execute(update(session).where(session.c.session_sha256 == sha256).values(seen_at=at_text(at)))


def end(connection: Connection, sha256: str, at: datetime) -> None:
    """It is over."""
    connection.execute(update(session).where(session.c.session_sha256 == sha256).values(ended_at=at_text(at)))


def end_all(connection: Connection, supplier_id: str, at: datetime) -> int:
    """Every session of a supplier is over, and no link signs in any more; how many sessions."""
    own = select(account.c.account_id).where(account.c.supplier_id == supplier_id)
    now = at_text(at)
    unused = (welcome.c.account_id.in_(own), welcome.c.used_at.is_(None))
    connection.execute(update(welcome).where(*unused).values(used_at=now))
    open_now = (session.c.account_id.in_(own), session.c.ended_at.is_(None))
    return connection.execute(update(session).where(*open_now).values(ended_at=now)).rowcount


def put_welcome(connection: Connection, sha256: str, account_id: str, until: datetime) -> None:
    """A link that signs in once."""
    connection.execute(insert(welcome), [{"link_sha256": sha256, "account_id": account_id, "until": at_text(until)}])


def take_welcome(connection: Connection, sha256: str, at: datetime) -> Account | None:
    """Whom the link signs in; it is used up by that."""
    now = at_text(at)
    mine = (welcome.c.link_sha256 == sha256, welcome.c.used_at.is_(None), welcome.c.until >= now)
    if connection.execute(update(welcome).where(*mine).values(used_at=now)).rowcount != 1:
        return None
    query = (
        select(*_ACCOUNT)
        .join(welcome, welcome.c.account_id == account.c.account_id)
        .where(welcome.c.link_sha256 == sha256, account.c.active)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Account(*row)
