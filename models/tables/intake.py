"""What came in, what it came from, and what has to be done about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to
from models.vocabulary import EvidenceKind, OutboxKind, OutboxState


class Arrival(SQLModel, table=True):
    """Proof that something came in, unique by who brought it and how they call it, with the answer they got.

    `about` is the dialogue or submission that the answer may tell of; the answer is emptied when that is erased.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    provider: str = Field(primary_key=True, max_length=32)
    reference: str = Field(primary_key=True, max_length=128)
    received_at: datetime = moment()
    status: int
    media_type: str = Field(max_length=80)
    body: str = long_text()
    about: str | None = Field(default=None, max_length=36)


class Evidence(SQLModel, table=True):
    """The record of an immutable original. Small ones are kept in `content`, others in the evidence folder."""

    __table_args__ = (
        Index("ix_evidence_sha256", "organisation_id", "sha256"),
        Index(
            "ix_evidence_meeting",
            "meeting_id",
            sqlite_where=sa.text("meeting_id IS NOT NULL"),
            postgresql_where=sa.text("meeting_id IS NOT NULL"),
        ),
    )

    id: str = id_field()
    organisation_id: str | None = refers_to("organisation.id", nullable=True, index=False)
    sha256: str = Field(max_length=64)
    kind: EvidenceKind = one_of(EvidenceKind)
    media_type: str = Field(max_length=80)
    size: int
    content: bytes | None = None
    name: str | None = Field(default=None, max_length=255)
    page: int | None = None
    printed_page: int | None = None
    """Which page of a printed form this is, whatever its `page` in the file that was scanned."""
    dialogue_id: str | None = refers_to("dialogue.id", nullable=True)
    meeting_id: str | None = refers_to("meeting.id", nullable=True, index=False)
    incomplete: bool = False
    """A meeting's sheet with rows that could not be taken in: a corrected one may follow."""
    created_at: datetime = moment()


class OutboxEntry(SQLModel, table=True):
    """Work that must happen after a commit. A worker holds it until `leased_until`; then anyone may take it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"),)

    id: str = id_field()
    kind: OutboxKind = one_of(OutboxKind)
    organisation_id: str | None = refers_to("organisation.id", nullable=True, index=False)
    unique_key: str = Field(unique=True, max_length=160)
    payload: dict[str, Any] = json_field(nullable=False)
    state: OutboxState = one_of(OutboxState)
    attempts: int = 0
    due_at: datetime = moment()
    leased_until: datetime | None = moment(nullable=True)
    problem: str | None = Field(default=None, sa_type=sa.Text)
    result: dict[str, Any] | None = json_field()
    created_at: datetime = moment()
    done_at: datetime | None = moment(nullable=True)
