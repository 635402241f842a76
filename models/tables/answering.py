"""People who wait for an answer of a person: how often they were called in vain, and which letters ask for one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, long_text, moment, one_of, refers_to


class LetterOutcome(StrEnum):
    """How a letter was answered. OTHERWISE: in another way, or no answer was needed after all."""

    BY_LETTER = "by_letter"
    BY_PHONE = "by_phone"
    BY_EMAIL = "by_email"
    OTHERWISE = "otherwise"


class CallAttempt(SQLModel, table=True):
    """Somebody was called and not reached. `note` is a colleague's, without contact data."""

    __tablename__ = "call_attempt"

    id: str = id_field()
    call_back_id: str = refers_to("call_back.id")
    at: datetime = moment()
    by: str = refers_to("staff.id", index=False)
    note: str | None = long_text(nullable=True)


class LetterToAnswer(SQLModel, table=True):
    """Somebody at the desk found that a contribution on paper asks for an answer. `since` is when it came in."""

    __tablename__ = "letter_to_answer"

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    submission_id: str = Field(foreign_key="submission.id", unique=True, max_length=36)
    since: datetime = moment()
    asked_by: str = refers_to("staff.id", index=False)
    claimed_by: str | None = refers_to("staff.id", nullable=True, index=False)
    claimed_until: datetime | None = moment(nullable=True)
    done_at: datetime | None = moment(nullable=True)
    done_by: str | None = refers_to("staff.id", nullable=True, index=False)
    outcome: LetterOutcome | None = one_of(LetterOutcome, nullable=True)
    note: str | None = long_text(nullable=True)


class AnswerTerms(SQLModel, table=True):
    """Within how many working days an organisation answers, and how often it calls in vain before something else."""

    __tablename__ = "answer_terms"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    call_days: int
    letter_days: int
    most_attempts: int
