"""Where the boxes of printed forms stand, for as long as their paper may come back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printed_layout",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=5), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["consultation_version.id"]),
        sa.PrimaryKeyConstraint("version_id", "language", "large", "fingerprint"),
    )


def downgrade() -> None:
    op.drop_table("printed_layout")
