"""Participation codes, of which only a hash is kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participation_code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("form_number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("consultation_id", "lookup"),
        sa.UniqueConstraint("consultation_id", "form_number"),
    )
    # In SQL, for Alembic would copy the whole table on SQLite.
    op.execute("ALTER TABLE submission ADD COLUMN code_id VARCHAR(36) REFERENCES participation_code (id)")
    op.create_index("ix_submission_code_id", "submission", ["code_id"])
    op.execute("ALTER TABLE submission DROP COLUMN participation_code")


def downgrade() -> None:
    op.execute("ALTER TABLE submission ADD COLUMN participation_code BOOLEAN DEFAULT FALSE NOT NULL")
    op.execute("UPDATE submission SET participation_code = TRUE WHERE code_id IS NOT NULL")
    op.drop_index("ix_submission_code_id", "submission")
    op.execute("ALTER TABLE submission DROP COLUMN code_id")
    op.drop_table("participation_code")
