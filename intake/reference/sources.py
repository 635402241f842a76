"""Where an entry stands in what it comes from, for staff: the passage of the notes, or the place on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.meetings.segment_keeping import NOTE_SEGMENT
from models.evidence import EVIDENCE
from models.reference import Entry
from models.submissions import ANSWER

AROUND = 2
"""Segments that are shown before and behind it."""


@dataclass(frozen=True, slots=True)
class Source:
    """:ivar evidence_id: the notes; None if they are not kept any more.
    :ivar has_crop: whether what was written on paper can be shown.
    """

    before: str
    here: str
    after: str
    evidence_id: str | None
    has_crop: bool


def source_of(connection: sa.Connection, entry: Entry) -> Source:
    """What is still kept of where it comes from."""
    crop = _has_crop(connection, entry)
    here = _segment(connection, entry)
    if here is None:
        return Source("", "", "", None, crop)
    near = connection.execute(
        sa.select(NOTE_SEGMENT.c.position, NOTE_SEGMENT.c.text)
        .where(
            NOTE_SEGMENT.c.evidence_id == here.evidence_id,
            NOTE_SEGMENT.c.position.between(here.position - AROUND, here.position + AROUND),
        )
        .order_by(NOTE_SEGMENT.c.position)
    ).all()
    before = "".join(row.text for row in near if row.position < here.position)
    after = "".join(row.text for row in near if row.position > here.position)
    return Source(before, here.text, after, here.evidence_id, crop)


def _segment(connection: sa.Connection, entry: Entry) -> sa.Row[Any] | None:
    query = sa.select(NOTE_SEGMENT.c.evidence_id, NOTE_SEGMENT.c.position, NOTE_SEGMENT.c.text).where(
        NOTE_SEGMENT.c.organisation_id == entry.organisation_id
    )
    if entry.evidence_sha256 is not None:
        query = query.join(EVIDENCE, EVIDENCE.c.id == NOTE_SEGMENT.c.evidence_id).where(
            EVIDENCE.c.sha256 == entry.evidence_sha256, NOTE_SEGMENT.c.start == entry.start
        )
    elif entry.submission_id is not None:
        query = query.where(NOTE_SEGMENT.c.submission_id == entry.submission_id)
    else:
        return None
    return connection.execute(query).first()


def _has_crop(connection: sa.Connection, entry: Entry) -> bool:
    if entry.submission_id is None or entry.question is None:
        return False
    place = connection.execute(
        sa.select(ANSWER.c.place).where(
            ANSWER.c.submission_id == entry.submission_id, ANSWER.c.question == entry.question
        )
    ).scalar()
    return bool(place and "box" in place)
