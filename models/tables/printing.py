"""What was printed, as far as paper that comes back needs it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.tables.columns import json_field, moment


class PrintedLayout(SQLModel, table=True):
    """Where the boxes of a printed form stand. A later release may put them elsewhere, and the paper stays readable."""

    __tablename__ = "printed_layout"

    version_id: str = Field(foreign_key="consultation_version.id", primary_key=True, max_length=36)
    language: str = Field(primary_key=True, max_length=3)
    large: bool = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True, max_length=5)
    pages: list[dict[str, Any]] = json_field(nullable=False)
    printed_at: datetime = moment()
