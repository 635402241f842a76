"""Attempts to call back, who is calling and how it ended; letters that ask for an answer; within how many days"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_CALL_BACK = {
    "again_at": "TIMESTAMP WITH TIME ZONE",
    "claimed_by": "VARCHAR(36) REFERENCES staff (id)",
    "claimed_until": "TIMESTAMP WITH TIME ZONE",
    "outcome": "VARCHAR(24)",
    "note": "TEXT",
}


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, kind in _CALL_BACK.items():
        # In SQL, for Alembic would copy the whole table on SQLite, whose moments have another name.
        written = "DATETIME" if on_sqlite and kind.startswith("TIMESTAMP") else kind
        op.execute(f"ALTER TABLE call_back ADD COLUMN {name} {written}")
    op.create_table(
        "call_attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("call_back_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["call_back_id"], ["call_back.id"]),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_call_attempt_call_back_id", "call_attempt", ["call_back_id"])
    op.create_table(
        "letter_to_answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("claimed_by", sa.String(length=36), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        *(sa.ForeignKeyConstraint([name], ["staff.id"]) for name in ("asked_by", "claimed_by", "done_by")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id"),
    )
    op.create_index("ix_letter_to_answer_organisation_id", "letter_to_answer", ["organisation_id"])
    op.create_table(
        "answer_terms",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("call_days", sa.Integer(), nullable=False),
        sa.Column("letter_days", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("organisation_id"),
    )


def downgrade() -> None:
    op.drop_table("answer_terms")
    op.drop_index("ix_letter_to_answer_organisation_id", "letter_to_answer")
    op.drop_table("letter_to_answer")
    op.drop_index("ix_call_attempt_call_back_id", "call_attempt")
    op.drop_table("call_attempt")
    for name in reversed(_CALL_BACK):
        op.execute(f"ALTER TABLE call_back DROP COLUMN {name}")
