"""What is known of each part of a meeting's notes, and who moved its borders"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("note_segment", sa.Column("supporters", sa.Integer(), nullable=False, server_default="1"))
    for name in ("in_favour", "against"):
        op.add_column("note_segment", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("note_segment", sa.Column("question", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE note_segment SET supporters = (SELECT submission.supporters FROM submission"
        " WHERE submission.id = note_segment.submission_id) WHERE submission_id IS NOT NULL"
    )
    op.create_table(
        "note_edit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("superseded", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"]),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("evidence_id", "number"),
    )
    op.create_index("ix_note_edit_organisation_id", "note_edit", ["organisation_id"])


def downgrade() -> None:
    op.drop_index("ix_note_edit_organisation_id", "note_edit")
    op.drop_table("note_edit")
    for name in ("question", "against", "in_favour", "supporters"):
        op.drop_column("note_segment", name)
