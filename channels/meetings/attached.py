"""Documents and recordings that are kept with a meeting; a recording is written down by the same engine as a call's."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from channels.speech.apart import transcribe_apart
from channels.speech.belief import believed
from channels.speech.engine import DESK
from models import consultations, outbox, transcripts
from models.errors import Rejected
from models.evidence import EVIDENCE, EvidenceStore, keep_blob
from models.meetings import MEETING
from models.outbox import Work
from models.store import Store
from models.vocabulary import EvidenceKind, OutboxKind

LONGEST_MEETING = 4 * 3600.0
"""Seconds of sound that a transcript is given time for; how long a file lasts is not known before it is decoded."""

# What telephones record is often in a container that may hold pictures too; the sound in it is what is wanted here.
_SOUNDS = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypmp4", "audio/mp4"),
    (4, b"ftypisom", "audio/mp4"),
    (4, b"ftypiso2", "audio/mp4"),
    (4, b"ftyp3gp", "audio/3gpp"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
)


def sound_type(data: bytes) -> str | None:
    """The media type of a sound, by its content; None if it is no sound that we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    return next((media for at, mark, media in _SOUNDS if data[at : at + len(mark)] == mark), None)


def attach(
    connection: sa.Connection,
    meeting: sa.Row[Any],
    sha256: str,
    data: bytes,
    *,
    name: str,
    media_type: str,
    transcribed: bool,
) -> str:
    """Record a file, stored already, as the meeting's; its evidence's id. The same file again changes nothing.

    :param media_type: of anything but a sound, which is recognised here.
    :raises Rejected: the file is empty.
    """
    if not data:
        raise Rejected("the file is empty", code="empty")
    there = sa.select(EVIDENCE.c.id).where(EVIDENCE.c.meeting_id == meeting.id, EVIDENCE.c.sha256 == sha256)
    found = connection.execute(there).scalar()
    if found is not None:
        return str(found)
    sound = sound_type(data)
    kept = keep_blob(
        connection,
        meeting.organisation_id,
        EvidenceKind.RECORDING if sound else EvidenceKind.DOCUMENT,
        sha256,
        len(data),
        media_type=sound or media_type,
        name=name,
    )
    connection.execute(EVIDENCE.update().where(EVIDENCE.c.id == kept.id).values(meeting_id=meeting.id))
    if sound and transcribed:
        outbox.add(
            connection,
            OutboxKind.TRANSCRIBE,
            f"transcribe:{kept.id}",
            {"evidence": kept.id},
            organisation_id=meeting.organisation_id,
        )
    return kept.id


def transcribe_attached(store: Store, files: EvidenceStore, engine: str, work: Work) -> None:
    """Have a meeting's recording written down, for whoever makes contributions of it.

    :raises TryAgain: the engine or the sound is not there for now.
    :raises NeedsPerson: the engine can make nothing of it.
    :raises Rejected: the setting names no engine that could work.
    """
    query = (
        sa.select(EVIDENCE.c.id, EVIDENCE.c.sha256, MEETING.c.consultation_id)
        .join(MEETING, MEETING.c.id == EVIDENCE.c.meeting_id)
        .where(EVIDENCE.c.id == work.payload["evidence"])
    )
    with store.read() as connection:
        sound = connection.execute(query).first()
        version = consultations.latest_of(store, connection, sound.consultation_id) if sound else None
    if version is None or sound is None or engine == DESK:
        with store.write() as connection:
            outbox.close(connection, work.id)
        return

    def going_on() -> None:
        with store.write() as connection:
            outbox.renew(connection, work)

    heard = transcribe_apart(
        engine,
        files.get(sound.sha256),
        language=version.definition.first_language,
        hints=(),
        sound_seconds=LONGEST_MEETING,
        going_on=going_on,
    )
    with store.write() as connection:
        if not outbox.still_held(connection, work):
            return
        if connection.execute(query).first() is not None:
            transcripts.keep(connection, sound.id, believed(heard))
        outbox.close(connection, work.id)
