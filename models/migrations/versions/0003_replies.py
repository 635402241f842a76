"""Replies: what is sent of our own accord, and what became of it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("line"),
    )
    op.create_table(
        "sending_rules",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_to", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("organisation_id"),
    )
    op.create_table(
        "reply",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("dialogue_id", sa.String(length=36), nullable=True),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("encrypted", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(length=160), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("remedy", sa.String(length=24), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unique_key"),
    )
    op.create_index("ix_reply_dialogue_id", "reply", ["dialogue_id"])
    op.create_index(
        "ix_reply_known",
        "reply",
        ["sent_at"],
        sqlite_where=sa.text("encrypted IS NOT NULL"),
        postgresql_where=sa.text("encrypted IS NOT NULL"),
    )
    op.create_index(
        "ix_reply_reminds",
        "reply",
        ["dialogue_id"],
        sqlite_where=sa.text("state = 'waiting' AND purpose = 'reminder'"),
        postgresql_where=sa.text("state = 'waiting' AND purpose = 'reminder'"),
    )
    op.create_index("ix_reply_next", "reply", ["line", "state", "urgent", "due_at"])
    op.create_index("ix_reply_reference", "reply", ["reference"])
    op.create_index(
        "ix_reply_remedy",
        "reply",
        ["organisation_id"],
        sqlite_where=sa.text("remedy IS NOT NULL"),
        postgresql_where=sa.text("remedy IS NOT NULL"),
    )
    op.create_index("ix_reply_submission_id", "reply", ["submission_id"])
    op.create_index(
        "ix_reply_waiting",
        "reply",
        ["organisation_id", "lookup"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "reply_event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reply_id", sa.String(length=36), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reply_event_reference", "reply_event", ["reference"])
    op.create_index("ix_reply_event_reply_id", "reply_event", ["reply_id"])


def downgrade() -> None:
    for table in ("reply_event", "reply", "sending_rules", "pace"):
        op.drop_table(table)
