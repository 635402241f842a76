"""What the notes of a meeting were divided into."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to

_UNREAD = sa.text("names IS NULL")


class NoteSegment(SQLModel, table=True):
    """One part of the notes' canonical text, from character `start` up to `end`; together they are the whole of it.

    :ivar kind: as the splitter names it: contribution, answer, lesson, procedure, heading or left_over.
    :ivar text: that part as it stands; `words` is what was said, without marker or speaker's label.
    :ivar submission_id: the contribution that was made of it.
    :ivar supporters: how many people said it; `in_favour` and `against` are hands that were counted.
    :ivar question: the key of the consultation's question that it answers; None: a statement of its own.
    :ivar consultation_id: what it is about; None: what the meeting was called for.
    :ivar names: where an engine found names in `words`, as `NameSearch` keeps it for a question.
    """

    __tablename__ = "note_segment"
    __table_args__ = (
        Index("ix_note_segment_place", "evidence_id", "position"),
        Index("ix_note_segment_unread", "kind", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

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
    supporters: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    in_favour: int | None = None
    against: int | None = None
    question: str | None = Field(default=None, max_length=64)
    consultation_id: str | None = refers_to("consultation.id", nullable=True)
    names: dict[str, Any] | None = json_field()


class NoteAct(StrEnum):
    """What somebody did with the borders or the labels of notes."""

    SPLIT = "split"
    MERGE = "merge"
    BORDER = "border"
    DESCRIBE = "describe"
    UNDO = "undo"


class NoteEdit(SQLModel, table=True):
    """One change of how notes are divided. Only ever added to.

    :ivar number: counts from 1 without a gap within one file of notes: the version that the change made.
    :ivar position: of the first segment that it changed.
    :ivar before: the segments that it changed, as they were; `after`: what stands in their place, the same characters.
    :ivar superseded: ids of the submissions that count no more because of it, and that undoing it brings back.
    :ivar undoes: the number of the change that this one took back.
    """

    __tablename__ = "note_edit"
    __table_args__ = (UniqueConstraint("evidence_id", "number"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    evidence_id: str = refers_to("evidence.id", index=False)
    number: int
    act: NoteAct = one_of(NoteAct)
    by: str = refers_to("staff.id", index=False)
    at: datetime = moment()
    position: int
    before: list[Any] = json_field(nullable=False)
    after: list[Any] = json_field(nullable=False)
    superseded: list[Any] = json_field(nullable=False)
    undoes: int | None = None
