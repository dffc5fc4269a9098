"""How far the job of a claim file is, jobs that correct files, and which rules hold a line and who ordered it."""

import sqlalchemy as sa
from alembic import op

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"

COLUMNS = (("scrub_job", "fixed_sha256"),)
"""What would be lost."""
MADE_AGAIN = (
    ("scrub_job", "work"), ("scrub_job", "size_bytes"), ("scrub_job", "done_bytes"), ("line_state", "rules"),
    ("line_state", "practitioner"),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns; every job that is there scrubs."""
    op.add_column("scrub_job", sa.Column("work", sa.Text(), nullable=False, server_default="scrub"))
    op.add_column("scrub_job", sa.Column("size_bytes", WHOLE, nullable=False, server_default="0"))
    op.add_column("scrub_job", sa.Column("done_bytes", WHOLE, nullable=False, server_default="0"))
    op.add_column("scrub_job", sa.Column("fixed_sha256", sa.Text(), nullable=True))
    op.add_column("line_state", sa.Column("rules", sa.Text(), nullable=True))
    op.add_column("line_state", sa.Column("practitioner", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the columns away, and the jobs that correct files: an older program would scrub them."""
    op.execute(sa.text("DELETE FROM scrub_job WHERE work <> 'scrub'"))
    for table, column in (*COLUMNS, *MADE_AGAIN):
        op.drop_column(table, column)
