"""Where on a platform a delivery was brought"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("place", sa.String(length=80), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "place")
