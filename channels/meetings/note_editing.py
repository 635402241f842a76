"""Somebody divides a meeting's notes otherwise: the segments, the contributions made of them, and the trail of it.

Every change makes a version of the division. One that is meant for an older version is refused, so that two people who
work on the same notes at once never undo each other's work unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from channels.meetings import editing
from channels.meetings.editing import Description
from channels.meetings.following import Follow, follow
from channels.meetings.segment_keeping import NOTE_SEGMENT, Part, columns, part_of, parts_of, put_parts
from channels.meetings.segments import Segment
from models import audit
from models.accounts import STAFF
from models.audit import Deed
from models.clock import now
from models.errors import Rejected
from models.evidence import EVIDENCE
from models.secrets import new_id
from models.tables import NoteEdit
from models.tables.audit import Act, Activity
from models.tables.segments import NoteAct

NOTE_EDIT = NoteEdit.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wants with the segment at `position`.

    :ivar version: the division that they saw.
    :ivar at: the character of the whole text where a segment is to begin: for SPLIT the new one, for BORDER this one.
    :ivar said: for DESCRIBE.
    """

    act: NoteAct
    version: int
    position: int = 0
    at: int = 0
    said: Description | None = None


def version_of(connection: sa.Connection, evidence_id: str) -> int:
    """Which division of the notes this is: 0 as the machine made it, one more with each change."""
    query = sa.select(sa.func.max(NOTE_EDIT.c.number)).where(NOTE_EDIT.c.evidence_id == evidence_id)
    return connection.execute(query).scalar() or 0


def edits_of(connection: sa.Connection, evidence_id: str, *, most: int) -> list[sa.Row[Any]]:
    """The latest changes, newest first, with the `email` of who made them."""
    query = sa.select(NOTE_EDIT, STAFF.c.email).join(STAFF, STAFF.c.id == NOTE_EDIT.c.by)
    mine = query.where(NOTE_EDIT.c.evidence_id == evidence_id).order_by(NOTE_EDIT.c.number.desc())
    return list(connection.execute(mine.limit(most)))


def undoable(connection: sa.Connection, evidence_id: str) -> sa.Row[Any] | None:
    """The latest change that was not taken back."""
    undone = sa.select(NOTE_EDIT.c.undoes).where(
        NOTE_EDIT.c.evidence_id == evidence_id, NOTE_EDIT.c.undoes.is_not(None)
    )
    return connection.execute(
        sa.select(NOTE_EDIT)
        .where(NOTE_EDIT.c.evidence_id == evidence_id, NOTE_EDIT.c.undoes.is_(None), NOTE_EDIT.c.number.not_in(undone))
        .order_by(NOTE_EDIT.c.number.desc())
        .limit(1)
    ).first()


def edit(connection: sa.Connection, change: Change, how: Follow) -> int:
    """Make a change; the position of the segment that somebody looks at next.

    :raises Rejected: `stale`: somebody changed the division meanwhile; else what `channels.meetings.editing` says, or
        `nothing_to_undo`.
    :raises Settled: contributions stand in the way; nothing is changed.
    """
    evidence_id = how.file.id
    connection.execute(sa.select(EVIDENCE.c.id).where(EVIDENCE.c.id == evidence_id).with_for_update())
    if version_of(connection, evidence_id) != change.version:
        raise Rejected("somebody else divided these notes otherwise meanwhile", code="stale")
    if change.act is NoteAct.UNDO:
        return _undo(connection, change, how)
    first, before, after, following = _wanted(connection, change, evidence_id)
    _replace(connection, change, how, first, before, after)
    return following


def _wanted(connection: sa.Connection, change: Change, evidence_id: str) -> tuple[int, list[Part], list[Part], int]:
    """Where the change begins, what is there, what is to be there, and where to go on."""
    here = change.position
    match change.act:
        case NoteAct.SPLIT:
            (one,) = _there(connection, evidence_id, here, 1)
            head, tail = editing.split(one.segment, change.at)
            return here, [one], [_as(one, head), Part(new_id(), tail)], here + 1
        case NoteAct.MERGE:
            one, two = _there(connection, evidence_id, here, 2)
            kept = one.submission_id or two.submission_id
            return here, [one, two], [Part(one.id, editing.merge(one.segment, two.segment), kept)], here
        case NoteAct.BORDER:
            one, two = _there(connection, evidence_id, here - 1, 2)
            head, tail = editing.move_border(one.segment, two.segment, change.at)
            return here - 1, [one, two], [_as(one, head), _as(two, tail)], here
        case NoteAct.DESCRIBE if change.said is not None:
            (one,) = _there(connection, evidence_id, here, 1)
            return here, [one], [_as(one, editing.describe(one.segment, change.said))], here
        case _:
            raise ValueError(f"{change.act} says nothing to do")


def _as(part: Part, segment: Segment) -> Part:
    return Part(part.id, segment, part.submission_id)


def _there(connection: sa.Connection, evidence_id: str, first: int, count: int) -> list[Part]:
    found = parts_of(connection, evidence_id, first, count) if first >= 0 else []
    if len(found) != count:
        raise Rejected("there is no such segment", code="no_segment")
    return found


def _undo(connection: sa.Connection, change: Change, how: Follow) -> int:
    last = undoable(connection, how.file.id)
    if last is None:
        raise Rejected("there is no change to undo", code="nothing_to_undo")
    there = _there(connection, how.file.id, last.position, len(last.after))
    back = [part_of(stored) for stored in last.before]
    reviving = replace(how, revived=frozenset(last.superseded))
    _replace(connection, change, reviving, last.position, there, back, undoes=last.number)
    return int(last.position)


def _replace(
    connection: sa.Connection,
    change: Change,
    how: Follow,
    first: int,
    before: Sequence[Part],
    wanted: Sequence[Part],
    *,
    undoes: int | None = None,
) -> None:
    """Put segments in the place of others, in the same characters."""
    if "".join(part.segment.text for part in before) != "".join(part.segment.text for part in wanted):
        raise ValueError("a change of the division would change the text")
    after, superseded = follow(connection, how, before, wanted)
    of = (how.version.organisation_id, how.file.id, how.meeting_id)
    there = NOTE_SEGMENT.c.evidence_id == how.file.id
    behind = NOTE_SEGMENT.c.position >= first + len(before)
    connection.execute(NOTE_SEGMENT.delete().where(there, NOTE_SEGMENT.c.position >= first, ~behind))
    if len(after) != len(before):
        moved = NOTE_SEGMENT.c.position + (len(after) - len(before))
        connection.execute(NOTE_SEGMENT.update().where(there, behind).values(position=moved))
    put_parts(connection, of, first, after)
    connection.execute(
        NOTE_EDIT.insert(),
        {
            "id": new_id(),
            "organisation_id": how.version.organisation_id,
            "evidence_id": how.file.id,
            "number": change.version + 1,
            "act": change.act,
            "by": how.by,
            "at": now(),
            "position": first,
            "before": [columns(part) for part in before],
            "after": [columns(part) for part in after],
            "superseded": superseded,
            "undoes": undoes,
        },
    )
    audit.note(
        connection,
        Deed(
            act=Act.CHANGED,
            organisation_id=how.version.organisation_id,
            subject="evidence",
            subject_id=how.file.id,
            activity=Activity.REVIEW,
            detail={"notes": str(change.act), "version": change.version + 1, "superseded": len(superseded)},
        ),
    )
