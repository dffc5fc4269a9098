"""Other programs: tokens, answers given once, whom to tell, scrub jobs, and what is to go out."""

import sqlalchemy as sa
from alembic import op

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0007"
down_revision = "0006"

TABLES = ("outgoing", "scrub_job", "delivery", "webhook", "api_answer", "api_token")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_token",
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_api_token_supplier_id")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_index(op.f("ix_api_token_supplier_id_made_at"), "api_token", ["supplier_id", "made_at"])
    op.create_table(
        "api_answer",
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("status", WHOLE, nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.token_id"], name=op.f("fk_api_answer_token_id")),
        sa.PrimaryKeyConstraint("token_id", "key", name=op.f("pk_api_answer")),
    )
    op.create_table(
        "webhook",
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("secret_before", sa.Text(), nullable=True),
        sa.Column("before_until", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_webhook_supplier_id")),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_supplier_id_made_at"), "webhook", ["supplier_id", "made_at"])
    op.create_table(
        "delivery",
        sa.Column("delivery_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("next_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.webhook_id"], name=op.f("fk_delivery_webhook_id")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("webhook_id", "about", name=op.f("uq_delivery_webhook_id_about")),
    )
    op.create_index(op.f("ix_delivery_ended_at_next_at"), "delivery", ["ended_at", "next_at"])
    op.create_table(
        "scrub_job",
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("leased_until", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("findings_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_scrub_job_supplier_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_scrub_job")),
    )
    op.create_index(op.f("ix_scrub_job_supplier_id_made_at"), "scrub_job", ["supplier_id", "made_at"])
    op.create_table(
        "outgoing",
        sa.Column("outgoing_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("bytes", WHOLE, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("outgoing_id", name=op.f("pk_outgoing")),
    )
    op.create_index(op.f("ix_outgoing_supplier_id_outgoing_id"), "outgoing", ["supplier_id", "outgoing_id"])


def downgrade() -> None:
    """Take the tables away, with what is in them."""
    for table in TABLES:
        op.drop_table(table)
