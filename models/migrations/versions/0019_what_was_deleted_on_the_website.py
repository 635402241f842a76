"""When it was last looked what was deleted on the website"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pull_mark", sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("pull_mark", "swept_at")
