"""That something was erased: the proof that stays, without personal data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, json_field, moment, one_of, refers_to


class ErasureGround(StrEnum):
    REQUEST = "request"
    TERM = "term"


class Erasure(SQLModel, table=True):
    """One erasure. `removed` counts rows by table, and files."""

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str | None = Field(default=None, max_length=36)
    ground: ErasureGround = one_of(ErasureGround)
    removed: dict[str, int] = json_field(nullable=False)
    at: datetime = moment()
