"""Sheets for the tables of a meeting, printed; where their boxes stand is remembered for when they come back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from channels.meetings.table_sheet import PrintedSheet, make_table_sheet
from channels.meetings.table_sheet_content import Named
from intake.services import Services
from models import printing
from models.consultations import Version
from models.printing import Printed


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
    layout = made.layout
    key = Printed(version.version_id, language, layout.large, layout.fingerprint())
    with services.store.write() as connection:
        printing.keep(services.store, connection, key, layout.pages_as_kept())
    return made
