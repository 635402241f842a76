"""What waits for a person, in the order in which it is taken: the next one is found without a look at all others"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0024"
branch_labels = None
depends_on = None

_BEFORE = ["organisation_id", "status", "received_at"]


def upgrade() -> None:
    op.drop_index("ix_submission_waiting", "submission")
    op.create_index("ix_submission_waiting", "submission", [*_BEFORE, "id"])


def downgrade() -> None:
    op.drop_index("ix_submission_waiting", "submission")
    op.create_index("ix_submission_waiting", "submission", _BEFORE)
