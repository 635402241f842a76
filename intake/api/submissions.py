"""Submissions, read and entered, and what they came from."""

from __future__ import annotations

import flask
import sqlalchemy as sa

from intake.api.entering import EntryBody, enter_once, read_body
from intake.api.examples import ENTRY, EVIDENCE_LIST, SUBMISSION, SUBMISSIONS
from intake.api.operations import (
    CONSULTATION,
    PAGING,
    UPDATED_SINCE,
    Call,
    Operation,
    answer,
    one_of,
)
from intake.api.problems import Missing, UnsupportedMedia
from intake.api.shapes import EvidenceList, EvidenceShape, Page
from models import audit, listing, normalized
from models.audit import Deed
from models.evidence import EVIDENCE, LINK
from models.normalized import NormalizedSubmission, Wanted
from models.tables.audit import Act, Activity
from models.vocabulary import Channel, Scope, Status

LARGEST_BODY = 1_000_000
"""Bytes."""


def _list(call: Call) -> flask.Response:
    query = call.query
    wanted = Wanted(
        organisation_id=call.who.organisation_id,
        consultation=query["consultation"],
        status=query["status"],
        channel=query["channel"],
        updated_since=query["updatedSince"],
    )
    _note_reading(call, code=wanted.consultation)
    with call.services.store.read() as connection:
        found = listing.find(connection, wanted, page=call.page, size=call.size)
        submissions = normalized.by_ids(connection, found.ids)
    return call.answer_page(submissions, found.total, Page[NormalizedSubmission])


def _get(call: Call, *, id: str) -> flask.Response:  # noqa: A002 - the path's own word
    return answer(_found(call, id))


def _evidence(call: Call, *, id: str) -> flask.Response:  # noqa: A002 - the path's own word
    found = _found(call, id)
    columns = (EVIDENCE.c.sha256, EVIDENCE.c.kind, EVIDENCE.c.media_type, EVIDENCE.c.size, EVIDENCE.c.page)
    query = (
        sa.select(*columns, EVIDENCE.c.created_at)
        .join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
        .where(LINK.c.submission_id == found.id)
        .order_by(EVIDENCE.c.id)
    )
    with call.services.store.read() as connection:
        rows = connection.execute(query).all()
    return answer(
        EvidenceList(
            results=[
                EvidenceShape(
                    id=f"sha256:{row.sha256}",
                    kind=row.kind,
                    media_type=row.media_type,
                    bytes=row.size,
                    page=row.page,
                    stored_at=row.created_at,
                )
                for row in rows
            ]
        )
    )


def _found(call: Call, submission_id: str) -> NormalizedSubmission:
    if "\0" in submission_id:
        raise Missing("There is no such submission.")
    _note_reading(call, submission_id=submission_id[:64])
    wanted = Wanted(organisation_id=call.who.organisation_id, ids=[submission_id])
    with call.services.store.read() as connection:
        found = next(normalized.submissions(connection, wanted), None)
    if found is None:
        raise Missing("There is no such submission.")
    return found


def _note_reading(call: Call, *, code: str | None = None, submission_id: str | None = None) -> None:
    """In the organisation's trail, before anything leaves."""
    with call.services.store.write() as connection:
        deed = Deed(
            act=Act.EXPORTED,
            organisation_id=call.who.organisation_id,
            subject="submission" if submission_id else None,
            subject_id=submission_id,
            activity=Activity.ANALYSE,
            detail={"consultation": code, "page": call.page} if submission_id is None else None,
        )
        audit.note(connection, deed)


def _add(call: Call, *, code: str) -> flask.Response:
    flask.request.max_content_length = LARGEST_BODY
    if not flask.request.is_json:
        raise UnsupportedMedia
    key = flask.request.headers.get("Idempotency-Key")
    entered = enter_once(call.services, call.who.organisation_id, code, key, read_body(flask.request.get_data()))
    return flask.Response(entered.json, 201 if entered.new else 200, mimetype="application/json")


OPERATIONS = (
    Operation(
        id="listSubmissions",
        path="/submissions",
        summary="Submissions, oldest first",
        text="The organisation's submissions, a page at a time, by `receivedAt`; with `updatedSince` by `updatedAt`.",
        tag="submissions",
        view=_list,
        parameters=(
            CONSULTATION,
            one_of("status", "Where it stands", Status),
            one_of("channel", "The door it came through", Channel),
            UPDATED_SINCE,
            *PAGING,
        ),
        answers=Page[NormalizedSubmission],
        example=SUBMISSIONS,
    ),
    Operation(
        id="getSubmission",
        path="/submissions/{id}",
        summary="One submission",
        text="One of the organisation's submissions.",
        tag="submissions",
        view=_get,
        answers=NormalizedSubmission,
        example=SUBMISSION,
    ),
    Operation(
        id="listEvidence",
        path="/submissions/{id}/evidence",
        summary="What a submission came from",
        text="The originals of one submission: what they are, never what is in them.",
        tag="submissions",
        view=_evidence,
        answers=EvidenceList,
        example=EVIDENCE_LIST,
    ),
    Operation(
        id="addSubmission",
        path="/consultations/{code}/submissions",
        summary="Enter a submission for somebody",
        text="The same key and body again give the same submission, and store nothing.",
        tag="submissions",
        view=_add,
        scope=Scope.WRITE,
        body=EntryBody,
        body_example=ENTRY,
        answers=NormalizedSubmission,
        example=SUBMISSION,
    ),
)
