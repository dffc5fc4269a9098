"""What is asked of a store for other programs: their tokens, answers given once, whom to tell, scrub jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

VERDICT_CHANGED, REPLY_POSTED, TASK_DUE = "verdict.changed", "reply.posted", "task.due"
KINDS = {
    VERDICT_CHANGED: "the verdict of a line is another than before",
    REPLY_POSTED: "a payer's file was kept and posted",
    TASK_DUE: "a task has come to its last day",
}
"""What programs can be told."""
Work = Literal["scrub", "fix"]
JobState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class Token:
    """What a program shows with each call; its secret is kept as a hash alone. ``until``: the end of its time, if it
    has one; ``ended_at``: it was revoked."""

    token_id: str
    supplier_id: str
    name: str
    scopes: tuple[str, ...]
    made_at: str
    made_by: str
    until: str | None = None
    used_at: str | None = None
    ended_at: str | None = None
    ended_by: str | None = None


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered to a call with a key of its own; ``status``: None while it is being worked on."""

    request_sha256: str
    made_at: str
    status: int | None
    headers: str | None
    body: str | None


@dataclass(frozen=True)
class Webhook:
    """Whom to tell of what. ``secret`` signs; ``secret_before`` signs too, until ``before_until``."""

    webhook_id: str
    supplier_id: str
    url: str
    kinds: tuple[str, ...]
    secret: str
    made_at: str
    made_by: str
    secret_before: str | None = None
    before_until: str | None = None
    ended_at: str | None = None


@dataclass(frozen=True)
class Delivery:
    """Something that somebody is to be told. ``body``: the JSON that is sent; ``tries``: so many were made."""

    delivery_id: int
    webhook_id: str
    kind: str
    body: str
    tries: int
    next_at: str
    ended_at: str | None
    outcome: str | None


@dataclass(frozen=True)
class ScrubJob:
    """A claim file that is scrubbed, or corrected, in the background. ``name``: its kind as the end of a name;
    ``answer``: JSON. ``findings_sha256``: every finding, of a correction what is left; ``fixed_sha256``: the corrected
    file, where something was put right. ``size_bytes``, ``done_bytes``: how far it is."""

    job_id: str
    supplier_id: str
    author: str
    made_at: str
    as_of: date
    name: str
    content_sha256: str
    state: JobState
    tries: int
    ended_at: str | None = None
    answer: str | None = None
    findings_sha256: str | None = None
    work: Work = "scrub"
    size_bytes: int = 0
    done_bytes: int = 0
    fixed_sha256: str | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether it waits, or is worked on."""
        return self.state in ("waiting", "running")


class Programs(Protocol):
    """What a store keeps for other programs, of all suppliers; what is asked with a supplier finds only its own."""

    def add_token(self, token: Token, token_sha256: str) -> None:
        """One more token."""

    def tokens(self, supplier_id: str) -> list[Token]:
        """The tokens of a supplier, also those that were revoked, the latest first."""

    def token(self, token_sha256: str) -> Token | None:
        """The token whose secret has this hash, also where it was revoked."""

    def used(self, token_id: str, at: datetime) -> None:
        """The token was used."""

    def end_token(self, supplier_id: str, token_id: str, by: str, at: datetime) -> bool:
        """Revoke a token. False where the supplier has none of this id that is not revoked yet."""

    def begin_answer(
        self, token_id: str, key: str, request_sha256: str, at: datetime, patience: timedelta
    ) -> KeptAnswer | None:
        """A call with a key of its own begins: None where it is the first with it, else what is kept.

        One that was begun and not ended in ``patience`` was cut off, and is begun anew.
        """

    def end_answer(self, token_id: str, key: str, status: int, headers: str, body: str) -> None:
        """It was answered."""

    def drop_answer(self, token_id: str, key: str) -> None:
        """It came to nothing: the key is free again."""

    def forget_answers(self, before: datetime) -> int:
        """Keys that are older are forgotten; how many."""

    def add_webhook(self, webhook: Webhook) -> None:
        """Somebody more is to be told."""

    def webhooks(self, supplier_id: str | None = None) -> list[Webhook]:
        """Whom to tell, of a supplier or of all, the latest first; those that were ended are left out."""

    def put_secret(self, webhook_id: str, secret: str, before: str, before_until: datetime) -> None:
        """A new secret; the one before signs too until then."""

    def end_webhook(self, supplier_id: str, webhook_id: str, at: datetime) -> bool:
        """Nobody is told any more. False where the supplier has none of this id."""

    def tell(self, supplier_id: str, kind: str, about: Sequence[tuple[str, dict[str, object]]]) -> int:
        """Write down that these things are to be told, each once by its name; how many are new."""

    def take_deliveries(self, at: datetime, lease: timedelta, most: int) -> list[tuple[Delivery, Webhook]]:
        """What is to be told now; nobody else is given it for so long."""

    def end_delivery(self, delivery_id: int, at: datetime, outcome: str) -> None:
        """It was told, or is given up."""

    def put_off_delivery(self, delivery_id: int, next_at: datetime, outcome: str) -> None:
        """It was not taken: try again then."""

    def deliveries(self, supplier_id: str, most: int = 50) -> list[Delivery]:
        """What was told and is to be told, the latest first."""

    def waiting(self) -> dict[str, dict[str, int]]:
        """How much waits of all suppliers, by subject (``deliveries``, ``scrubs``) and state."""

    def add_scrub(self, job: ScrubJob) -> None:
        """A file is to be scrubbed."""

    def scrub_job(self, supplier_id: str, job_id: str) -> ScrubJob | None:
        """A job of this supplier."""

    def scrub_jobs(self, supplier_id: str, most: int = 50) -> list[ScrubJob]:
        """The jobs of a supplier, the latest first."""

    def put_done(self, job_id: str, done_bytes: int) -> None:
        """A job has come so far."""

    def take_scrub(self, at: datetime, lease: timedelta, most_tries: int) -> ScrubJob | None:
        """A job that nobody is at, for so long."""

    def end_scrub(
        self, job_id: str, at: datetime, state: JobState, answer: str, findings_sha256: str | None = None,
        fixed_sha256: str | None = None,
    ) -> None:  # fmt: skip
        """The job has come to an end."""
