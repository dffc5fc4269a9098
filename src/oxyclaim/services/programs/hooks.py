"""Programs are told: signed, tried again for two days, out of what was written down when it happened.

The body names ids and nothing else of a patient: whoever is told asks the API. The signature is HMAC-SHA256 over the
time, a full stop and the body, as in ``Oxyclaim-Signature: t=1764252000,v1=5257a8...``; so neither can be changed, and
an old message is known by its time.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from oxyclaim.case.canonical import sha256
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.kept import KINDS, TASK_DUE, Delivery, Programs, Webhook
from oxyclaim.services.store.kept import Change

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import Desk, SupplierDesk, Task

SIGNATURE, EVENT = "Oxyclaim-Signature", "Oxyclaim-Event"
WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6),
    timedelta(hours=12), timedelta(hours=24),
)  # fmt: skip
"""How long after each try that failed; after the last of them it is given up."""
LEASE = timedelta(minutes=2)
AT_ONCE = 50
OVERLAP = timedelta(hours=24)
"""How long the secret before signs too."""
MOST = 20
"""Webhooks of a supplier."""

Send = Callable[[str, dict[str, str], bytes], int | None]
"""Send a body with headers to an address; the status of the answer, None where there was none."""


@dataclass(frozen=True)
class Told:
    """What became of deliveries: taken by the receiver, to be tried again, given up."""

    told: int
    put_off: int
    given_up: int


def make_webhook(desk: "Desk", supplier_id: str, url: str, kinds: Sequence[str], change: Change) -> Webhook:
    """Somebody is to be told of these things. Raises BadInput with everything that is wrong."""
    problems = []
    if not is_safe(url):
        message = "write an address that begins with https://, without name and password in it"
        problems.append(Problem("wrong_url", message, path="url", allowed=("https://...",)))
    if not kinds:
        problems.append(Problem("no_kind", "say of what", path="kinds", allowed=tuple(KINDS)))
    for each in kinds:
        if each not in KINDS:
            problems.append(
                Problem("unknown_kind", "there is no such kind", path="kinds", found=each, allowed=tuple(KINDS))
            )
    if len(desk.programs.webhooks(supplier_id)) >= MOST:
        problems.append(Problem("too_many", f"there are {MOST} already; end one first", path="url"))
    if problems:
        raise BadInput(problems)
    made = Webhook(
        secrets.token_urlsafe(9), supplier_id, url, tuple(each for each in KINDS if each in kinds), new_secret(),
        change.at.isoformat(), change.author,
    )  # fmt: skip
    desk.programs.add_webhook(made)
    desk.of(supplier_id).look(change.author, change.at, "made a webhook", None, {"webhook": made.webhook_id})
    return made


def is_safe(url: str) -> bool:
    """Whether an address may be told anything: over TLS, or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not host or not has_port or parts.username or parts.password or not url.isascii() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in ("127.0.0.1", "localhost"))


def new_secret() -> str:
    """What signs."""
    return secrets.token_urlsafe(32)


def change_secrets(programs: Programs, now: datetime, supplier_id: str | None = None) -> list[Webhook]:
    """A new secret for every webhook; the one before signs too for a day. Those that were changed."""
    changed = programs.webhooks(supplier_id)
    for each in changed:
        programs.put_secret(each.webhook_id, new_secret(), each.secret, now + OVERLAP)
    return programs.webhooks(supplier_id) if changed else []


def signature(body: bytes, webhook: Webhook, now: datetime) -> str:
    """The header that shows who sent a body, and when."""
    at = int(now.timestamp())
    held = [webhook.secret]
    if webhook.secret_before and webhook.before_until and now <= datetime.fromisoformat(webhook.before_until):
        held.append(webhook.secret_before)
    return ",".join([f"t={at}", *(f"v1={signed(body, secret, at)}" for secret in held)])


def signed(body: bytes, secret: str, at: int) -> str:
    """HMAC-SHA256, in hexadecimal digits."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def tell_all(programs: Programs, send: Send, now: Callable[[], datetime]) -> Told:
    """Send what is to be told now. What is sent and not noted down (a kill) is sent once more: never lost."""
    told = put_off = given_up = 0
    for delivery, webhook in programs.take_deliveries(now(), LEASE, AT_ONCE):
        status = _sent(delivery, webhook, send, now())
        outcome = "no answer" if status is None else f"HTTP {status}"
        if status is not None and 200 <= status < 300:
            programs.end_delivery(delivery.delivery_id, now(), outcome)
            told += 1
        elif delivery.tries >= len(WAITS):
            programs.end_delivery(delivery.delivery_id, now(), f"given up: {outcome}")
            given_up += 1
        else:
            programs.put_off_delivery(delivery.delivery_id, now() + WAITS[delivery.tries], outcome)
            put_off += 1
    return Told(told, put_off, given_up)


def _sent(delivery: Delivery, webhook: Webhook, send: Send, now: datetime) -> int | None:
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        EVENT: delivery.kind,
        SIGNATURE: signature(body, webhook, now),
        "User-Agent": "oxyclaim",
    }
    return send(webhook.url, headers, body)


def tell_of_due_tasks(desk: "SupplierDesk", programs: Programs, supplier_id: str, as_of: date) -> int:
    """Write down which tasks have come to their last day, each once; how many."""
    if not any(TASK_DUE in each.kinds for each in programs.webhooks(supplier_id)):
        return 0
    tasks = desk.tasks(due_by=as_of)
    handles = desk.handles(list(dict.fromkeys(each.case_id for each in tasks)))
    return programs.tell(supplier_id, TASK_DUE, list(_named(tasks, handles)))


def _named(tasks: Sequence["Task"], handles: dict[str, str]) -> Iterable[tuple[str, dict[str, object]]]:
    for each in tasks:
        task = task_id(handles[each.case_id], each)
        yield f"{task}:{each.due}", {"patient": handles[each.case_id], "task": task}


def task_id(handle: str, task: "Task") -> str:
    """By what a task is known outside: it says nothing of what is wanted."""
    return sha256("\n".join((handle, task.question, task.who)))[:24]
