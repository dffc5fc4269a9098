"""Other programs: their tokens, answers that are given once, whom to tell of what, scrub jobs, what is to go out."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from oxyclaim.store.tables.base import APPEND_ONLY, WHOLE, metadata, optional, reference, text

api_token = Table(
    "api_token",
    metadata,
    text("token_id", primary_key=True),
    text("supplier_id"),
    text("name"),
    text("scopes"),
    text("token_sha256", unique=True),
    text("made_at"),
    text("made_by"),
    optional("until"),
    optional("used_at"),
    optional("ended_at"),
    optional("ended_by"),
    reference(["supplier_id"], "supplier"),
)
"""What another program shows with each call, by its hash. ``scopes``: with blanks between."""
Index(None, api_token.c.supplier_id, api_token.c.made_at)

api_answer = Table(
    "api_answer",
    metadata,
    text("token_id", primary_key=True),
    text("key", primary_key=True),
    text("request_sha256"),
    text("made_at"),
    Column("status", WHOLE),
    optional("headers"),
    optional("body"),
    reference(["token_id"], "api_token"),
)
"""What was answered to a call that carried a key of its own. ``status`` is empty while the call is being worked on."""

webhook = Table(
    "webhook",
    metadata,
    text("webhook_id", primary_key=True),
    text("supplier_id"),
    text("url"),
    text("kinds"),
    text("secret"),
    optional("secret_before"),
    optional("before_until"),
    text("made_at"),
    text("made_by"),
    optional("ended_at"),
    reference(["supplier_id"], "supplier"),
)
"""Whom to tell. ``secret_before`` signs too until ``before_until``, so that a secret can be changed without a gap."""
Index(None, webhook.c.supplier_id, webhook.c.made_at)

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_id", WHOLE, primary_key=True, autoincrement=False),
    text("webhook_id"),
    text("supplier_id"),
    text("kind"),
    text("about"),
    text("body"),
    Column("tries", WHOLE, nullable=False),
    text("next_at"),
    optional("ended_at"),
    optional("outcome"),
    reference(["webhook_id"], "webhook"),
    UniqueConstraint("webhook_id", "about"),
)
"""What somebody is still to be told, written down in the transaction in which it happened. ``about``: so that it is
told once; ``next_at``: empty for at once; ``outcome``: what became of the last try."""
Index(None, delivery.c.ended_at, delivery.c.next_at)

scrub_job = Table(
    "scrub_job",
    metadata,
    text("job_id", primary_key=True),
    text("supplier_id"),
    text("author"),
    text("made_at"),
    text("as_of"),
    text("name"),
    text("content_sha256"),
    text("state"),
    Column("tries", WHOLE, nullable=False),
    optional("leased_until"),
    optional("ended_at"),
    optional("answer"),
    optional("findings_sha256"),
    text("work", server_default="scrub"),
    Column("size_bytes", WHOLE, nullable=False, server_default="0"),
    Column("done_bytes", WHOLE, nullable=False, server_default="0"),
    optional("fixed_sha256"),
    reference(["supplier_id"], "supplier"),
)
"""A claim file that is to be scrubbed, or corrected (``work``: fix), in the background. ``answer``: what came of it, or
the problems, as JSON."""
Index(None, scrub_job.c.supplier_id, scrub_job.c.made_at)

outgoing = Table(
    "outgoing",
    metadata,
    Column("outgoing_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    optional("case_id"),
    text("kind"),
    text("to_kind"),
    text("name"),
    text("content_sha256"),
    Column("bytes", WHOLE, nullable=False),
    text("author"),
    text("at"),
    text("sha256"),
    info=APPEND_ONLY,
)
"""A document that was put into the outbox for somebody to send: what it is, to what kind of reader it goes, by whom."""
Index(None, outgoing.c.supplier_id, outgoing.c.outgoing_id)
