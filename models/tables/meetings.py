"""Meetings from which contributions came, and the tables at which people sat there."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, long_text, moment, refers_to


class Meeting(SQLModel, table=True):
    """`consultation_id` is the one that it was called for; others that were spoken of are in `AlsoAbout`."""

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str = refers_to("consultation.id")
    title: str = Field(max_length=300)
    held_on: date | None = None
    place: str | None = Field(default=None, max_length=300)
    organisers: str | None = Field(default=None, max_length=300)
    agenda: str | None = long_text(nullable=True)
    attendance: int | None = None
    """How many people were counted, which says nothing of how many contributed."""
    created_at: datetime = moment()


class MeetingTable(SQLModel, table=True):
    """A table, or a group, with who led the conversation there."""

    __tablename__ = "meeting_table"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "label"),)

    id: str = id_field()
    meeting_id: str = refers_to("meeting.id", index=False)
    label: str = Field(max_length=200)
    facilitator: str | None = Field(default=None, max_length=200)
    attendance: int | None = None


class AlsoAbout(SQLModel, table=True):
    """A consultation that a meeting was also about."""

    __tablename__ = "meeting_consultation"

    meeting_id: str = Field(foreign_key="meeting.id", primary_key=True, sa_type=sa.String(36))
    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, sa_type=sa.String(36))
