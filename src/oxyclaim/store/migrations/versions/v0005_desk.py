"""What the desk keeps: sign-ins, sessions, ids for pages, how each line stands, drafts."""

import sqlalchemy as sa
from alembic import op

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0005"
down_revision = "0004"

TABLES = ("draft", "claim_file_sent", "line_state", "case_handle", "welcome", "session", "credential")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("sign_in", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("second_factor", sa.Text(), nullable=False),
        sa.Column("last_step", WHOLE, nullable=False),
        sa.Column("failures", WHOLE, nullable=False),
        sa.Column("locked_until", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_credential_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
        sa.UniqueConstraint("sign_in", name=op.f("uq_credential_sign_in")),
    )
    op.create_table(
        "session",
        sa.Column("session_sha256", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("session_sha256", name=op.f("pk_session")),
    )
    op.create_table(
        "welcome",
        sa.Column("link_sha256", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_welcome_account_id")),
        sa.PrimaryKeyConstraint("link_sha256", name=op.f("pk_welcome")),
    )
    op.create_table(
        "case_handle",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_case_handle_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", name=op.f("pk_case_handle")),
        sa.UniqueConstraint("handle", name=op.f("uq_case_handle_handle")),
    )
    op.create_table(
        "line_state",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", SORTED, nullable=False),
        sa.Column("line_number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("rank", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("claim_by", sa.Date(), nullable=True),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("expected_cents", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_book", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_line_state_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", "line_number", name=op.f("pk_line_state")),
    )
    op.create_index(
        op.f("ix_line_state_supplier_id_state_claim_by"), "line_state", ["supplier_id", "state", "claim_by"]
    )
    op.create_index(
        op.f("ix_line_state_supplier_id_verdict_case_id"), "line_state", ["supplier_id", "verdict", "case_id"]
    )
    op.create_table(
        "claim_file_sent",
        sa.Column("claim_file_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_file_id"], ["claim_file.claim_file_id"], name=op.f("fk_claim_file_sent_claim_file_id")
        ),
        sa.PrimaryKeyConstraint("claim_file_id", name=op.f("pk_claim_file_sent")),
    )
    op.create_table(
        "draft",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_draft_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "account_id", "form", name=op.f("pk_draft")),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in TABLES:
        op.drop_table(table)
