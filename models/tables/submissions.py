"""Submissions with their answers, and every move and decision that was made about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to
from models.vocabulary import AnswerState, Channel, Doubt, Held, Status

_SIFTED = ("consultation_id", "channel", "status")
"""At the end of an index: what a list is sifted by, so that no row is fetched only to be left out."""


class Submission(SQLModel, table=True):
    """One person's (or group's) contribution. A letter may wait for a person to say which consultation it is for.

    `origin` recognises what comes in again: the id of a printed sheet, or the fingerprint of a row of a meeting's
    sheet; for a letter that seems to be the rest of another, it names that one. `held` says why a person must look,
    beyond its answers.
    """

    __table_args__ = (
        Index("ix_submission_list", "organisation_id", "received_at", "id", *_SIFTED),
        Index("ix_submission_updated", "organisation_id", "updated_at", "id", *_SIFTED),
        Index("ix_submission_waiting", "organisation_id", "status", "received_at", "id"),
        Index("ix_submission_origin", "organisation_id", "origin"),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    consultation_id: str | None = refers_to("consultation.id", nullable=True)
    version_id: str | None = refers_to("consultation_version.id", nullable=True, index=False)
    receipt: str = Field(unique=True, max_length=12)
    channel: Channel = one_of(Channel)
    status: Status = one_of(Status)
    complete: bool
    language: str = Field(max_length=8)
    entered_by: str | None = refers_to("staff.id", nullable=True, index=False)
    supporters: int = 1
    group_key: str | None = Field(default=None, max_length=64)
    meeting_id: str | None = refers_to("meeting.id", nullable=True)
    meeting_table: str | None = Field(default=None, max_length=200)
    meeting_remark: str | None = long_text(nullable=True)
    code_id: str | None = refers_to("participation_code.id", nullable=True)
    origin: str | None = Field(default=None, max_length=80)
    held: Held | None = one_of(Held, nullable=True)
    received_at: datetime = moment()
    updated_at: datetime = moment()


class Answer(SQLModel, table=True):
    """One question's value. `machine` keeps what was read before a person decided, `doubt` why one must.

    `others`: a list of values that may stand there instead of what was read.
    """

    __table_args__ = (UniqueConstraint("submission_id", "question"),)

    id: str = id_field()
    submission_id: str = Field(foreign_key="submission.id", max_length=36)
    question: str = Field(max_length=64)
    position: int
    value: Any | None = json_field()
    raw: str | None = long_text(nullable=True)
    state: AnswerState = one_of(AnswerState)
    confidence: float | None = None
    evidence_sha256: str | None = Field(default=None, max_length=64)
    place: dict[str, Any] | None = json_field()
    doubt: Doubt | None = one_of(Doubt, nullable=True)
    others: Any | None = json_field()
    machine: dict[str, Any] | None = json_field()
    decided_at: datetime | None = moment(nullable=True)


class Decision(SQLModel, table=True):
    """A person's word on an answer. Never changed: the last one counts. `acceptance_id`: it was one of many at once."""

    __table_args__ = (
        Index(
            "ix_decision_acceptance",
            "acceptance_id",
            sqlite_where=sa.text("acceptance_id IS NOT NULL"),
            postgresql_where=sa.text("acceptance_id IS NOT NULL"),
        ),
    )

    id: str = id_field()
    answer_id: str = refers_to("answer.id")
    by: str = refers_to("staff.id", index=False)
    at: datetime = moment()
    state: AnswerState = one_of(AnswerState)
    value: Any | None = json_field()
    acceptance_id: str | None = Field(default=None, max_length=36)


class StatusChange(SQLModel, table=True):
    """One move along the workflow; `by` is None where a rule made it."""

    __tablename__ = "status_change"

    id: str = id_field()
    submission_id: str = refers_to("submission.id")
    before: Status | None = one_of(Status, nullable=True)
    after: Status = one_of(Status)
    at: datetime = moment()
    by: str | None = refers_to("staff.id", nullable=True, index=False)
    reason: str | None = Field(default=None, max_length=300)


class SubmissionEvidence(SQLModel, table=True):
    """Which evidence a submission came from, in order of arrival."""

    __tablename__ = "submission_evidence"
    __table_args__ = ({"sqlite_with_rowid": False},)

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, max_length=36)
    evidence_id: str = Field(foreign_key="evidence.id", primary_key=True, max_length=36)
