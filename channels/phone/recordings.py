"""Spoken answers: announced by Twilio, fetched by a job, kept as evidence, then deleted there."""

from __future__ import annotations

import flask
import sqlalchemy as sa

from channels import conversation
from channels.effects import RECORDING
from channels.phone.transcribing import ask_for_transcript
from channels.twilio import Rest
from channels.webhooks import NOTHING, Doorstep, answer, identifier
from models import evidence, outbox, submissions
from models.arrivals import Response, find_arrival
from models.evidence import EvidenceStore
from models.outbox import Work
from models.store import Store
from models.submissions import ANSWER
from models.tables.dialogues import RecordingState
from models.vocabulary import AnswerState, EvidenceKind, OutboxKind

LARGEST_RECORDING = 256 * 1024 * 1024
"""Bytes: more than an hour of telephone audio twice over."""


PROVIDER = "twilio-recording"
ABSENT = "absent"
"""The status of a recording in which nothing was said."""


def recordings(doorstep: Doorstep) -> flask.Blueprint:
    """The callback that tells when a recording can be fetched, or that there is none."""
    door = flask.Blueprint("recordings", __name__)

    @door.post("/twilio/recording")
    def recording() -> flask.Response:
        fields = doorstep.parameters()
        reference = identifier(fields.get("RecordingSid", ""))
        status = identifier(fields.get("RecordingStatus", "completed"))

        def effect(connection: sa.Connection) -> Response:
            if status == ABSENT:
                _absent(doorstep.store, connection, reference)
            else:
                _ready(connection, reference)
            return NOTHING

        return answer(doorstep.receive(PROVIDER, f"{reference}:{status}", effect))

    return door


def _ready(connection: sa.Connection, reference: str) -> None:
    entry_id = connection.execute(
        sa.select(outbox.OUTBOX.c.id).where(outbox.OUTBOX.c.unique_key == f"recording:{reference}")
    ).scalar()
    if entry_id is not None:
        outbox.run_now(connection, entry_id)


def heed_earlier_callback(store: Store, connection: sa.Connection, reference: str) -> None:
    """Twilio may tell that there is nothing to hear before it tells that there was a recording at all."""
    if find_arrival(connection, PROVIDER, f"{reference}:{ABSENT}") is not None:
        _absent(store, connection, reference)


def _absent(store: Store, connection: sa.Connection, reference: str) -> None:
    """There was nothing to hear: the answer is empty, and nobody waits for it."""
    row = connection.execute(sa.select(RECORDING).where(RECORDING.c.reference == reference)).first()
    if row is None or row.state != RecordingState.EXPECTED:
        return
    connection.execute(RECORDING.update().where(RECORDING.c.reference == reference).values(state=RecordingState.ABSENT))
    found = conversation.by_id(store, connection, row.dialogue_id)
    if found is None or found.submission_id is None:
        return
    connection.execute(
        ANSWER.update()
        .where(
            ANSWER.c.submission_id == found.submission_id,
            ANSWER.c.question == row.question,
            ANSWER.c.decided_at.is_(None),
            ANSWER.c.value.is_(sa.null()),
        )
        .values(state=AnswerState.EMPTY, value=None, place=None)
    )
    if found.memory.completed or not found.is_open:
        submissions.settle(connection, found.submission_id, found.version.definition)


def fetch_recording(store: Store, files: EvidenceStore, rest: Rest, work: Work, *, transcribed: bool) -> None:
    """Fetch one recording and keep it; then have it deleted at Twilio.

    :param transcribed: whether a machine is to write it down.
    :raises TryAgain: it is not ready, or something could not be reached.
    :raises Rejected: it can never be had.
    """
    reference = str(work.payload["recording"])
    with store.read() as connection:
        row = connection.execute(sa.select(RECORDING).where(RECORDING.c.reference == reference)).one()
    if row.state != RecordingState.EXPECTED:
        with store.write() as connection:
            _have_deleted(connection, row.organisation_id, reference)
            outbox.close(connection, work.id)
        return
    content, media_type = rest.recording(row.url, largest=LARGEST_RECORDING)
    sha256 = files.put(content)
    with store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        kept = evidence.keep_blob(
            connection,
            row.organisation_id,
            EvidenceKind.RECORDING,
            sha256,
            len(content),
            media_type=media_type,
            dialogue_id=row.dialogue_id,
        )
        still_counts = RECORDING.c.state == RecordingState.EXPECTED
        counted = connection.execute(
            RECORDING.update()
            .where(RECORDING.c.reference == reference, still_counts)
            .values(state=RecordingState.FETCHED, evidence_id=kept.id)
        ).rowcount
        if counted:
            _settle(store, connection, row.dialogue_id, row.question, kept)
            if transcribed:
                ask_for_transcript(connection, row.organisation_id, reference)
        _have_deleted(connection, row.organisation_id, reference)
        outbox.close(connection, work.id)


def _have_deleted(connection: sa.Connection, organisation_id: str, reference: str) -> None:
    outbox.add(
        connection,
        OutboxKind.DELETE_RECORDING,
        f"delete-recording:{reference}",
        {"recording": reference},
        organisation_id=organisation_id,
    )


def _settle(
    store: Store, connection: sa.Connection, dialogue_id: str, question: str, kept: evidence.Kept | None
) -> None:
    found = conversation.by_id(store, connection, dialogue_id)
    if found is None or found.submission_id is None:
        return
    if kept is not None:
        evidence.link(connection, found.submission_id, kept.id)
        connection.execute(
            ANSWER.update()
            .where(ANSWER.c.submission_id == found.submission_id, ANSWER.c.question == question)
            .values(evidence_sha256=kept.sha256)
        )
    if found.memory.completed or not found.is_open:
        submissions.settle(connection, found.submission_id, found.version.definition)
    else:
        submissions.touch(connection, found.submission_id)


def lose_recording(store: Store, connection: sa.Connection, work: Work) -> None:
    """It can never be had: the submission stops waiting, and a person sees an answer without its sound."""
    reference = str(work.payload["recording"])
    row = connection.execute(sa.select(RECORDING).where(RECORDING.c.reference == reference)).one()
    connection.execute(RECORDING.update().where(RECORDING.c.reference == reference).values(state=RecordingState.ABSENT))
    _settle(store, connection, row.dialogue_id, row.question, None)


def delete_recording(store: Store, rest: Rest, work: Work) -> None:
    """Delete a recording at Twilio, now that our copy is verified.

    :raises TryAgain: Twilio cannot be reached or refuses.
    """
    reference = str(work.payload["recording"])
    with store.read() as connection:
        url = connection.execute(sa.select(RECORDING.c.url).where(RECORDING.c.reference == reference)).scalar_one()
    rest.delete_recording(reference, url)
    with store.write() as connection:
        outbox.close(connection, work.id)
