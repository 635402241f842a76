"""Codes of the website that belong to participation codes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participation_code", sa.Column("online_lookup", sa.String(length=64), nullable=True))
    op.add_column("participation_code", sa.Column("online_code", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_participation_code_online", "participation_code", ["consultation_id", "online_lookup"], unique=True
    )


def downgrade() -> None:
    op.drop_index("ix_participation_code_online", table_name="participation_code")
    op.drop_column("participation_code", "online_code")
    op.drop_column("participation_code", "online_lookup")
