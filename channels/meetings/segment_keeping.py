"""What notes were divided into, kept: every character of them once, so that it can be looked at and done otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.meetings.people import Votes
from channels.meetings.segments import Segment, SegmentKind
from models.consultations import Version
from models.secrets import new_id
from models.tables import NoteSegment

NOTE_SEGMENT = NoteSegment.__table__  # type: ignore[attr-defined]

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as it is kept. `submission_id` is the contribution that was made of it."""

    id: str
    segment: Segment
    submission_id: str | None = None


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
    parts = [Part(new_id(), segment, made.get(segment.start)) for segment in segments]
    put_parts(connection, (version.organisation_id, evidence_id, meeting_id), 0, parts)


def put_parts(connection: sa.Connection, of: tuple[str, str, str], position: int, parts: Sequence[Part]) -> None:
    """Add segments, the first of them at `position`.

    :param of: ids of the organisation, of the notes (their evidence) and of the meeting.
    """
    organisation_id, evidence_id, meeting_id = of
    shared = {"organisation_id": organisation_id, "evidence_id": evidence_id, "meeting_id": meeting_id}
    rows = [{**shared, "position": at, **columns(part)} for at, part in enumerate(parts, position)]
    if rows:
        connection.execute(NOTE_SEGMENT.insert(), rows)


def columns(part: Part) -> dict[str, Any]:
    """A segment as its columns, and as it stands in a change's `before` and `after`."""
    segment, votes = part.segment, part.segment.votes
    return {
        "id": part.id,
        "submission_id": part.submission_id,
        "kind": str(segment.kind),
        "start": segment.start,
        "end": segment.end,
        "text": _storable(segment.text),
        "words": _storable(segment.words),
        "heading": _short(segment.heading),
        "table": _short(segment.table, 200),
        "speaker": _short(segment.speaker),
        "theme": _short(segment.theme),
        "supporters": segment.supporters,
        "in_favour": votes.in_favour if votes else None,
        "against": votes.against if votes else None,
        "question": segment.question,
        "consultation_id": segment.consultation,
    }


def part_of(stored: Mapping[str, Any]) -> Part:
    """The other way round."""
    counted = stored["in_favour"] is not None
    return Part(
        stored["id"],
        Segment(
            kind=SegmentKind(stored["kind"]),
            start=stored["start"],
            end=stored["end"],
            text=stored["text"],
            words=stored["words"],
            supporters=stored["supporters"],
            votes=Votes(stored["in_favour"], stored["against"]) if counted else None,
            speaker=stored["speaker"],
            heading=stored["heading"],
            table=stored["table"],
            theme=stored["theme"],
            question=stored["question"],
            consultation=stored.get("consultation_id"),
        ),
        stored["submission_id"],
    )


def parts_of(connection: sa.Connection, evidence_id: str, first: int, count: int) -> list[Part]:
    """Segments of one file in their order, from that position on."""
    wanted = NOTE_SEGMENT.c.position.between(first, first + count - 1)
    query = sa.select(NOTE_SEGMENT).where(NOTE_SEGMENT.c.evidence_id == evidence_id, wanted)
    return [part_of(row._asdict()) for row in connection.execute(query.order_by(NOTE_SEGMENT.c.position))]


def parts_in(evidence_id: sa.ColumnElement[str]) -> sa.ScalarSelect[int]:
    """How many segments a file has; 0 for one that was not divided."""
    query = sa.select(sa.func.count()).select_from(NOTE_SEGMENT).where(NOTE_SEGMENT.c.evidence_id == evidence_id)
    return query.scalar_subquery()


def divided(connection: sa.Connection, evidence_ids: Iterable[str]) -> frozenset[str]:
    """Those of these files that were divided into segments."""
    query = sa.select(NOTE_SEGMENT.c.evidence_id).distinct()
    return frozenset(connection.execute(query.where(NOTE_SEGMENT.c.evidence_id.in_(list(evidence_ids)))).scalars())


def _storable(text: str) -> str:
    """As long as it was, without what no database keeps in a text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _short(text: str | None, longest: int = LONGEST_NAME) -> str | None:
    return _storable(text)[:longest] if text else None
