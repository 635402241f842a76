"""Meetings from which contributions came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import flask
import sqlalchemy as sa

from intake.api.examples import MEETING as EXAMPLE
from intake.api.examples import MEETINGS
from intake.api.operations import CONSULTATION as CODE
from intake.api.operations import PAGING, Call, Operation, answer
from intake.api.problems import Missing
from intake.api.shapes import MeetingShape, Page, TableShape
from models.consultations import CONSULTATION
from models.normalized import MEETING
from models.submissions import SUBMISSION
from models.tables import AlsoAbout, MeetingTable

ALSO = AlsoAbout.__table__  # type: ignore[attr-defined]
TABLE = MeetingTable.__table__  # type: ignore[attr-defined]

_ROW = sa.select(
    MEETING,
    CONSULTATION.c.code,
    sa.select(sa.func.count()).where(SUBMISSION.c.meeting_id == MEETING.c.id).scalar_subquery().label("submissions"),
).join(CONSULTATION, CONSULTATION.c.id == MEETING.c.consultation_id)


def _list(call: Call) -> flask.Response:
    conditions = [MEETING.c.organisation_id == call.who.organisation_id]
    if code := call.query["consultation"]:
        conditions.append(CONSULTATION.c.code == code)
    size = sa.select(sa.func.count()).select_from(
        MEETING.join(CONSULTATION, CONSULTATION.c.id == MEETING.c.consultation_id)
    )
    query = _ROW.where(*conditions).order_by(MEETING.c.created_at, MEETING.c.id)
    with call.services.store.read() as connection:
        total = connection.execute(size.where(*conditions)).scalar_one()
        rows = connection.execute(query.limit(call.size).offset((call.page - 1) * call.size)).all()
        found = _shapes(connection, rows)
    return call.answer_page(found, total, Page[MeetingShape])


def _get(call: Call, *, id: str) -> flask.Response:  # noqa: A002 - the path's own word
    query = _ROW.where(MEETING.c.organisation_id == call.who.organisation_id, MEETING.c.id == id)
    found: list[MeetingShape] = []
    if "\0" not in id:
        with call.services.store.read() as connection:
            found = _shapes(connection, connection.execute(query).all())
    if not found:
        raise Missing("There is no such meeting.")
    return answer(found[0])


def _shapes(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[MeetingShape]:
    ids = [row.id for row in rows]
    also: dict[str, list[str]] = defaultdict(list)
    query = sa.select(ALSO.c.meeting_id, CONSULTATION.c.code).join(
        CONSULTATION, CONSULTATION.c.id == ALSO.c.consultation_id
    )
    for meeting_id, code in connection.execute(query.where(ALSO.c.meeting_id.in_(ids)).order_by(CONSULTATION.c.code)):
        also[meeting_id].append(code)
    tables: dict[str, list[TableShape]] = defaultdict(list)
    for table in connection.execute(sa.select(TABLE).where(TABLE.c.meeting_id.in_(ids)).order_by(TABLE.c.label)):
        tables[table.meeting_id].append(TableShape(label=table.label, attendance=table.attendance))
    return [
        MeetingShape(
            id=row.id,
            consultation=row.code,
            also_about=also[row.id],
            title=row.title,
            date=row.held_on,
            place=row.place,
            agenda=row.agenda,
            attendance=row.attendance,
            tables=tables[row.id],
            submissions=row.submissions,
        )
        for row in rows
    ]


OPERATIONS = (
    Operation(
        id="listMeetings",
        path="/meetings",
        summary="Meetings",
        text="The organisation's meetings, in the order in which they were entered.",
        tag="meetings",
        view=_list,
        parameters=(CODE, *PAGING),
        answers=Page[MeetingShape],
        example=MEETINGS,
    ),
    Operation(
        id="getMeeting",
        path="/meetings/{id}",
        summary="One meeting",
        text="One of the organisation's meetings, with its tables.",
        tag="meetings",
        view=_get,
        answers=MeetingShape,
        example=EXAMPLE,
    ),
)
