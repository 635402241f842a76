"""How many submissions there are at each moment, so that any page of a list is found without counting up to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import OneOf, UtcDateTime, moment, one_of
from models.vocabulary import Channel, Status


class Moment(StrEnum):
    """By which of its moments a submission is counted."""

    RECEIVED = "received"
    UPDATED = "updated"


class Span(StrEnum):
    DAY = "day"
    MINUTE = "minute"


NO_CONSULTATION = ""
"""Stands for a letter that nobody has filed yet: NULL would be no part of a key."""


class SubmissionChange(SQLModel, table=True):
    """One submission more (`number` 1) or less (-1) of a kind. Moments are whole minutes, in UTC.

    Only ever added to, by a trigger of the database, so that writers never wait for each other; what was counted in is
    taken out.
    """

    __tablename__ = "submission_change"

    id: int | None = Field(default=None, sa_type=sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    organisation_id: str = Field(max_length=36)
    consultation_id: str = Field(max_length=36)
    channel: Channel = one_of(Channel)
    status: Status = one_of(Status)
    received: datetime = moment()
    updated: datetime = moment()
    number: int


class SubmissionTally(SQLModel, table=True):
    """How many of a kind there are in a day or a minute that begins at `starts`, apart from the changes since."""

    __tablename__ = "submission_tally"
    __table_args__ = (
        sa.Index(
            "ix_submission_tally_nothing",
            "number",
            sqlite_where=sa.text("number = 0"),
            postgresql_where=sa.text("number = 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    organisation_id: str = Field(primary_key=True, max_length=36)
    counted_by: Moment = Field(primary_key=True, sa_type=OneOf(Moment))
    span: Span = Field(primary_key=True, sa_type=OneOf(Span))
    starts: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    consultation_id: str = Field(primary_key=True, max_length=36)
    channel: Channel = Field(primary_key=True, sa_type=OneOf(Channel))
    status: Status = Field(primary_key=True, sa_type=OneOf(Status))
    number: int
