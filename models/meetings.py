"""Meetings: what is known of them, their tables, and what was kept there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.errors import Rejected
from models.evidence import EVIDENCE
from models.secrets import new_id
from models.submissions import ANSWER, SUBMISSION
from models.tables import AlsoAbout, Meeting, MeetingTable
from models.vocabulary import Channel, Status

MEETING = Meeting.__table__  # type: ignore[attr-defined]
TABLE = MeetingTable.__table__  # type: ignore[attr-defined]
ALSO = AlsoAbout.__table__  # type: ignore[attr-defined]

GONE = frozenset({Status.REJECTED, Status.WITHDRAWN})
"""Contributions that count no more."""

LONGEST_AGENDA = 5000
MOST_PEOPLE = 100_000
MOST_TABLES = 200


@dataclass(frozen=True, slots=True)
class TableThere:
    """A table, or a group: what it is called, who led the conversation and how many people sat there."""

    label: str
    facilitator: str | None = None
    attendance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says of a meeting. `also_about` are ids of consultations besides the one it was called for.

    :raises Rejected: it has no name, a number makes no sense, or two tables are called alike.
    """

    title: str
    held_on: date | None = None
    place: str | None = None
    organisers: str | None = None
    agenda: str | None = None
    attendance: int | None = None
    tables: tuple[TableThere, ...] = ()
    also_about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title:
            raise Rejected("a meeting needs a name", code="no_title")
        counts = [self.attendance, *(table.attendance for table in self.tables)]
        if any(count is not None and not 0 <= count <= MOST_PEOPLE for count in counts):
            raise Rejected(f"a number of people is from 0 to {MOST_PEOPLE}", code="attendance")
        labels = [table.label for table in self.tables]
        if len(set(labels)) != len(labels) or len(labels) > MOST_TABLES:
            raise Rejected("each table needs a name of its own", code="tables")


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting in a list, with how many contributions of it count."""

    id: str
    title: str
    held_on: date | None
    place: str | None
    consultation: str
    contributions: int


def begin(connection: sa.Connection, organisation_id: str, consultation_id: str, details: Details) -> str:
    """A new meeting; its id."""
    meeting_id = new_id()
    connection.execute(
        MEETING.insert(),
        {
            "id": meeting_id,
            "organisation_id": organisation_id,
            "consultation_id": consultation_id,
            "created_at": now(),
            **_columns(details),
        },
    )
    _put_around(connection, meeting_id, consultation_id, details)
    return meeting_id


def change(connection: sa.Connection, meeting: sa.Row[Any], details: Details) -> None:
    """Set all that a person can say of it. Contributions keep the name of the table that they were given."""
    connection.execute(MEETING.update().where(MEETING.c.id == meeting.id).values(_columns(details)))
    connection.execute(TABLE.delete().where(TABLE.c.meeting_id == meeting.id))
    connection.execute(ALSO.delete().where(ALSO.c.meeting_id == meeting.id))
    _put_around(connection, meeting.id, meeting.consultation_id, details)


def _columns(details: Details) -> dict[str, Any]:
    return {
        name: getattr(details, name) for name in ("title", "held_on", "place", "organisers", "agenda", "attendance")
    }


def _put_around(connection: sa.Connection, meeting_id: str, consultation_id: str, details: Details) -> None:
    tables = [
        {
            "id": new_id(),
            "meeting_id": meeting_id,
            "label": table.label,
            "facilitator": table.facilitator,
            "attendance": table.attendance,
        }
        for table in details.tables
    ]
    if tables:
        connection.execute(TABLE.insert(), tables)
    others = [one for one in dict.fromkeys(details.also_about) if one != consultation_id]
    if others:
        connection.execute(ALSO.insert(), [{"meeting_id": meeting_id, "consultation_id": one} for one in others])


def also(connection: sa.Connection, meeting_id: str, consultation_ids: Iterable[str]) -> None:
    """It was about these consultations as well; those that are there already stay."""
    row = connection.execute(sa.select(MEETING).where(MEETING.c.id == meeting_id)).one()
    there = set(consultations_of(connection, row))
    more = [one for one in dict.fromkeys(consultation_ids) if one not in there]
    if more:
        connection.execute(ALSO.insert(), [{"meeting_id": meeting_id, "consultation_id": one} for one in more])


def find(connection: sa.Connection, organisation_id: str, meeting_id: str) -> sa.Row[Any] | None:
    """Its row; None if that organisation has no such meeting."""
    return connection.execute(
        sa.select(MEETING).where(MEETING.c.id == meeting_id, MEETING.c.organisation_id == organisation_id)
    ).first()


def tables_of(connection: sa.Connection, meeting_id: str) -> list[TableThere]:
    """In the order in which they were written down."""
    query = sa.select(TABLE).where(TABLE.c.meeting_id == meeting_id).order_by(TABLE.c.id)
    return [TableThere(row.label, row.facilitator, row.attendance) for row in connection.execute(query)]


def consultations_of(connection: sa.Connection, meeting: sa.Row[Any]) -> list[str]:
    """Ids of the consultations that it is about, first the one it was called for."""
    others = connection.execute(sa.select(ALSO.c.consultation_id).where(ALSO.c.meeting_id == meeting.id)).scalars()
    return [meeting.consultation_id, *sorted(others)]


def listed(connection: sa.Connection, organisation_id: str, *, most: int) -> list[Listed]:
    """An organisation's meetings, the latest first; those without a date by when they were written down."""
    counted = (
        sa.select(SUBMISSION.c.meeting_id, sa.func.count().label("contributions"))
        .where(
            SUBMISSION.c.organisation_id == organisation_id,
            SUBMISSION.c.channel == Channel.MEETING,
            SUBMISSION.c.status.not_in(GONE),
        )
        .group_by(SUBMISSION.c.meeting_id)
        .subquery()
    )
    consultation = MEETING.metadata.tables["consultation"]
    query = (
        sa.select(MEETING, consultation.c.code, sa.func.coalesce(counted.c.contributions, 0).label("contributions"))
        .join(consultation, consultation.c.id == MEETING.c.consultation_id)
        .outerjoin(counted, counted.c.meeting_id == MEETING.c.id)
        .where(MEETING.c.organisation_id == organisation_id)
        .order_by(
            sa.func.coalesce(MEETING.c.held_on, sa.cast(MEETING.c.created_at, sa.Date)).desc(), MEETING.c.id.desc()
        )
        .limit(most)
    )
    return [
        Listed(row.id, row.title, row.held_on, row.place, row.code, row.contributions)
        for row in connection.execute(query)
    ]


