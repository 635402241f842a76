"""Sheets for the tables of a meeting, printed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from channels.meetings.table_sheet import PrintedSheet, make_table_sheet
from channels.meetings.table_sheet_content import Named
from intake.printed_layouts import remember
from intake.services import Services
from models.consultations import Version


def print_table_sheet(
    services: Services, version: Version, meeting: sa.Row[Any], *, language: str, copies: int = 1, a3: bool = False
) -> PrintedSheet:
    """The sheet that asks what `version` asks, for the tables of `meeting` (its row).

    :raises Rejected: the language is not one of the consultation's, or the copies make no sense.
    :raises TryAgain: a font is missing on this machine.
    """
    made = make_table_sheet(
        version.definition,
        version.number,
        meeting=meeting.id,
        named=Named(meeting.title, meeting.held_on, meeting.place),
        language=language,
        copies=copies,
        a3=a3,
    )
    remember(services.store, version, made.layout)
    return made
