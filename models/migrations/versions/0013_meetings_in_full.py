"""Who called a meeting, what was on its agenda, how many came, and its tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("organisers", sa.String(length=300), nullable=True))
    op.add_column("meeting", sa.Column("agenda", sa.Text(), nullable=True))
    op.add_column("meeting", sa.Column("attendance", sa.Integer(), nullable=True))
    op.create_table(
        "meeting_table",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("facilitator", sa.String(length=200), nullable=True),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "label"),
    )
    op.create_table(
        "meeting_consultation",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"]),
        sa.PrimaryKeyConstraint("meeting_id", "consultation_id"),
    )


def downgrade() -> None:
    op.drop_table("meeting_consultation")
    op.drop_table("meeting_table")
    op.drop_column("meeting", "attendance")
    op.drop_column("meeting", "agenda")
    op.drop_column("meeting", "organisers")
