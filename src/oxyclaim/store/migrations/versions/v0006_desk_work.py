"""What the desk keeps of work: tasks that people add, saved views, look-ups, who may order, emergency access,
and whether lines are authorized."""

import sqlalchemy as sa
from alembic import op

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0006"
down_revision = "0005"

TABLES = ("orderer", "orderer_list", "look_up", "emergency", "saved_view")
COLUMNS = (
    ("line_state", "authorized_until"), ("line_state", "authorized"), ("line_state", "authorization"),
    ("task", "touched_at"), ("task", "added_by"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and the columns of tasks and lines."""
    op.add_column("task", sa.Column("added_by", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("touched_at", sa.Text(), nullable=True))
    op.add_column("line_state", sa.Column("authorization", sa.Text(), nullable=True))
    op.add_column("line_state", sa.Column("authorized", sa.Text(), nullable=True))
    op.add_column("line_state", sa.Column("authorized_until", sa.Date(), nullable=True))
    op.create_table(
        "saved_view",
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_saved_view_supplier_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_saved_view_account_id")),
        sa.PrimaryKeyConstraint("supplier_id", "account_id", "name", name=op.f("pk_saved_view")),
    )
    op.create_table(
        "emergency",
        sa.Column("emergency_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_emergency_supplier_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_emergency_account_id")),
        sa.PrimaryKeyConstraint("emergency_id", name=op.f("pk_emergency")),
    )
    op.create_index(
        op.f("ix_emergency_supplier_id_account_id_until"), "emergency", ["supplier_id", "account_id", "until"]
    )
    op.create_table(
        "look_up",
        sa.Column("look_up_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "case_id"],
            ["patient.supplier_id", "patient.case_id"],
            name=op.f("fk_look_up_supplier_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("look_up_id", name=op.f("pk_look_up")),
    )
    op.create_index(
        op.f("ix_look_up_supplier_id_case_id_looked_on"), "look_up", ["supplier_id", "case_id", "looked_on"]
    )
    op.create_table(
        "orderer_list",
        sa.Column("list_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_orderer_list_supplier_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_orderer_list")),
    )
    op.create_table(
        "orderer",
        sa.Column("list_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("npi", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("dme", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["orderer_list.list_id"], name=op.f("fk_orderer_list_id")),
        sa.PrimaryKeyConstraint("list_id", "npi", name=op.f("pk_orderer")),
    )


def downgrade() -> None:
    """Take the tables and the columns away."""
    for table in TABLES:
        op.drop_table(table)
    for table, column in COLUMNS:
        op.drop_column(table, column)
