"""Many answers accepted at once, so that they can be taken back at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, moment, refers_to


class BulkAcceptance(SQLModel, table=True):
    """Somebody agreed with all that a machine was at least so sure of. Each answer has a decision that names this.

    :ivar threshold: 0 to 1. `answers`: how many were accepted.
    """

    __tablename__ = "bulk_acceptance"

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    by: str = refers_to("staff.id", index=False)
    at: datetime = moment()
    threshold: float
    answers: int = Field(default=0)
    taken_back_at: datetime | None = moment(nullable=True)
