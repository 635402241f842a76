"""Participation codes: who holds one is one voice, over all channels."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import encrypted_field, id_field, moment, refers_to


class ParticipationCode(SQLModel, table=True):
    """A code on somebody's letter. Only its keyed hash is kept: who takes the store cannot take part with it.

    `form_number` counts the codes of a consultation from 1, in the order they were made.

    :ivar online_lookup: keyed hash of the code with which the same person signs in on the website; None: has none.
    :ivar online_code: that code, encrypted: to vote there on somebody's behalf it has to be used.
    """

    __tablename__ = "participation_code"
    __table_args__ = (
        UniqueConstraint("consultation_id", "lookup"),
        UniqueConstraint("consultation_id", "form_number"),
        Index("ix_participation_code_online", "consultation_id", "online_lookup", unique=True),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    consultation_id: str = refers_to("consultation.id", index=False)
    lookup: str = Field(max_length=64)
    form_number: int
    made_at: datetime = moment()
    online_lookup: str | None = Field(default=None, max_length=64)
    online_code: bytes | None = encrypted_field(nullable=True)
