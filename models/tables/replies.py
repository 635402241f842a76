"""What is sent back to people of our own accord: text messages and calls, and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.tables.columns import encrypted_field, id_field, long_text, moment, one_of, refers_to


class ReplyPurpose(StrEnum):
    RECEIPT = "receipt"
    REMINDER = "reminder"
    OUTCOME = "outcome"
    ANSWER = "answer"


class ReplyWay(StrEnum):
    SMS = "sms"
    CALL = "call"


class ReplyState(StrEnum):
    """SENDING: the company may have it, or not. SENT: it has it, and told its name for it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"


class Remedy(StrEnum):
    """What a refusal or failure asks for."""

    LATER = "later"
    OTHER_WAY = "other_way"
    OPTED_OUT = "opted_out"
    ADMINISTRATOR = "administrator"


_ASKS_FOR_SOMEBODY = sa.text("remedy IS NOT NULL")
_WAITS = sa.text("state = 'waiting'")
_KNOWN = sa.text("encrypted IS NOT NULL")
_REMINDS = sa.text("state = 'waiting' AND purpose = 'reminder'")


class Reply(SQLModel, table=True):
    """One message or call to one person. Forgets the number (`encrypted`) once it ended; `lookup` is its keyed hash.

    :ivar urgent: asked for at this moment, so that quiet hours do not hold it back.
    :ivar reference: the company's name for the last attempt.
    :ivar code: the company's code of the last problem.
    :ivar settled_at: when somebody at the desk said that the failure was dealt with.
    """

    __table_args__ = (
        Index("ix_reply_next", "line", "state", "urgent", "due_at"),
        Index(
            "ix_reply_remedy", "organisation_id", sqlite_where=_ASKS_FOR_SOMEBODY, postgresql_where=_ASKS_FOR_SOMEBODY
        ),
        Index("ix_reply_waiting", "organisation_id", "lookup", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_reply_reminds", "dialogue_id", sqlite_where=_REMINDS, postgresql_where=_REMINDS),
        Index("ix_reply_known", "sent_at", sqlite_where=_KNOWN, postgresql_where=_KNOWN),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    submission_id: str | None = refers_to("submission.id", nullable=True)
    dialogue_id: str | None = refers_to("dialogue.id", nullable=True)
    purpose: ReplyPurpose = one_of(ReplyPurpose)
    way: ReplyWay = one_of(ReplyWay)
    line: str = Field(max_length=20)
    lookup: str = Field(max_length=64)
    encrypted: bytes | None = encrypted_field(nullable=True)
    language: str = Field(max_length=8)
    text: str = long_text()
    unique_key: str = Field(unique=True, max_length=160)
    urgent: bool
    state: ReplyState = one_of(ReplyState)
    due_at: datetime = moment()
    attempts: int = 0
    reference: str | None = Field(default=None, max_length=64, index=True)
    remedy: Remedy | None = one_of(Remedy, nullable=True)
    code: int | None = None
    created_by: str | None = refers_to("staff.id", nullable=True, index=False)
    created_at: datetime = moment()
    sending_at: datetime | None = moment(nullable=True)
    sent_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)
    settled_by: str | None = refers_to("staff.id", nullable=True, index=False)


class ReplyEvent(SQLModel, table=True):
    """What the company told about a message or call. Without a reply: its name is not known here, or not yet."""

    __tablename__ = "reply_event"

    id: str = id_field()
    reply_id: str | None = refers_to("reply.id", nullable=True)
    reference: str = Field(max_length=64, index=True)
    status: str = Field(max_length=24)
    code: int | None = None
    at: datetime = moment()


class Pace(SQLModel, table=True):
    """When the next message may leave one of our numbers, and what holds it up."""

    line: str = Field(primary_key=True, max_length=20)
    free_at: datetime = moment()
    failures: int = 0
    code: int | None = None
    problem: str | None = Field(default=None, sa_type=sa.Text)


class SendingRules(SQLModel, table=True):
    """How an organisation wants messages sent that nobody waits for. Hours are `HH:MM` in Europe/Amsterdam."""

    __tablename__ = "sending_rules"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    reminders: bool = False
    quiet_from: str = Field(max_length=5)
    quiet_to: str = Field(max_length=5)
