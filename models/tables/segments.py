"""What the notes of a meeting were divided into."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel

from models.tables.columns import id_field, long_text, refers_to


class NoteSegment(SQLModel, table=True):
    """One part of the notes' canonical text, from character `start` up to `end`; together they are the whole of it.

    :ivar kind: as the splitter names it: contribution, answer, lesson, procedure, heading or left_over.
    :ivar text: that part as it stands; `words` is what was said, without marker or speaker's label.
    :ivar submission_id: the contribution that was made of it.
    """

    __tablename__ = "note_segment"
    __table_args__ = (Index("ix_note_segment_place", "evidence_id", "position"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    evidence_id: str = refers_to("evidence.id", index=False)
    meeting_id: str = refers_to("meeting.id")
    submission_id: str | None = refers_to("submission.id", nullable=True)
    position: int
    kind: str = Field(max_length=24)
    start: int
    end: int
    text: str = long_text()
    words: str = long_text()
    heading: str | None = long_text(nullable=True)
    table: str | None = Field(default=None, max_length=200)
    speaker: str | None = Field(default=None, max_length=300)
    theme: str | None = Field(default=None, max_length=300)
