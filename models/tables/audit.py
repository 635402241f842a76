"""The trail: who looked at, changed, published, erased or took out what. Only ever added to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.tables.columns import json_field, moment, one_of


class By(StrEnum):
    """What kind of doer. PROGRAM: by an API token. COMMAND: at the machine itself, by the number of the account."""

    STAFF = "staff"
    PROGRAM = "program"
    COMMAND = "command"
    INLOOP = "inloop"


class Act(StrEnum):
    """What was done. LOOKED: personal data was shown; EXPORTED: it left in a file or through the API."""

    LOOKED = "looked"
    CHANGED = "changed"
    PUBLISHED = "published"
    ERASED = "erased"
    EXPORTED = "exported"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    """Somebody gave a wrong password for an account that exists."""
    SIGNED_OUT = "signed_out"
    SET_UP = "set_up"
    """Organisations, staff, tokens, consultations, telephone numbers, settings."""
    KEYS_ROTATED = "keys_rotated"
    CHECKED = "checked"
    """The trail itself was read, verified or taken out."""


class Activity(StrEnum):
    """The processing activities of the register: see `models.activities`."""

    CALL_BACK = "terugbellen"
    TELL_OUTCOME = "uitkomst-vertellen"
    REVIEW = "inzending-nakijken"
    PUBLISH = "publiceren"
    ANALYSE = "antwoorden-verwerken"
    RIGHTS = "rechten-van-betrokkenen"


class AuditRecord(SQLModel, table=True):
    """One act. Holds ids and counts, nothing personal. The database refuses to change or delete it.

    :ivar chain: the organisation's id, or INSTALLATION. `number` counts within it from 1 without a gap.
    :ivar subject: the table that `subject_id` is of; no foreign key, for what it names may be erased.
    :ivar trace: 16 bytes in hex, one for all that was shown or done at once.
    :ivar hash: SHA-256 over this record and the hash of the one before.
    :ivar seal: a keyed hash of it: who has the database alone cannot write a chain anew.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "chain", "subject_id", "at"),
        Index("ix_audit_at", "chain", "at"),
    )

    chain: str = Field(primary_key=True, max_length=36)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    act: Act = one_of(Act)
    by_kind: By = one_of(By)
    by_id: str | None = Field(default=None, max_length=36)
    subject: str | None = Field(default=None, max_length=40)
    subject_id: str | None = Field(default=None, max_length=64)
    activity: Activity | None = one_of(Activity, nullable=True)
    trace: str = Field(max_length=32)
    detail: dict[str, Any] | None = json_field()
    hash: str = Field(max_length=64)
    seal: str = Field(max_length=64)
