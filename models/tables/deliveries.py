"""What goes to other platforms, what was approved for it, and what comes from there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, json_field, long_text, moment, one_of, refers_to


class Wanted(StrEnum):
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


class DeliveryState(StrEnum):
    """SENDING: perhaps it is there already. THERE: it is. GONE: it is not, as wanted. FAILED: a person must look."""

    WAITING = "waiting"
    SENDING = "sending"
    THERE = "there"
    GONE = "gone"
    FAILED = "failed"


class Delivery(SQLModel, table=True):
    """One submission's way to one platform.

    :ivar reference: our random name for it there. Public: it must mean nothing to anybody but us.
    :ivar place: where it was brought, or is being brought: what `publish` said then.
    :ivar their_id: their name for it, once it is known.
    :ivar sending_at: when it was first begun to be sent under this reference.
    :ivar code: what kind of problem it has, for programs; `problem` says it to people.
    :ivar told: what the platform last told of it, to notice a change.
    """

    __table_args__ = (
        UniqueConstraint("submission_id", "target"),
        Index("ix_delivery_next", "consultation_id", "state", "due_at"),
        Index("ix_delivery_theirs", "consultation_id", "their_id"),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    consultation_id: str = refers_to("consultation.id", index=False)
    submission_id: str = refers_to("submission.id", index=False)
    target: str = Field(max_length=24)
    reference: str = Field(unique=True, max_length=36)
    wanted: Wanted = one_of(Wanted)
    state: DeliveryState = one_of(DeliveryState)
    place: str | None = Field(default=None, max_length=80)
    their_id: str | None = Field(default=None, max_length=64)
    attempts: int = 0
    due_at: datetime = moment()
    sending_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)
    code: str | None = Field(default=None, max_length=40)
    problem: str | None = long_text(nullable=True)
    told: dict[str, Any] | None = json_field()
    created_at: datetime = moment()


class DeliveryLine(SQLModel, table=True):
    """How it goes with all deliveries of one consultation: what holds them up, and the limits of the platform."""

    __tablename__ = "delivery_line"

    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, max_length=36)
    held_until: datetime | None = moment(nullable=True)
    failures: int = 0
    code: str | None = Field(default=None, max_length=40)
    problem: str | None = long_text(nullable=True)
    limits: dict[str, Any] | None = json_field()
    limits_at: datetime | None = moment(nullable=True)


class PublicText(SQLModel, table=True):
    """What a person approved to be read by everybody, in place of what was written or said. `answers` by question."""

    __tablename__ = "public_text"

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, max_length=36)
    title: str | None = Field(default=None, max_length=300)
    summary: str | None = long_text(nullable=True)
    body: str | None = long_text(nullable=True)
    answers: dict[str, str] = json_field(nullable=False)
    approved_by: str = refers_to("staff.id", index=False)
    approved_at: datetime = moment()


class Outcome(SQLModel, table=True):
    """What the platform's staff said of a submission of ours: to be told to whoever made it.

    :ivar answers: whether it is an answer, or only news on the way.
    :ivar settled_at: when somebody had it told, or decided that it need not be.
    """

    __table_args__ = (UniqueConstraint("delivery_id", "digest"),)

    id: str = id_field()
    delivery_id: str = refers_to("delivery.id", index=False)
    submission_id: str = refers_to("submission.id")
    digest: str = Field(max_length=64)
    statuses: list[str] = json_field(nullable=False)
    text: str | None = long_text(nullable=True)
    answers: bool
    at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)


class OnlineContribution(SQLModel, table=True):
    """Which submission came from which contribution on the platform, and which version of it."""

    __tablename__ = "online_contribution"
    __table_args__ = (UniqueConstraint("consultation_id", "kind", "their_id"),)

    id: str = id_field()
    consultation_id: str = refers_to("consultation.id", index=False)
    submission_id: str = refers_to("submission.id")
    kind: str = Field(max_length=24)
    their_id: str = Field(max_length=64)
    digest: str = Field(max_length=64)
    votes_for: int = 0
    votes_against: int = 0
    seen_at: datetime = moment()


class PullMark(SQLModel, table=True):
    """How far the contributions of one consultation were read.

    :ivar up_to: everything that was changed before it has been read.
    :ivar swept_at: when it was last looked whether what is known is still there.
    :ivar page: the page of the list that is being read now, and `next_up_to` what `up_to` becomes after the last.
    """

    __tablename__ = "pull_mark"

    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, max_length=36)
    up_to: datetime | None = moment(nullable=True)
    next_up_to: datetime | None = moment(nullable=True)
    page: int = 0
    pulled_at: datetime | None = moment(nullable=True)
    swept_at: datetime | None = moment(nullable=True)
    problem: str | None = long_text(nullable=True)
