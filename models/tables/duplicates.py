"""Contributions that may be one person's, and texts that are nearly the same."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import BigInteger, Field, Index, SQLModel, UniqueConstraint

from models.tables.columns import id_field, moment, one_of, refers_to


class SuggestionState(StrEnum):
    """JOINED: one of the two counts. APART: they are two people's."""

    OPEN = "open"
    JOINED = "joined"
    APART = "apart"


class Suggestion(SQLModel, table=True):
    """Two contributions that a person looks at side by side.

    :ivar first_id: the one that arrived first.
    :ivar alike: how much of the one text stands in the other, 0 to 1; None if that is no reason.
    :ivar counts_id: which of the two counts, where they are joined.
    """

    __tablename__ = "double_suggestion"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_double_suggestion_list", "organisation_id", "state", "made_at"),
    )

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    consultation_id: str = refers_to("consultation.id")
    first_id: str = refers_to("submission.id", index=False)
    second_id: str = refers_to("submission.id")
    same_phone: bool
    alike: float | None = None
    state: SuggestionState = one_of(SuggestionState)
    counts_id: str | None = refers_to("submission.id", nullable=True, index=False)
    by: str | None = refers_to("staff.id", nullable=True, index=False)
    at: datetime | None = moment(nullable=True)
    made_at: datetime = moment()


class Likeness(SQLModel, table=True):
    """Which group of nearly equal texts a submission's text belongs to. One of a group leads: others are held to it.

    :ivar digest: SHA-256 of the text as it was compared; another one means that the text was changed.
    """

    __table_args__ = (Index("ix_likeness_group", "consultation_id", "group_id", "leads"),)

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, max_length=36)
    consultation_id: str = refers_to("consultation.id", index=False)
    group_id: str = Field(max_length=36)
    leads: bool
    digest: str = Field(max_length=64)


class LikenessBand(SQLModel, table=True):
    """Part of a leader's MinHash signature: texts that share one are compared."""

    __tablename__ = "likeness_band"
    __table_args__ = (Index("ix_likeness_band_value", "consultation_id", "value"), {"sqlite_with_rowid": False})

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, max_length=36)
    value: int = Field(sa_type=BigInteger, primary_key=True)
    consultation_id: str = refers_to("consultation.id", index=False)


class LikenessMark(SQLModel, table=True):
    """Up to which change a consultation's submissions were compared."""

    __tablename__ = "likeness_mark"

    consultation_id: str = Field(foreign_key="consultation.id", primary_key=True, max_length=36)
    seen_until: datetime = moment()
