"""What a machine wrote down of something spoken. Personal data like the sound itself: erased together with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, json_field, moment, refers_to


class Transcript(SQLModel, table=True):
    """One engine's transcript of one piece of evidence. Never changed; a later one stands beside it.

    `segments` is a list of `{"from", "to", "text", "confidence"}`, as in `models.transcripts.Segment`.
    """

    id: str = id_field()
    evidence_id: str = refers_to("evidence.id")
    engine: str = Field(max_length=80)
    language: str = Field(max_length=8)
    segments: list[dict[str, Any]] = json_field(nullable=False)
    confidence: float | None = None
    created_at: datetime = moment()
