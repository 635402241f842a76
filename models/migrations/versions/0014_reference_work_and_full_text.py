"""The reference work, what notes were divided into, and an index by which texts are found"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _on_sqlite() -> list[str]:
    """An FTS5 index over `search_text`, which holds the texts itself; triggers keep it as the table is."""
    add = (
        "INSERT INTO fts_search_text(rowid, labels, stems, forms, parts) "
        "VALUES (new.number, new.labels, new.stems, new.forms, new.parts);"
    )
    drop = (
        "INSERT INTO fts_search_text(fts_search_text, rowid, labels, stems, forms, parts) "
        "VALUES ('delete', old.number, old.labels, old.stems, old.forms, old.parts);"
    )
    return [
        "CREATE VIRTUAL TABLE fts_search_text USING fts5(labels, stems, forms, parts, content='search_text', "
        "content_rowid='number', tokenize='ascii')",
        f"CREATE TRIGGER fts_search_text_added AFTER INSERT ON search_text BEGIN {add} END",
        f"CREATE TRIGGER fts_search_text_gone AFTER DELETE ON search_text BEGIN {drop} END",
        f"CREATE TRIGGER fts_search_text_changed AFTER UPDATE ON search_text BEGIN {drop} {add} END",
    ]


def _on_postgresql() -> list[str]:
    """The same as a column that follows the others, with a weight for each of them."""
    weights = {"stems": "A", "forms": "B", "parts": "C", "labels": "D"}
    vector = " || ".join(
        f"setweight(to_tsvector('pg_catalog.simple', {name}), '{weight}')" for name, weight in weights.items()
    )
    return [
        f"ALTER TABLE search_text ADD COLUMN fts_terms tsvector GENERATED ALWAYS AS ({vector}) STORED",
        "CREATE INDEX fts_search_text ON search_text USING gin (fts_terms)",
    ]


def upgrade() -> None:
    op.create_table(
        "reference_theme",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "name"),
    )
    op.create_table(
        "reference_work",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("intro", sa.Text(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("organisation_id"),
    )
    op.create_table(
        "consultation_offer",
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"]),
        sa.PrimaryKeyConstraint("consultation_id"),
    )
    op.create_table(
        "consultation_taking",
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.Column("taken_from", sa.String(length=36), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"]),
        sa.ForeignKeyConstraint(["taken_from"], ["consultation.id"]),
        sa.PrimaryKeyConstraint("consultation_id"),
    )
    op.create_index("ix_consultation_taking_taken_from", "consultation_taking", ["taken_from"])
    op.create_table(
        "reference_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("said_by", sa.String(length=300), nullable=True),
        sa.Column("name_approved", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("consultation_id", sa.String(length=36), nullable=True),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("question", sa.String(length=64), nullable=True),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=120), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "origin"),
    )
    op.create_index("ix_reference_entry_consultation_id", "reference_entry", ["consultation_id"])
    op.create_index("ix_reference_entry_list", "reference_entry", ["organisation_id", "state", "held_on", "id"])
    op.create_index("ix_reference_entry_meeting_id", "reference_entry", ["meeting_id"])
    op.create_index("ix_reference_entry_submission_id", "reference_entry", ["submission_id"])
    op.create_table(
        "reference_entry_theme",
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("theme_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["reference_entry.id"]),
        sa.ForeignKeyConstraint(["theme_id"], ["reference_theme.id"]),
        sa.PrimaryKeyConstraint("entry_id", "theme_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reference_entry_theme_theme_id", "reference_entry_theme", ["theme_id"])
    op.create_table(
        "search_text",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("entry_id", sa.String(length=36), nullable=True),
        sa.Column("source_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["reference_entry.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("entry_id"),
        sa.UniqueConstraint("submission_id"),
    )
    op.create_index("ix_search_text_submissions", "search_text", ["organisation_id", "source_at"])
    op.create_table(
        "note_segment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("table", sa.String(length=200), nullable=True),
        sa.Column("speaker", sa.String(length=300), nullable=True),
        sa.Column("theme", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_note_segment_meeting_id", "note_segment", ["meeting_id"])
    op.create_index("ix_note_segment_organisation_id", "note_segment", ["organisation_id"])
    op.create_index("ix_note_segment_place", "note_segment", ["evidence_id", "position"])
    op.create_index("ix_note_segment_submission_id", "note_segment", ["submission_id"])
    for statement in _on_sqlite() if op.get_bind().dialect.name == "sqlite" else _on_postgresql():
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE fts_search_text")
    for table in (
        "note_segment",
        "search_text",
        "reference_entry_theme",
        "reference_entry",
        "consultation_taking",
        "consultation_offer",
        "reference_work",
        "reference_theme",
    ):
        op.drop_table(table)
