"""What was found in texts that identifies somebody, and what a person said of it. The texts themselves stay theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, moment, one_of, refers_to
from models.vocabulary import SpanKind


class KeptPhrase(SQLModel, table=True):
    """A name that a consultation is about, and that stays in what is published."""

    __tablename__ = "kept_phrase"

    id: str = id_field()
    consultation_id: str = refers_to("consultation.id")
    phrase: str = Field(max_length=100)
    by: str = refers_to("staff.id", index=False)
    at: datetime = moment()


class NameSearch(SQLModel, table=True):
    """Where an engine found names in a submission's texts.

    :ivar found: by question: `text`, the SHA-256 of what was looked through, and `persons`, from and up to.
    """

    __tablename__ = "name_search"

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, max_length=36)
    engine: str = Field(max_length=120)
    found: dict[str, Any] = json_field(nullable=False)
    at: datetime = moment()


class SpanDecision(SQLModel, table=True):
    """A person's word on one proposal: leave it out, or let it stand. `text` is the SHA-256 of the text it stood in."""

    __tablename__ = "span_decision"
    __table_args__ = (UniqueConstraint("submission_id", "question", "start", "end"),)

    id: str = id_field()
    submission_id: str = refers_to("submission.id", index=False)
    question: str = Field(max_length=64)
    start: int
    end: int
    kind: SpanKind = one_of(SpanKind)
    text: str = Field(max_length=64)
    leave_out: bool
    by: str = refers_to("staff.id", index=False)
    at: datetime = moment()
