"""Where a form asks how to reach somebody: what is shown to others than those who write back goes without it."""

from __future__ import annotations

import sqlalchemy as sa

from channels.printed.layout import CONTACT
from models import printing

ABOVE, BELOW = 9.0, 4.0
"""mm: the lines over a box say what to write there, and people write over the edges."""

Band = tuple[float, float]
"""From and up to, in mm from the top of the page."""


def contact_bands(connection: sa.Connection, version_id: str, page: int) -> list[Band] | None:
    """Bands over the whole width of a page of a form; None if no layout of that version is known here.

    Of all that was printed of that version, in whatever language and size: rather too much is hidden than too little.
    """
    layouts = printing.printed_of(connection, version_id)
    if not layouts:
        return None
    found = []
    for pages in layouts:
        boxes = [box for one in pages if one["page"] == page for box in one["boxes"] if box["question"] == CONTACT]
        if boxes:
            top, bottom = min(box["y"] for box in boxes), max(box["y"] + box["h"] for box in boxes)
            found.append((top - ABOVE, bottom + BELOW))
    return found
