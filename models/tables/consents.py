"""What people agreed to, as events: given or taken back, with the wording that they heard or read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel

from models.tables.columns import id_field, long_text, moment, one_of, refers_to
from models.vocabulary import Channel


class ConsentPurpose(StrEnum):
    """USE: the answers are kept and used. RECORDING: a voice is recorded. OUTCOME: we may tell what came of it."""

    USE = "use"
    RECORDING = "recording"
    OUTCOME = "outcome"


class Wording(SQLModel, table=True):
    """A text that asked for consent, or said what going on means. Its digest is its version."""

    digest: str = Field(primary_key=True, max_length=64)
    language: str = Field(max_length=8)
    text: str = long_text()


class Consent(SQLModel, table=True):
    """One event; the last one of a purpose counts. Never changed, but that `proof` goes when the evidence goes.

    :ivar wording: None where something was taken back in the person's own words.
    :ivar proof: the SHA-256 of the evidence: the key press, message, recording, page or entry.
    """

    __table_args__ = (Index("ix_consent_submission", "submission_id", "purpose", "at"),)

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id", index=False)
    submission_id: str = refers_to("submission.id", index=False)
    purpose: ConsentPurpose = one_of(ConsentPurpose)
    given: bool
    channel: Channel = one_of(Channel)
    wording: str | None = Field(default=None, foreign_key="wording.digest", max_length=64)
    proof: str | None = Field(default=None, max_length=64)
    at: datetime = moment()
