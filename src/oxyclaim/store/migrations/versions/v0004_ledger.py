"""The ledger: expected claims, replies, payments, answers, entries, deposits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    "answer_state", "answer", "payment", "acknowledged", "reply_file",
    "ledger_line", "ledger_entry", "ledger_claim", "claim_number", "bank_line",
)  # fmt: skip

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACCOUNTS = (
    "open", "charged", "remitted", "contractual", "sequestration", "denied", "bundled", "other_payer", "deductible",
    "coinsurance", "copay", "patient_other", "settled", "collected", "hardship", "bad_debt", "payment_plan",
    "written_off", "interest", "payer_debt", "payer_refund", "provider_other", "suspense", "bank", "opening",
)  # fmt: skip
"""The accounts of an entry, which sum to zero."""


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "bank_line",
        sa.Column("bank_line_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", WHOLE, nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.Column("trace_payer", sa.Text(), nullable=True),
        sa.Column("addenda", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bank_line_id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("supplier_id", "digest", name=op.f("uq_bank_line_supplier_id_digest")),
    )
    op.create_index(op.f("ix_bank_line_supplier_id_trace"), "bank_line", ["supplier_id", "trace"], unique=False)
    op.create_table(
        "claim_number",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("supplier_id", "number", "claim_id", name=op.f("pk_claim_number")),
    )
    op.create_table(
        "ledger_claim",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("bare_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("payer_id", sa.Text(), nullable=True),
        sa.Column("payer_name", sa.Text(), nullable=True),
        sa.Column("member_id", sa.Text(), nullable=True),
        sa.Column("patient_last_name", sa.Text(), nullable=True),
        sa.Column("patient_first_name", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("sequence", sa.Text(), nullable=True),
        sa.Column("frequency", sa.Text(), nullable=True),
        sa.Column("billing_npi", sa.Text(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("interchange_control", sa.Text(), nullable=True),
        sa.Column("group_control", sa.Text(), nullable=True),
        sa.Column("set_control", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("supplier_id", "claim_id", name=op.f("pk_ledger_claim")),
    )
    op.create_index(
        op.f("ix_ledger_claim_supplier_id_bare_id"), "ledger_claim", ["supplier_id", "bare_id"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_claim_supplier_id_member_id"), "ledger_claim", ["supplier_id", "member_id"], unique=False
    )
    op.create_table(
        "ledger_entry",
        sa.Column("entry_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("payment", WHOLE, nullable=True),
        sa.Column("answer", WHOLE, nullable=True),
        sa.Column("claim_id", sa.Text(), nullable=True),
        sa.Column("line_id", sa.Text(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("open", WHOLE, nullable=False),
        sa.Column("charged", WHOLE, nullable=False),
        sa.Column("remitted", WHOLE, nullable=False),
        sa.Column("contractual", WHOLE, nullable=False),
        sa.Column("sequestration", WHOLE, nullable=False),
        sa.Column("denied", WHOLE, nullable=False),
        sa.Column("bundled", WHOLE, nullable=False),
        sa.Column("other_payer", WHOLE, nullable=False),
        sa.Column("deductible", WHOLE, nullable=False),
        sa.Column("coinsurance", WHOLE, nullable=False),
        sa.Column("copay", WHOLE, nullable=False),
        sa.Column("patient_other", WHOLE, nullable=False),
        sa.Column("settled", WHOLE, nullable=False),
        sa.Column("collected", WHOLE, nullable=False),
        sa.Column("hardship", WHOLE, nullable=False),
        sa.Column("bad_debt", WHOLE, nullable=False),
        sa.Column("payment_plan", WHOLE, nullable=False),
        sa.Column("written_off", WHOLE, nullable=False),
        sa.Column("interest", WHOLE, nullable=False),
        sa.Column("payer_debt", WHOLE, nullable=False),
        sa.Column("payer_refund", WHOLE, nullable=False),
        sa.Column("provider_other", WHOLE, nullable=False),
        sa.Column("suspense", WHOLE, nullable=False),
        sa.Column("bank", WHOLE, nullable=False),
        sa.Column("opening", WHOLE, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint(
            " + ".join(f'"{name}"' for name in ACCOUNTS) + " = 0",
            name="ck_ledger_entry_sums_to_zero",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_answer"), "ledger_entry", ["answer"], unique=False)
    op.create_index(op.f("ix_ledger_entry_payment"), "ledger_entry", ["payment"], unique=False)
    op.create_index(
        op.f("ix_ledger_entry_supplier_id_claim_id"), "ledger_entry", ["supplier_id", "claim_id"], unique=False
    )
    op.create_table(
        "ledger_line",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.Text(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "claim_id"],
            ["ledger_claim.supplier_id", "ledger_claim.claim_id"],
            name=op.f("fk_ledger_line_supplier_id_claim_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "claim_id", "line_id", name=op.f("pk_ledger_line")),
    )
    op.create_table(
        "reply_file",
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_sha256"], ["kept_file.content_sha256"], name=op.f("fk_reply_file_content_sha256")
        ),
        sa.PrimaryKeyConstraint("content_sha256", name=op.f("pk_reply_file")),
    )
    op.create_table(
        "acknowledged",
        sa.Column("acknowledged_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("statuses", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_sha256"], ["reply_file.content_sha256"], name=op.f("fk_acknowledged_content_sha256")
        ),
        sa.PrimaryKeyConstraint("acknowledged_id", name=op.f("pk_acknowledged")),
    )
    op.create_index(
        op.f("ix_acknowledged_supplier_id_claim_id"), "acknowledged", ["supplier_id", "claim_id"], unique=False
    )
    op.create_table(
        "payment",
        sa.Column("payment_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("place", WHOLE, nullable=False),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("payer_name", sa.Text(), nullable=True),
        sa.Column("payee_npi", sa.Text(), nullable=True),
        sa.Column("payee_tax_id", sa.Text(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.Column("trace_payer", sa.Text(), nullable=True),
        sa.Column("payment_cents", WHOLE, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("produced_on", sa.Date(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_sha256"], ["reply_file.content_sha256"], name=op.f("fk_payment_content_sha256")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_supplier_id_trace"), "payment", ["supplier_id", "trace"], unique=False)
    op.create_table(
        "answer",
        sa.Column("answer_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("payment_id", WHOLE, nullable=False),
        sa.Column("place", WHOLE, nullable=False),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("said_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("member_id", sa.Text(), nullable=True),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("paid_cents", WHOLE, nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.payment_id"], name=op.f("fk_answer_payment_id")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_payment_id"), "answer", ["payment_id"], unique=False)
    op.create_index(op.f("ix_answer_supplier_id_digest"), "answer", ["supplier_id", "digest"], unique=False)
    op.create_table(
        "answer_state",
        sa.Column("answer_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("turn", WHOLE, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("rung", WHOLE, nullable=True),
        sa.Column("reverses", WHOLE, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.answer_id"], name=op.f("fk_answer_state_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "turn", name=op.f("pk_answer_state")),
    )
    op.create_index(op.f("ix_answer_state_account"), "answer_state", ["account"], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    for table in TABLES:
        op.drop_table(table)
