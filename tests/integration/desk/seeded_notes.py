"""The notes of a meeting, read and kept in the seeded town as if somebody had handed them in."""

from __future__ import annotations

import sqlalchemy as sa

from channels.meetings.keep import keep_proposals
from channels.meetings.notes import read_notes
from channels.meetings.proposals import proposals
from channels.meetings.segment_keeping import keep_segments
from channels.meetings.splitting import split_notes
from models.clock import now
from models.consultations import Version
from models.evidence import keep_small
from models.vocabulary import EvidenceKind

NOTES = """# Wijkavond

## Opening
De gespreksleider heet iedereen welkom.

## Tafel 2
- Er moet meer licht op het plein komen (8 mensen).
- Bel de buurt als er bankjes komen en laat de bomen staan.
- Mevrouw Verzonnen: de fietsen staan in de weg.

## Geleerde lessen
- Nodig de volgende keer ook jongeren uit.
"""


def keep_notes(connection: sa.Connection, version: Version, meeting_id: str, text: str = NOTES) -> str:
    """The id of the file."""
    notes = read_notes(text.encode(), name="verslag.md")
    segments = split_notes(notes)
    found = proposals(notes, segments)
    file = keep_small(connection, version.organisation_id, EvidenceKind.NOTES, text)
    language = version.definition.first_language
    ids = keep_proposals(connection, version, meeting_id, found, file, language=language, received_at=now())
    made = dict(zip((one.start for one in found), ids, strict=True))
    keep_segments(connection, version, meeting_id, file.id, segments, made)
    return file.id
