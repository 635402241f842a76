"""Texts of the reference work that an engine is to look through for names: parts of notes, and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.meetings.segment_keeping import NOTE_SEGMENT
from channels.meetings.segments import SegmentKind
from intake.reference.leaving_out import words_of_entry
from models.reference import ENTRY, PLACED
from models.submissions import SUBMISSION
from models.tables.reference import EntryState
from models.vocabulary import Channel, Status

READ_FROM = (SegmentKind.LESSON, SegmentKind.ANSWER, SegmentKind.CONTRIBUTION)
"""Kinds of segments that something is proposed of. A contribution may be the question above an answer."""


@dataclass(frozen=True, slots=True)
class WantedText:
    """A row of `table` and its words, which nobody looked through since they were written."""

    table: sa.Table
    id: str
    words: str


def waiting(connection: sa.Connection, *, limit: int) -> list[WantedText]:
    segments = (
        sa.select(NOTE_SEGMENT.c.id, NOTE_SEGMENT.c.words)
        .where(NOTE_SEGMENT.c.names.is_(None), NOTE_SEGMENT.c.kind.in_([str(one) for one in READ_FROM]))
        .limit(limit)
    )
    entries = (
        sa.select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.text)
        .where(ENTRY.c.names.is_(None), ENTRY.c.state != EntryState.LEFT_OUT)
        .limit(limit)
    )
    return [
        *(WantedText(NOTE_SEGMENT, row.id, row.words) for row in connection.execute(segments)),
        *(WantedText(ENTRY, row.id, words_of_entry(row.title, row.text)) for row in connection.execute(entries)),
    ]


def keep(connection: sa.Connection, wanted: WantedText, found: Mapping[str, Any]) -> None:
    """Keep what was found; a text that changed meanwhile is known by its digest."""
    connection.execute(wanted.table.update().where(wanted.table.c.id == wanted.id).values(names=dict(found)))


def of_meetings() -> sa.ColumnElement[bool]:
    """Contributions of meetings that may be proposed for the reference work."""
    return sa.and_(SUBMISSION.c.channel == Channel.MEETING, SUBMISSION.c.status.in_([Status.ACCEPTED, *PLACED]))
