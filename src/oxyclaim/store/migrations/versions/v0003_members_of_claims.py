"""The member's id on each claim, by which its payer knows it; older rows lack it. What went out is found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = (("claim", "member_id"),)


def upgrade() -> None:
    """Add the column, which is in no older row's hash, and the ways to find claims."""
    op.add_column("claim", sa.Column("member_id", sa.Text(), nullable=True))
    op.create_index(op.f("ix_claim_supplier_id_member_id"), "claim", ["supplier_id", "member_id"], unique=False)
    op.create_index(op.f("ix_claim_supplier_id_case_id"), "claim", ["supplier_id", "case_id"], unique=False)


def downgrade() -> None:
    """Take the column away, and the ways to find claims."""
    op.drop_index(op.f("ix_claim_supplier_id_case_id"), "claim")
    op.drop_index(op.f("ix_claim_supplier_id_member_id"), "claim")
    op.drop_column("claim", "member_id")
