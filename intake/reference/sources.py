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
    """What is still kept of where it comes from, however the notes were divided since."""
    crop = _has_crop(connection, entry)
    place = _place(connection, entry)
    if place is None:
        return Source("", "", "", None, crop)
    near = connection.execute(_around(place)).all()
    text = "".join(row.text for row in near)
    start, end = (min(max(at - near[0].start, 0), len(text)) for at in (place.start, place.end))
    return Source(text[:start], text[start:end], text[end:], place.evidence_id, crop)


@dataclass(frozen=True, slots=True)
class _Place:
    """Characters of the notes' canonical text."""

    evidence_id: str
    start: int
    end: int


def _place(connection: sa.Connection, entry: Entry) -> _Place | None:
    here = NOTE_SEGMENT.c.organisation_id == entry.organisation_id
    query = sa.select(NOTE_SEGMENT.c.evidence_id, NOTE_SEGMENT.c.start, NOTE_SEGMENT.c.end).where(here)
    if entry.evidence_sha256 is not None and entry.start is not None:
        covers = (NOTE_SEGMENT.c.start <= entry.start, NOTE_SEGMENT.c.end > entry.start)
        found = connection.execute(
            query.join(EVIDENCE, EVIDENCE.c.id == NOTE_SEGMENT.c.evidence_id).where(
                EVIDENCE.c.sha256 == entry.evidence_sha256, *covers
            )
        ).first()
        return _Place(found.evidence_id, entry.start, entry.end or found.end) if found else None
    if entry.submission_id is None:
        return None
    found = connection.execute(query.where(NOTE_SEGMENT.c.submission_id == entry.submission_id)).first()
    return _Place(found.evidence_id, found.start, found.end) if found else None


def _around(place: _Place) -> sa.Select[Any]:
    """The segments that hold it, and some before and behind."""
    here = NOTE_SEGMENT.c.evidence_id == place.evidence_id
    holds = (NOTE_SEGMENT.c.start < place.end, NOTE_SEGMENT.c.end > place.start)
    edges = sa.select(
        sa.func.min(NOTE_SEGMENT.c.position).label("first"), sa.func.max(NOTE_SEGMENT.c.position).label("last")
    )
    held = edges.where(here, *holds).subquery()
    near = NOTE_SEGMENT.c.position.between(held.c.first - AROUND, held.c.last + AROUND)
    columns = (NOTE_SEGMENT.c.start, NOTE_SEGMENT.c.text)
    return sa.select(*columns).join(held, near).where(here).order_by(NOTE_SEGMENT.c.position)


def _has_crop(connection: sa.Connection, entry: Entry) -> bool:
    if entry.submission_id is None or entry.question is None:
        return False
    place = connection.execute(
        sa.select(ANSWER.c.place).where(
            ANSWER.c.submission_id == entry.submission_id, ANSWER.c.question == entry.question
        )
    ).scalar()
    return bool(place and "box" in place)
