"""What tables wrote on their sheets → contributions of the meeting in the store."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from channels.meetings.table_sheet_pages import TablePage
from channels.meetings.table_sheet_rows import Number, OnSheet
from models import evidence, meetings, submissions
from models.consultations import Version
from models.evidence import Kept
from models.submissions import SUBMISSION, Begun, NewSubmission
from models.vocabulary import Channel, EvidenceKind, Held, Status

ORIGIN = "sheet:"


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One contribution, and the page in the file that it stands on."""

    page: int
    meeting_id: str
    begun: Begun
    status: Status


def keep_tables(
    connection: sa.Connection,
    pages: Sequence[tuple[TablePage, Version]],
    images: Mapping[int, tuple[str, int]],
    file: Kept | None,
    received_at: datetime,
) -> list[KeptRow]:
    """A submission for every row and every count, in the caller's transaction.

    :param images: SHA-256 and bytes of each page's stored image.
    :param file: the scanned file, if these sheets are all that is in it: who works at meetings sees the evidence of
        what is said there, and must not see others' post.
    """
    out: list[KeptRow] = []
    for page, version in pages:
        sha256, size = images[page.number]
        image = evidence.keep_blob(
            connection,
            version.organisation_id,
            EvidenceKind.PAGE,
            sha256,
            size,
            media_type="image/jpeg",
            page=page.number,
        )
        table = table_label(page.table, [one.label for one in meetings.tables_of(connection, page.identity.meeting)])
        for row in page.rows:
            begun = _begin(connection, version, page, row, table, received_at)
            for kept in (image, file):
                if kept is not None:
                    evidence.link(connection, begun.id, kept.id)
            reading = replace(row.reading, evidence=sha256)
            submissions.put_answers(connection, begun.id, version.definition, [reading])
            status = submissions.settle(connection, begun.id, version.definition, complete=True)
            out.append(KeptRow(page.number, page.identity.meeting, begun, status))
    return out


def table_label(number: Number, labels: Sequence[str]) -> str | None:
    """What the meeting calls the table of that number: `Tafel 2` for 2, unless two could be meant."""
    if number.value is None:
        return None
    named = [label for label in labels if [int(found) for found in re.findall(r"\d+", label)] == [number.value]]
    return named[0] if len(named) == 1 else str(number.value)


def _begin(
    connection: sa.Connection, version: Version, page: TablePage, row: OnSheet, table: str | None, received_at: datetime
) -> Begun:
    origin = f"{ORIGIN}{page.identity.sheet}:{page.identity.page}:{row.place}"
    return submissions.begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=Channel.MEETING,
            language=page.identity.language,
            received_at=received_at,
            status=Status.READING,
            supporters=row.supporters,
            meeting_id=page.identity.meeting,
            meeting_table=table,
            origin=origin,
            held=Held.SAME_SHEET if _seen_before(connection, version, origin, table) else None,
        ),
    )


def _seen_before(connection: sa.Connection, version: Version, origin: str, table: str | None) -> bool:
    """Whether this row came in before. Copies of one sheet that several tables filled in tell apart by their table."""
    query = sa.select(SUBMISSION.c.id).where(
        SUBMISSION.c.organisation_id == version.organisation_id,
        SUBMISSION.c.origin == origin,
        SUBMISSION.c.meeting_table.is_not_distinct_from(table),
    )
    return connection.execute(query.limit(1)).first() is not None
