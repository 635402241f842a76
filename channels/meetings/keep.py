"""A meeting's sheet or notes → the meeting and its submissions in the store."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

import sqlalchemy as sa

from channels.meetings.proposals import Proposal
from channels.meetings.sheet import SheetReading, SheetRow
from models import evidence, submissions
from models.clock import now
from models.consultations import Version
from models.evidence import EVIDENCE, LINK, Kept
from models.reading import Reading
from models.secrets import new_id
from models.submissions import SUBMISSION, NewSubmission
from models.tables import Meeting
from models.vocabulary import Channel, EvidenceKind, Status

NO_OTHERS: Mapping[str, Version] = MappingProxyType({})

MEETING = Meeting.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting as it is known so far."""

    title: str
    held_on: date | None
    place: str | None


def untitled(connection: sa.Connection, version: Version, called: Occasion, file_name: str) -> Occasion:
    """The occasion of a file that says no title: `called`, with a number where that is another file's.

    A file of the same name, on the same day and place, is of the same meeting: a corrected sheet.
    """
    for number in itertools.count(1):
        occasion = called if number == 1 else replace(called, title=f"{called.title} ({number})")
        meeting_id = _find(connection, version, occasion)
        if meeting_id is None:
            break
        of_file = sa.select(EVIDENCE.c.id).where(
            EVIDENCE.c.meeting_id == meeting_id, EVIDENCE.c.name == file_name[:255]
        )
        if connection.execute(of_file.limit(1)).first() is not None:
            break
    return occasion


def meeting_of(connection: sa.Connection, version: Version, occasion: Occasion) -> str:
    """The id of that meeting, which is new unless one of that title, day and place is there already."""
    found = _find(connection, version, occasion)
    if found is not None:
        return found
    meeting_id = new_id()
    connection.execute(
        MEETING.insert(),
        {
            "id": meeting_id,
            "organisation_id": version.organisation_id,
            "consultation_id": version.consultation_id,
            "title": occasion.title,
            "held_on": occasion.held_on,
            "place": occasion.place,
            "created_at": now(),
        },
    )
    return meeting_id


def _find(connection: sa.Connection, version: Version, occasion: Occasion) -> str | None:
    found: str | None = connection.execute(
        sa.select(MEETING.c.id).where(
            MEETING.c.consultation_id == version.consultation_id,
            MEETING.c.title == occasion.title,
            MEETING.c.held_on.is_not_distinct_from(occasion.held_on),
            MEETING.c.place.is_not_distinct_from(occasion.place),
        )
    ).scalar()
    return found


def keep_sheet(
    connection: sa.Connection,
    version: Version,
    meeting_id: str,
    reading: SheetReading,
    file: Kept,
    *,
    language: str,
    received_at: datetime,
) -> list[str]:
    """A submission for every good row; their ids, in the sheet's order.

    Rows that a sheet with faults brought in before are not taken in again, when the whole of that sheet's good rows
    comes back: then this is the corrected file. Any other sheet is another facilitator's, and equal rows are people
    who said the same.
    """
    known = _rows_of_faulty_sheets(connection, meeting_id, {row.fingerprint for row in reading.rows})
    belongs_to_meeting(connection, file.id, meeting_id, faulty=bool(reading.problems))
    return [
        _keep(connection, version, meeting_id, row, row.readings, file, language=language, received_at=received_at)
        for row in reading.rows
        if row.fingerprint not in known
    ]


def belongs_to_meeting(connection: sa.Connection, evidence_id: str, meeting_id: str, *, faulty: bool = False) -> None:
    """This file is of that meeting. `faulty`: some of its rows wait for a corrected file."""
    connection.execute(
        EVIDENCE.update().where(EVIDENCE.c.id == evidence_id).values(meeting_id=meeting_id, incomplete=faulty)
    )


def _rows_of_faulty_sheets(connection: sa.Connection, meeting_id: str, coming: set[str]) -> set[str]:
    rows = connection.execute(
        sa.select(EVIDENCE.c.id, SUBMISSION.c.origin)
        .join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
        .join(SUBMISSION, SUBMISSION.c.id == LINK.c.submission_id)
        .where(
            EVIDENCE.c.meeting_id == meeting_id,
            EVIDENCE.c.kind == EvidenceKind.SHEET,
            EVIDENCE.c.incomplete.is_(True),
        )
    )
    by_file: dict[str, set[str]] = {}
    for row in rows:
        by_file.setdefault(row.id, set()).add(str(row.origin).removeprefix("row:"))
    return set().union(*(origins for origins in by_file.values() if origins <= coming))


def keep_proposals(
    connection: sa.Connection,
    version: Version,
    meeting_id: str,
    found: Iterable[Proposal],
    file: Kept,
    *,
    language: str,
    received_at: datetime,
    others: Mapping[str, Version] = NO_OTHERS,
) -> list[str]:
    """A submission for every proposed contribution, waiting for a person; their ids, in the order of the notes.

    :param others: by their ids the consultations that the meeting was also about.
    """
    belongs_to_meeting(connection, file.id, meeting_id)
    return [
        _keep(
            connection,
            others.get(proposal.consultation or "", version),
            meeting_id,
            proposal,
            [proposal.reading()],
            file,
            language=language,
            received_at=received_at,
        )
        for proposal in found
    ]


def _keep(
    connection: sa.Connection,
    version: Version,
    meeting_id: str,
    said: SheetRow | Proposal,
    readings: Iterable[Reading],
    file: Kept,
    *,
    language: str,
    received_at: datetime,
) -> str:
    """One contribution, settled; its id."""
    begun = submissions.begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=Channel.MEETING,
            language=language,
            received_at=received_at,
            status=Status.IN_PROGRESS,
            supporters=said.supporters,
            meeting_id=meeting_id,
            meeting_table=said.table,
            meeting_remark=said.remark,
            origin=f"row:{said.fingerprint}" if isinstance(said, SheetRow) else None,
        ),
    )
    evidence.link(connection, begun.id, file.id)
    with_evidence = (replace(reading, evidence=file.sha256) for reading in readings)
    submissions.put_answers(connection, begun.id, version.definition, with_evidence)
    submissions.settle(connection, begun.id, version.definition, complete=True)
    return begun.id
