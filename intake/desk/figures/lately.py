"""What came in lately and what waits, to be taken along from the overview."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response

from intake.desk import words
from intake.desk.figures.taking import taken
from intake.desk.language import _
from intake.desk.overview import doors_of, trend_of
from intake.desk.visit import member, services
from intake.exporting import Cell
from intake.figures.tables import Table


def overview_file(kind: str) -> Response:
    """The figures of the overview: waiting work with its age, and the last thirty days."""
    with services().store.read() as connection:
        tables = [_waiting(connection), _days(connection)]
    return taken(kind, "overzicht", f"{_('Overzicht')} {member().organisation_name}", tables)


def _waiting(connection: sa.Connection) -> Table:
    rows = tuple(
        (words.CHANNELS[door.channel], door.waiting, words.age(door.oldest) if door.oldest else "", door.today)
        for door in doors_of(connection, member())
    )
    heads = (_("Kanaal"), _("Wacht op iemand"), _("Oudste wacht al"), _("Vandaag binnen"))
    return Table(_("Per kanaal"), heads, rows, 1)


def _days(connection: sa.Connection) -> Table:
    found = trend_of(connection, member())
    columns = list(found.by_channel.values())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day.isoformat(), total, *(numbers[at] for numbers in columns))
        for at, (day, total) in enumerate(zip(found.days, found.totals, strict=True))
    )
    heads = (_("Dag"), _("Samen"), *(words.CHANNELS[channel] for channel in found.by_channel))
    return Table(_("Binnengekomen in de laatste 30 dagen"), heads, rows, 1)
