"""What notes were divided into, kept: every character of them once, so that it can be looked at and done otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from channels.meetings.segments import Segment
from models.consultations import Version
from models.secrets import new_id
from models.tables import NoteSegment

NOTE_SEGMENT = NoteSegment.__table__  # type: ignore[attr-defined]

LONGEST_NAME = 300


def keep_segments(
    connection: sa.Connection,
    version: Version,
    meeting_id: str,
    evidence_id: str,
    segments: Sequence[Segment],
    made: Mapping[int, str],
) -> None:
    """Keep the segments of one file of notes.

    :param made: the submission that was made of the segment that starts at a character.
    """
    rows = [
        {
            "id": new_id(),
            "organisation_id": version.organisation_id,
            "evidence_id": evidence_id,
            "meeting_id": meeting_id,
            "submission_id": made.get(segment.start),
            "position": position,
            "kind": str(segment.kind),
            "start": segment.start,
            "end": segment.end,
            "text": _storable(segment.text),
            "words": _storable(segment.words),
            "heading": _short(segment.heading),
            "table": _short(segment.table, 200),
            "speaker": _short(segment.speaker),
            "theme": _short(segment.theme),
        }
        for position, segment in enumerate(segments)
    ]
    if rows:
        connection.execute(NOTE_SEGMENT.insert(), rows)


def _storable(text: str) -> str:
    """As long as it was, without what no database keeps in a text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _short(text: str | None, longest: int = LONGEST_NAME) -> str | None:
    return _storable(text)[:longest] if text else None
