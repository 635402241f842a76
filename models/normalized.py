"""A stored submission → the normalized form that export and API share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from models.consultations import CONSULTATION, ORGANISATION, VERSION
from models.contacts import CONTACT
from models.evidence import EVIDENCE, LINK
from models.submissions import ANSWER, SUBMISSION
from models.tables import Meeting
from models.tables.contacts import ContactPurpose
from models.vocabulary import AnswerState, Channel, EvidenceKind, Status

MEETING = Meeting.__table__  # type: ignore[attr-defined]

PAGE = 500
"""Submissions read at a time, so that an export of a million needs no more memory than one of a thousand."""

Moment = Annotated[
    datetime, PlainSerializer(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}", return_type=str, when_used="json")
]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class NormalizedAnswer(_Shape):
    question: str
    value: str | bool | int | list[str] | None
    raw: str | None
    state: AnswerState
    confidence: float | None
    evidence: str | None
    where: dict[str, Any] | None


class NormalizedEvidence(_Shape):
    id: str
    kind: EvidenceKind
    media_type: str
    bytes: int


class NormalizedMeeting(_Shape):
    id: str
    title: str
    date: Annotated[date | None, Field(json_schema_extra={"format": "date"})]
    place: str | None
    table: str | None
    remark: str | None


class NormalizedSubmission(_Shape):
    """Never holds contact data."""

    id: str
    receipt: str
    organisation: str
    consultation: str | None
    version: int | None
    channel: Channel
    entered_by: str | None
    language: str
    received_at: Moment
    updated_at: Moment
    status: Status
    complete: bool
    supporters: int
    group: str | None
    meeting: NormalizedMeeting | None
    participation_code: bool
    contact: bool
    answers: list[NormalizedAnswer]
    evidence: list[NormalizedEvidence]

    def answer(self, question: str) -> NormalizedAnswer:
        """:raises KeyError: no such answer."""
        for answer in self.answers:
            if answer.question == question:
                return answer
        raise KeyError(question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which submissions; None asks for all."""

    organisation_id: str | None = None
    consultation: str | None = None
    channel: Channel | None = None
    status: Status | None = None
    updated_since: datetime | None = None
    ids: Sequence[str] | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.organisation_id is not None:
            found.append(SUBMISSION.c.organisation_id == self.organisation_id)
        if self.consultation is not None:
            code = sa.select(CONSULTATION.c.id).where(CONSULTATION.c.code == self.consultation)
            found.append(SUBMISSION.c.consultation_id == code.scalar_subquery())
        if self.channel is not None:
            found.append(SUBMISSION.c.channel == self.channel)
        if self.status is not None:
            found.append(SUBMISSION.c.status == self.status)
        if self.updated_since is not None:
            found.append(SUBMISSION.c.updated_at >= self.updated_since)
        if self.ids is not None:
            found.append(SUBMISSION.c.id.in_(self.ids))
        return found


_ROW = (
    sa.select(
        SUBMISSION,
        ORGANISATION.c.slug,
        CONSULTATION.c.code,
        VERSION.c.number,
        MEETING.c.title,
        MEETING.c.held_on,
        MEETING.c.place,
        sa.exists()
        .where(CONTACT.c.submission_id == SUBMISSION.c.id, CONTACT.c.purpose == ContactPurpose.OUTCOME)
        .label("contact"),
    )
    .join(ORGANISATION, ORGANISATION.c.id == SUBMISSION.c.organisation_id)
    .outerjoin(CONSULTATION, CONSULTATION.c.id == SUBMISSION.c.consultation_id)
    .outerjoin(VERSION, VERSION.c.id == SUBMISSION.c.version_id)
    .outerjoin(MEETING, MEETING.c.id == SUBMISSION.c.meeting_id)
    .order_by(SUBMISSION.c.received_at, SUBMISSION.c.id)
)


def submissions(connection: sa.Connection, wanted: Wanted) -> Iterator[NormalizedSubmission]:
    """All that are wanted, oldest first."""
    after: tuple[datetime, str] | None = None
    while True:
        query = _ROW.where(*wanted.conditions()).limit(PAGE)
        if after is not None:
            query = query.where(
                sa.tuple_(SUBMISSION.c.received_at, SUBMISSION.c.id) > sa.tuple_(*map(sa.literal, after))
            )
        rows = connection.execute(query).all()
        yield from _complete(connection, rows)
        if len(rows) < PAGE:
            return
        after = (rows[-1].received_at, rows[-1].id)


def by_ids(connection: sa.Connection, ids: Sequence[str]) -> list[NormalizedSubmission]:
    """Those submissions, in the order of their ids as given."""
    rows = {row.id: row for row in connection.execute(_ROW.order_by(None).where(SUBMISSION.c.id.in_(ids)))}
    return list(_complete(connection, [rows[one] for one in ids]))


def one(connection: sa.Connection, submission_id: str) -> NormalizedSubmission:
    """:raises KeyError: there is none."""
    for found in submissions(connection, Wanted(ids=[submission_id])):
        return found
    raise KeyError(submission_id)


def _complete(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> Iterator[NormalizedSubmission]:
    ids = [row.id for row in rows]
    answers: dict[str, list[NormalizedAnswer]] = defaultdict(list)
    found = connection.execute(
        sa.select(ANSWER).where(ANSWER.c.submission_id.in_(ids)).order_by(ANSWER.c.submission_id, ANSWER.c.position)
    )
    for row in found:
        answers[row.submission_id].append(_answer(row))
    evidence: dict[str, list[NormalizedEvidence]] = defaultdict(list)
    linked = connection.execute(
        sa.select(LINK.c.submission_id, EVIDENCE.c.sha256, EVIDENCE.c.kind, EVIDENCE.c.media_type, EVIDENCE.c.size)
        .join(EVIDENCE, EVIDENCE.c.id == LINK.c.evidence_id)
        .where(LINK.c.submission_id.in_(ids))
        .order_by(LINK.c.submission_id, EVIDENCE.c.id)
    )
    for row in linked:
        evidence[row.submission_id].append(
            NormalizedEvidence(id=f"sha256:{row.sha256}", kind=row.kind, media_type=row.media_type, bytes=row.size)
        )
    for row in rows:
        yield _submission(row, answers[row.id], evidence[row.id])


def _answer(row: sa.Row[Any]) -> NormalizedAnswer:
    return NormalizedAnswer(
        question=row.question,
        value=row.value,
        raw=row.raw,
        state=row.state,
        confidence=row.confidence,
        evidence=f"sha256:{row.evidence_sha256}" if row.evidence_sha256 else None,
        where=row.place,
    )


def _submission(
    row: sa.Row[Any], answers: list[NormalizedAnswer], evidence: list[NormalizedEvidence]
) -> NormalizedSubmission:
    meeting = None
    if row.meeting_id:
        meeting = NormalizedMeeting(
            id=row.meeting_id,
            title=row.title,
            date=row.held_on,
            place=row.place,
            table=row.meeting_table,
            remark=row.meeting_remark,
        )
    return NormalizedSubmission(
        id=row.id,
        receipt=row.receipt,
        organisation=row.slug,
        consultation=row.code,
        version=row.number,
        channel=row.channel,
        entered_by=row.entered_by,
        language=row.language,
        received_at=row.received_at,
        updated_at=row.updated_at,
        status=row.status,
        complete=row.complete,
        supporters=row.supporters,
        group=row.group_key,
        meeting=meeting,
        participation_code=row.code_id is not None,
        contact=row.contact,
        answers=answers,
        evidence=evidence,
    )
