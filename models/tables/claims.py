"""Who has a contribution before them, so that no two people check the same one."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, String

from models.tables.columns import long_text, moment, refers_to


class Claim(SQLModel, table=True):
    """A claim ends by itself. `asked_by` and `note`: somebody could not make it out and asks a colleague."""

    submission_id: str = Field(foreign_key="submission.id", primary_key=True, sa_type=String(36))
    by: str | None = refers_to("staff.id", nullable=True, index=False)
    until: datetime | None = moment(nullable=True)
    asked_by: str | None = refers_to("staff.id", nullable=True, index=False)
    note: str | None = long_text(nullable=True)
