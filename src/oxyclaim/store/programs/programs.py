"""Tokens, answers given once, whom to tell, scrub jobs: each call is one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, case, delete, func, insert, or_, select, update

from oxyclaim.services.programs.kept import Delivery, JobState, KeptAnswer, ScrubJob, Token, Webhook
from oxyclaim.store.engines import reading, writing
from oxyclaim.store.programs.telling import tell
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import api_answer, api_token, delivery, scrub_job, webhook

_TOKEN = [api_token.c[field.name] for field in fields(Token)]
_ANSWER = [api_answer.c[field.name] for field in fields(KeptAnswer)]
_WEBHOOK = [webhook.c[field.name] for field in fields(Webhook)]
_DELIVERY = [delivery.c[field.name] for field in fields(Delivery)]
_JOB = [scrub_job.c[field.name] for field in fields(ScrubJob)]


class SqlPrograms:
    """See ``services.programs.kept.Programs``, which says what each of these does."""

    def __init__(self, engine: Engine):
        self._engine = engine

    def add_token(self, token: Token, token_sha256: str) -> None:
        """One more token."""
        row = asdict(token) | {"scopes": " ".join(token.scopes), "token_sha256": token_sha256}
        with writing(self._engine) as connection:
            connection.execute(insert(api_token), [row])

    def tokens(self, supplier_id: str) -> list[Token]:
        """The tokens of a supplier."""
        query = select(*_TOKEN).where(api_token.c.supplier_id == supplier_id)
        with reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(query.order_by(api_token.c.made_at.desc()))]

    def token(self, token_sha256: str) -> Token | None:
        """The token with this hash."""
        with reading(self._engine) as connection:
            row = connection.execute(select(*_TOKEN).where(api_token.c.token_sha256 == token_sha256)).one_or_none()
        return None if row is None else _token(row)

    def used(self, token_id: str, at: datetime) -> None:
        """It was used."""
        with writing(self._engine) as connection:
            connection.execute(update(api_token).where(api_token.c.token_id == token_id).values(used_at=at_text(at)))

    def end_token(self, supplier_id: str, token_id: str, by: str, at: datetime) -> bool:
        """Revoke it."""
        mine = (
            api_token.c.supplier_id == supplier_id, api_token.c.token_id == token_id, api_token.c.ended_at.is_(None),
        )  # fmt: skip
        with writing(self._engine) as connection:
            ended = connection.execute(update(api_token).where(*mine).values(ended_at=at_text(at), ended_by=by))
            return ended.rowcount == 1

    def begin_answer(
        self, token_id: str, key: str, request_sha256: str, at: datetime, patience: timedelta
    ) -> KeptAnswer | None:
        """A call with a key begins."""
        this = and_(api_answer.c.token_id == token_id, api_answer.c.key == key)
        row = {"token_id": token_id, "key": key, "request_sha256": request_sha256, "made_at": at_text(at)}
        with writing(self._engine) as connection:
            found = connection.execute(select(*_ANSWER).where(this)).one_or_none()
            if found is None:
                connection.execute(insert(api_answer), [row])
                return None
            kept = KeptAnswer(*found)
            was_cut_off = kept.status is None and datetime.fromisoformat(kept.made_at) + patience < at
            if was_cut_off and kept.request_sha256 == request_sha256:
                connection.execute(update(api_answer).where(this).values(made_at=at_text(at)))
                return None
            return kept

    def end_answer(self, token_id: str, key: str, status: int, headers: str, body: str) -> None:
        """It was answered."""
        this = and_(api_answer.c.token_id == token_id, api_answer.c.key == key)
        with writing(self._engine) as connection:
            connection.execute(update(api_answer).where(this).values(status=status, headers=headers, body=body))

    def drop_answer(self, token_id: str, key: str) -> None:
        """The key is free again."""
        this = and_(api_answer.c.token_id == token_id, api_answer.c.key == key)
        with writing(self._engine) as connection:
            connection.execute(delete(api_answer).where(this))

    def forget_answers(self, before: datetime) -> int:
        """Older keys are forgotten."""
        with writing(self._engine) as connection:
            gone = connection.execute(delete(api_answer).where(api_answer.c.made_at < at_text(before)))
            return gone.rowcount

    def add_webhook(self, one: Webhook) -> None:
        """Somebody more is to be told."""
        with writing(self._engine) as connection:
            connection.execute(insert(webhook), [asdict(one) | {"kinds": " ".join(one.kinds)}])

    def webhooks(self, supplier_id: str | None = None) -> list[Webhook]:
        """Whom to tell."""
        query = select(*_WEBHOOK).where(webhook.c.ended_at.is_(None))
        if supplier_id is not None:
            query = query.where(webhook.c.supplier_id == supplier_id)
        with reading(self._engine) as connection:
            return [_webhook(row) for row in connection.execute(query.order_by(webhook.c.made_at.desc()))]

    def put_secret(self, webhook_id: str, secret: str, before: str, before_until: datetime) -> None:
        """A new secret."""
        values = {"secret": secret, "secret_before": before, "before_until": at_text(before_until)}
        with writing(self._engine) as connection:
            connection.execute(update(webhook).where(webhook.c.webhook_id == webhook_id).values(**values))

    def end_webhook(self, supplier_id: str, webhook_id: str, at: datetime) -> bool:
        """Nobody is told any more; what was still to be told is given up."""
        mine = (
            webhook.c.supplier_id == supplier_id, webhook.c.webhook_id == webhook_id, webhook.c.ended_at.is_(None),
        )  # fmt: skip
        left = (delivery.c.webhook_id == webhook_id, delivery.c.ended_at.is_(None))
        with writing(self._engine) as connection:
            if connection.execute(update(webhook).where(*mine).values(ended_at=at_text(at))).rowcount != 1:
                return False
            connection.execute(update(delivery).where(*left).values(ended_at=at_text(at), outcome="ended"))
        return True

    def tell(self, supplier_id: str, kind: str, about: Sequence[tuple[str, dict[str, object]]]) -> int:
        """These things are to be told."""
        with writing(self._engine) as connection:
            return tell(connection, supplier_id, kind, about)

    def take_deliveries(self, at: datetime, lease: timedelta, most: int) -> list[tuple[Delivery, Webhook]]:
        """What is to be told now."""
        due = (delivery.c.ended_at.is_(None), delivery.c.next_at <= at_text(at))
        query = (
            select(*_DELIVERY, *_WEBHOOK)
            .join(webhook, webhook.c.webhook_id == delivery.c.webhook_id)
            .where(*due)
            .order_by(delivery.c.delivery_id)
            .limit(most)
        )
        with reading(self._engine) as connection:
            if connection.execute(select(delivery.c.delivery_id).where(*due).limit(1)).one_or_none() is None:
                return []
        with writing(self._engine) as connection:
            rows = connection.execute(query).all()
            taken = [row[0] for row in rows]
            connection.execute(
                update(delivery)
                .where(delivery.c.delivery_id.in_(taken))
                .values(tries=delivery.c.tries + 1, next_at=at_text(at + lease))
            )
        return [(Delivery(*row[: len(_DELIVERY)]), _webhook(row[len(_DELIVERY) :])) for row in rows]

    def end_delivery(self, delivery_id: int, at: datetime, outcome: str) -> None:
        """It was told, or is given up."""
        self._set_delivery(delivery_id, {"ended_at": at_text(at), "outcome": outcome})

    def put_off_delivery(self, delivery_id: int, next_at: datetime, outcome: str) -> None:
        """Try again then."""
        self._set_delivery(delivery_id, {"next_at": at_text(next_at), "outcome": outcome})

    def deliveries(self, supplier_id: str, most: int = 50) -> list[Delivery]:
        """The latest first."""
        query = select(*_DELIVERY).where(delivery.c.supplier_id == supplier_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(delivery.c.delivery_id.desc()).limit(most))
            return [Delivery(*row) for row in rows]

    def waiting(self) -> dict[str, dict[str, int]]:
        """How much waits."""
        left = case((delivery.c.tries == 0, "new"), else_="to be tried again")
        deliveries = select(left, func.count()).where(delivery.c.ended_at.is_(None)).group_by(left)
        states = ("waiting", "running")
        scrubs = (
            select(scrub_job.c.state, func.count()).where(scrub_job.c.state.in_(states)).group_by(scrub_job.c.state)
        )
        with reading(self._engine) as connection:
            return {
                "deliveries": {"new": 0, "to be tried again": 0, **_counted(connection, deliveries)},
                "scrubs": {**dict.fromkeys(states, 0), **_counted(connection, scrubs)},
            }

    def add_scrub(self, job: ScrubJob) -> None:
        """A file is to be scrubbed."""
        with writing(self._engine) as connection:
            connection.execute(insert(scrub_job), [asdict(job) | {"as_of": job.as_of.isoformat()}])

    def scrub_job(self, supplier_id: str, job_id: str) -> ScrubJob | None:
        """A job of this supplier."""
        query = select(*_JOB).where(scrub_job.c.supplier_id == supplier_id, scrub_job.c.job_id == job_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _job(row)

    def scrub_jobs(self, supplier_id: str, most: int = 50) -> list[ScrubJob]:
        """The latest first."""
        query = select(*_JOB).where(scrub_job.c.supplier_id == supplier_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(scrub_job.c.made_at.desc(), scrub_job.c.job_id).limit(most))
            return [_job(row) for row in rows]

    def put_done(self, job_id: str, done_bytes: int) -> None:
        """It has come so far."""
        with writing(self._engine) as connection:
            connection.execute(update(scrub_job).where(scrub_job.c.job_id == job_id).values(done_bytes=done_bytes))

    def take_scrub(self, at: datetime, lease: timedelta, most_tries: int) -> ScrubJob | None:
        """A job that nobody is at."""
        free = or_(
            scrub_job.c.state == "waiting",
            and_(scrub_job.c.state == "running", scrub_job.c.leased_until < at_text(at)),
        )
        query = select(*_JOB).where(free).order_by(scrub_job.c.made_at, scrub_job.c.job_id).limit(1)
        with reading(self._engine) as connection:
            if connection.execute(query).one_or_none() is None:
                return None
        with writing(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            job = _job(row)
            this = scrub_job.c.job_id == job.job_id
            if job.tries >= most_tries:
                connection.execute(update(scrub_job).where(this).values(state="failed", ended_at=at_text(at)))
                return None
            taken = {"state": "running", "tries": job.tries + 1, "leased_until": at_text(at + lease)}
            connection.execute(update(scrub_job).where(this).values(**taken))
        return job

    def end_scrub(
        self, job_id: str, at: datetime, state: JobState, answer: str, findings_sha256: str | None = None,
        fixed_sha256: str | None = None,
    ) -> None:  # fmt: skip
        """It has come to an end."""
        values = {
            "state": state, "ended_at": at_text(at), "answer": answer, "findings_sha256": findings_sha256,
            "fixed_sha256": fixed_sha256,
        }  # fmt: skip
        with writing(self._engine) as connection:
            connection.execute(update(scrub_job).where(scrub_job.c.job_id == job_id).values(**values))

    def _set_delivery(self, delivery_id: int, values: dict[str, Any]) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(delivery).where(delivery.c.delivery_id == delivery_id).values(**values))


def _counted(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return {state: int(count) for state, count in connection.execute(query)}


def _token(row: Row[Any]) -> Token:
    return Token(**dict(row._mapping) | {"scopes": tuple(row.scopes.split())})


def _webhook(row: Any) -> Webhook:
    values = dict(zip((field.name for field in fields(Webhook)), row, strict=True))
    return Webhook(**values | {"kinds": tuple(values["kinds"].split())})


def _job(row: Row[Any]) -> ScrubJob:
    return ScrubJob(**dict(row._mapping) | {"as_of": date.fromisoformat(row.as_of)})
