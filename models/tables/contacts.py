"""How to reach somebody: encrypted, in tables of their own, erasable alone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.tables.columns import encrypted_field, id_field, long_text, moment, one_of, refers_to
from models.vocabulary import Channel


class ContactPurpose(StrEnum):
    OUTCOME = "outcome"
    CALL_BACK = "call_back"
    SENDER = "sender"


class PartOfDay(StrEnum):
    """When somebody likes to be called."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class CallOutcome(StrEnum):
    """How a wish to be called ended. None where it ended before this was noted: somebody was called."""

    ANSWERED = "answered"
    MESSAGE = "message"
    """Never reached; a text message said so."""
    UNREACHED = "unreached"
    OTHERWISE = "otherwise"
    NO_NUMBER = "no_number"


class Contact(SQLModel, table=True):
    """One way to reach somebody, for one purpose. `lookup` is a keyed hash that finds it by exact value."""

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    submission_id: str | None = refers_to("submission.id", nullable=True)
    purpose: ContactPurpose = one_of(ContactPurpose)
    channel: Channel = one_of(Channel)
    encrypted: bytes = encrypted_field()
    lookup: str = Field(max_length=64, index=True)
    created_at: datetime = moment()


class CallBack(SQLModel, table=True):
    """Somebody asked for a person; `part_of_day` is None if they did not say when.

    :ivar again_at: not before then, after an attempt in vain.
    :ivar claimed_by: who is calling, until `claimed_until`.
    :ivar note: a colleague's, without contact data.
    """

    __tablename__ = "call_back"

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    consultation_id: str | None = refers_to("consultation.id", nullable=True)
    dialogue_id: str | None = refers_to("dialogue.id", nullable=True)
    contact_id: str | None = refers_to("contact.id", nullable=True)
    language: str = Field(max_length=8)
    part_of_day: PartOfDay | None = one_of(PartOfDay, nullable=True)
    asked_at: datetime = moment()
    again_at: datetime | None = moment(nullable=True)
    claimed_by: str | None = refers_to("staff.id", nullable=True, index=False)
    claimed_until: datetime | None = moment(nullable=True)
    done_at: datetime | None = moment(nullable=True)
    done_by: str | None = refers_to("staff.id", nullable=True)
    outcome: CallOutcome | None = one_of(CallOutcome, nullable=True)
    note: str | None = long_text(nullable=True)


class OptOut(SQLModel, table=True):
    """This address gets no message from the organisation until it sends START."""

    __tablename__ = "opt_out"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    lookup: str = Field(primary_key=True, max_length=64)
    since: datetime = moment()


class ReceiptAttempt(SQLModel, table=True):
    """A receipt was asked for that nobody has. Kept for a day, so that nobody can try them all.

    `caller` is the keyed hash of who tried, `line` the number of ours that they reached.
    """

    __tablename__ = "receipt_attempt"

    id: str = id_field()
    caller: str = Field(max_length=64, index=True)
    line: str = Field(max_length=20)
    at: datetime = moment()