def said_there(connection: sa.Connection, meeting_id: str, *, most: int) -> list[sa.Row[Any]]:
    """What was said last, newest first: submission id, consultation, question, value, supporters, table, when."""
    query = (
        sa.select(
            SUBMISSION.c.id,
            SUBMISSION.c.consultation_id,
            ANSWER.c.question,
            ANSWER.c.value,
            SUBMISSION.c.supporters,
            SUBMISSION.c.meeting_table,
            SUBMISSION.c.received_at,
        )
        .join(ANSWER, ANSWER.c.submission_id == SUBMISSION.c.id)
        .where(
            SUBMISSION.c.meeting_id == meeting_id,
            SUBMISSION.c.status.not_in(GONE),
            ANSWER.c.value.is_not(None),
        )
        .order_by(SUBMISSION.c.received_at.desc(), SUBMISSION.c.id.desc(), ANSWER.c.position)
        .limit(most)
    )
    return list(connection.execute(query))


def files_of(connection: sa.Connection, meeting_id: str) -> list[sa.Row[Any]]:
    """Its documents, sheets, notes and recordings, in the order in which they came."""
    query = (
        sa.select(EVIDENCE).where(EVIDENCE.c.meeting_id == meeting_id).order_by(EVIDENCE.c.created_at, EVIDENCE.c.id)
    )
    return list(connection.execute(query))
