"""What was taken out of a consultation that is being built"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation_draft", sa.Column("removed", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("consultation_draft", "removed")
