"""Sheets that clerks lay between two documents before they scan: what comes after one begins anew."""

from __future__ import annotations

from pathlib import Path

from channels.printed.stamping import stamp
from channels.printed.typesetting import typeset
from models.errors import Rejected
from scans.identity import SeparatorIdentity, new_sheet

TEMPLATE = Path(__file__).parent / "separator.typ"


def make_separators(count: int) -> bytes:
    """A PDF of `count` separator sheets. They are for staff, so in the desk's language; each may be used again.

    :raises Rejected: the count makes no sense.
    :raises TryAgain: a font is missing on this machine.
    """
    if count < 1:
        raise Rejected("Ask for at least one separator sheet.", code="no_copies")
    return stamp(typeset({}, TEMPLATE), [[SeparatorIdentity(new_sheet())] for _ in range(count)])
