"""At what time of day somebody wants to be called back, and receipts that were keyed wrong"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In SQL, for Alembic would copy the whole table on SQLite.
    op.execute("ALTER TABLE call_back ADD COLUMN part_of_day VARCHAR(24)")
    op.create_table(
        "receipt_attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("caller", sa.String(length=64), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_receipt_attempt_caller", "receipt_attempt", ["caller"])


def downgrade() -> None:
    op.drop_index("ix_receipt_attempt_caller", "receipt_attempt")
    op.drop_table("receipt_attempt")
    op.execute("ALTER TABLE call_back DROP COLUMN part_of_day")
