"""Meetings from which contributions came."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, moment, refers_to


class Meeting(SQLModel, table=True):
    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str = refers_to("consultation.id")
    title: str = Field(max_length=300)
    held_on: date | None = None
    place: str | None = Field(default=None, max_length=300)
    created_at: datetime = moment()
