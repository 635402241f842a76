"""Participation codes: who holds one is one voice, over all channels."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.tables.columns import id_field, moment, refers_to


class ParticipationCode(SQLModel, table=True):
    """A code on somebody's letter. Only its keyed hash is kept: who takes the store cannot take part with it.

    `form_number` counts the codes of a consultation from 1, in the order they were made.
    """

    __tablename__ = "participation_code"
    __table_args__ = (UniqueConstraint("consultation_id", "lookup"), UniqueConstraint("consultation_id", "form_number"))

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    consultation_id: str = refers_to("consultation.id", index=False)
    lookup: str = Field(max_length=64)
    form_number: int
    made_at: datetime = moment()
