"""The reference work: what was said and learned in meetings, and the index by which texts are found."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to

_UNREAD = sa.text("names IS NULL")


class EntryKind(StrEnum):
    STATEMENT = "statement"
    QUESTION = "question"
    """A question with the organisers' answer."""
    LESSON = "lesson"
    DOCUMENT = "document"


class EntryState(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"
    LEFT_OUT = "left_out"
    """Somebody decided that what was proposed does not belong in it; only that is kept."""


class ReferenceEntry(SQLModel, table=True):
    """One entry, in words that a person approved. What is merely proposed is no entry yet.

    :ivar title: the question, the document's name, or what a statement answered; `text` is what was said or learned.
    :ivar origin: what it was made of, so that the same is not proposed again: an answer, or a place in notes.
    :ivar submission_id: whose words are in it. It goes with them.
    :ivar follows: its text is the one approved for the platform, and changes with that.
    :ivar evidence_sha256: the notes it stands in, from character `start` up to `end`. No foreign key: a lesson stays
        when the notes themselves are forgotten.
    :ivar said_by: a name; for everybody only if `name_approved`.
    :ivar names: where an engine found names in title and text, as `NameSearch` keeps it for a question.
    :ivar let_stand: words that identify somebody, and that whoever decided lets stand.
    """

    __tablename__ = "reference_entry"
    __table_args__ = (
        UniqueConstraint("organisation_id", "origin"),
        Index("ix_reference_entry_list", "organisation_id", "state", "held_on", "id"),
        Index("ix_reference_entry_unread", "state", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    kind: EntryKind = one_of(EntryKind)
    state: EntryState = one_of(EntryState)
    title: str | None = long_text(nullable=True)
    text: str = long_text()
    url: str | None = Field(default=None, max_length=500)
    said_by: str | None = Field(default=None, max_length=300)
    name_approved: bool = False
    place: str | None = Field(default=None, max_length=300)
    held_on: date | None = None
    meeting_id: str | None = refers_to("meeting.id", nullable=True)
    consultation_id: str | None = refers_to("consultation.id", nullable=True)
    submission_id: str | None = refers_to("submission.id", nullable=True)
    question: str | None = Field(default=None, max_length=64)
    follows: bool = False
    evidence_sha256: str | None = Field(default=None, max_length=64)
    start: int | None = None
    end: int | None = None
    origin: str | None = Field(default=None, max_length=120)
    names: dict[str, Any] | None = json_field()
    let_stand: list[str] | None = json_field()
    decided_by: str | None = refers_to("staff.id", nullable=True, index=False)
    decided_at: datetime = moment()
    created_at: datetime = moment()


class ReferenceTheme(SQLModel, table=True):
    """What entries can be about. One that is only `proposed` waits for a coordinator and is shown to staff alone."""

    __tablename__ = "reference_theme"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    name: str = Field(max_length=80)
    proposed: bool


class ReferenceEntryTheme(SQLModel, table=True):
    __tablename__ = "reference_entry_theme"
    __table_args__ = ({"sqlite_with_rowid": False},)

    entry_id: str = Field(foreign_key="reference_entry.id", primary_key=True, max_length=36)
    theme_id: str = Field(foreign_key="reference_theme.id", primary_key=True, max_length=36, index=True)


class ReferenceWork(SQLModel, table=True):
    """How an organisation presents its reference work, and whether it takes part in the shared one."""

    __tablename__ = "reference_work"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    title: str | None = Field(default=None, max_length=200)
    intro: str | None = long_text(nullable=True)
    shared: bool = False


class SearchText(SQLModel, table=True):
    """A text as words to be found by, of a submission or of an entry. `models.full_text` says what the columns hold.

    The database keeps an index over it by itself, in things whose names begin with `fts_`.

    :ivar source_at: when what it was made of was last changed, as that said itself.
    """

    __tablename__ = "search_text"
    __table_args__ = (Index("ix_search_text_submissions", "organisation_id", "source_at"),)

    number: int | None = Field(default=None, primary_key=True)
    organisation_id: str = refers_to("organisation.id", index=False)
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True, max_length=36)
    entry_id: str | None = Field(default=None, foreign_key="reference_entry.id", unique=True, max_length=36)
    source_at: datetime | None = moment(nullable=True)
    labels: str = long_text()
    stems: str = long_text()
    forms: str = long_text()
    parts: str = long_text()


class ConsultationOffer(SQLModel, table=True):
    """A consultation that other organisations may take over as a template."""

    __tablename__ = "consultation_offer"

    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, max_length=36)
    note: str | None = long_text(nullable=True)
    offered_at: datetime = moment()


class ConsultationTaking(SQLModel, table=True):
    """Which consultation was made after which other organisation's."""

    __tablename__ = "consultation_taking"

    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, max_length=36)
    taken_from: str = refers_to("consultation.id")
    taken_at: datetime = moment()
