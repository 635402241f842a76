"""Consultations with their versions, and the telephone numbers that serve them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, long_text, moment, refers_to


class Consultation(SQLModel, table=True):
    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    code: str = Field(unique=True, max_length=6)
    latest_version_id: str | None = Field(default=None, max_length=36)
    created_at: datetime = moment()


class ConsultationVersion(SQLModel, table=True):
    """Never changed: whoever answered it can always be shown what was asked."""

    __tablename__ = "consultation_version"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: str = id_field()
    consultation_id: str = refers_to("consultation.id")
    number: int
    definition: dict[str, Any] = json_field(nullable=False)
    source: str = long_text()
    created_at: datetime = moment()


class PhoneNumber(SQLModel, table=True):
    """Which consultation a number serves; without one, callers key in a code of the organisation."""

    __tablename__ = "phone_number"

    number: str = Field(primary_key=True, max_length=20)
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str | None = refers_to("consultation.id", nullable=True)


class ConsultationDraft(SQLModel, table=True):
    """A consultation that is being built: a consultation file that need not be sound yet. No door asks it."""

    __tablename__ = "consultation_draft"

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    source: str = long_text()
    of_code: str | None = Field(default=None, max_length=6)
    """The code of the consultation that it changes; None for a new one."""
    of_number: int | None = None
    """The version that it was made after."""
    revision: int = 1
    changed_at: datetime = moment()
    removed: str | None = long_text(nullable=True)
    """What was taken out last, and where it stood, as YAML; None once it is put back."""
