"""The first layout."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "audit",
        sa.Column("audit_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit")),
    )
    op.create_table(
        "event",
        sa.Column("event_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_sha256", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event")),
    )
    op.create_index(
        op.f("ix_event_supplier_id_case_id_event_id"), "event", ["supplier_id", "case_id", "event_id"], unique=False
    )
    op.create_table(
        "kept_file",
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("content_sha256", name=op.f("pk_kept_file")),
    )
    op.create_table(
        "number",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("value", WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("taken_for", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "sender", "value", name=op.f("pk_number")),
    )
    op.create_table(
        "supplier",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("npi", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier")),
    )
    op.create_table(
        "account",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_account_supplier_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("supplier_id", "name", name=op.f("uq_account_supplier_id_name")),
    )
    op.create_table(
        "claim_file",
        sa.Column("claim_file_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("control_number", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_sha256"], ["kept_file.content_sha256"], name=op.f("fk_claim_file_content_sha256")
        ),
        sa.PrimaryKeyConstraint("claim_file_id", name=op.f("pk_claim_file")),
        sa.UniqueConstraint("sender", "control_number", name=op.f("uq_claim_file_sender_control_number")),
    )
    op.create_table(
        "document",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_document_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "document_id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_content_sha256"), "document", ["content_sha256"], unique=False)
    op.create_index(op.f("ix_document_supplier_id_case_id"), "document", ["supplier_id", "case_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("job_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("pieces", WHOLE, nullable=False),
        sa.Column("things", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_job_supplier_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job")),
    )
    op.create_table(
        "location",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_location_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "location_id", name=op.f("pk_location")),
    )
    op.create_table(
        "patient",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", SORTED, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("name", SORTED, nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("account_number", SORTED, nullable=True),
        sa.Column("member_id", SORTED, nullable=True),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("last_service_date", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_patient_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", name=op.f("pk_patient")),
    )
    op.create_index(
        op.f("ix_patient_supplier_id_account_number"), "patient", ["supplier_id", "account_number"], unique=False
    )
    op.create_index(op.f("ix_patient_supplier_id_member_id"), "patient", ["supplier_id", "member_id"], unique=False)
    op.create_index(
        op.f("ix_patient_supplier_id_name_case_id"), "patient", ["supplier_id", "name", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_patient_supplier_id_payer_name"), "patient", ["supplier_id", "payer", "name"], unique=False
    )
    op.create_table(
        "case_version",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("merged_from", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_case_version_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", "version", name=op.f("pk_case_version")),
    )
    op.create_table(
        "job_piece",
        sa.Column("job_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("piece", WHOLE, autoincrement=False, nullable=False),
        sa.Column("first", SORTED, nullable=False),
        sa.Column("last", SORTED, nullable=False),
        sa.Column("things", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.Text(), nullable=True),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.job_id"], name=op.f("fk_job_piece_job_id")),
        sa.PrimaryKeyConstraint("job_id", "piece", name=op.f("pk_job_piece")),
    )
    op.create_index(op.f("ix_job_piece_job_id_state_piece"), "job_piece", ["job_id", "state", "piece"], unique=False)
    op.create_table(
        "line_month",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", SORTED, nullable=False),
        sa.Column("place", WHOLE, autoincrement=False, nullable=False),
        sa.Column("line_number", WHOLE, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("claim_by", sa.Date(), nullable=True),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_book", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_line_month_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", "place", name=op.f("pk_line_month")),
    )
    op.create_index(
        op.f("ix_line_month_supplier_id_state_month_case_id"),
        "line_month",
        ["supplier_id", "state", "month", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_line_month_supplier_id_state_verdict_charge_cents"),
        "line_month",
        ["supplier_id", "state", "verdict", "charge_cents"],
        unique=False,
    )
    op.create_table(
        "page",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("page", WHOLE, autoincrement=False, nullable=False),
        sa.Column("turned", WHOLE, nullable=False),
        sa.Column("image_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id", "document_id"],
            ["document.supplier_id", "document.document_id"],
            name=op.f("fk_page_supplier_id_document_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "document_id", "page", name=op.f("pk_page")),
    )
    op.create_table(
        "task",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assigned", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_task_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "case_id", "question", "who", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_supplier_id_state_due"), "task", ["supplier_id", "state", "due"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("verdict_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_book", sa.Text(), nullable=False),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("payer_files", sa.Text(), nullable=True),
        sa.Column("fees", sa.Text(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("formal_denial", sa.Boolean(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("settlements", sa.Text(), nullable=False),
        sa.Column("made_with", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id", "version"],
            ["case_version.supplier_id", "case_version.case_id", "case_version.version"],
            name=op.f("fk_verdict_supplier_id_case_id_version"),
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_verdict")),
    )
    op.create_index(
        op.f("ix_verdict_supplier_id_case_id_verdict_id"),
        "verdict",
        ["supplier_id", "case_id", "verdict_id"],
        unique=False,
    )
    op.create_table(
        "claim",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("claim_file_id", WHOLE, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("verdict_id", WHOLE, nullable=False),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_file_id"], ["claim_file.claim_file_id"], name=op.f("fk_claim_claim_file_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id", "version"],
            ["case_version.supplier_id", "case_version.case_id", "case_version.version"],
            name=op.f("fk_claim_supplier_id_case_id_version"),
        ),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.verdict_id"], name=op.f("fk_claim_verdict_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim")),
        sa.UniqueConstraint("claim_file_id", "case_id", name=op.f("uq_claim_claim_file_id_case_id")),
    )
    op.create_table(
        "verdict_line",
        sa.Column("verdict_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("line_number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.Text(), nullable=False),
        sa.Column("expected_cents", WHOLE, nullable=True),
        sa.Column("claim_by", sa.Date(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.verdict_id"], name=op.f("fk_verdict_line_verdict_id")),
        sa.PrimaryKeyConstraint("verdict_id", "line_number", name=op.f("pk_verdict_line")),
    )
    op.create_index(
        op.f("ix_verdict_line_verdict_service_date"), "verdict_line", ["verdict", "service_date"], unique=False
    )
    op.create_table(
        "claim_line",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("line_number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.Text(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("charge_cents", WHOLE, nullable=True),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.claim_id"], name=op.f("fk_claim_line_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "line_number", name=op.f("pk_claim_line")),
    )
