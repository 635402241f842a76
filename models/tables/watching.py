"""Places from which files come in by themselves, and what was refused there."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, moment, refers_to


class WatchedPlace(SQLModel, table=True):
    """A folder or mailbox and how it went there last. `address` holds no password.

    `problem` says since `problem_since` why the place cannot be used; None while all is well.
    """

    __tablename__ = "watched_place"
    __table_args__ = (UniqueConstraint("organisation_id", "address"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    address: str = Field(max_length=400)
    looked_at: datetime = moment()
    taken_at: datetime | None = moment(nullable=True)
    problem: str | None = Field(default=None, max_length=40)
    problem_since: datetime | None = moment(nullable=True)


class RefusedFile(SQLModel, table=True):
    """A file that was not taken in, for a person to see; `code` says why."""

    __tablename__ = "refused_file"
    __table_args__ = (Index("ix_refused_file_list", "organisation_id", "at"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    address: str = Field(max_length=400)
    name: str = Field(max_length=255)
    code: str = Field(max_length=40)
    at: datetime = moment()
