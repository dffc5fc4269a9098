"""What a claim is (frequency, what it corrects, its payer), its lines' ids, a verdict's profile; older rows lack it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

COLUMNS = (
    ("verdict", "profile"), ("claim_line", "line_id"), ("claim", "payer"), ("claim", "corrects"),
    ("claim", "payer_reference"), ("claim", "frequency"),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns; a column that holds nothing is in no row's hash."""
    op.add_column("claim", sa.Column("frequency", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("payer_reference", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("corrects", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("payer", sa.Text(), nullable=True))
    op.add_column("claim_line", sa.Column("line_id", sa.Text(), nullable=True))
    op.add_column("verdict", sa.Column("profile", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the columns away."""
    for table, column in COLUMNS:
        op.drop_column(table, column)
