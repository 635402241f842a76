"""What else may stand in a comb, and an index that finds the next one that waits without a look at all others"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_BEFORE = ["organisation_id", "status", "received_at"]


def upgrade() -> None:
    op.add_column("answer", sa.Column("others", sa.JSON(none_as_null=True), nullable=True))
    op.drop_index("ix_submission_waiting", "submission")
    op.create_index("ix_submission_waiting", "submission", [*_BEFORE, "id"])


def downgrade() -> None:
    op.drop_index("ix_submission_waiting", "submission")
    op.create_index("ix_submission_waiting", "submission", _BEFORE)
    op.drop_column("answer", "others")
