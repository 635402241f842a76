"""Conversations over phone and SMS, and what was recorded in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to
from models.vocabulary import Channel, DialogueState


class Dialogue(SQLModel, table=True):
    """One conversation. `caller` is the keyed hash of the person's number, `line` our own number.

    `step` counts what we said: an input to an earlier step changes nothing. `memory` is the engine's state.
    """

    __table_args__ = (Index("ix_dialogue_begun", "state", "started_at"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str = refers_to("consultation.id")
    version_id: str = refers_to("consultation_version.id", index=False)
    channel: Channel = one_of(Channel)
    caller: str = Field(max_length=64, index=True)
    line: str = Field(max_length=20)
    call: str | None = Field(default=None, max_length=64, index=True)
    state: DialogueState = one_of(DialogueState)
    step: int = 0
    memory: dict[str, Any] = json_field(nullable=False)
    submission_id: str | None = refers_to("submission.id", nullable=True)
    started_at: datetime = moment()
    updated_at: datetime = moment()


class RecordingState(StrEnum):
    EXPECTED = "expected"
    FETCHED = "fetched"
    ABSENT = "absent"


class Recording(SQLModel, table=True):
    """An answer that was spoken. The audio stays with the telephone company until our copy is verified."""

    reference: str = Field(primary_key=True, max_length=64)
    organisation_id: str = refers_to("organisation.id")
    dialogue_id: str = refers_to("dialogue.id")
    question: str = Field(max_length=64)
    url: str = long_text()
    seconds: float | None = None
    state: RecordingState = one_of(RecordingState)
    evidence_id: str | None = refers_to("evidence.id", nullable=True, index=False)
    created_at: datetime = moment()
