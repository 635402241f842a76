"""Why an answer waits for a person, and many that were accepted at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TOGETHER = sa.text("acceptance_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("answer", sa.Column("doubt", sa.String(length=24), nullable=True))
    op.create_table(
        "bulk_acceptance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bulk_acceptance_organisation_id", "bulk_acceptance", ["organisation_id"])
    op.add_column("decision", sa.Column("acceptance_id", sa.String(length=36), nullable=True))
    op.create_index(
        "ix_decision_acceptance",
        "decision",
        ["acceptance_id"],
        sqlite_where=_TOGETHER,
        postgresql_where=_TOGETHER,
    )


def downgrade() -> None:
    op.drop_index("ix_decision_acceptance", "decision")
    op.drop_column("decision", "acceptance_id")
    op.drop_index("ix_bulk_acceptance_organisation_id", "bulk_acceptance")
    op.drop_table("bulk_acceptance")
    op.drop_column("answer", "doubt")
