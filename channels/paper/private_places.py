"""Where a form says who sent it: how to reach somebody, and the participation code of whose letter it came with."""

from __future__ import annotations

import sqlalchemy as sa

from channels.printed.layout import CONTACT
from channels.printed.stamping import PARTICIPATION_AT
from models import printing
from scans.registration import CODE_SIZE, CODES, PAGE_WIDTH

ABOVE, BELOW = 9.0, 4.0
"""mm: the lines over a box say what to write there, and people write over the edges."""

AROUND = 1.5
"""mm: no page lies quite flat."""

PRINTED_CODE = (40.0, 5.0)
"""mm: width, and height above the base line, of a participation code as people read it."""

Box = tuple[float, float, float, float]
"""x, y, width and height in mm, from the top left of the upright page."""


def code_places() -> list[Box]:
    """Where a participation code stands on each page that has one: for machines twice, and for people once."""
    x, base = PARTICIPATION_AT
    width, height = PRINTED_CODE
    side = CODE_SIZE + 2 * AROUND
    return [
        (x - AROUND, base - height, width, height + AROUND),
        *((x - AROUND, y - AROUND, side, side) for x, y in CODES),
    ]


def contact_places(connection: sa.Connection, version_id: str, page: int | None) -> list[Box] | None:
    """Bands over the whole width of a page of a form; None if no layout of that version is known here.

    Of all that was printed of that version, in whatever language and size, and of all pages if nobody knows which of
    the printed ones it is: rather too much is hidden than too little.
    """
    layouts = printing.printed_of(connection, version_id)
    if not layouts:
        return None
    found = []
    for pages in layouts:
        for one in pages:
            boxes = [box for box in one["boxes"] if box["question"] == CONTACT]
            if boxes and page in (None, one["page"]):
                top, bottom = min(box["y"] for box in boxes), max(box["y"] + box["h"] for box in boxes)
                found.append((-1.0, top - ABOVE, PAGE_WIDTH + 2, bottom - top + ABOVE + BELOW))
    return found
