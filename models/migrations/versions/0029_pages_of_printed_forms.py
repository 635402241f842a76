"""Which page of a printed form a picture shows; texts that no engine looked through are found by an index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

UNREAD = (("ix_note_segment_unread", "note_segment", "kind"), ("ix_reference_entry_unread", "reference_entry", "state"))


def upgrade() -> None:
    op.add_column("evidence", sa.Column("printed_page", sa.Integer(), nullable=True))
    no_names = sa.text("names IS NULL")
    for name, table, column in UNREAD:
        op.create_index(name, table, [column], sqlite_where=no_names, postgresql_where=no_names)


def downgrade() -> None:
    for name, table, _ in reversed(UNREAD):
        op.drop_index(name, table_name=table)
    op.drop_column("evidence", "printed_page")
