"""Where names were found in notes and in entries of the reference work, and which of them stay"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ADDED = (("note_segment", "names"), ("reference_entry", "names"), ("reference_entry", "let_stand"))


def upgrade() -> None:
    for table, name in ADDED:
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=True))


def downgrade() -> None:
    for table, name in reversed(ADDED):
        op.drop_column(table, name)
