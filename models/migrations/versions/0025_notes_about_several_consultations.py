"""Which consultation a part of a meeting's notes is about, where the meeting was about several"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note_segment") as batch:
        batch.add_column(sa.Column("consultation_id", sa.String(length=36), nullable=True))
        batch.create_foreign_key(
            "fk_note_segment_consultation_id_consultation", "consultation", ["consultation_id"], ["id"]
        )
        batch.create_index("ix_note_segment_consultation_id", ["consultation_id"])


def downgrade() -> None:
    with op.batch_alter_table("note_segment") as batch:
        batch.drop_index("ix_note_segment_consultation_id")
        batch.drop_constraint("fk_note_segment_consultation_id_consultation", type_="foreignkey")
        batch.drop_column("consultation_id")
